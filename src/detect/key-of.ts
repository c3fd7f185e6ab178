import { fieldValues } from '../cloudtrail/detection-fields.js';
import { outcomeOf } from '../cloudtrail/outcome.js';
import { isObject, type Json } from '../predicate/json.js';
import type { AlertKey } from './alert.js';
import { deletionInstant } from './deletion-date.js';
import { instantOf, isoOf, plausible } from './instant.js';
import { member, textAt } from './member.js';

const DAY = 86_400_000;

export const isSuccess = (record: Json): boolean => isObject(record) && outcomeOf(record) === 'success';

/** The ARN of the key that the event is about, else how the caller wrote it. */
export const keyArnOf = (record: Json): string | null => fieldValues('kms.key.arn', record)[0] ?? null;

/** The key, and what a scheduled deletion says of its end. `now` in milliseconds. */
export function keyOf(record: Json, now: number): AlertKey | null {
  if (textAt(record, 'eventSource') !== 'kms.amazonaws.com' || !isObject(record)) return null;
  const arn = keyArnOf(record);
  if (arn === null) return null;
  const window = Number(fieldValues('kms.pending_window_days', record)[0] ?? Number.NaN);
  const pendingWindowInDays = Number.isInteger(window) ? window : null;
  const { at, isComputed } = deletionOf(record, pendingWindowInDays);
  return {
    arn,
    deletionDate: at === null ? null : isoOf(at),
    daysLeft: at === null ? null : Math.floor((at - now) / DAY),
    pendingWindowInDays,
    isComputed,
  };
}

/** A primary key of several Regions waits for its replicas: its clock does not run, and it has no date. */
export const isWaitingForReplicas = (record: Json): boolean =>
  textAt(record, 'responseElements', 'keyState') === 'PendingReplicaDeletion';

function deletionOf(record: Json, window: number | null): { readonly at: number | null; readonly isComputed: boolean } {
  const none = { at: null, isComputed: false };
  if (textAt(record, 'eventName') !== 'ScheduleKeyDeletion' || !isSuccess(record)) return none;
  const told = deletionInstant(member(record, 'responseElements', 'deletionDate'));
  if (told !== null) return { at: told, isComputed: false };
  const asked = instantOf(textAt(record, 'eventTime'));
  if (isWaitingForReplicas(record) || asked === null || window === null) return none;
  const at = plausible(asked + window * DAY);
  return at === null ? none : { at, isComputed: true };
}
