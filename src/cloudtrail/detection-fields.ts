import type { Field, Fields, FieldType } from '../languages/kql/field.js';
import { isArray, isObject, type Json, type JsonObject, NumberText } from '../predicate/json.js';
import type { Derive } from '../predicate/match.js';
import { at, type Draft } from '../predicate/predicate.js';
import { isDropped } from './ecs/dropped.js';
import { derive, ecsFields } from './ecs/index.js';
import { policyLeaves } from './key-policy.js';
import { monitoringResources } from './monitoring-resource.js';
import { errorOf } from './outcome.js';
import { partitionOf } from './place.js';

interface OwnField {
  readonly name: string;
  readonly type: FieldType;
  readonly values: (record: JsonObject) => readonly Json[];
}

/** What ECS has no field for. */
const OWN: readonly OwnField[] = [
  // The role behind a session, else the caller's ARN, else its principal id: what stays the same from one session to the next.
  { name: 'actor.principal', type: 'keyword', values: principal },
  // The same; of one whom the record knows by no ARN whence they come: who comes from elsewhere names sessions, and makes users, as they like.
  { name: 'actor.caller', type: 'keyword', values: caller },
  // The key as far as the record tells; an id alone is completed with the Region and account of the event. In lower case, as KMS
  // itself writes keys: what the caller wrote otherwise is the same key.
  { name: 'kms.key.arn', type: 'keyword', values: keyArn },
  { name: 'kms.key_state', type: 'keyword', values: ofKms(['responseElements', 'keyState']) },
  // Of ScheduleKeyDeletion: as asked for, else as answered; 30 where neither says it, as the KMS API reference has it.
  { name: 'kms.pending_window_days', type: 'long', values: pendingWindow },
  // Does the policy that was put leave somebody who may put another, or cancel a deletion? Neither true nor false where it cannot be said.
  { name: 'kms.policy.administered', type: 'boolean', values: leaves('kms:PutKeyPolicy') },
  { name: 'kms.policy.cancellable', type: 'boolean', values: leaves('kms:CancelKeyDeletion') },
  { name: 'kms.policy.check_bypassed', type: 'boolean', values: checkBypassed },
  { name: 'monitoring.resource', type: 'keyword', values: monitoringResources },
];

const byName = new Map<string, OwnField>(OWN.map((field) => [field.name, field]));

/** The fields of rules: Elastic's view of a record, and ours. */
export const detectionFields: Fields = {
  find: (name) => {
    const own = byName.get(name);
    return own ? fieldOf(own) : ecsFields.find(name);
  },
  names: [...ecsFields.names, ...byName.keys()],
};

function fieldOf({ name, type }: OwnField): Field {
  return { name, type, some: (of) => at<Draft>([{ derived: name }, 'element'], of) };
}

/** The values of derived fields, those of ECS among them, as an array; undefined when the event has none. For the matcher. */
export const deriveDetection: Derive = (name, event) => {
  const own = byName.get(name);
  if (!own) return derive(name, event);
  const values = isObject(event) ? own.values(event) : [];
  return values.length === 0 ? undefined : values;
};

/** The values that an event has in a field, as texts: what matches are grouped and correlated by. None when it has no such field. */
export function fieldValues(name: string, event: Json): readonly string[] {
  const values = deriveDetection(name, event);
  if (values === undefined || !isArray(values)) return [];
  return values.map((value) => (value instanceof NumberText ? value.text : String(value)));
}

function principal({ userIdentity }: JsonObject): readonly Json[] {
  return firstSaid([...arnsOf(userIdentity), idOf(userIdentity)]);
}

/**
 * A caller of another account, and one whom nobody knows (`anonymous`), have an account and no ARN; one whom an identity provider
 * vouches for has that (CloudTrail user guide, "CloudTrail userIdentity element").
 */
function caller({ userIdentity }: JsonObject): readonly Json[] {
  const said = (...path: readonly string[]) => valueAt(userIdentity, path);
  return firstSaid([
    ...arnsOf(userIdentity),
    said('type') === 'AWSAccount' ? said('accountId') : undefined,
    said('identityProvider'),
    said('onBehalfOf', 'userId'),
    idOf(userIdentity),
    said('invokedBy'),
    said('accountId'),
  ]);
}

