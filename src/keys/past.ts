import { actorName, actorOf } from '../detect/actor-of.js';
import { instantOf, isoOf } from '../detect/instant.js';
import { isSuccess, keyArnOf } from '../detect/key-of.js';
import { textAt } from '../detect/member.js';
import type { Json } from '../predicate/json.js';

/** Something that was done to a key, and by whom. */
export interface KeyDeed {
  readonly name: string; // ScheduleKeyDeletion, DisableKey, …
  readonly time: string; // ISO 8601
  readonly who: string; // as a sentence names them
  readonly principal: string | null; // ARN; of a session its role's
  readonly sourceAddress: string | null;
  readonly eventId: string | null;
}

/** What event history tells of a key that is pending deletion, or disabled. */
export interface KeyPast {
  /** The call that scheduled the deletion; null when history does not reach back to it, or the key is not pending. */
  readonly scheduled: KeyDeed | null;
  /** The call that disabled it, when it was disabled then and still was when it was scheduled. */
  readonly disabledBefore: KeyDeed | null;
  /** Changes of its policy since it was scheduled: they may take away the right to cancel. */
  readonly policyChanges: readonly KeyDeed[];
}

/** Deeds that decide in which state a key is. */
const STATES = ['ScheduleKeyDeletion', 'CancelKeyDeletion', 'DisableKey', 'EnableKey'];

/** Every successful change of a key, the oldest first. */
export function deedsOf(arn: string, history: readonly Json[]): readonly KeyDeed[] {
  const seen = new Set<string>();
  return history
    .filter((record) => isSuccess(record) && keyArnOf(record) === arn)
    .flatMap((record): readonly KeyDeed[] => {
      const at = instantOf(textAt(record, 'eventTime'));
      const name = textAt(record, 'eventName');
      const eventId = textAt(record, 'eventID');
      if (at === null || name === null || (eventId !== null && seen.has(eventId))) return [];
      if (eventId !== null) seen.add(eventId);
      const actor = actorOf(record);
      const { principal, sourceAddress } = actor;
      return [{ name, time: isoOf(at), who: actorName(actor), principal, sourceAddress, eventId }];
    })
    .sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
}

/** `isPending`: whether the key is pending deletion now, as KMS says. */
export function pastOf(arn: string, isPending: boolean, history: readonly Json[]): KeyPast {
  const deeds = deedsOf(arn, history);
  if (!isPending) {
    const last = deeds.filter(({ name }) => STATES.includes(name)).at(-1);
    return { scheduled: null, disabledBefore: last?.name === 'DisableKey' ? last : null, policyChanges: [] };
  }
  const at = deeds.findLastIndex(({ name }) => name === 'ScheduleKeyDeletion');
  // A key that was cancelled later is not pending: what scheduled it anew is not in this history.
  const isStale = deeds.slice(at + 1).some(({ name }) => name === 'CancelKeyDeletion');
  if (at < 0 || isStale) return { scheduled: null, disabledBefore: null, policyChanges: [] };
  const before = deeds
    .slice(0, at)
    .filter(({ name }) => STATES.includes(name))
    .at(-1);
  return {
    scheduled: deeds[at]!,
    // After a cancellation a key is disabled too, and nobody meant that: EnableKey was forgotten.
    disabledBefore: before?.name === 'DisableKey' ? before : null,
    policyChanges: deeds.slice(at + 1).filter(({ name }) => name === 'PutKeyPolicy'),
  };
}

/** Within which a call that disables and one that schedules, by one principal, are one act. */
const ONE_ACT = 3_600_000;

/**
 * Was the key disabled on purpose before somebody scheduled its deletion? Not if the same principal did both within an hour: then
 * both belong to what is to be taken back.
 */
export function wasDisabledOnPurpose({ scheduled, disabledBefore }: KeyPast): boolean {
  if (!disabledBefore) return false;
  if (!scheduled) return true;
  const isSame = disabledBefore.principal !== null && disabledBefore.principal === scheduled.principal;
  return !(isSame && Date.parse(scheduled.time) - Date.parse(disabledBefore.time) <= ONE_ACT);
}
