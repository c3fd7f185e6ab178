import type { DrillThing, Measurement, RecordedStep, StepOutcome } from '../drill/record.js';
import { durationWords } from './words.js';

/** `1.2 s`, `84 s`, `6 min 12 s`: as measured, not rounded up. */
export function measuredWords(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 120) return `${whole} s`;
  return `${Math.floor(whole / 60)} min${whole % 60 === 0 ? '' : ` ${whole % 60} s`}`;
}

/** The name of the call of an event: `DisableKey`. */
export const callName = (event: string): string => event.slice(event.indexOf(':') + 1);

/** `DisableKey: alarm after 83 s, message after 84 s (promised: 6 min)`. */
export function measurementWords(one: Measurement): string {
  const isSet = one.event === 'cloudwatch:SetAlarmState'; // there is no way to the alarm
  const parts = [
    one.secondsToAlarm === null || isSet ? null : `alarm after ${measuredWords(one.secondsToAlarm)}`,
    one.secondsToMessage === null ? null : `message after ${measuredWords(one.secondsToMessage)}`,
  ].filter((part) => part !== null);
  const missed =
    one.within === false ? `, came ${measuredWords(one.secondsToMessage! - one.promisedSeconds!)} later` : '';
  const promised = one.promisedSeconds === null ? '' : ` (promised: ${durationWords(one.promisedSeconds)}${missed})`;
  const seen = parts.length > 0 ? parts.join(', ') : isSet ? 'the alarm was set' : 'nothing arrived';
  return `${callName(one.event)}: ${seen}${promised}`;
}

export function stepMark(outcome: StepOutcome): string {
  switch (outcome) {
    case 'passed':
      return '✓';
    case 'failed':
      return '✗';
    case 'unknown':
    case 'not-begun':
      return '?';
  }
}

/** What AWS's matcher said, in one line. */
export function samplesWords({ samples }: RecordedStep): string | null {
  if (samples.length === 0) return null;
  const matched = samples.filter(({ aws }) => aws === true).length;
  const refused = samples.filter(({ aws }) => aws === false).length;
  return `AWS’s matcher: ${matched} of ${matched + refused} events match, as they should`;
}

/** What a thing is, for a sentence: `the queue trailproof-drill-…`. */
export function thingWords({ kind, region, name, of }: DrillThing): string {
  switch (kind) {
    case 'queue':
      return `the queue ${name} in ${region}`;
    case 'subscription':
      return `the subscription of the drill’s queue to ${name}`;
    case 'log-stream':
      return `the log stream ${of ?? ''} of the log group ${name} in ${region}`;
    case 'alarm-state':
      return `the state of the alarm ${name} in ${region}`;
    case 'key':
      return name === '' ? `a key that may have been made in ${region}` : `the key ${name} in ${region}`;
  }
}
