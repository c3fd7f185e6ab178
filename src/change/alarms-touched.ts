import type { Account } from '../account/account.js';
import type { MetricAlarm } from '../account/answers.js';
import { groupFedBy } from './group-fed.js';
import { filtersOf, metricAlarmsIn } from './look.js';
import type { Step, WriteInputs } from './step.js';

/** The alarms of a Region that a step lets ring for more than before, or act again. */
export function alarmsTouched(
  step: Step,
  account: Account,
): { readonly region: string; readonly alarms: readonly MetricAlarm[] } {
  const fed = groupFedBy(step, account);
  const region = fed?.region ?? step.region;
  const there = metricAlarmsIn(account, region);
  const acting = there.filter(({ ActionsEnabled }) => ActionsEnabled !== false);
  if (fed) {
    const metrics = filtersOf(account, region, fed.name).flatMap(
      ({ metricTransformations = [] }) => metricTransformations,
    );
    return { region, alarms: acting.filter((alarm) => watches(alarm, metrics)) };
  }
  switch (step.operation) {
    case 'cloudwatch:EnableAlarmActions':
      return { region, alarms: there.filter(({ AlarmName = '' }) => step.input.AlarmNames.includes(AlarmName)) };
    case 'cloudwatch:PutMetricAlarm':
      return {
        region,
        alarms: there.filter((alarm) => alarm.AlarmName === step.input.AlarmName && ringsOtherwise(alarm, step.input)),
      };
    case 'logs:PutMetricFilter':
      return {
        region,
        alarms: catchesOtherwise(account, region, step.input)
          ? acting.filter((alarm) => watches(alarm, step.input.metricTransformations))
          : [],
      };
    default:
      return { region, alarms: [] };
  }
}

/** Whom it tells, and how it is described, is no reason to ring. */
const NO_REASON = new Set(['AlarmName', 'AlarmDescription', 'AlarmActions', 'OKActions', 'InsufficientDataActions']);

function ringsOtherwise(alarm: MetricAlarm, input: WriteInputs['cloudwatch:PutMetricAlarm']): boolean {
  if (alarm.ActionsEnabled === false) return input.ActionsEnabled !== false;
  const { ActionsEnabled: _same, ...settings } = input;
  return Object.entries(settings).some(
    ([member, value]) => !NO_REASON.has(member) && JSON.stringify(alarm[member]) !== JSON.stringify(value),
  );
}

function catchesOtherwise(account: Account, region: string, input: WriteInputs['logs:PutMetricFilter']): boolean {
  const old = filtersOf(account, region, input.logGroupName).find(({ filterName }) => filterName === input.filterName);
  const settings = [
    'filterPattern',
    'metricTransformations',
    'applyOnTransformedLogs',
    'fieldSelectionCriteria',
  ] as const;
  return !old || settings.some((member) => JSON.stringify(old[member]) !== JSON.stringify(input[member]));
}

/** A query of Metrics Insights names a metric in its text. */
function watches(alarm: MetricAlarm, published: readonly Published[]): boolean {
  const queries = alarm.Metrics ?? [];
  const metrics = [alarm, ...queries.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])];
  return published.some(
    ({ metricNamespace, metricName = '' }) =>
      metrics.some(({ Namespace, MetricName }) => metricNamespace === Namespace && metricName === MetricName) ||
      queries.some(({ Expression = '' }) => /\bSELECT\b/i.test(Expression) && Expression.includes(metricName)),
  );
}

interface Published {
  readonly metricNamespace?: string;
  readonly metricName?: string;
}
