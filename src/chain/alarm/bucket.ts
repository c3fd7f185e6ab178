import type { Sample } from './statistic.js';

/**
 * What can stand in one period of the metrics that an alarm watches. A metric filter publishes one sample of its value for each
 * matching event, and one sample of its default value in a minute in which logs came in and none matched; a minute without logs
 * has no data point (user guide of CloudWatch Logs, "Creating metrics from log events using filters").
 */
export interface Source {
  /** The metric into which it publishes. */
  readonly metric: string;
  readonly value: number;
  readonly defaultValue: number | undefined;
  /** `hit`: the event's own publication. Of the others, whether the same event matches them too: `maybe` is both. */
  readonly role: 'hit' | 'must' | 'never' | 'maybe';
}

/** The samples of one period by metric. */
export type Bucket = ReadonlyMap<string, readonly Sample[]>;

export interface Buckets {
  /** Every period that holds no matching event can be one of these. */
  readonly quiet: readonly Bucket[];
  /** The period that holds the event can be one of these. */
  readonly hit: readonly Bucket[];
  /** The same when further events, of any of the filters, fall into that period. */
  readonly crowd: readonly Bucket[];
  /** Every period that holds events of the other filters, and none of ours, can be one of these. */
  readonly beside: readonly Bucket[];
}

/** The two kinds of period of an ordinary day. */
export type WorldBuckets = Pick<Buckets, 'quiet' | 'hit'>;

const MOST = 4096;
/** How many events of one filter a period may hold: more than any threshold that one event reaches would tell apart. */
const MANY = 1000;

/**
 * The possible periods of so many minutes. `corners`: only the extreme numbers of quiet minutes, which bound every statistic of one
 * metric (each is monotone in each number); otherwise every number of them. Null when there are too many.
 */
export function bucketsOf(sources: readonly Source[], minutes: number, corners: boolean): Buckets | null {
  const counts = (most: number): readonly number[] => {
    if (!corners) return Array.from({ length: most + 1 }, (_, index) => index);
    return [...new Set([0, Math.min(1, most), most])];
  };
  if (!corners && minutes > 60 && sources.some((source) => source.defaultValue !== undefined)) return null;
  const quietOf = (source: Source): Sample[][] =>
    source.defaultValue === undefined ? [[]] : counts(minutes).map((count) => [{ value: source.defaultValue!, count }]);
  const matchedOf = (source: Source): Sample[][] => {
    const own = { value: source.value, count: 1 };
    if (source.defaultValue === undefined) return [[own]];
    return counts(minutes - 1).map((count) => [own, { value: source.defaultValue!, count }]);
  };
  const hitOf = (source: Source): Sample[][] => {
    switch (source.role) {
      case 'hit':
      case 'must':
        return matchedOf(source);
      case 'never':
        return quietOf(source);
      case 'maybe':
        return [...quietOf(source), ...matchedOf(source)];
    }
  };
  const several = corners ? [1, MANY] : [1, 2, 3, MANY];
  const someOf = (source: Source, matched: readonly number[]): Sample[][] =>
    matched.flatMap((count) => {
      const own = count > 0 ? [{ value: source.value, count }] : [];
      const { defaultValue } = source;
      const room = count > 0 ? minutes - 1 : minutes;
      return defaultValue === undefined ? [own] : [own, [...own, { value: defaultValue, count: room }]];
    });
  const crowdOf = (source: Source): Sample[][] =>
    someOf(source, source.role === 'hit' || source.role === 'must' ? several : [0, ...several]);
  const besideOf = (source: Source): Sample[][] => someOf(source, source.role === 'hit' ? [0] : [0, ...several]);
  const quiet = product(sources, quietOf);
  const hit = product(sources, hitOf);
  const crowd = product(sources, crowdOf);
  const beside = product(sources, besideOf);
  return quiet && hit && crowd && beside ? { quiet, hit, crowd, beside } : null;
}

/**
 * Two ordinary worlds, the same all day: no other log event comes in, and log events that do not match come in every minute. The
 * second is null when no source has a default value: it is the first.
 */
export function worldsOf(
  sources: readonly Source[],
  minutes: number,
): { readonly noLogs: WorldBuckets; readonly logs: WorldBuckets | null } {
  const build = (count: (most: number) => number): WorldBuckets => {
    const fill = (matched: boolean): Bucket =>
      merge(
        sources.map((source) => {
          const own = matched && (source.role === 'hit' || source.role === 'must');
          const samples: Sample[] = own ? [{ value: source.value, count: 1 }] : [];
          const quiet = count(own ? minutes - 1 : minutes);
          if (source.defaultValue !== undefined && quiet > 0)
            samples.push({ value: source.defaultValue, count: quiet });
          return [source.metric, samples] as const;
        }),
      );
    return { quiet: [fill(false)], hit: [fill(true)] };
  };
  const noLogs = build(() => 0);
  return { noLogs, logs: sources.some((source) => source.defaultValue !== undefined) ? build((most) => most) : null };
}

function product(sources: readonly Source[], options: (source: Source) => Sample[][]): readonly Bucket[] | null {
  let combinations: (readonly (readonly [string, Sample[]])[])[] = [[]];
  for (const source of sources) {
    combinations = combinations.flatMap((head) =>
      options(source).map((samples) => [...head, [source.metric, samples] as const]),
    );
    if (combinations.length > MOST) return null;
  }
  return combinations.map(merge);
}

function merge(parts: readonly (readonly [string, readonly Sample[]])[]): Bucket {
  const bucket = new Map<string, Sample[]>();
  for (const [metric, samples] of parts) bucket.set(metric, [...(bucket.get(metric) ?? []), ...samples]);
  return bucket;
}
