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
  readonly identity: string | null; // ARN of the very caller: of a role that of the session, as sts:GetCallerIdentity says it
  readonly sourceAddress: string | null;
  readonly eventId: string | null;
}

/** What event history tells of a key that is pending deletion, or disabled. */
export interface KeyPast {
  /** The call that scheduled the deletion; null when history does not reach back to it, or the key is not pending. */
  readonly scheduled: KeyDeed | null;
  /**
   * The call that disabled it, however often it was scheduled and cancelled since: nobody has enabled it. Of several calls the one
   * that was an act of its own.
   */
  readonly disabledBefore: KeyDeed | null;
  /** The call that scheduled its deletion next after that; null: the history shows none. */
  readonly scheduledNext: KeyDeed | null;
  /** The last call that enabled it; null: the history shows none. */
  readonly enabled: KeyDeed | null;
  /**
   * Of a key that is no longer pending: its deletion was scheduled and cancelled, and nobody has enabled or disabled it since.
   * `cancel` null: history does not show the cancellation yet, which may take a quarter of an hour.
   */
  readonly takenBack: { readonly schedule: KeyDeed; readonly cancel: KeyDeed | null } | null;
  /** Every change of its policy that the history shows: one may take away the right to cancel. `recentPolicyChanges` are of interest. */
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
      const identity = textAt(record, 'userIdentity', 'arn');
      return [{ name, time: isoOf(at), who: actorName(actor), principal, identity, sourceAddress, eventId }];
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

/** `mayBePending`: KMS says that the key is pending deletion now, or may not say what it is. */
export function pastOf(arn: string, mayBePending: boolean, history: readonly Json[]): KeyPast {
  const deeds = deedsOf(arn, history);
  const states = deeds.filter(({ name }) => STATES.includes(name));
  const at = states.findLastIndex(({ name }) => name === 'ScheduleKeyDeletion');
  const schedule = states[at] ?? null;
  const since = states.slice(at + 1);
  const isTakenBack = schedule !== null && since.every(({ name }) => name === 'CancelKeyDeletion');
  return {
    // A key that was cancelled later and is pending: what scheduled it anew is not in this history, or not yet.
    scheduled: mayBePending && since.length === 0 ? schedule : null,
    takenBack: !mayBePending && isTakenBack ? { schedule, cancel: since.at(-1) ?? null } : null,
    ...disablingOf(states),
    enabled: states.findLast(({ name }) => name === 'EnableKey') ?? null,
    policyChanges: deeds.filter(({ name }) => name === 'PutKeyPolicy'),
  };
}

/** Of which nothing is known. */
export const NO_PAST: KeyPast = {
  scheduled: null,
  disabledBefore: null,
  scheduledNext: null,
  enabled: null,
  takenBack: null,
  policyChanges: [],
};

/** After a cancellation a key is disabled, too, and nobody meant that; what disabled it before was never taken back. */
function disablingOf(states: readonly KeyDeed[]): Pick<KeyPast, 'disabledBefore' | 'scheduledNext'> {
  const from = states.findLastIndex(({ name }) => name === 'EnableKey') + 1;
  const found = states.flatMap((deed, at) => {
    if (at < from || deed.name !== 'DisableKey') return [];
    const next = states.slice(at).find(({ name }) => name === 'ScheduleKeyDeletion') ?? null;
    return [{ disabledBefore: deed, scheduledNext: next }];
  });
  const own = found.find(
    ({ disabledBefore, scheduledNext }) => scheduledNext && !isOneAct(disabledBefore, scheduledNext),
  );
  const open = found.find(({ scheduledNext }) => scheduledNext === null);
  return own ?? open ?? found[0] ?? { disabledBefore: null, scheduledNext: null };
}

const DAY = 86_400_000;

/** Those since a day before the deletion was scheduled: an attack may begin with the policy. Of a key of which that is not known, the last. */
export function recentPolicyChanges({ scheduled, takenBack, policyChanges }: KeyPast): readonly KeyDeed[] {
  const schedule = scheduled ?? takenBack?.schedule;
  if (!schedule) return policyChanges.slice(-1);
  return policyChanges.filter(({ time }) => Date.parse(time) >= Date.parse(schedule.time) - DAY);
}

/** Within which a call that disables and one that schedules, by one caller, are one act. */
const ONE_ACT = 3_600_000;

const isWithin = (earlier: string, later: string): boolean => Date.parse(later) - Date.parse(earlier) <= ONE_ACT;

/** By one caller: two sessions of one role may be two people. */
const isOneAct = (disabled: KeyDeed, scheduled: KeyDeed): boolean =>
  disabled.identity !== null && disabled.identity === scheduled.identity && isWithin(disabled.time, scheduled.time);

/**
 * Was the key disabled on purpose before somebody scheduled its deletion? Not if the same caller did both within an hour: then both
 * belong to what is to be taken back. Who scheduled it within the last minutes is not in the history yet; a call that disabled it
 * within the hour before `now` may then belong to it, too.
 */
export function wasDisabledOnPurpose({ disabledBefore, scheduledNext }: KeyPast, now: string): boolean {
  if (!disabledBefore) return false;
  return scheduledNext ? !isOneAct(disabledBefore, scheduledNext) : !isWithin(disabledBefore.time, now);
}
