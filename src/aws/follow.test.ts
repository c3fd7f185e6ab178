import { describe, expect, it } from 'vitest';
import type { Operation, Read } from '../account/account.js';
import {
  alarmTopics,
  confirmedSubscriptions,
  keyForPolicy,
  keysOf,
  logGroupsOf,
  muteRuleNames,
  targetTopics,
} from './follow.js';

const ACCOUNT = '111122223333';

function read(operation: Operation, page: Record<string, unknown>, input: Record<string, unknown> = {}): Read {
  return { region: 'us-east-1', operation, input, pages: [page] };
}

describe('logGroupsOf', () => {
  it('gives the log groups of this account, each once, in the Region of its ARN', () => {
    const of = (arn?: string) => ({ ...(arn && { CloudWatchLogsLogGroupArn: arn }) });
    const trails = [
      of(`arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/trails:*`),
      of(`arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/trails:*`),
      of(`arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/trails:*`),
      of('arn:aws:logs:eu-west-1:999999999999:log-group:/trails:*'),
      of(),
    ];
    expect(logGroupsOf(trails, ACCOUNT)).toEqual([
      { region: 'eu-west-1', name: '/trails' },
      { region: 'us-east-1', name: '/trails' },
    ]);
  });
});

describe('alarmTopics', () => {
  const filters = [
    read('logs:DescribeMetricFilters', {
      metricFilters: [
        {
          metricTransformations: [
            { metricNamespace: 'N', metricName: 'First' },
            { metricNamespace: 'N', metricName: 'Second' },
          ],
        },
      ],
    }),
  ];
  const topic = (name: string) => `arn:aws:sns:us-east-1:${ACCOUNT}:${name}`;
  const topicsOf = (page: Record<string, unknown>) =>
    alarmTopics(read('cloudwatch:DescribeAlarms', page), filters).map(({ name }) => name.split(':').at(-1));
  const metricAlarm = (members: object) => ({ MetricAlarms: [{ AlarmActions: [topic('t')], ...members }] });
  const stat = (Namespace: string, MetricName: string) => ({
    Id: 'm',
    MetricStat: { Metric: { Namespace, MetricName } },
  });

  it.each([
    { MetricName: 'First', Namespace: 'N' },
    { MetricName: 'Second', Namespace: 'N' },
    { Metrics: [stat('Other', 'X'), stat('N', 'Second'), { Id: 'e', Expression: 'm + 1' }] },
    { Metrics: [{ Id: 'e', Expression: "SEARCH('N', 'Sum')" }] },
    { EvaluationCriteria: { PromQL: {} } },
  ])('follows %j', (members) => {
    expect(topicsOf(metricAlarm(members))).toEqual(['t']);
  });

  it.each([
    { MetricName: 'First', Namespace: 'Other' },
    { MetricName: 'first', Namespace: 'N' },
    { MetricName: 'CPUUtilization', Namespace: 'AWS/EC2' },
    { Metrics: [stat('AWS/EC2', 'CPUUtilization'), { Id: 'e', Expression: 'm * 2' }] },
  ])('does not follow %j', (members) => {
    expect(topicsOf(metricAlarm(members))).toEqual([]);
  });

  it('follows every composite and log alarm, and only to topics', () => {
    expect(
      topicsOf({
        CompositeAlarms: [{ AlarmActions: [topic('composite'), 'arn:aws:lambda:us-east-1:111122223333:function:f'] }],
        LogAlarms: [{ AlarmActions: [topic('log')] }, {}],
      }),
    ).toEqual(['composite', 'log']);
  });

  it('asks a topic of another Region and account there', () => {
    const elsewhere = 'arn:aws:sns:eu-west-1:999999999999:central';
    const alarms = read('cloudwatch:DescribeAlarms', { CompositeAlarms: [{ AlarmActions: [elsewhere] }] });
    expect(alarmTopics(alarms, [])).toEqual([{ region: 'eu-west-1', name: elsewhere }]);
  });
});

