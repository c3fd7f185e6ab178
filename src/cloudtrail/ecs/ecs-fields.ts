import type { Fields } from '../../languages/kql/field.js';
import { isObject } from '../../predicate/json.js';
import type { Derive } from '../../predicate/match.js';
import { ecsEvent } from './ecs-event.js';
import { ENTITY_FIELDS } from './entity-fields.js';
import { EVENT_FIELDS } from './event-fields.js';
import type { EcsField } from './field.js';
import { FLATTENED_FIELDS, flattenedField, PARAMETER_FIELDS } from './parameter-fields.js';
import { RECORD_FIELDS } from './record-fields.js';
import { SOURCE_FIELDS } from './source-fields.js';
import { TLS_FIELDS } from './tls-fields.js';
import { USER_FIELDS } from './user-fields.js';

/** All fields but the paths of the flattened ones, which are without number. */
export const ECS_FIELDS: readonly EcsField[] = [
  ...RECORD_FIELDS,
  ...EVENT_FIELDS,
  ...SOURCE_FIELDS,
  ...USER_FIELDS,
  ...TLS_FIELDS,
  ...PARAMETER_FIELDS,
  ...ENTITY_FIELDS,
  ...FLATTENED_FIELDS,
];

const byName = new Map(ECS_FIELDS.map((field) => [field.name, field]));

export interface EcsFields extends Fields {
  readonly find: (name: string) => EcsField | undefined;
}

/**
 * The view of a CloudTrail record that the ingest pipeline of Elastic's AWS integration gives, as it was in 2026: its names, and for
 * each the events of which some value of the field is in a set. Older versions differ: until 2025 `-` and `none` were values,
 * `cloud.account.id` was missing without `userIdentity.accountId`, `user.name` was split at an `@` for a while, and there were no
 * `user.entity.id`, `service.target.entity.id` and the like. A field of which a record says nothing is refused with `unsupported`.
 */
export const ecsFields: EcsFields = {
  find: (name) => byName.get(name) ?? flattenedField(name),
  names: [...byName.keys()],
};

/** The indexed values of a derived field, as an array; undefined when the event has none. For the matcher. */
export const derive: Derive = (name, event) => {
  const field = ecsFields.find(name);
  if (!field || !isObject(event)) return undefined;
  const values = indexed(field, field.values(ecsEvent(event)));
  return values.length === 0 ? undefined : values;
};

/** Those values of a field that Elasticsearch indexes, and so finds. */
export function indexed(field: EcsField, values: ReturnType<EcsField['values']>): ReturnType<EcsField['values']> {
  const { ignoreAbove } = field;
  if (ignoreAbove === undefined) return values;
  return values.filter((value) => typeof value !== 'string' || value.length <= ignoreAbove);
}
