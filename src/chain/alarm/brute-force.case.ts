import { evaluate, next, type Point, type State } from './missing-data.js';
import { breaches, type Settings } from './settings.js';
import { statisticOf } from './statistic.js';

/** The samples of each minute: undefined for none. */
export type Minutes = readonly (readonly number[])[];

/**
 * The slow obvious reference: an alarm on one metric, minute by minute over its data. It tells whether the alarm goes from another
 * state to ALARM while the minute of the event is within its evaluation range, every evaluation being one in the guide's words.
 * Where the guide leaves the state open, `pick` chooses.
 */
export function bruteForce(
  settings: Settings,
  stat: string,
  minutes: Minutes,
  event: number,
  start: State,
  extra: number,
  pick: (states: readonly State[]) => State,
): boolean {
  const perPeriod = settings.period / 60;
  const range = settings.evaluationPeriods + extra;
  let state = start;
  for (let end = range * perPeriod; end <= minutes.length; end++) {
    const points: Point[] = [];
    for (let age = range; age >= 1; age--) {
      const samples = minutes.slice(end - age * perPeriod, end - (age - 1) * perPeriod).flat();
      const value = statisticOf(
        stat,
        samples.map((sample) => ({ value: sample, count: 1 })),
      );
      if (value === 'unclear') throw new Error('a statistic without a value');
      points.push(value === null ? '-' : breaches(settings, value) ? 'X' : '0');
    }
    const after = pick(next(state, evaluate(points, settings)));
    const inRange = event < end && event >= end - range * perPeriod;
    if (state !== 'ALARM' && after === 'ALARM' && inRange) return true;
    if (event < end && state === 'ALARM' && event === end - 1) return false; // in ALARM before the event
    state = after;
  }
  return false;
}
