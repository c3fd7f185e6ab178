import type { Account } from '../account/account.js';
import type { CompositeAlarm, LogAlarm, MetricAlarm } from '../account/answers.js';
import { itemsIn, type Question, withItem, withItems } from './edit-reads.js';
import type { WriteInputs } from './step.js';

/**
 * Replaces the whole alarm of that name: what is not given falls to its default (CloudWatch API reference, PutMetricAlarm). A new
 * alarm is in INSUFFICIENT_DATA; of one that is there the state stays. A name that another kind of alarm has is refused.
 */
export function putMetricAlarm(
  account: Account,
  region: string,
  input: WriteInputs['cloudwatch:PutMetricAlarm'],
): Account {
  const question = alarmsIn(region);
  const { Tags: _tags, ...told } = input;
  const name = input.AlarmName;
  const others = [
    ...itemsIn<CompositeAlarm>(account, question, 'CompositeAlarms'),
    ...itemsIn<LogAlarm>(account, question, 'LogAlarms'),
  ];
  if (others.some(({ AlarmName }) => AlarmName === name)) return account;
  return withItem<MetricAlarm>(account, question, {
    member: 'MetricAlarms',
    is: ({ AlarmName }) => AlarmName === name,
    make: (old) => ({ ...defaultsFor(old), ...told, ...(old ? stateOf(old) : newState(account, region, name)) }),
  });
}

const DEFAULTS: MetricAlarm = {
  ActionsEnabled: true,
  OKActions: [],
  AlarmActions: [],
  InsufficientDataActions: [],
  Dimensions: [],
};

/** Of an alarm that is there, those that its description holds: what AWS leaves out of one answer it leaves out of the next. */
function defaultsFor(old: MetricAlarm | undefined): MetricAlarm {
  if (!old) return DEFAULTS;
  return Object.fromEntries(Object.entries(DEFAULTS).filter(([member]) => old[member] !== undefined));
}

const STATE = [
  'AlarmArn',
  'AlarmConfigurationUpdatedTimestamp',
  'StateValue',
  'StateReason',
  'StateReasonData',
  'StateUpdatedTimestamp',
  'StateTransitionedTimestamp',
  'EvaluationState',
] as const;

function stateOf(old: MetricAlarm): MetricAlarm {
  return Object.fromEntries(STATE.flatMap((member) => (old[member] === undefined ? [] : [[member, old[member]]])));
}

function newState({ partition, account, readAt }: Account, region: string, name: string): MetricAlarm {
  return {
    AlarmArn: `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`,
    AlarmConfigurationUpdatedTimestamp: readAt,
    StateValue: 'INSUFFICIENT_DATA',
    StateReason: 'Unchecked: Initial alarm creation',
    StateUpdatedTimestamp: readAt,
    StateTransitionedTimestamp: readAt,
  };
}

export function deleteAlarms(account: Account, region: string, input: WriteInputs['cloudwatch:DeleteAlarms']): Account {
  return inAlarms(account, region, input.AlarmNames, () => null);
}

export function enableAlarmActions(
  account: Account,
  region: string,
  input: WriteInputs['cloudwatch:EnableAlarmActions'],
): Account {
  return inAlarms(account, region, input.AlarmNames, (alarm) => ({ ...alarm, ActionsEnabled: true }));
}

export function disableAlarmActions(
  account: Account,
  region: string,
  input: WriteInputs['cloudwatch:DisableAlarmActions'],
): Account {
  return inAlarms(account, region, input.AlarmNames, (alarm) => ({ ...alarm, ActionsEnabled: false }));
}

interface AnyAlarm {
  readonly AlarmName?: string;
  readonly ActionsEnabled?: boolean;
}

function inAlarms(
  account: Account,
  region: string,
  names: readonly string[],
  change: (alarm: AnyAlarm) => AnyAlarm | null,
): Account {
  return ['MetricAlarms', 'CompositeAlarms', 'LogAlarms'].reduce(
    (after, member) =>
      withItems<AnyAlarm>(after, alarmsIn(region), member, (alarm) =>
        alarm.AlarmName !== undefined && names.includes(alarm.AlarmName) ? change(alarm) : alarm,
      ),
    account,
  );
}

const alarmsIn = (region: string): Question => ({
  region,
  operation: 'cloudwatch:DescribeAlarms',
  input: { AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] },
});
