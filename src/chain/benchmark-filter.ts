import type { MetricAlarm, MetricFilter, MetricTransformation } from '../account/answers.js';
import { answerTo, itemsOf } from '../account/view.js';
import type { Control } from '../catalogue/control.js';
import type { CoversControl, Observation } from './benchmark.js';
import { actionChains } from './benchmark-subscriber.js';
import type { GroupOfTrail } from './benchmark-trail.js';

/** Steps 3 to 7. */
export type FilterChain = readonly [Observation, Observation, Observation, Observation, Observation];

/** Steps 3 to 7 for every metric filter of the log group, with every alarm on its metric and every topic of that alarm. */
export function filterChains(
  group: GroupOfTrail,
  control: Control,
  coversControl: CoversControl,
): readonly FilterChain[] {
  if (!group.account) return [ended(null, `account ${group.accountId}, which has the log group, was not read`)];
  const answer = answerTo(group.account, group.region, 'logs:DescribeMetricFilters', { logGroupName: group.name });
  const unread = 'the metric filters could not all be read (logs:DescribeMetricFilters)';
  switch (answer.kind) {
    case 'failed':
    case 'not-read':
      return [ended(null, unread)];
    case 'not-found':
      return [ended(false, `log group \`${group.name}\` does not exist`)];
    case 'unsupported':
      return [ended(false, `log group \`${group.name}\` has no metric filter`)];
    case 'answered': {
      const filters = itemsOf<MetricFilter>(answer.pages, 'metricFilters');
      const judged = filters.map((filter) => ({ filter, covers: coversControl(filter.filterPattern ?? '') }));
      const chains = candidates(judged, control).flatMap((one) => chainsOfFilter(one, filters.length, group, control));
      if (answer.incomplete) return [...chains, ended(null, unread)];
      return chains.length > 0 ? chains : [uncovered(filters.length, group, control)];
    }
  }
}

interface JudgedFilter {
  readonly filter: MetricFilter;
  readonly covers: boolean | null;
}

/** The filters that cover the control or may; when there is none, those whose pattern names one of its events. */
function candidates(filters: readonly JudgedFilter[], control: Control): readonly JudgedFilter[] {
  const covering = filters.filter(({ covers }) => covers !== false);
  if (covering.length > 0) return covering;
  const names = control.events.flatMap(({ eventName }) => (eventName === null ? [] : [eventName]));
  return filters.filter(({ filter }) => names.some((name) => filter.filterPattern?.includes(name)));
}

function listed(count: number, group: GroupOfTrail): Observation {
  return {
    holds: true,
    observed: `log group \`${group.name}\` has ${count} metric filter${count === 1 ? '' : 's'}`,
  };
}

function uncovered(count: number, group: GroupOfTrail, control: Control): FilterChain {
  if (count === 0) return ended(false, `log group \`${group.name}\` has no metric filter`);
  const rest: Observation = {
    holds: false,
    observed: 'there is no filter for the control, and so no metric to look for',
  };
  return [listed(count, group), { holds: false, observed: `no pattern covers ${control.slug}` }, rest, rest, rest];
}

function chainsOfFilter(
  { filter, covers }: JudgedFilter,
  count: number,
  group: GroupOfTrail,
  control: Control,
): readonly FilterChain[] {
  const name = `filter \`${filter.filterName ?? ''}\``;
  const pattern: Observation = {
    holds: covers,
    observed:
      covers === null
        ? `whether the pattern of ${name} covers ${control.slug} could not be decided`
        : `the pattern of ${name} ${covers ? 'covers' : 'does not cover'} ${control.slug}`,
  };
  return (filter.metricTransformations ?? []).flatMap((metric) =>
    alarmChains(metric, group).map((rest): FilterChain => [listed(count, group), pattern, ...rest]),
  );
}

type AlarmChain = readonly [Observation, Observation, Observation];

function alarmChains(metric: MetricTransformation, group: GroupOfTrail): readonly AlarmChain[] {
  const name = `metric \`${metric.metricNamespace ?? ''}/${metric.metricName ?? ''}\``;
  const account = group.account;
  const answer = account ? answerTo(account, group.region, 'cloudwatch:DescribeAlarms') : { kind: 'not-read' as const };
  const unread = stopped(null, `the alarms of ${group.region} could not all be read (cloudwatch:DescribeAlarms)`);
  const none = stopped(false, `no alarm in ${group.region} is on ${name}`);
  switch (answer.kind) {
    case 'failed':
    case 'not-read':
      return [unread];
    case 'not-found':
    case 'unsupported':
      return [none];
    case 'answered': {
      const alarms = itemsOf<MetricAlarm>(answer.pages, 'MetricAlarms').filter((alarm) => isOn(alarm, metric));
      const chains = alarms.flatMap((alarm) => {
        const on: Observation = { holds: true, observed: `alarm \`${alarm.AlarmName ?? ''}\` is on ${name}` };
        return actionChains(alarm, group).map((rest): AlarmChain => [on, ...rest]);
      });
      if (answer.incomplete) return [...chains, unread];
      return chains.length > 0 ? chains : [none];
    }
  }
}

/** The alarm watches the metric: the same namespace and name, directly or among the metrics of its expression. */
function isOn(alarm: MetricAlarm, metric: MetricTransformation): boolean {
  const same = (one: { readonly Namespace?: string; readonly MetricName?: string } | undefined) =>
    one?.Namespace === metric.metricNamespace && one?.MetricName === metric.metricName;
  return same(alarm) || (alarm.Metrics ?? []).some((query) => same(query.MetricStat?.Metric));
}

function stopped(holds: false | null, observed: string): AlarmChain {
  const rest: Observation = { holds, observed: 'no alarm was found to look at' };
  return [{ holds, observed }, rest, rest];
}

function ended(holds: false | null, observed: string): FilterChain {
  const rest: Observation = { holds, observed: 'no metric filter was found to look at' };
  return [{ holds, observed }, rest, rest, rest, rest];
}
