import type { MetricAlarm } from '../../account/answers.js';
import type { Reason } from '../../predicate/predicate.js';
import type { Bucket } from './bucket.js';
import { type Expression, parseExpression } from './expression.js';
import { fills, mathValue, metricIdsOf, READINGS } from './math.js';
import { statisticOf } from './statistic.js';
import { metricKey, type WatchedMetric, watchedBy } from './watch.js';

/** The series that an alarm compares with its threshold. */
export interface Series {
  readonly kind: 'series';
  /** The metrics on which it depends. */
  readonly metrics: readonly WatchedMetric[];
  readonly period: number | undefined;
  /** For people: `Sum`, or the expression. */
  readonly named: string;
  readonly isMath: boolean;
  /** It fills missing points (FILL). */
  readonly fills: boolean;
  /**
   * The values that the series can have for a period, one for each way to read what is not documented; null is no data point.
   * A plain statistic has one reading.
   */
  values(bucket: Bucket): readonly (number | null)[] | 'unclear';
}

export type SeriesAnswer =
  | Series
  | { readonly kind: 'doubt'; readonly why: Reason; readonly metrics: readonly WatchedMetric[] }
  | { readonly kind: 'none' }; // no metric of this account is in it (PromQL, another account's metrics)

/** What a metric alarm watches: one metric, or the one member of `Metrics` that returns data. */
export function seriesOf(alarm: MetricAlarm, account: string): SeriesAnswer {
  const watched = watchedBy(alarm, account);
  const doubt = (code: string, message: string): SeriesAnswer => ({
    kind: 'doubt',
    why: { code, message },
    metrics: watched,
  });
  if (alarm.MetricName !== undefined) return plain(watched[0]!);
  const queries = alarm.Metrics ?? [];
  if (queries.length === 0) return { kind: 'none' };
  const returned = queries.filter((query) => query.ReturnData !== false);
  const [query] = returned;
  if (returned.length !== 1 || !query) {
    if (watched.length === 0) return { kind: 'none' };
    return doubt('return-data', '`Metrics` has not exactly one member that returns data');
  }
  if (query.Expression === undefined) {
    const metric = watched.find((candidate) => candidate.id === query.Id);
    return metric ? plain(metric) : { kind: 'none' };
  }
  const expressions = new Map<string, Expression>();
  for (const other of queries) {
    const parsed = other.Expression === undefined ? null : parseExpression(other.Expression);
    if (parsed && other.Id !== undefined) expressions.set(other.Id, parsed);
  }
  const expression = parseExpression(query.Expression);
  const text = `\`${query.Expression}\``;
  if (!expression) {
    if (watched.length === 0) return { kind: 'none' };
    return doubt('expression', `the expression ${text} is not one that we evaluate`);
  }
  const allIds = queries.flatMap((other) => (other.MetricStat && other.Id !== undefined ? [other.Id] : []));
  const used = metricIdsOf(expression, allIds, expressions);
  if (!used) return doubt('expression', `the expression ${text} names something that we do not evaluate`);
  const metrics = watched.filter((metric) => used.has(metric.id));
  if (metrics.length === 0) return { kind: 'none' };
  if (metrics.length < used.size) return doubt('cross-account', `${text} uses a metric of another account`);
  if (new Set(metrics.map((metric) => metric.period)).size > 1)
    return doubt('periods', `the metrics of ${text} have different periods`);
  return {
    kind: 'series',
    metrics,
    period: metrics[0]?.period,
    named: text,
    isMath: true,
    fills: fills(expression, expressions),
    values(bucket) {
      const values = new Map<string, number | null>();
      // METRICS() means all metrics of the request: those that the expression does not use have no place in it.
      for (const metric of metrics) {
        const value = statisticOf(metric.statistic, bucket.get(metricKey(metric)) ?? []);
        if (value === 'unclear') return 'unclear';
        values.set(metric.id, value);
      }
      const results = READINGS.map((reading) => mathValue(expression, { metrics: values, expressions, reading }));
      const clear = results.filter((result) => result !== 'unsupported');
      return clear.length < results.length ? 'unclear' : clear;
    },
  };
}

function plain(metric: WatchedMetric): Series {
  const key = metricKey(metric);
  return {
    kind: 'series',
    metrics: [metric],
    period: metric.period,
    named: `\`${metric.statistic}\``,
    isMath: false,
    fills: false,
    values(bucket) {
      const value = statisticOf(metric.statistic, bucket.get(key) ?? []);
      return value === 'unclear' ? 'unclear' : [value];
    },
  };
}
