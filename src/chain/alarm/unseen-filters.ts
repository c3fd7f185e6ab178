import { type Draft, FALSE, type Reason, unknown } from '../../predicate/predicate.js';
import type { Judgement } from './judge.js';
import type { Publication } from './publication.js';
import type { SeriesAnswer } from './series.js';
import { listens, metricKey, publishedUnit, type WatchedMetric } from './watch.js';

/**
 * Filters that may exist beside those that were listed, and that publish zeros into the metrics of the series: for a match of their own,
 * and in every quiet minute. They take an average or a minimum down, and add a data point to each period; a sum above zero they leave
 * as it is. No event is known to reach them.
 */
export function unseenFilters(
  series: SeriesAnswer,
  publication: Publication,
  others: readonly Publication[],
): readonly Publication[] {
  if (series.kind === 'none') return [];
  const metrics = new Map(series.metrics.map((metric) => [metricKey(metric), metric] as const));
  return [...metrics.values()].map((metric) => unseen(metric, publication, others));
}

function unseen(metric: WatchedMetric, publication: Publication, others: readonly Publication[]): Publication {
  const known = [publication, ...others].find((one) => listens(one, metric));
  return {
    filterId: `unseen ${metricKey(metric)}`,
    account: publication.account,
    region: publication.region,
    logGroup: 'unseen',
    transformation: {
      metricName: metric.name,
      metricNamespace: metric.namespace,
      metricValue: '0',
      defaultValue: 0,
      unit: metric.unit ?? (known ? publishedUnit(known) : 'None'),
      dimensions: Object.fromEntries([...metric.dimensions.keys()].map((name) => [name, '$.eventName'])),
    },
    emitSystemFieldDimensions: [],
    reaches: FALSE,
  };
}

/** The judgement where filters may exist that were not seen (`why`); `beside` is the judgement if they do. */
export function orUnseen(judgement: Judgement, beside: Judgement, why: Reason): Judgement {
  const message = `a metric filter that was not seen may publish other values into the metric: ${why.message}`;
  const survives: Draft = { kind: 'any', of: [beside.passes, unknown({ code: 'unseen-filters', message })] };
  return { ...judgement, passes: { kind: 'all', of: [judgement.passes, survives] } };
}
