import type { MetricAlarm } from '../../account/answers.js';
import { unknown } from '../../predicate/predicate.js';
import { type Judgement, judge } from './judge.js';
import type { Publication } from './publication.js';
import type { SeriesAnswer } from './series.js';
import { listens, metricKey, type WatchedMetric } from './watch.js';

/** The metrics of the series into which the publication may publish, each series of samples once. */
export function heard(series: SeriesAnswer, publication: Publication): readonly WatchedMetric[] {
  if (series.kind === 'none') return [];
  const byKey = new Map<string, WatchedMetric>();
  for (const metric of series.metrics)
    if (listens(publication, metric) && !byKey.has(metricKey(metric))) byKey.set(metricKey(metric), metric);
  return [...byKey.values()];
}

/** The judgement of an alarm that uses the metric; a series that we cannot compute is doubted. */
export function judgeSeries(
  alarm: MetricAlarm,
  series: SeriesAnswer,
  metric: WatchedMetric,
  publication: Publication,
  others: readonly Publication[],
): Judgement {
  if (series.kind === 'series') return judge(alarm, series, metric, publication, others);
  const why =
    series.kind === 'doubt' ? series.why : { code: 'series', message: 'it watches no metric of this account' };
  return { passes: unknown(why), because: why.message, waitSeconds: null, holdsSeconds: 0 };
}
