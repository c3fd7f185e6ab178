import { isArray, isObject, type Json } from '../../predicate/json.js';
import { type EcsEvent, memberOf, stringOf } from './ecs-event.js';
import { ENTITY_SOURCES, type Place, type ServiceEntities } from './entity-sources.js';
import { javaText } from './java-text.js';

/** Who acts, on what, and everything that the event names. */
export interface Entities {
  readonly actor?: string;
  /** Sorted, as `related`. */
  readonly targets: readonly string[];
  readonly related: readonly string[];
}

const found = new WeakMap<EcsEvent, Entities>();

/**
 * The entities of an event, as the pipeline collects them when its option `actor_target_mapping` is on. A record in which one of the
 * members is of another type than the pipeline expects has none at all: its script fails there.
 */
export function entitiesOf(event: EcsEvent): Entities {
  let known = found.get(event);
  if (!known) {
    known = stringOf(event.kept, ['eventName']) === undefined ? NONE : (collect(event.kept) ?? NONE);
    found.set(event, known);
  }
  return known;
}

const NONE: Entities = { targets: [], related: [] };
const IDENTITY = [
  'userIdentity.accessKeyId',
  'userIdentity.arn',
  'userIdentity.userName',
  'userIdentity.sessionContext.sessionIssuer.arn',
  'userIdentity.sessionContext.sessionIssuer.userName',
];

function collect(record: Json): Entities | undefined {
  const read = (path: string) => stringOf(record, path.split('.'));
  const source = ENTITY_SOURCES.find(({ eventSource }) => eventSource === read('eventSource'));
  const name = read('eventName') ?? '';
  const related = new Set<string>();
  const targets = new Set<string>();
  const places: Place[] = [...IDENTITY];
  if (read('userIdentity.type') === 'IdentityCenterUser') places.push('userIdentity.onBehalfOf.identityStoreArn');
  places.push({ list: 'resources', each: ['ARN'] }, ...(source?.related ?? []));
  const whole = places.every((place) => add(related, record, place)) && addTargets(targets, record, source, name);
  if (!whole) return undefined;
  const actor = actorOf(read, source?.eventSource, name);
  for (const target of targets) related.add(target);
  return { ...(actor === undefined ? {} : { actor }), targets: [...targets].sort(), related: [...related].sort() };
}

function actorOf(read: (path: string) => string | undefined, source: string | undefined, name: string) {
  const own = read('userIdentity.arn');
  if (source === 'sts.amazonaws.com' && name === 'GetCallerIdentity') return own;
  if (source === 'sts.amazonaws.com' && name === 'AssumeRole') {
    switch (read('userIdentity.type')) {
      case 'AWSService':
        return read('userIdentity.invokedBy');
      case 'AssumedRole':
        return read('userIdentity.sessionContext.sessionIssuer.arn');
      default:
        return own;
    }
  }
  return own ?? read('userIdentity.onBehalfOf.userId');
}

function addTargets(targets: Set<string>, record: Json, source: ServiceEntities | undefined, name: string): boolean {
  const entry = source?.targets?.find(({ events, versioned }) =>
    versioned ? events.some((event) => name.includes(event)) : events.includes(name),
  );
  if (source?.eventSource === 'ssm.amazonaws.com' && name === 'SendCommand') return addInstances(targets, record);
  return entry === undefined || entry.places.every((place) => add(targets, record, place));
}

/** A command goes to instances by their ids, else by the values of its targets, and `*` to the whole account. */
function addInstances(targets: Set<string>, record: Json): boolean {
  const ids = memberOf(record, ['requestParameters', 'instanceIds']) ?? [];
  const chosen = memberOf(record, ['requestParameters', 'targets']) ?? [];
  if (!isArray(ids) || !isArray(chosen)) return false;
  const values = ids.length > 0 ? ids : chosen.flatMap((target) => memberOf(target, ['values']) ?? []);
  const account = stringOf(record, ['recipientAccountId']);
  if (values.length === 1 && values[0] === '*') return account === undefined || addValue(targets, account) !== 'wrong';
  return addAll(targets, values);
}

/** Adds what is at the place. False when something there is of the wrong type. */
function add(to: Set<string>, record: Json, place: Place): boolean {
  if (typeof place === 'string') {
    const value = memberOf(record, place.split('.'));
    // The pipeline turns this one number, a rule's, into text.
    return addValue(to, place.endsWith('.ruleNumber') ? textOf(value) : value) !== 'wrong';
  }
  const list = memberOf(record, place.list.split('.'));
  if (list === undefined) return true;
  if (!isArray(list)) return false;
  const { each, stops, inside = [] } = place;
  if (!each) return stops ? addAll(to, list) : list.every((value) => addValue(to, value) !== 'wrong');
  return list.every(
    (item) =>
      isObject(item) &&
      addAll(
        to,
        each.map((member) => memberOf(item, member.split('.'))),
      ) &&
      inside.every((inner) => add(to, item, inner)),
  );
}

const textOf = (value: Json | undefined): string | undefined => (value === undefined ? undefined : javaText(value));

/** Adds the values up to the first that is not new. */
function addAll(to: Set<string>, values: readonly (Json | undefined)[]): boolean {
  for (const value of values) {
    const result = addValue(to, value);
    if (result !== 'added') return result !== 'wrong';
  }
  return true;
}

function addValue(to: Set<string>, value: Json | undefined): 'added' | 'not-new' | 'wrong' {
  if (value === undefined) return 'not-new';
  if (typeof value !== 'string') return 'wrong';
  if (to.has(value)) return 'not-new';
  to.add(value);
  return 'added';
}
