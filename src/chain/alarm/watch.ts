import type { MetricAlarm } from '../../account/answers.js';
import { any, at, between, type Draft, FALSE, is, not, TRUE, text, type } from '../../predicate/predicate.js';
import { literal } from '../../predicate/text.js';
import type { Publication } from './publication.js';
import { selectorSteps } from './selector.js';

/** One metric that an alarm retrieves. */
export interface WatchedMetric {
  /** Its Id in metric math; `metric` of an alarm on one metric. */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: ReadonlyMap<string, string>;
  readonly unit: string | undefined;
  readonly statistic: string;
  readonly period: number | undefined;
}

/** The metrics that an alarm retrieves from its own account. Those of another account (AccountId) are not among them. */
export function watchedBy(alarm: MetricAlarm, account: string): readonly WatchedMetric[] {
  if (alarm.MetricName !== undefined)
    return [
      {
        id: 'metric',
        namespace: alarm.Namespace ?? '',
        name: alarm.MetricName,
        dimensions: dimensionsOf(alarm.Dimensions),
        unit: alarm.Unit,
        statistic: alarm.Statistic ?? alarm.ExtendedStatistic ?? '',
        period: alarm.Period,
      },
    ];
  return queried(alarm, (owner) => owner === undefined || owner === account);
}

/** The metrics that an alarm retrieves from the account that it names (AccountId): those of an alarm of a monitoring account. */
export function watchedIn(alarm: MetricAlarm, account: string): readonly WatchedMetric[] {
  return queried(alarm, (owner) => owner === account);
}

function queried(alarm: MetricAlarm, isWanted: (owner: string | undefined) => boolean): readonly WatchedMetric[] {
  return (alarm.Metrics ?? []).flatMap((query) => {
    const metric = query.MetricStat?.Metric;
    if (!metric || !isWanted(query.AccountId)) return [];
    return [
      {
        id: query.Id ?? '',
        namespace: metric.Namespace ?? '',
        name: metric.MetricName ?? '',
        dimensions: dimensionsOf(metric.Dimensions),
        unit: query.MetricStat?.Unit,
        statistic: query.MetricStat?.Stat ?? '',
        period: query.MetricStat?.Period ?? query.Period,
      },
    ];
  });
}

function dimensionsOf(list: MetricAlarm['Dimensions']): ReadonlyMap<string, string> {
  return new Map((list ?? []).map((dimension) => [dimension.Name ?? '', dimension.Value ?? '']));
}

/** Which series it is: two watched metrics of the same key see the same samples. */
export function metricKey(metric: WatchedMetric): string {
  const dimensions = [...metric.dimensions].sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([metric.namespace, metric.name, dimensions]);
}

export function metricNamed(publication: Publication): string {
  return `${publication.transformation.metricNamespace ?? ''}/${publication.transformation.metricName ?? ''}`;
}

/** The names of all dimensions with which it publishes. */
export function publishedDimensions(publication: Publication): readonly string[] {
  return [...Object.keys(publication.transformation.dimensions ?? {}), ...publication.emitSystemFieldDimensions];
}

/** Same namespace and name: what the dimensions then let through is another question. */
export function sameName(publication: Publication, metric: WatchedMetric): boolean {
  const { metricNamespace, metricName } = publication.transformation;
  return metricName === metric.name && metricNamespace === metric.namespace;
}

/** Same namespace, name and names of dimensions. */
export function listens(publication: Publication, metric: WatchedMetric): boolean {
  const names = publishedDimensions(publication);
  return (
    sameName(publication, metric) &&
    names.length === metric.dimensions.size &&
    names.every((name) => metric.dimensions.has(name))
  );
}

/** The unit with which it publishes: `None` where the filter names none. */
export function publishedUnit(publication: Publication): string {
  return publication.transformation.unit ?? 'None';
}

/**
 * The events whose data point carries the dimensions that the alarm names: a metric is identified by all of its dimensions together
 * (user guide, "CloudWatch concepts": CloudWatch does not aggregate over the dimensions of custom metrics). A field that holds a
 * string gives that string. A number or a boolean probably gives its text, and what is published for an event without the field is
 * not documented: doubts.
 */
export function dimensionsPass(publication: Publication, metric: WatchedMetric): Draft {
  const fields = publication.transformation.dimensions ?? {};
  const system = new Set(publication.emitSystemFieldDimensions);
  const parts = [...metric.dimensions].map(([name, value]): Draft => {
    if (system.has(name))
      return between(FALSE, TRUE, {
        code: 'system-dimension',
        message: `the dimension \`${name}\` is taken from the log event's source, which only centralized log groups vary`,
      });
    const field = fields[name];
    const steps = field === undefined ? null : selectorSteps(field);
    if (field === undefined) return FALSE;
    if (!steps)
      return between(FALSE, TRUE, {
        code: 'dimension-field',
        message: `the dimension \`${name}\` is taken from \`${field}\`, which is no field of a JSON event`,
      });
    const certain = is(value);
    const booleans = value === 'true' ? [type('true')] : value === 'false' ? [type('false')] : [];
    return between(at(steps, certain), at(steps, any(certain, text(literal(value)), ...booleans)), {
      code: 'dimension-text',
      message: `the text that a value of \`${field}\` that is not a string gives to the dimension \`${name}\` is not documented`,
    });
  });
  return { kind: 'all', of: parts };
}

/**
 * What may reach an alarm that names fewer dimensions than the metric is published with: nothing, unless the event lacks the fields
 * of the others, for which it is not documented what is published.
 */
export function withoutDimensions(publication: Publication, metric: WatchedMetric): Draft {
  const names = publishedDimensions(publication);
  const missing = names.filter((name) => !metric.dimensions.has(name));
  if (missing.length === 0 || [...metric.dimensions.keys()].some((name) => !names.includes(name))) return FALSE;
  const absent = missing.map((name): Draft => {
    const field = publication.transformation.dimensions?.[name];
    const steps = field === undefined ? null : selectorSteps(field);
    return steps ? not(at(steps, TRUE)) : FALSE;
  });
  const may: Draft = { kind: 'all', of: absent };
  return between(FALSE, may, {
    code: 'dimension-absent',
    message: `what is published for an event without the field of a dimension (${missing.join(', ')}) is not documented`,
  });
}
