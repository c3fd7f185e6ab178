import type { MetricFilter } from '../../account/answers.js';
import { parseArn } from '../../account/arn.js';
import type { Control } from '../../catalogue/control.js';
import { add, type Bench, WEIGHT } from '../bench.js';
import { COST } from '../cost.js';
import { freeName } from '../free-name.js';
import { filtersIn, filtersOf, groupName, isListed, metricAlarmsIn, trailsIn } from '../look.js';
import { covers } from '../proof.js';
import { step, type WriteInputs } from '../step.js';

/** Of one log group, not adjustable (CloudWatch Logs quotas). */
const MOST_FILTERS = 100;
export const NAMESPACE = 'CISBenchmark';

type Transformation = WriteInputs['logs:PutMetricFilter']['metricTransformations'][number];

export interface NewFilter {
  readonly bench: Bench;
  readonly transformation: Transformation;
}

/** Security Hub's text where it is wanted and does what is required; else the pattern that we would deploy. */
export function patternFor(bench: Bench, control: Control): string {
  const { literalPattern, canonicalPattern } = control;
  return bench.task.literal && literalPattern !== null && covers(bench.task, literalPattern, control)
    ? literalPattern
    : canonicalPattern;
}

/** A metric filter for the control. `metric`: the one of another filter that it is to publish into; else one of its own. */
export function newFilter(
  bench: Bench,
  region: string,
  logGroupName: string,
  control: Control,
  pattern: string,
  metric?: Transformation,
  wanted: string = control.slug,
): NewFilter | null {
  const input = { logGroupName };
  if (!isListed(bench.account, region, 'logs:DescribeMetricFilters', input)) return null;
  const filters = filtersOf(bench.account, region, logGroupName);
  if (filters.length >= MOST_FILTERS) return null;
  const filterName = freeName(
    wanted,
    filters.flatMap((filter) => filter.filterName ?? []),
  );
  const transformation: Transformation = metric
    ? { ...metric, metricValue: '1' }
    : {
        metricName: freeMetric(bench, region, wanted),
        metricNamespace: NAMESPACE,
        metricValue: '1',
        defaultValue: 0,
      };
  const made = add(bench, WEIGHT.filter, {
    step: step('logs:PutMetricFilter', region, {
      logGroupName,
      filterName,
      filterPattern: pattern,
      metricTransformations: [transformation],
    }),
    // Whose alarms ring for it is not to be guessed.
    title: `put the metric filter \`${filterName}\` on the log group \`${logGroupName}\`${metric ? `, into the metric \`${metric.metricNamespace}/${metric.metricName}\`` : ''}`,
    link: { kind: 'metric-filter', id: filterName },
    risk: 'adds',
    warning: null,
    cost: metric ? { usdPerMonth: 0, because: 'it publishes into a metric that is there' } : COST.metric,
    notUndone: null,
  });
  return { bench: made, transformation };
}

/** The log groups of trails that have as many metric filters as they may have: what is told elsewhere is told there for that. */
function fullGroups({ account }: Pick<Bench, 'account'>): readonly string[] {
  const groups = trailsIn(account).flatMap(({ CloudWatchLogsLogGroupArn: arn }) => {
    const place = parseArn(arn);
    const name = groupName(arn ?? '');
    const isFull = place && filtersOf(account, place.region, name).length >= MOST_FILTERS;
    return isFull && place.account === account.account ? [name] : [];
  });
  return [...new Set(groups)];
}

/** Why no filter is put on the groups of trails that are there, in words; null where one may be. */
export function fullWords(bench: Pick<Bench, 'account'>): string | null {
  const names = fullGroups(bench);
  if (names.length === 0) return null;
  const groups = names.map((name) => `\`${name}\``).join(', ');
  return names.length === 1
    ? `the log group ${groups} has ${MOST_FILTERS} metric filters and takes no further one`
    : `the log groups ${groups} have ${MOST_FILTERS} metric filters each and take no further one`;
}

/** A metric into which nothing publishes yet, and on which no alarm waits. */
function freeMetric(bench: Bench, region: string, wanted: string): string {
  const published = filtersIn(bench.account, region).flatMap(({ metricTransformations }: MetricFilter) =>
    (metricTransformations ?? []).flatMap(({ metricNamespace, metricName }) =>
      metricNamespace === NAMESPACE ? (metricName ?? []) : [],
    ),
  );
  const watched = metricAlarmsIn(bench.account, region).flatMap(({ Namespace, MetricName }) =>
    Namespace === NAMESPACE ? (MetricName ?? []) : [],
  );
  return freeName(wanted, [...published, ...watched]);
}
