import type { FilterSample, Measurement, RecordedStep, StepName } from './record.js';

/** CloudTrail's part of the promise is not in what a drill puts into the log group itself. */
export function promiseFor(step: StepName, waitSeconds: number | null, deliverySeconds: number): number | null {
  switch (step) {
    case 'log-event':
      return waitSeconds;
    case 'create-key':
      return waitSeconds === null ? null : deliverySeconds + waitSeconds;
    // The proof says how long the alarm waits, and nothing of the notification alone.
    case 'alarm-state':
    case 'test-filter':
      return null;
  }
}

export interface Seen {
  readonly event: string;
  readonly eventID: string | null;
  readonly sentAt: string;
  readonly alarmAt: string | null;
  readonly messageAt: string | null;
  readonly message: Measurement['message'];
  readonly promisedSeconds: number | null;
  readonly alarmReason: string | null;
  readonly reason: string | null;
}

/** The seconds between what was seen; two clocks may differ by a little, and nothing arrives before it was sent. */
export function measured(seen: Seen): Measurement {
  const seconds = (until: string | null) =>
    until === null ? null : Math.max(0, Math.round((Date.parse(until) - Date.parse(seen.sentAt)) / 100) / 10);
  const secondsToMessage = seconds(seen.messageAt);
  const { promisedSeconds } = seen;
  return {
    event: seen.event,
    eventID: seen.eventID,
    sentAt: seen.sentAt,
    alarmAt: seen.alarmAt,
    messageAt: seen.messageAt,
    secondsToAlarm: seconds(seen.alarmAt),
    secondsToMessage,
    promisedSeconds,
    within: secondsToMessage === null || promisedSeconds === null ? null : secondsToMessage <= promisedSeconds,
    message: seen.message,
    alarmReason: seen.alarmReason,
    reason: seen.reason,
  };
}

type Judged = Pick<RecordedStep, 'outcome' | 'reason'>;

/**
 * The proof adds up what AWS documents: CloudTrail's delivery on average, and how often an alarm is looked at. How long a metric filter
 * and a topic take is not documented. A message that comes so many seconds later than was promised is told, and no failure.
 */
export const GRACE_SECONDS = 120;

const isLate = ({ secondsToMessage, promisedSeconds }: Measurement): boolean =>
  secondsToMessage !== null && promisedSeconds !== null && secondsToMessage > promisedSeconds + GRACE_SECONDS;

/** A message that did not come is a failure, one that nobody could watch for is not known. */
export function judgeMeasurements(measurements: readonly Measurement[]): Judged {
  const missed = measurements.find(({ message }) => message === 'not-received');
  if (missed) return { outcome: 'failed', reason: missed.reason ?? 'no message arrived' };
  const late = measurements.find(isLate);
  if (late)
    return {
      outcome: 'failed',
      reason: `the message arrived after ${late.secondsToMessage} s, and the proof said ${late.promisedSeconds} s`,
    };
  const unwatched = measurements.find(({ message }) => message === 'not-watched');
  if (unwatched) return { outcome: 'unknown', reason: unwatched.reason };
  if (measurements.length === 0) return { outcome: 'unknown', reason: 'nothing was measured' };
  return { outcome: 'passed', reason: null };
}

/**
 * AWS must say of everything what we say of it, and match what is required where we do not know. What another chain is there for is
 * required, too, and matched by neither.
 */
export function judgeSamples(samples: readonly FilterSample[], kind: 'filter' | 'rule'): Judged {
  const other = samples.find(({ ours, aws }) => ours !== null && aws !== null && ours !== aws);
  const pattern = kind === 'filter' ? 'the filter’s pattern' : 'the rule’s pattern';
  if (other)
    return {
      outcome: 'failed',
      reason: `AWS says that ${pattern} ${other.aws ? 'matches' : 'does not match'} ${other.name}, and we say that it ${other.ours ? 'does' : 'does not'}`,
    };
  const missed = samples.find(({ required, ours, aws }) => required && ours === null && aws === false);
  if (missed) return { outcome: 'failed', reason: `AWS says that ${pattern} does not match ${missed.name}` };
  if (!samples.some(({ required, aws }) => required && aws === true))
    return { outcome: 'unknown', reason: 'AWS was asked about no event that the control requires' };
  const open = samples.find(({ required, aws }) => required && aws === null);
  if (open) return { outcome: 'unknown', reason: `AWS was not asked about ${open.name}` };
  return { outcome: 'passed', reason: null };
}
