import type { PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { alarmMembers, furtherAlarms, muteRules } from '../proxy/alarms.js';
import { alarmArn, broken, type Configuration, chain, topicArn } from './configuration.js';
import type { FilterSpec } from './spec.js';

const alarm = (
  name: string,
  input: Partial<PutMetricAlarmCommandInput>,
  says: RegExp,
  filter: Partial<FilterSpec> = {},
): Configuration => ({
  name,
  spec: () => chain({ filter, alarm: { input } }),
  expected: broken('alarm', says),
});

const composite = (account: string, members: object) =>
  furtherAlarms('us-east-1', {
    composite: [
      {
        AlarmName: 'both',
        AlarmArn: alarmArn(account, 'both'),
        ActionsEnabled: true,
        AlarmActions: [topicArn(account, 'security')],
        StateValue: 'OK',
        ...members,
      },
    ],
  });

/** The metric moves, and the alarm does not ring; or rings where nobody hears it. */
export const BROKEN_ALARMS: readonly Configuration[] = [
  alarm('a threshold of five', { Threshold: 5 }, /5/),
  alarm('more than one', { ComparisonOperator: 'GreaterThanThreshold' }, /1/),
  alarm('less than one', { ComparisonOperator: 'LessThanThreshold' }, /LessThanThreshold|quiet|ALARM/),
  alarm('an average with the default 0', { Statistic: 'Average' }, /Average/, { defaultValue: 0 }),
  alarm('a minimum with the default 0', { Statistic: 'Minimum' }, /Minimum/, { defaultValue: 0 }),
  alarm('two of three data points', { EvaluationPeriods: 3, DatapointsToAlarm: 2, Period: 60 }, /2 of 3|two|points/),
  alarm('three of three data points', { EvaluationPeriods: 3, Period: 60 }, /3/),
  alarm('missing data ignored', { TreatMissingData: 'ignore' }, /ignore/),
  alarm('missing data breaching', { TreatMissingData: 'breaching' }, /breaching/),
  alarm('actions disabled', { ActionsEnabled: false }, /disabled|ActionsEnabled/),
  alarm('no action', { AlarmActions: [] }, /action/),
  {
    name: 'an action for OK alone',
    spec: ({ account }) => chain({ alarm: { topics: [], input: { OKActions: [topicArn(account, 'security')] } } }),
    expected: broken('alarm', /OK/),
  },
  {
    name: 'muted at the time',
    spec: () => chain(),
    behaviours: ({ account }) => [
      muteRules('us-east-1', account, [
        {
          name: 'quarter',
          alarms: ['kms-key-loss'],
          status: 'ACTIVE',
          expression: 'at(2026-11-15T00:00)',
          duration: 'P15D',
          start: new Date('2026-11-15T00:00:00Z'),
          expire: new Date('2026-11-30T00:00:00Z'),
        },
      ]),
    ],
    expected: broken('alarm', /quarter/),
  },
  {
    name: 'a composite alarm that rings while its child does not',
    spec: () => chain({ alarm: { topics: [] } }),
    behaviours: ({ account }) => [composite(account, { AlarmRule: 'OK("kms-key-loss")' })],
    expected: broken('alarm', /OK\("kms-key-loss"\)/),
  },
  {
    name: 'a composite alarm whose suppressor is in ALARM',
    spec: () => chain({ alarm: { topics: [] }, more: { alarms: [{ name: 'maintenance', metric: 'Maintenance' }] } }),
    behaviours: ({ account }) => [
      alarmMembers(({ AlarmName }) => (AlarmName === 'maintenance' ? { StateValue: 'ALARM' } : {})),
      composite(account, {
        AlarmRule: 'ALARM("kms-key-loss")',
        ActionsSuppressor: 'maintenance',
        ActionsSuppressorWaitPeriod: 60,
        ActionsSuppressorExtensionPeriod: 60,
        ActionsSuppressedBy: 'Alarm',
      }),
    ],
    expected: broken('alarm', /suppress/),
  },
];
