import { any, type Draft, FALSE, TRUE, unknown } from '../../predicate/predicate.js';
import { type Alarms, isComplete, type Publication, whyIncomplete } from '../alarm/publication.js';
import { type MetricValue, metricValueOf, publishes } from '../alarm/value.js';
import {
  dimensionsPass,
  listens,
  metricNamed,
  publishedDimensions,
  publishedUnit,
  sameName,
  type WatchedMetric,
  watchedBy,
  withoutDimensions,
} from '../alarm/watch.js';
import type { Condition, Link } from '../link.js';

/** The metric as the alarm retrieves it: a value is published, with these dimensions, in this unit, and the alarm asks for it. */
export function metricLink(publication: Publication, watched: WatchedMetric, alarmName: string): Link {
  return link(publication, [
    valueCondition(publication),
    {
      code: 'watched',
      reads: ['cloudwatch:DescribeAlarms'],
      passes: TRUE,
      because: `the alarm \`${alarmName}\` watches it`,
    },
    dimensionsCondition(publication, watched),
    unitCondition(publication, watched),
  ]);
}

/** The metric as an alarm may find it that has a query in the place of a name; what the query finds is the alarm's affair. */
export function queriedMetricLink(publication: Publication, alarmName: string): Link {
  return link(publication, [
    valueCondition(publication),
    {
      code: 'watched',
      reads: ['cloudwatch:DescribeAlarms'],
      passes: TRUE,
      because: `the query of the alarm \`${alarmName}\` may find it`,
    },
  ]);
}

/**
 * The metric that no alarm of its Region watches, as far as the alarms could be read: FALSE, or a doubt when they could not be read to
 * the end. Near misses are named: the same name in another namespace, with other dimensions, or watched in another Region.
 */
export function unwatchedMetricLink(publication: Publication, alarms: Alarms): Link {
  const near = nearMisses(publication, alarms);
  const reads = ['cloudwatch:DescribeAlarms'] as const;
  if (!isComplete(alarms.answer)) {
    const message = `an alarm may watch it: ${whyIncomplete(alarms, 'cloudwatch:DescribeAlarms', alarms.answer)}`;
    const passes = unknown({ code: 'alarms-unread', message });
    return link(publication, [valueCondition(publication), { code: 'watched', reads, passes, because: message }]);
  }
  const watched: Condition = {
    code: 'watched',
    reads,
    passes: near.length > 0 ? withoutField(publication, alarms) : FALSE,
    because: [`no alarm in ${alarms.region} watches \`${metricNamed(publication)}\``, ...near].join('; '),
    mend:
      near.length > 0
        ? `let the alarm watch \`${metricNamed(publication)}\`${dimensionsInWords(publication)} in ${publication.region}`
        : `create an alarm on \`${metricNamed(publication)}\`${dimensionsInWords(publication)} in ${publication.region} with an SNS action`,
  };
  return link(publication, [valueCondition(publication), watched]);
}

function link(publication: Publication, conditions: readonly Condition[]): Link {
  return {
    kind: 'metric',
    id: metricNamed(publication),
    account: publication.account,
    region: publication.region,
    conditions,
  };
}

function valueCondition(publication: Publication): Condition {
  const value = metricValueOf(publication.transformation.metricValue);
  const text = publication.transformation.metricValue ?? '';
  const dimensioned = Object.keys(publication.transformation.dimensions ?? {}).length > 0;
  return {
    code: 'value',
    reads: ['logs:DescribeMetricFilters'],
    passes: publishes(value),
    because: publishedInWords(value, text),
    ...(value.kind === 'unreadable' ? { mend: 'set `metricValue` to 1' } : {}),
    ...(dimensioned
      ? { note: 'AWS may disable a metric filter whose dimensions take more than 1,000 values in an hour' }
      : {}),
  };
}

