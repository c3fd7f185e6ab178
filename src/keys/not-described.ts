import { keyArnOf, keyOf } from '../detect/key-of.js';
import { textAt } from '../detect/member.js';
import type { Json } from '../predicate/json.js';
import { type Key, NOT_DESCRIBED } from './key.js';
import type { KeyPast } from './past.js';

/** A key of which nothing is known but that it is there. */
export function notDescribed(
  place: { readonly partition: string; readonly account: string },
  region: string,
  keyId: string,
): Key {
  return {
    arn: `arn:${place.partition}:kms:${region}:${place.account}:key/${keyId}`,
    account: place.account,
    region,
    keyId,
    aliases: null,
    description: '',
    state: NOT_DESCRIBED,
    origin: '',
    spec: '',
    usage: '',
    multiRegion: null,
    customKeyStore: null,
    created: null,
    deletionDate: null,
    pendingWindowInDays: null,
    rotation: null,
    materialExpires: null,
    grants: null,
    lastUse: null,
  };
}

/** With the date on which it is deleted, as the call that scheduled it was answered. Of any other key KMS itself says it. */
export function withDateOfHistory(key: Key, { scheduled }: KeyPast, history: readonly Json[]): Key {
  if (key.state !== NOT_DESCRIBED || !scheduled) return key;
  const call = history.find(
    (record) => keyArnOf(record) === key.arn && textAt(record, 'eventID') === scheduled.eventId,
  );
  return call === undefined ? key : { ...key, deletionDate: keyOf(call, 0)?.deletionDate ?? null };
}
