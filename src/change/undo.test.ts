import { describe, expect, it } from 'vitest';
import type { Account } from '../account/account.js';
import { filterAccount, GROUP, ME, ruleAccount, TOPIC_KEY, TRAIL } from '../chain/example-account.case.js';
import { applyAll, applyChanges, undoChanges } from './apply.js';
import type { Change } from './change.js';
import { isInverse } from './is-inverse.js';
import { type Step, step } from './step.js';
import {
  alarm,
  EVERY_STEP,
  filter,
  NEW_TOPIC,
  NEW_TRAIL,
  nothing,
  pageOf,
  subscription,
  withoutTimes,
} from './steps.case.js';
import { undoOf } from './undo.js';

const HOME = 'us-east-1';
const ACCOUNTS = { filters: filterAccount(), rules: ruleAccount() } as const;

describe('undo steps', () => {
  const change = (id: string, one: Step, ...undo: readonly Step[]): Change => ({
    id,
    title: id,
    link: { kind: 'trail', id },
    controls: [],
    risk: 'adds',
    warning: null,
    cost: { usdPerMonth: 0, because: '' },
    owner: null,
    step: one,
    undo,
    notUndone: null,
  });
  const of = (operation: keyof typeof EVERY_STEP, index = 0): Step => EVERY_STEP[operation][index]!;
  const oldAlarm = (): Step => {
    const { MetricAlarms } = pageOf(ACCOUNTS.filters, 'cloudwatch:DescribeAlarms') as {
      MetricAlarms: readonly [{ AlarmName: string; AlarmArn: string; StateValue: string }];
    };
    const { AlarmArn: _arn, StateValue: _state, ...old } = MetricAlarms[0];
    return step('cloudwatch:PutMetricAlarm', HOME, old);
  };
  const oldPolicy = (
    pageOf(ACCOUNTS.filters, 'kms:GetKeyPolicy', { KeyId: TOPIC_KEY, PolicyName: 'default' }) as { Policy: string }
  ).Policy;

  const cases: readonly (readonly [string, Account, readonly Change[]])[] = [
    [
      'a whole chain',
      nothing(),
      [
        change('group', of('logs:CreateLogGroup'), step('logs:DeleteLogGroup', HOME, { logGroupName: 'new' })),
        change('trail', of('cloudtrail:CreateTrail'), step('cloudtrail:DeleteTrail', HOME, { Name: NEW_TRAIL })),
        change(
          'start',
          step('cloudtrail:StartLogging', HOME, { Name: NEW_TRAIL }),
          step('cloudtrail:StopLogging', HOME, { Name: NEW_TRAIL }),
        ),
        change(
          'filter',
          filter('new', 'key-loss'),
          step('logs:DeleteMetricFilter', HOME, { logGroupName: 'new', filterName: 'key-loss' }),
        ),
        change(
          'key',
          of('kms:CreateKey'),
          step('kms:ScheduleKeyDeletion', HOME, { KeyId: { of: 'key', output: 'KeyId' }, PendingWindowInDays: 7 }),
        ),
        change(
          'alias',
          step('kms:CreateAlias', HOME, { AliasName: 'alias/new', TargetKeyId: { of: 'key', output: 'KeyId' } }),
          step('kms:DeleteAlias', HOME, { AliasName: 'alias/new' }),
        ),
        change('topic', of('sns:CreateTopic'), step('sns:DeleteTopic', HOME, { TopicArn: NEW_TOPIC })),
        change(
          'encrypted',
          step('sns:SetTopicAttributes', HOME, {
            TopicArn: NEW_TOPIC,
            AttributeName: 'KmsMasterKeyId',
            AttributeValue: 'alias/new',
          }),
          step('sns:SetTopicAttributes', HOME, {
            TopicArn: NEW_TOPIC,
            AttributeName: 'KmsMasterKeyId',
            AttributeValue: '',
          }),
        ),
        change(
          'mail',
          subscription('email', 'a@example.com'),
          step('sns:Unsubscribe', HOME, { SubscriptionArn: { of: 'mail', output: 'SubscriptionArn' } }),
        ),
        change('alarm', alarm('new'), step('cloudwatch:DeleteAlarms', HOME, { AlarmNames: ['new'] })),
      ],
    ],
    ['an alarm that is replaced', ACCOUNTS.filters, [change('alarm', alarm('key-loss'), oldAlarm())]],
    [
      'actions',
      ACCOUNTS.filters,
      [change('off', of('cloudwatch:DisableAlarmActions'), of('cloudwatch:EnableAlarmActions'))],
    ],
    ['logging', ACCOUNTS.filters, [change('off', of('cloudtrail:StopLogging'), of('cloudtrail:StartLogging'))]],
    [
      'a trail that is narrowed',
      ACCOUNTS.filters,
      [
        change(
          'one',
          of('cloudtrail:UpdateTrail'),
          step('cloudtrail:UpdateTrail', HOME, {
            Name: TRAIL,
            IsMultiRegionTrail: true,
            IncludeGlobalServiceEvents: true,
          }),
        ),
      ],
    ],
    [
      'a trail that moves',
      ACCOUNTS.filters,
      [
        change('group', of('logs:CreateLogGroup'), step('logs:DeleteLogGroup', HOME, { logGroupName: 'new' })),
        change(
          'move',
          of('cloudtrail:UpdateTrail', 1),
          step('cloudtrail:UpdateTrail', HOME, {
            Name: TRAIL,
            CloudWatchLogsLogGroupArn: `${GROUP}:*`,
            CloudWatchLogsRoleArn: `arn:aws:iam::${ME}:role/trail`,
          }),
        ),
      ],
    ],
    [
      'a trail that gets a log group',
      ACCOUNTS.rules,
      [
        change('group', of('logs:CreateLogGroup'), step('logs:DeleteLogGroup', HOME, { logGroupName: 'new' })),
        change('log', of('cloudtrail:UpdateTrail', 1), of('cloudtrail:UpdateTrail', 2)),
        change(
          'filter',
          filter('new', 'x'),
          step('logs:DeleteMetricFilter', HOME, { logGroupName: 'new', filterName: 'x' }),
        ),
        change('alarm', alarm('new'), step('cloudwatch:DeleteAlarms', HOME, { AlarmNames: ['new'] })),
      ],
    ],
    ['a rule', ACCOUNTS.rules, [change('off', of('events:DisableRule'), of('events:EnableRule'))]],
    ['a key', ACCOUNTS.filters, [change('off', of('kms:DisableKey'), of('kms:EnableKey'))]],
    [
      'a key policy',
      ACCOUNTS.filters,
      [
        change(
          'p',
          of('kms:PutKeyPolicy'),
          step('kms:PutKeyPolicy', HOME, { KeyId: TOPIC_KEY, PolicyName: 'default', Policy: oldPolicy }),
        ),
      ],
    ],
    [
      'a filter policy',
      ACCOUNTS.filters,
      [change('p', of('sns:SetSubscriptionAttributes'), of('sns:SetSubscriptionAttributes', 1))],
    ],
    [
      'a queue that is subscribed',
      ACCOUNTS.filters,
      [
        change(
          'q',
          of('sns:Subscribe', 3),
          step('sns:Unsubscribe', HOME, { SubscriptionArn: { of: 'q', output: 'SubscriptionArn' } }),
        ),
      ],
    ],
    [
      'a log group and a topic that were missing',
      applyAll([...EVERY_STEP['logs:DeleteLogGroup'], ...EVERY_STEP['sns:DeleteTopic']], ACCOUNTS.filters),
      [
        change('g', of('logs:CreateLogGroup', 2), ...EVERY_STEP['logs:DeleteLogGroup']),
        change('t', of('sns:CreateTopic', 1), ...EVERY_STEP['sns:DeleteTopic']),
      ],
    ],
  ];

  it.each(cases)('take it back: %s', (_name, account, changes) => {
    const after = applyChanges(changes, account, { confirmed: true });
    expect(withoutTimes(after)).not.toEqual(withoutTimes(account));
    expect(withoutTimes(undoChanges(changes, after))).toEqual(withoutTimes(account));
  });
});

describe('what takes a step back', () => {
  it('is what an undo file may hold, of every step and account', () => {
    let count = 0;
    for (const made of Object.values(EVERY_STEP).flat())
      for (const account of [ACCOUNTS.filters, ACCOUNTS.rules, nothing()])
        for (const undo of undoOf(made, account, 'id')) {
          count++;
          expect(isInverse(undo, made, 'id'), `${made.operation} ${undo.operation}`).toBe(true);
          expect(isInverse(undo, made, 'other'), `${made.operation} ${undo.operation}`).toBe(
            !/Unsubscribe|ScheduleKeyDeletion/.test(undo.operation),
          );
          expect(isInverse({ ...undo, region: 'eu-north-1' } as Step, made, 'id')).toBe(false);
        }
    expect(count).toBeGreaterThan(40);
  });
});
