import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bruteForce, type Minutes } from './brute-force.case.js';
import { bucketsOf, type Source, worldsOf } from './bucket.js';
import type { Point, State } from './missing-data.js';
import { breaches, type Settings } from './settings.js';
import { decide, type World } from './simulate.js';
import { statisticOf } from './statistic.js';

const STATS = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'];

interface Case {
  readonly settings: Settings;
  readonly stat: string;
  readonly value: number;
  readonly defaultValue: number | undefined;
  /** Of how many events the one minute holds the data. */
  readonly events: number;
}

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    n: fc.integer({ min: 1, max: 3 }),
    m: fc.integer({ min: 1, max: 3 }),
    minutes: fc.constantFrom(1, 2, 3),
    treatMissingData: fc.constantFrom(
      'missing' as const,
      'notBreaching' as const,
      'breaching' as const,
      'ignore' as const,
    ),
    operator: fc.constantFrom(
      'GreaterThanOrEqualToThreshold',
      'GreaterThanOrEqualToThreshold',
      'GreaterThanThreshold',
      'LessThanThreshold',
      'LessThanOrEqualToThreshold',
    ),
    threshold: fc.constantFrom(0, 1, 1, 0.5, 2),
    stat: fc.constantFrom(...STATS, 'Sum'),
    value: fc.constantFrom(1, 1, 1, 0, 2, -1),
    defaultValue: fc.constantFrom(undefined, undefined, 0, 0, 1, -1),
    events: fc.constantFrom(1, 1, 2, 5),
  })
  .map(({ n, m, minutes, treatMissingData, operator, threshold, ...rest }) => ({
    ...rest,
    settings: {
      evaluationPeriods: n,
      datapointsToAlarm: Math.min(m, n),
      treatMissingData,
      period: minutes * 60,
      operator,
      threshold,
      wallClock: false,
    },
  }));

function decision({ settings, stat, value, defaultValue }: Case) {
  const sources: readonly Source[] = [{ metric: 'm', value, defaultValue, role: 'hit' }];
  const minutes = settings.period / 60;
  const point = (bucket: ReadonlyMap<string, readonly { value: number; count: number }[]>): Point => {
    const found = statisticOf(stat, bucket.get('m') ?? []);
    return found === null ? '-' : breaches(settings, found as number) ? 'X' : '0';
  };
  const buckets = bucketsOf(sources, minutes, true)!;
  const { noLogs, logs } = worldsOf(sources, minutes);
  const worlds = [noLogs, ...(logs ? [logs] : [])].map(
    (world, index): World => ({
      name: index === 0 ? 'no-logs' : 'logs',
      quiet: point(world.quiet[0]!),
      hit: point(world.hit[0]!),
      rare: index === 0 && logs !== null && settings.treatMissingData === 'ignore',
    }),
  );
  const [quiet, hit, crowd, beside] = [buckets.quiet, buckets.hit, buckets.crowd, buckets.beside].map(
    (list) => new Set(list.map(point)),
  );
  const points = { quiet: quiet!, hit: hit!, crowd: crowd!, beside: beside! };
  return { decision: decide(settings, points, worlds), points };
}

/** A day is long enough when it is longer than any evaluation range. */
const QUIET = 30;
const TAIL = 30;

interface SeriesCase {
  readonly before: readonly boolean[];
  readonly after: readonly boolean[];
  readonly uniform: 'mixed' | 'logs' | 'none';
  readonly start: State;
  readonly extra: number;
  readonly choice: number;
}

const anySeries: fc.Arbitrary<SeriesCase> = fc.record({
  before: fc.array(fc.boolean(), { minLength: QUIET, maxLength: QUIET + 5 }),
  after: fc.array(fc.boolean(), { minLength: TAIL, maxLength: TAIL }),
  uniform: fc.constantFrom<'mixed' | 'logs' | 'none'>('mixed', 'logs', 'none'),
  start: fc.constantFrom<State>('OK', 'INSUFFICIENT_DATA', 'ALARM'),
  extra: fc.constantFrom(0, 1, 2, 3),
  choice: fc.integer({ min: 0, max: 2 }),
});

function rung(one: Case, series: SeriesCase): boolean {
  const quiet = (logs: boolean): readonly number[] => {
    const there = series.uniform === 'mixed' ? logs : series.uniform === 'logs';
    return there && one.defaultValue !== undefined ? [one.defaultValue] : [];
  };
  const own = Array.from({ length: one.events }, () => one.value);
  const minutes: Minutes = [...series.before.map(quiet), own, ...series.after.map(quiet)];
  return bruteForce(
    one.settings,
    one.stat,
    minutes,
    series.before.length,
    series.start,
    series.extra,
    (states) => states[series.choice % states.length]!,
  );
}

test('what rings, rings in every series', () => {
  let seen = 0;
  fc.assert(
    fc.property(anyCase, anySeries, (one, series) => {
      if (decision(one).decision.kind !== 'rings') return;
      seen++;
      expect(rung(one, series)).toBe(true);
    }),
    { numRuns: 6000 },
  );
  expect(seen).toBeGreaterThan(200);
});

test('what is silent, rings in no series', () => {
  let seen = 0;
  fc.assert(
    fc.property(anyCase, anySeries, (one, series) => {
      if (decision(one).decision.kind !== 'silent') return;
      seen++;
      expect(rung({ ...one, events: 1 }, series)).toBe(false);
    }),
    { numRuns: 6000 },
  );
  expect(seen).toBeGreaterThan(200);
});

test('what rings only sometimes, misses an event in an ordinary day', () => {
  let seen = 0;
  fc.assert(
    fc.property(anyCase, fc.constantFrom(0, 1, 2, 3), (one, extra) => {
      if (decision(one).decision.kind !== 'sometimes') return;
      seen++;
      const all = Array.from({ length: QUIET }, () => true);
      const outcomes = (['none', 'logs'] as const).flatMap((uniform) =>
        (['OK', 'INSUFFICIENT_DATA', 'ALARM'] as const).flatMap((start) =>
          [0, 1, 2].map((choice) =>
            rung({ ...one, events: 1 }, { before: all, after: all, uniform, start, extra, choice }),
          ),
        ),
      );
      expect(outcomes).toContain(false);
    }),
    { numRuns: 1200 },
  );
  expect(seen).toBeGreaterThan(100);
});

test('the promised wait is not exceeded in a day without other logs', () => {
  fc.assert(
    fc.property(anyCase, (one) => {
      const { decision: found } = decision(one);
      if (found.kind !== 'rings') return;
      const quiet = Array.from({ length: QUIET }, () => [] as number[]);
      const waitMinutes = found.waitSeconds / 60;
      const minutes = [...quiet, [one.value], ...quiet].slice(0, QUIET + waitMinutes);
      expect(bruteForce(one.settings, one.stat, minutes, QUIET, 'OK', 2, (states) => states[0]!)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