function dimensionsCondition(publication: Publication, watched: WatchedMetric): Condition {
  const named = [...watched.dimensions].map(([name, value]) => `${name}=${value}`).join(', ');
  return {
    code: 'dimensions',
    reads: ['logs:DescribeMetricFilters', 'cloudwatch:DescribeAlarms'],
    passes: dimensionsPass(publication, watched),
    because: named === '' ? 'neither has dimensions' : `the alarm asks for the dimensions ${named}`,
    ...(named === '' ? {} : { mend: 'publish without dimensions, and watch the metric without them' }),
  };
}

/**
 * An alarm with a Unit retrieves only data of that unit (GetMetricData; PutMetricAlarm warns that a unit that the metric does not
 * carry leaves the alarm in INSUFFICIENT_DATA). A filter without a unit publishes `None`. Changing a filter's unit later may have no
 * effect, so that equal units are said in a note.
 */
function unitCondition(publication: Publication, watched: WatchedMetric): Condition {
  const published = publishedUnit(publication);
  const base = { code: 'unit', reads: ['logs:DescribeMetricFilters', 'cloudwatch:DescribeAlarms'] } as const;
  if (watched.unit === undefined) return { ...base, passes: TRUE, because: 'the alarm takes any unit' };
  if (watched.unit === published)
    return {
      ...base,
      passes: TRUE,
      because: `both have the unit ${published}`,
      note: 'a unit that was changed after the metric filter was made may not have taken effect',
    };
  return {
    ...base,
    passes: FALSE,
    because: `the alarm's \`Unit\` is ${watched.unit} and the metric filter publishes ${published}`,
    mend: 'remove `Unit` from the alarm',
  };
}

function withoutField(publication: Publication, alarms: Alarms): Draft {
  const drafts = alarms.metricAlarms
    .flatMap((alarm) => watchedBy(alarm, publication.account))
    .filter((metric) => sameName(publication, metric) && !listens(publication, metric))
    .map((metric) => withoutDimensions(publication, metric))
    .filter((draft) => draft !== FALSE);
  return drafts.length === 0 ? FALSE : any(...drafts);
}

function nearMisses(publication: Publication, alarms: Alarms): readonly string[] {
  const { metricName, metricNamespace } = publication.transformation;
  const misses: string[] = [];
  for (const alarm of alarms.metricAlarms)
    for (const metric of watchedBy(alarm, publication.account)) {
      const named = `\`${alarm.AlarmName}\``;
      if (listens(publication, metric)) misses.push(`${named} retrieves it and does not use it`);
      else if (sameName(publication, metric)) {
        const asked = [...metric.dimensions.keys()].join(', ') || 'none';
        const published = publishedDimensions(publication).join(', ') || 'none';
        misses.push(`${named} asks for other dimensions (${asked}) than are published (${published})`);
      } else if (metric.name === metricName)
        misses.push(`${named} watches \`${metric.name}\` in the namespace \`${metric.namespace}\``);
      else if (
        metric.name.toLowerCase() === metricName?.toLowerCase() &&
        metric.namespace.toLowerCase() === metricNamespace?.toLowerCase()
      )
        misses.push(`${named} watches \`${metric.namespace}/${metric.name}\`, which differs in upper and lower case`);
    }
  for (const { region, alarm } of alarms.elsewhere)
    if (watchedBy(alarm, publication.account).some((metric) => listens(publication, metric)))
      misses.push(`\`${alarm.AlarmName}\` watches that name in ${region}, and an alarm sees only its own Region`);
  return misses;
}

function publishedInWords({ kind }: MetricValue, text: string): string {
  switch (kind) {
    case 'number':
      return `a match publishes ${text}`;
    case 'field':
      return `a match publishes what \`${text}\` holds, and nothing where that is no number`;
    case 'unreadable':
      return `\`metricValue\` is \`${text}\`, not a number`;
  }
}

function dimensionsInWords(publication: Publication): string {
  const names = publishedDimensions(publication);
  return names.length === 0 ? '' : ` with the dimension${names.length === 1 ? '' : 's'} ${names.join(', ')}`;
}
