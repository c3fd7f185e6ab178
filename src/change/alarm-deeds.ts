import type { Account } from '../account/account.js';
import type { EventTarget, MetricAlarm } from '../account/answers.js';
import { parseArn } from '../account/arn.js';
import { answerTo, itemsOf } from '../account/view.js';
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

/** Actions of alarms on instances, and of Auto Scaling; targets of rules that are calls to EC2 (EventBridge user guide, "Targets"). */
export function changesMachines(action: string): boolean {
  return /^arn:[^:]*:(?:automate:[^:]*:ec2:|swf:[^:]*:[^:]*:action\/actions\/AWS_EC2|autoscaling:|events:[^:]*:[^:]*:target\/[a-z]+-instance)/i.test(
    action,
  );
}

interface Deeds {
  /** Without a final period. */
  readonly words: string;
  /** ARNs of what is done, but for what is published. */
  readonly actions: readonly string[];
}

/**
 * What the alarms and rules that are there do besides telling somebody, of those that a step lets ring for more than before, or act
 * again. That was set up for what they rang for until now.
 */
export function deedsOf(step: Step, account: Account): readonly Deeds[] {
  if (step.operation === 'events:EnableRule') return ofRule(account, step.region, step.input.Name);
  const alarms = metricAlarmsIn(account, step.region);
  return alarmsOf(step, alarms, account).flatMap(({ AlarmName: alarm = '', AlarmActions = [] }) => {
    const actions = AlarmActions.filter((action) => targetKind(action) !== 'topic');
    const words = `when the alarm \`${alarm}\` rings, it ${actions.map(deedOf).join(', and ')}`;
    return actions.length === 0 ? [] : [{ words, actions }];
  });
}

function ofRule(account: Account, region: string, name: string): readonly Deeds[] {
  const answer = answerTo(account, region, 'events:ListTargetsByRule', { Rule: name });
  const targets = answer.kind === 'answered' ? itemsOf<EventTarget>(answer.pages, 'Targets') : [];
  const actions = targets.flatMap(({ Arn }) => (Arn === undefined || targetKind(Arn) === 'topic' ? [] : [Arn]));
  return actions.length === 0 ? [] : [{ words: `the rule gives them to ${actions.join(' and ')} as well`, actions }];
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
