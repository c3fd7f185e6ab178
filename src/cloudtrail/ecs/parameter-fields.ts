import { isArray, isObject, type Json, NumberText } from '../../predicate/json.js';
import { withoutDropped } from './dropped.js';
import { type EcsEvent, memberOf } from './ecs-event.js';
import { derived, type EcsField } from './field.js';
import { javaNumber, javaText } from './java-text.js';
import { isNamedBySignIn } from './user-fields.js';

/** Objects of the record that the pipeline keeps twice: as the text that Java prints of them, and flattened. */
const OBJECTS: Readonly<Record<string, string>> = {
  request_parameters: 'requestParameters',
  response_elements: 'responseElements',
  additional_eventdata: 'additionalEventData',
  service_event_details: 'serviceEventDetails',
};

/** `ignore_above`: the integration sets it for two of them, Fleet's default of 1024 is taken for the others. */
const IGNORE_ABOVE: Readonly<Record<string, number>> = { request_parameters: 8191, response_elements: 8191 };
const FLEET_IGNORES_ABOVE = 1024;

/** A longer text is not kept as an object too. */
const FLATTENED_BELOW = 32766;

const PREFIX = 'aws.cloudtrail.';
const FLATTENED = `${PREFIX}flattened.`;

interface Kept {
  readonly text: string;
  /** In the order in which a document shows it. */
  readonly object: Json | undefined;
}

const texts = new WeakMap<EcsEvent, Map<string, Kept | undefined>>();

function keptAs(event: EcsEvent, object: string): Kept | undefined {
  let known = texts.get(event);
  if (!known) {
    known = new Map();
    texts.set(event, known);
  }
  if (!known.has(object)) known.set(object, compute(event, OBJECTS[object]!));
  return known.get(object);
}

function compute(event: EcsEvent, member: string): Kept | undefined {
  const value = withoutSignInName(event, member, event.record[member]);
  const text = value === undefined ? undefined : javaText(value);
  if (text === undefined) return undefined;
  const kept = text.length < FLATTENED_BELOW ? withoutSignInName(event, member, event.kept[member]) : undefined;
  return { text, object: kept && withoutDropped(kept) };
}

/** Where a sign-in's name becomes `user.name` it is moved, and stands in the additional data no more. */
function withoutSignInName(event: EcsEvent, member: string, value: Json | undefined): Json | undefined {
  if (member !== 'additionalEventData' || !isObject(value) || !isNamedBySignIn(event)) return value;
  return { ...value, UserName: null };
}

function textFields(object: string): readonly EcsField[] {
  const text = (event: EcsEvent): readonly Json[] => {
    const kept = keptAs(event, object);
    return kept ? [kept.text] : [];
  };
  return [
    derived(`${PREFIX}${object}`, 'keyword', text, { ignoreAbove: IGNORE_ABOVE[object] ?? FLEET_IGNORES_ABOVE }),
    derived(`${PREFIX}${object}.text`, 'text', text),
  ];
}

export const PARAMETER_FIELDS: readonly EcsField[] = Object.keys(OBJECTS).flatMap(textFields);

/** The names that a flattened path can begin with. */
export const FLATTENED_FIELDS: readonly EcsField[] = Object.keys(OBJECTS).map((object) => flattened(object, []));

/** `aws.cloudtrail.flattened.request_parameters.a.b`: any path is a field, and its leaves are strings. */
export function flattenedField(name: string): EcsField | undefined {
  if (!name.startsWith(FLATTENED)) return undefined;
  const [object = '', ...path] = name.slice(FLATTENED.length).split('.');
  if (!Object.hasOwn(OBJECTS, object) || path.includes('')) return undefined;
  return flattened(object, path);
}

function flattened(object: string, path: readonly string[]): EcsField {
  const name = `${FLATTENED}${[object, ...path].join('.')}`;
  return derived(name, 'flattened', (event) => leavesAt(keptAs(event, object)?.object ?? {}, path), { many: true });
}

/** The objects as a document shows them. */
export function flattenedObjects(event: EcsEvent): readonly (readonly [object: string, value: Json])[] {
  return Object.keys(OBJECTS).flatMap((object) => {
    const found = keptAs(event, object)?.object;
    return found === undefined ? [] : [[object, found] as const];
  });
}

/**
 * The leaves at the end of a path, as strings; of the whole object when there is no path. Elasticsearch joins keys with dots and goes
 * through arrays, so a key may hold dots itself: `a.b` finds `{"a":{"b":1}}`, `{"a.b":1}` and `{"a":[{"b":1}]}`.
 */
function leavesAt(value: Json, path: readonly string[]): readonly string[] {
  if (path.length === 0) return allLeaves(value);
  if (isArray(value)) return value.flatMap((item) => leavesAt(item, path));
  if (!isObject(value)) return [];
  return path.flatMap((_, index) => {
    const found = memberOf(value, [path.slice(0, index + 1).join('.')]);
    if (found === undefined) return [];
    const rest = path.slice(index + 1);
    return rest.length === 0 ? ownLeaves(found) : leavesAt(found, rest);
  });
}

/** The leaves of which the path is the whole name: through arrays, not into objects. */
function ownLeaves(value: Json): readonly string[] {
  if (isArray(value)) return value.flatMap(ownLeaves);
  return isObject(value) ? [] : [leafText(value)];
}

function allLeaves(value: Json): readonly string[] {
  if (isArray(value)) return value.flatMap(allLeaves);
  return isObject(value) ? Object.values(value).flatMap(allLeaves) : [leafText(value)];
}

function leafText(value: Json): string {
  return typeof value === 'number' || value instanceof NumberText ? javaNumber(value) : String(value);
}
