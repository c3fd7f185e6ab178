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
  /** The call that disabled it: when it was disabled then and still was when it was scheduled, or is now. */
  readonly disabledBefore: KeyDeed | null;
  /**
   * Of a key that is no longer pending: its deletion was scheduled and cancelled, and nobody has enabled or disabled it since.
   * `cancel` null: history does not show the cancellation yet, which may take a quarter of an hour.
   */
  readonly takenBack: { readonly schedule: KeyDeed; readonly cancel: KeyDeed | null } | null;
  /** Changes of its policy since it was scheduled: they may take away the right to cancel. */
  readonly policyChanges: readonly KeyDeed[];
}

/**
 * Deeds that decide in which state a key is. Event times are whole seconds: those of one second are taken in this order, in which
 * an attack and a recovery do them.
 */
const STATES = ['DisableKey', 'ScheduleKeyDeletion', 'CancelKeyDeletion', 'EnableKey'];

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
    .sort((a, b) => Date.parse(a.time) - Date.parse(b.time) || STATES.indexOf(a.name) - STATES.indexOf(b.name));
}

/** The records of each key apart, so that a long history is gone through once. */
export function historyByKey(history: readonly Json[]): (arn: string) => readonly Json[] {
  const byKey = new Map<string, Json[]>();
  for (const record of history) {
    const arn = keyArnOf(record);
    if (arn === null) continue;
    const known = byKey.get(arn);
    if (known) known.push(record);
    else byKey.set(arn, [record]);
  }
  return (arn) => byKey.get(arn) ?? [];
}

/** When KMS deleted the key, and what recorded it; null where history does not tell. */
export function deletedAt(arn: string, history: readonly Json[]): KeyDeed | null {
  return deedsOf(arn, history).findLast(({ name }) => name === 'DeleteKey') ?? null;
}

/** `isPending`: whether the key is pending deletion now, as KMS says. */
export function pastOf(arn: string, isPending: boolean, history: readonly Json[]): KeyPast {
  const deeds = deedsOf(arn, history);
  const states = deeds.filter(({ name }) => STATES.includes(name));
  const at = states.findLastIndex(({ name }) => name === 'ScheduleKeyDeletion');
  const schedule = states[at];
  const since = states.slice(at + 1);
  const before = states[at - 1]?.name === 'DisableKey' ? states[at - 1]! : null;
  if (!isPending) {
    if (schedule && since.every(({ name }) => name === 'CancelKeyDeletion'))
      return {
        ...NOTHING,
        disabledBefore: before,
        takenBack: { schedule, cancel: since.at(-1) ?? null },
      };
    const last = states.at(-1);
    return { ...NOTHING, disabledBefore: last?.name === 'DisableKey' ? last : null };
  }
  // A key that was cancelled later is not pending: what scheduled it anew is not in this history, or not yet.
  if (!schedule || since.length > 0) {
    const last = states.at(-1);
    return { ...NOTHING, disabledBefore: last?.name === 'DisableKey' ? last : null };
  }
  return {
    ...NOTHING,
    scheduled: schedule,
    // After a cancellation a key is disabled too, and nobody meant that: EnableKey was forgotten.
    disabledBefore: before,
    // Within the same second it cannot be told which came first.
    policyChanges: deeds.filter(({ name, time }) => name === 'PutKeyPolicy' && time >= schedule.time),
  };
}

const NOTHING: KeyPast = { scheduled: null, disabledBefore: null, takenBack: null, policyChanges: [] };

/** Within which a call that disables and one that schedules, by one principal, are one act. */
const ONE_ACT = 3_600_000;

/**
 * Was the key disabled on purpose before somebody scheduled its deletion? Not if the same principal did both within an hour: then
 * both belong to what is to be taken back. Who scheduled it within the last minutes is not in the history yet; a call that disabled
 * it within the hour before `now` may then belong to it, too.
 */
export function wasDisabledOnPurpose({ scheduled, takenBack, disabledBefore }: KeyPast, now: string): boolean {
  if (!disabledBefore) return false;
  const schedule = scheduled ?? takenBack?.schedule;
  const isSame = schedule ? disabledBefore.principal !== null && disabledBefore.principal === schedule.principal : true;
  return !(isSame && Date.parse(schedule?.time ?? now) - Date.parse(disabledBefore.time) <= ONE_ACT);
}
