import { expect, it } from 'vitest';
import { idOf } from './change-id.js';
import { neededBy, needs } from './needed-by.js';
import { type Step, step } from './step.js';

const R = 'eu-west-1';
const arn = (service: string, rest: string) => `arn:aws:${service}:${R}:111122223333:${rest}`;
const TRAIL = step('cloudtrail:CreateTrail', R, {
  Name: 't',
  S3BucketName: 'b',
  IncludeGlobalServiceEvents: true,
  IsMultiRegionTrail: true,
  EnableLogFileValidation: true,
  CloudWatchLogsLogGroupArn: arn('logs', 'log-group:g:*'),
  CloudWatchLogsRoleArn: 'arn:aws:iam::111122223333:role/r',
});
const made = (suffix: string): readonly Step[] => [
  step('cloudtrail:StartLogging', R, { Name: arn('cloudtrail', `trail/t${suffix}`) }),
  step('cloudtrail:PutEventSelectors', R, { TrailName: arn('cloudtrail', `trail/t${suffix}`) }),
  step('logs:CreateLogGroup', R, { logGroupName: `g${suffix}` }),
  step('iam:CreateRole', R, { RoleName: `r${suffix}`, AssumeRolePolicyDocument: '{}', Description: '' }),
  step('iam:PutRolePolicy', R, { RoleName: `r${suffix}`, PolicyName: 'p', PolicyDocument: '{}' }),
  step('s3:CreateBucket', R, { Bucket: `b${suffix}` }),
];

it('a trail that stays keeps its log group, its role and its bucket, and goes on', () => {
  for (const step of made('')) expect(needs(TRAIL, step), step.operation).toBe(true);
  for (const step of made('2')) expect(needs(TRAIL, step), step.operation).toBe(false);
  expect(needs(TRAIL, step('sns:CreateTopic', R, { Name: 't' }))).toBe(false);
});

it('a topic that stays keeps its key, a key its name', () => {
  const topic = step('sns:CreateTopic', R, { Name: 'a' });
  const key = (name: string) =>
    step('kms:CreateKey', R, { Description: `Encrypts the SNS topic ${name}`, Policy: '{}' });
  expect(needs(topic, key('a'))).toBe(true);
  expect(needs(topic, key('b-a'))).toBe(false);
  const alias = (TargetKeyId: string | { of: string; output: 'KeyId' }) =>
    step('kms:CreateAlias', R, { AliasName: 'alias/a', TargetKeyId });
  expect(needs(key('a'), alias({ of: idOf(key('a')), output: 'KeyId' }))).toBe(true);
  expect(needs(key('a'), alias({ of: idOf(key('b')), output: 'KeyId' }))).toBe(false);
  expect(needs(key('a'), alias('1234'))).toBe(false);
  expect(needs(step('sns:DeleteTopic', R, { TopicArn: arn('sns', 'a') }), key('a'))).toBe(false);
});

it('an alarm that stays keeps what feeds it and who hears of it, and nothing of another one', () => {
  const chainOf = (name: string): readonly Step[] => [
    step('logs:CreateLogGroup', R, { logGroupName: `g-${name}` }),
    step('cloudtrail:CreateTrail', R, {
      Name: `t-${name}`,
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      S3BucketName: `b-${name}`,
      CloudWatchLogsLogGroupArn: arn('logs', `log-group:g-${name}:*`),
      CloudWatchLogsRoleArn: `arn:aws:iam::111122223333:role/r-${name}`,
    }),
    step('s3:CreateBucket', R, { Bucket: `b-${name}` }),
    step('iam:CreateRole', R, { RoleName: `r-${name}`, AssumeRolePolicyDocument: '{}', Description: '' }),
    step('iam:PutRolePolicy', R, { RoleName: `r-${name}`, PolicyName: 'p', PolicyDocument: '{}' }),
    step('logs:PutMetricFilter', R, {
      logGroupName: `g-${name}`,
      filterName: name,
      filterPattern: '',
      metricTransformations: [{ metricName: name, metricNamespace: 'N', metricValue: '1' }],
    }),
    step('sns:CreateTopic', R, { Name: `a-${name}` }),
    step('sns:SetTopicAttributes', R, {
      TopicArn: arn('sns', `a-${name}`),
      AttributeName: 'KmsMasterKeyId',
      AttributeValue: `alias/a-${name}`,
    }),
    step('kms:CreateKey', R, { Description: `Encrypts the SNS topic a-${name}`, Policy: '{}' }),
    step('kms:CreateAlias', R, {
      AliasName: `alias/a-${name}`,
      TargetKeyId: {
        of: idOf(step('kms:CreateKey', R, { Description: `Encrypts the SNS topic a-${name}`, Policy: '{}' })),
        output: 'KeyId',
      },
    }),
    step('sns:Subscribe', R, {
      TopicArn: arn('sns', `a-${name}`),
      Protocol: 'email',
      Endpoint: 'you@example.com',
      ReturnSubscriptionArn: true,
    }),
    step('cloudwatch:EnableAlarmActions', R, { AlarmNames: [name] }),
  ];
  const alarmOf = (metric: object) =>
    step('cloudwatch:PutMetricAlarm', R, { AlarmName: 'x', AlarmActions: [arn('sns', 'a-x')], ...metric });
  const [own, other] = [chainOf('x'), chainOf('y')];
  const flat = { MetricName: 'x', Namespace: 'N' };
  for (const metric of [flat, { Metrics: [{ Id: 'm', MetricStat: { Metric: flat } }] }]) {
    const found = neededBy([alarmOf(metric)], [...own, ...other]);
    expect(found.map(idOf).sort()).toEqual(own.map(idOf).sort());
  }
  expect(neededBy([], [...own, ...other])).toEqual([]);
});

