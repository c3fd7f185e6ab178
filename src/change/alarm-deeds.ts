import type { Account } from '../account/account.js';
import type { MetricAlarm } from '../account/answers.js';
import { parseArn } from '../account/arn.js';
import { targetKind } from '../chain/links/target.js';
import { filtersOf, metricAlarmsIn } from './look.js';
import type { Step, WriteInputs } from './step.js';

/** What an action is (CloudWatch API reference, PutMetricAlarm, `AlarmActions`). */
export function deedOf(action: string): string {
  const { service, resource = '' } = parseArn(action) ?? {};
  if (targetKind(action) === 'topic') return `publishes to ${action}`;
  if (service === 'lambda') return `calls the function ${action}, whatever that does`;
  if (service === 'ssm' && resource.startsWith('opsitem')) return `opens an OpsItem (${action})`;
  if (service === 'ssm-incidents')
    return `starts an incident (${action}), which may page people and run its automations`;
  return `does ${action}`;
}

/** Actions on instances, and of Auto Scaling. */
export function changesMachines(action: string): boolean {
  return /^arn:[^:]*:(?:automate:[^:]*:ec2:|swf:[^:]*:[^:]*:action\/actions\/AWS_EC2|autoscaling:)/i.test(action);
}

interface AlarmDeeds {
  readonly alarm: string;
  /** What it does when it rings, but for what it publishes. */
  readonly actions: readonly string[];
}

/**
 * The alarms that are there and that a step lets ring for more than before, or act again, with what they do besides telling somebody.
 * That was set up for what they rang for until now.
 */
export function deedsOf(step: Step, account: Account): readonly AlarmDeeds[] {
  const alarms = metricAlarmsIn(account, step.region);
  return alarmsOf(step, alarms, account).flatMap(({ AlarmName: alarm = '', AlarmActions = [] }) => {
    const actions = AlarmActions.filter((action) => targetKind(action) !== 'topic');
    return actions.length === 0 ? [] : [{ alarm, actions }];
  });
}

function alarmsOf(step: Step, alarms: readonly MetricAlarm[], account: Account): readonly MetricAlarm[] {
  switch (step.operation) {
    case 'cloudwatch:EnableAlarmActions':
      return alarms.filter(({ AlarmName = '' }) => step.input.AlarmNames.includes(AlarmName));
    case 'cloudwatch:PutMetricAlarm':
      return alarms.filter((alarm) => alarm.AlarmName === step.input.AlarmName && ringsOtherwise(alarm, step.input));
    case 'logs:PutMetricFilter':
      return catchesOtherwise(account, step.region, step.input)
        ? alarms.filter((alarm) => alarm.ActionsEnabled !== false && watches(alarm, step.input))
        : [];
    default:
      return [];
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

function watches(alarm: MetricAlarm, { metricTransformations }: WriteInputs['logs:PutMetricFilter']): boolean {
  const metrics = [alarm, ...(alarm.Metrics ?? []).flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])];
  return metrics.some(({ Namespace, MetricName }) =>
    metricTransformations.some((one) => one.metricNamespace === Namespace && one.metricName === MetricName),
  );
}