describe('targetTopics', () => {
  it('gives topics, not queues or subscriptions', () => {
    const topic = `arn:aws:sns:us-east-1:${ACCOUNT}:t`;
    const Targets = [
      { Arn: topic },
      { Arn: `${topic}:subscription` },
      { Arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:q` },
      {},
    ];
    expect(targetTopics(read('events:ListTargetsByRule', { Targets }))).toEqual([{ region: 'us-east-1', name: topic }]);
  });
});

describe('confirmedSubscriptions', () => {
  it('leaves out those that are pending or deleted', () => {
    const arn = `arn:aws:sns:us-east-1:${ACCOUNT}:t:s`;
    const Subscriptions = ['PendingConfirmation', arn, 'Deleted', undefined].map((SubscriptionArn) => ({
      SubscriptionArn,
    }));
    expect(confirmedSubscriptions(read('sns:ListSubscriptionsByTopic', { Subscriptions }))).toEqual([arn]);
  });
});

describe('keysOf', () => {
  it('gives the keys of trails, of the groups that were meant, of topics, of queues, of functions and of buses, where they are', () => {
    const key = (region: string) => `arn:aws:kms:${region}:${ACCOUNT}:key/k`;
    const groups = [
      read(
        'logs:DescribeLogGroups',
        {
          logGroups: [
            { logGroupName: 'trails', kmsKeyId: key('us-east-1') },
            { logGroupName: 'trails-of-another', kmsKeyId: key('us-west-1') },
          ],
        },
        { logGroupNamePrefix: 'trails' },
      ),
    ];
    const topics = [read('sns:GetTopicAttributes', { Attributes: { KmsMasterKeyId: 'alias/topic' } })];
    const trails = [{ HomeRegion: 'eu-west-1', KmsKeyId: key('eu-west-1') }, { KmsKeyId: 'k' }, {}];
    const queues = [read('sqs:GetQueueAttributes', { Attributes: { KmsMasterKeyId: 'alias/queue' } })];
    const functions = [read('lambda:GetFunctionConfiguration', { KMSKeyArn: `${key('us-east-1')}-function` })];
    const buses = [
      read('events:DescribeEventBus', { Name: 'default', KmsKeyIdentifier: 'alias/bus' }),
      read('events:DescribeEventBus', { Name: 'default' }),
    ];
    expect(keysOf(trails, groups, topics, queues, functions, buses)).toEqual([
      { region: 'eu-west-1', name: key('eu-west-1') },
      { region: 'us-east-1', name: key('us-east-1') },
      { region: 'us-east-1', name: 'alias/topic' },
      { region: 'us-east-1', name: 'alias/queue' },
      { region: 'us-east-1', name: `${key('us-east-1')}-function` },
      { region: 'us-east-1', name: 'alias/bus' },
    ]);
  });
});

describe('keyForPolicy', () => {
  const arn = `arn:aws:kms:us-east-1:${ACCOUNT}:key/k`;
  const described = (KeyId: string, Arn?: string) =>
    read('kms:DescribeKey', { KeyMetadata: { ...(Arn && { Arn }) } }, { KeyId });

  it('asks with the ARN behind an alias', () => {
    expect(keyForPolicy(described('alias/a', arn), ACCOUNT)).toBe(arn);
  });

  it('asks with the key as it was spelled when it could not be described, unless that is an alias', () => {
    expect(keyForPolicy({ ...described(arn), pages: [] }, ACCOUNT)).toBe(arn);
    expect(keyForPolicy({ ...described('k'), pages: [] }, ACCOUNT)).toBe('k');
    expect(keyForPolicy({ ...described('alias/a'), pages: [] }, ACCOUNT)).toBeNull();
    expect(keyForPolicy({ ...described(`arn:aws:kms:us-east-1:${ACCOUNT}:alias/a`), pages: [] }, ACCOUNT)).toBeNull();
  });

  it("does not ask for another account's policy", () => {
    const foreign = 'arn:aws:kms:us-east-1:999999999999:key/k';
    expect(keyForPolicy(described(foreign, foreign), ACCOUNT)).toBeNull();
  });
});

describe('muteRuleNames', () => {
  it('takes the name from the ARN, and leaves out rules that are over', () => {
    const AlarmMuteRuleSummaries = [
      { AlarmMuteRuleArn: `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm-mute-rule:nights`, Status: 'ACTIVE' },
      { AlarmMuteRuleArn: `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm-mute-rule:a:b`, Status: 'SCHEDULED' },
      { AlarmMuteRuleArn: `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm-mute-rule:over`, Status: 'EXPIRED' },
    ];
    expect(muteRuleNames(read('cloudwatch:ListAlarmMuteRules', { AlarmMuteRuleSummaries }))).toEqual(['nights', 'a:b']);
  });
});