it('a filter that stays keeps its group and what fills it; its alarm is not needed', () => {
  const filter = step('logs:PutMetricFilter', R, {
    logGroupName: 'g',
    filterName: 'f',
    filterPattern: '',
    metricTransformations: [{ metricName: 'm', metricNamespace: 'N', metricValue: '1' }],
  });
  const alarm = step('cloudwatch:PutMetricAlarm', R, { AlarmName: 'x', MetricName: 'm', Namespace: 'N' });
  const Name = arn('cloudtrail', 'trail/t');
  const leading = (group: string) =>
    step('cloudtrail:UpdateTrail', R, {
      Name,
      CloudWatchLogsLogGroupArn: arn('logs', `log-group:${group}:*`),
      CloudWatchLogsRoleArn: 'arn:aws:iam::111122223333:role/r',
    });
  const group = step('logs:CreateLogGroup', R, { logGroupName: 'g' });
  expect(neededBy([filter], [group, leading('g'), alarm])).toEqual([group, leading('g')]);
  expect(neededBy([filter], [leading('g2'), alarm])).toEqual([]);
  const elsewhere = step('cloudtrail:StartLogging', 'us-east-1', { Name });
  expect(neededBy([filter], [elsewhere])).toEqual([]);
});

it.each([
  [
    'cloudtrail:PutEventSelectors',
    step('cloudtrail:PutEventSelectors', R, { TrailName: arn('cloudtrail', 'trail/t') }),
    TRAIL,
  ],
  [
    'iam:PutRolePolicy',
    step('iam:PutRolePolicy', R, { RoleName: 'r', PolicyName: 'p', PolicyDocument: '{}' }),
    step('iam:CreateRole', R, { RoleName: 'r', AssumeRolePolicyDocument: '{}', Description: '' }),
  ],
  [
    'sns:SetTopicAttributes',
    step('sns:SetTopicAttributes', R, { TopicArn: arn('sns', 'a'), AttributeName: 'Policy', AttributeValue: '{}' }),
    step('sns:CreateTopic', R, { Name: 'a' }),
  ],
  [
    'sns:SetSubscriptionAttributes',
    step('sns:SetSubscriptionAttributes', R, {
      SubscriptionArn: arn('sns', 'a:1234'),
      AttributeName: 'FilterPolicy',
      AttributeValue: '{}',
    }),
    step('sns:CreateTopic', R, { Name: 'a' }),
  ],
  [
    'kms:PutKeyPolicy',
    step('kms:PutKeyPolicy', R, { KeyId: '1234', PolicyName: 'default', Policy: '{}' }),
    step('kms:EnableKey', R, { KeyId: '1234' }),
  ],
] as const)('what somebody set with %s keeps what it is set on', (_operation, kept, made) => {
  expect(neededBy([kept], [made])).toEqual([made]);
  const text = JSON.stringify(made).replace(/"(t|r|a|1234)"/g, '"another"');
  const other: Step = JSON.parse(text);
  expect(neededBy([kept], [other])).toEqual([]);
});