const arnsOf = (identity: Json | undefined): readonly (Json | undefined)[] => [
  valueAt(identity, ['sessionContext', 'sessionIssuer', 'arn']),
  valueAt(identity, ['arn']),
];

/** `AROA…:SESSION`: the id of the role is before the colon (IAM user guide, "IAM identifiers"). */
function idOf(identity: Json | undefined): Json | undefined {
  const id = valueAt(identity, ['principalId']);
  return typeof id === 'string' ? id.replace(/^(A[A-Z0-9]+):.*$/s, '$1') : id;
}

const firstSaid = (names: readonly (Json | undefined)[]): readonly Json[] =>
  names.flatMap((name) => (typeof name === 'string' && name !== '' ? [name] : [])).slice(0, 1);

function ofKms(path: readonly string[]): OwnField['values'] {
  return (record) => {
    const value = record.eventSource === KMS ? valueAt(record, path) : undefined;
    return typeof value === 'string' ? [value] : [];
  };
}

function pendingWindow(record: JsonObject): readonly Json[] {
  if (record.eventSource !== KMS || record.eventName !== 'ScheduleKeyDeletion') return [];
  for (const part of ['requestParameters', 'responseElements']) {
    const value = valueAt(record, [part, 'pendingWindowInDays']);
    if (value === undefined || isDropped(value)) continue;
    const days = typeof value === 'string' && /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : value;
    // What is there and is no number is another window than the one that is taken where none is asked for.
    return typeof days === 'number' || days instanceof NumberText ? [days] : [];
  }
  return errorOf(record) === null && isObject(record.requestParameters) ? [DEFAULT_WINDOW] : [];
}

function leaves(action: string): OwnField['values'] {
  return (record) => {
    if (record.eventSource !== KMS) return [];
    const policy = valueAt(record, ['requestParameters', 'policy']);
    const answer = typeof policy === 'string' ? policyLeaves(policy, action, policyOf(record)) : null;
    return answer === null ? [] : [answer];
  };
}

const policyOf = (record: JsonObject) => {
  const key = keyArn(record)[0];
  return { account: accountOf(record), key: typeof key === 'string' ? key : null };
};

/** KMS does not ask whether the caller can still change the policy. */
function checkBypassed(record: JsonObject): readonly Json[] {
  if (record.eventSource !== KMS) return [];
  const value = valueAt(record, ['requestParameters', 'bypassPolicyLockoutSafetyCheck']);
  if (value === undefined || isDropped(value)) return [];
  return [value === true || (typeof value === 'string' && value.toLowerCase() === 'true')];
}

function keyArn(record: JsonObject): readonly Json[] {
  if (record.eventSource !== KMS) return [];
  const named = [
    valueAt(record, ['responseElements', 'keyId']),
    valueAt(record, ['responseElements', 'keyMetadata', 'arn']),
    ...(isArray(record.resources) ? record.resources.map((resource) => valueAt(resource, ['ARN'])) : []),
    valueAt(record, ['requestParameters', 'keyId']),
    valueAt(record, ['requestParameters', 'targetKeyId']),
    valueAt(record, ['serviceEventDetails', 'keyId']),
  ].filter((name) => typeof name === 'string');
  const arn = named.find((name) => /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\//i.test(name));
  if (arn !== undefined) return [arn.toLowerCase()];
  const id = named.find((name) => /^(?:mrk-)?[0-9a-f][0-9a-f-]{31,35}$/i.test(name))?.toLowerCase();
  if (id === undefined) return named.slice(0, 1);
  const { awsRegion } = record;
  const account = accountOf(record);
  if (typeof awsRegion !== 'string' || account === null) return [id];
  return [`arn:${partitionOf(awsRegion)}:kms:${awsRegion}:${account}:key/${id}`];
}

const KMS = 'kms.amazonaws.com';
const DEFAULT_WINDOW = 30;

/** The account that the record is of. */
function accountOf(record: JsonObject): string | null {
  const names = [record.recipientAccountId, valueAt(record, ['userIdentity', 'accountId'])];
  return names.find((name) => typeof name === 'string') ?? null;
}

function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  let here = value;
  for (const key of path) here = isObject(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  return here;
}
