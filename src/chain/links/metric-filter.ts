import type { MetricFilter, MetricTransformation } from '../../account/answers.js';
import { eventDraft, type FilterPattern } from '../../languages/cloudwatch/index.js';
import { isNear, nearness, whyNot } from '../../languages/cloudwatch/why-not.js';
import type { JsonObject } from '../../predicate/json.js';
import { unknown } from '../../predicate/predicate.js';
import { doubtful, holds, passing } from '../condition.js';
import { type Place, selectionDraft } from '../field-selection.js';
import type { Condition, Link } from '../link.js';
import { type Part, unknownSettings } from '../unknown-settings.js';

const READS = ['logs:DescribeMetricFilters'] as const;

/** A metric filter as a link: the events that it counts. What it publishes for them is the metric's and the alarm's affair. */
export function metricFilterLink(filter: MetricFilter, place: Place): Link {
  return {
    kind: 'metric-filter',
    id: filter.filterName ?? '(no name)',
    account: place.account,
    region: place.region,
    conditions: [
      pattern(filter),
      ...selection(filter, place),
      ...transformed(filter),
      ...unknownSettings('logs:DescribeMetricFilters', ...partsOf(filter)),
    ],
  };
}

function partsOf(filter: MetricFilter): readonly Part[] {
  const transformations = filter.metricTransformations ?? [];
  return [['metric filter', filter], ...transformations.map((one): Part => ['metric transformation', one])];
}

/** Which filter, of which log group, of which transformation: what tells one source of a metric from another. */
export function filterId(logGroup: string, filter: MetricFilter, transformation: MetricTransformation): string {
  return [
    logGroup,
    filter.filterName ?? '',
    transformation.metricNamespace ?? '',
    transformation.metricName ?? '',
  ].join('\n');
}

function pattern(filter: MetricFilter): Condition {
  if (filter.filterPattern === undefined)
    return doubtful('pattern', { code: 'pattern-missing', message: 'its pattern was not told' }, READS);
  const because = `its pattern is \`${filter.filterPattern}\``;
  const parsed = eventDraft(filter.filterPattern);
  const mend = 'give it a pattern that matches the events: `aws logs put-metric-filter`';
  if (parsed.ok) {
    const { pattern, draft } = parsed;
    const condition = passing('pattern', draft, because, READS, mend);
    return {
      ...condition,
      whyNot: (event) => whyNotIn(pattern, event),
      nearness: (event) => nearness(pattern, event),
      isNear: (event) => isNear(pattern, event),
    };
  }
  const message = `its pattern \`${filter.filterPattern}\` could not be read: ${parsed.error.message}`;
  return passing('pattern', unknown({ code: 'pattern-unreadable', message }), message, READS, mend);
}

function whyNotIn(filterPattern: FilterPattern, event: JsonObject): string | null {
  const why = whyNot(filterPattern, event);
  return why === null ? null : `its pattern does not match: ${why}`;
}

function selection(filter: MetricFilter, place: Place): readonly Condition[] {
  const criteria = filter.fieldSelectionCriteria ?? '';
  if (criteria.trim() === '') return [];
  const because = `it looks only at log events with ${criteria}`;
  return [
    passing('field-selection', selectionDraft(criteria, place), because, READS, 'remove its field selection criteria'),
  ];
}

function transformed(filter: MetricFilter): readonly Condition[] {
  if (filter.applyOnTransformedLogs !== true)
    return [holds('transformed', 'it looks at the log events as they came', READS)];
  const message = 'it looks at transformed log events, and the transformer was not read';
  const mend = 'let the filter look at the original log events (applyOnTransformedLogs false)';
  return [doubtful('transformed', { code: 'transformed', message }, READS, mend)];
}
