import type { Verdict } from '../chain/result.js';

export type StepName = 'test-filter' | 'alarm-state' | 'log-event' | 'create-key';

/** In the order in which they are carried out: what disturbs least comes first. */
export const STEPS: readonly StepName[] = ['test-filter', 'alarm-state', 'log-event', 'create-key'];

/**
 * What a drill did: what an auditor is given, and what `drill --clean` goes by. Members are added, never renamed. Times are ISO 8601
 * in UTC by AWS's clock, as far as it could be told.
 */
export interface DrillRecord {
  readonly schema: 'trailproof/drill/1';
  readonly tool: { readonly name: string; readonly version: string };
  readonly id: string;
  readonly account: string;
  readonly partition: string;
  readonly caller: string;
  readonly startedAt: string;
  /** Null: it was not ended. */
  readonly endedAt: string | null;
  /** Of the machine on which it ran, against AWS's: so many seconds were added to its times. */
  readonly clockOffsetSeconds: number;
  readonly control: string;
  readonly title: string;
  /** What the audit said just before. */
  readonly verdict: Verdict;
  readonly summary: string;
  readonly chains: readonly RecordedChain[];
  /** What the control requires in that Region and no chain carries. */
  readonly uncarried: readonly UncarriedEvent[];
  readonly steps: readonly RecordedStep[];
  /** What was made or changed, and what became of it. */
  readonly things: readonly DrillThing[];
  /** Every call that could change something, in the order in which they were made. */
  readonly calls: readonly DrillCall[];
  /** Each `--clean`, and who did it. */
  readonly cleanings: readonly Cleaning[];
}

export interface UncarriedEvent {
  readonly event: string;
  readonly region: string;
  /** Where it stops, or may, and why. */
  readonly reason: string;
  /** False: whether anything carries it is not known. */
  readonly isBroken: boolean;
}

export interface DrillCall {
  readonly at: string;
  readonly operation: string; // kms:DisableKey
  readonly region: string;
  /** Null: it was done. Else what AWS answered, or that it did not. */
  readonly error: string | null;
}

export interface Cleaning {
  readonly caller: string;
  readonly startedAt: string;
  /** Null: it was not ended. */
  readonly endedAt: string | null;
}

export interface RecordedChain {
  readonly events: readonly string[];
  readonly region: string;
  readonly logGroup: string | null;
  readonly filter: string | null;
  readonly rule: string | null;
  readonly pattern: string | null;
  readonly alarm: string | null;
  readonly topic: string | null;
  /** Who had subscribed to it: `email security@example.com`. Null: they could not be listed, or there is no topic. */
  readonly subscribers: readonly string[] | null;
  /** By the proof: from the log event to the message, and from what happens to the message. */
  readonly promisedWaitSeconds: number | null;
  readonly promisedSeconds: number | null;
}

/**
 * `passed`: it went as it should, and in time. `failed`: it did not. `unknown`: it could not be tried, or not to its end.
 * `not-begun`: the drill was stopped before.
 */
export type StepOutcome = 'passed' | 'failed' | 'unknown' | 'not-begun';

export interface RecordedStep {
  readonly step: StepName;
  /** Which of the chains, from 0. */
  readonly chain: number;
  readonly outcome: StepOutcome;
  /** Why it did not pass; null where it did. One sentence: lower-case, without a final period. */
  readonly reason: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** What was said before it was begun. */
  readonly warnings: readonly string[];
  readonly samples: readonly FilterSample[];
  readonly measurements: readonly Measurement[];
}

/** An event that AWS's own matcher was asked about. */
export interface FilterSample {
  readonly name: string;
  readonly required: boolean;
  /** Is the pattern true of it, by our matcher and by AWS's? Null: not known. */
  readonly ours: boolean | null;
  readonly aws: boolean | null;
}

export interface Measurement {
  /** `kms.amazonaws.com:DisableKey`; `cloudwatch:SetAlarmState`. */
  readonly event: string;
  readonly eventID: string | null;
  readonly sentAt: string;
  readonly alarmAt: string | null;
  readonly messageAt: string | null;
  readonly secondsToAlarm: number | null;
  readonly secondsToMessage: number | null;
  /** Of this part of the way; null where the proof says nothing of it. */
  readonly promisedSeconds: number | null;
  /** Null: it did not arrive, was not watched, or nothing was promised. */
  readonly within: boolean | null;
  /** As the drill's own queue got it, which is subscribed to the topic like anybody: what others got is not seen. */
  readonly message: 'received' | 'not-received' | 'not-watched';
  /** Why CloudWatch changed the alarm's state, in its words. */
  readonly alarmReason: string | null;
  readonly reason: string | null;
}

export type ThingKind = 'queue' | 'subscription' | 'log-stream' | 'alarm-state' | 'key';

/**
 * Recorded before it is made (`begun`), so that whoever finds the record of a run that was killed can look for it. `removed`: it is
 * gone, as it was before, or, of a key, scheduled for deletion.
 */
export interface DrillThing {
  readonly kind: ThingKind;
  readonly region: string;
  /** Of the queue and the alarm their names, of the stream its log group, of the subscription the topic's ARN, of the key its id (empty: not known yet). */
  readonly name: string;
  /** Of the stream its name, of the alarm the state before, of the subscription its ARN. */
  readonly of: string | null;
  readonly state: 'begun' | 'made' | 'removed' | 'left';
  readonly at: string;
  /** Of an alarm: did the drill set its state (`set`), or an event of the drill (`event`), and since when? */
  readonly how: 'set' | 'event' | null;
  /** Of a key: when KMS deletes it. Of an alarm: when it went to ALARM. */
  readonly due: string | null;
  /** Why it is left. */
  readonly reason: string | null;
}

/** What may still be there. */
export function leftOf({ things }: Pick<DrillRecord, 'things'>): readonly DrillThing[] {
  return things.filter(({ state }) => state !== 'removed');
}

/** 0: all that was tried passed. 1: something failed, or is carried by nothing. 2: something could not be tried, or is not known, or is left. */
export function drillStatus({ steps, things, uncarried }: Pick<DrillRecord, 'steps' | 'things' | 'uncarried'>): number {
  if (uncarried.some(({ isBroken }) => isBroken) || steps.some(({ outcome }) => outcome === 'failed')) return 1;
  if (uncarried.length > 0) return 2;
  return steps.length === 0 || steps.some(({ outcome }) => outcome !== 'passed') || leftOf({ things }).length > 0
    ? 2
    : 0;
}
