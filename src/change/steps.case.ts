import type { Account, Operation, Read } from '../account/account.js';
import { canonical } from '../account/canonical.js';
import { answerTo } from '../account/view.js';
import { filterAccount, ME, read, SUBSCRIPTION, TOPIC, TOPIC_KEY, TRAIL } from '../chain/example-account.case.js';
import { policyText, type Step, step, type WriteOperation } from './step.js';

const HOME = 'us-east-1';
const POLICY = policyText({ Version: '2012-10-17', Statement: [] });
export const NEW_GROUP = `arn:aws:logs:${HOME}:${ME}:log-group:new`;
export const NEW_TOPIC = `arn:aws:sns:${HOME}:${ME}:new`;
export const KEY_LOSS =
  '{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }';
const ROLE = `arn:aws:iam::${ME}:role/new`;

/** The alarm that the benchmark describes. */
export const alarm = (name: string, members: Readonly<Record<string, unknown>> = {}): Step =>
  step('cloudwatch:PutMetricAlarm', HOME, {
    AlarmName: name,
    MetricName: 'KeyLoss',
    Namespace: 'CISBenchmark',
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [NEW_TOPIC],
    ...members,
  });

export const filter = (logGroupName: string, filterName: string, filterPattern = KEY_LOSS): Step =>
  step('logs:PutMetricFilter', HOME, {
    logGroupName,
    filterName,
    filterPattern,
    metricTransformations: [{ metricName: 'KeyLoss', metricNamespace: 'CISBenchmark', metricValue: '1' }],
  });

export const newTrail = (members: Partial<{ readonly IsMultiRegionTrail: boolean }> = {}): Step =>
  step('cloudtrail:CreateTrail', HOME, {
    Name: 'new',
    S3BucketName: 'new-bucket',
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: true,
    EnableLogFileValidation: true,
    CloudWatchLogsLogGroupArn: `${NEW_GROUP}:*`,
    CloudWatchLogsRoleArn: ROLE,
    ...members,
  });
export const NEW_TRAIL = `arn:aws:cloudtrail:${HOME}:${ME}:trail/new`;

export const subscription = (Protocol: string, Endpoint: string, TopicArn = NEW_TOPIC): Step =>
  step('sns:Subscribe', HOME, { TopicArn, Protocol, Endpoint, ReturnSubscriptionArn: true });

/** What is built where there is nothing at all, in order. */
export const FROM_NOTHING: readonly Step[] = [
  step('s3:CreateBucket', HOME, { Bucket: 'new-bucket' }),
  step('s3:PutBucketPolicy', HOME, { Bucket: 'new-bucket', Policy: POLICY }),
  step('logs:CreateLogGroup', HOME, { logGroupName: 'new' }),
  step('logs:PutRetentionPolicy', HOME, { logGroupName: 'new', retentionInDays: 365 }),
  step('iam:CreateRole', HOME, { RoleName: 'new', AssumeRolePolicyDocument: POLICY, Description: 'd' }),
  step('iam:PutRolePolicy', HOME, { RoleName: 'new', PolicyName: 'p', PolicyDocument: POLICY }),
  newTrail(),
  step('cloudtrail:StartLogging', HOME, { Name: NEW_TRAIL }),
  filter('new', 'key-loss'),
  step('sns:CreateTopic', HOME, { Name: 'new' }),
  subscription('email', 'security@example.com'),
  alarm('new'),
];

/** A step of every operation, on things of the example account where it asks for things that are there. */
export const EVERY_STEP: { readonly [O in WriteOperation]: readonly Step[] } = {
  'cloudtrail:CreateTrail': [newTrail(), newTrail({ IsMultiRegionTrail: false })],
  'cloudtrail:DeleteTrail': [
    step('cloudtrail:DeleteTrail', HOME, { Name: TRAIL }),
    step('cloudtrail:DeleteTrail', HOME, { Name: 'main' }),
  ],
  'cloudtrail:UpdateTrail': [
    step('cloudtrail:UpdateTrail', HOME, { Name: TRAIL, IsMultiRegionTrail: false, IncludeGlobalServiceEvents: false }),
    step('cloudtrail:UpdateTrail', HOME, {
      Name: TRAIL,
      CloudWatchLogsLogGroupArn: `${NEW_GROUP}:*`,
      CloudWatchLogsRoleArn: ROLE,
    }),
    step('cloudtrail:UpdateTrail', HOME, {
      Name: TRAIL,
      CloudWatchLogsLogGroupArn: '',
      CloudWatchLogsRoleArn: '',
    }),
  ],
  'cloudtrail:StartLogging': [step('cloudtrail:StartLogging', HOME, { Name: TRAIL })],
  'cloudtrail:StopLogging': [step('cloudtrail:StopLogging', HOME, { Name: TRAIL })],
  'cloudtrail:PutEventSelectors': [
    step('cloudtrail:PutEventSelectors', HOME, {
      TrailName: TRAIL,
      EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }],
    }),
    step('cloudtrail:PutEventSelectors', HOME, {
      TrailName: TRAIL,
      AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }],
    }),
  ],
  's3:CreateBucket': [step('s3:CreateBucket', HOME, { Bucket: 'new-bucket' })],
  's3:PutPublicAccessBlock': [
    step('s3:PutPublicAccessBlock', HOME, {
      Bucket: 'new-bucket',
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }),
  ],
  's3:PutBucketPolicy': [step('s3:PutBucketPolicy', HOME, { Bucket: 'new-bucket', Policy: POLICY })],
  's3:DeleteBucket': [step('s3:DeleteBucket', HOME, { Bucket: 'new-bucket' })],
  'iam:CreateRole': [
    step('iam:CreateRole', HOME, { RoleName: 'new', AssumeRolePolicyDocument: POLICY, Description: 'd' }),
  ],
  'iam:PutRolePolicy': [step('iam:PutRolePolicy', HOME, { RoleName: 'new', PolicyName: 'p', PolicyDocument: POLICY })],
  'iam:DeleteRolePolicy': [step('iam:DeleteRolePolicy', HOME, { RoleName: 'new', PolicyName: 'p' })],
  'iam:DeleteRole': [step('iam:DeleteRole', HOME, { RoleName: 'new' })],
  'logs:CreateLogGroup': [
    step('logs:CreateLogGroup', HOME, { logGroupName: 'new' }),
    step('logs:CreateLogGroup', HOME, { logGroupName: 'trail-of-another' }),
    step('logs:CreateLogGroup', HOME, { logGroupName: 'trail' }),
  ],
  'logs:PutRetentionPolicy': [step('logs:PutRetentionPolicy', HOME, { logGroupName: 'trail', retentionInDays: 365 })],
  'logs:DeleteLogGroup': [step('logs:DeleteLogGroup', HOME, { logGroupName: 'trail' })],
  'logs:PutMetricFilter': [filter('trail', 'another'), filter('trail', 'key-loss'), filter('never-read', 'another')],
  'logs:DeleteMetricFilter': [step('logs:DeleteMetricFilter', HOME, { logGroupName: 'trail', filterName: 'key-loss' })],
  'cloudwatch:PutMetricAlarm': [alarm('new'), alarm('key-loss', { AlarmActions: [TOPIC] })],
  'cloudwatch:DeleteAlarms': [step('cloudwatch:DeleteAlarms', HOME, { AlarmNames: ['key-loss'] })],
  'cloudwatch:EnableAlarmActions': [step('cloudwatch:EnableAlarmActions', HOME, { AlarmNames: ['key-loss'] })],
  'cloudwatch:DisableAlarmActions': [step('cloudwatch:DisableAlarmActions', HOME, { AlarmNames: ['key-loss'] })],
  'sns:CreateTopic': [
    step('sns:CreateTopic', HOME, { Name: 'new' }),
    step('sns:CreateTopic', HOME, { Name: 'alerts' }),
  ],
  'sns:DeleteTopic': [step('sns:DeleteTopic', HOME, { TopicArn: TOPIC })],
  'sns:SetTopicAttributes': [
    step('sns:SetTopicAttributes', HOME, { TopicArn: TOPIC, AttributeName: 'Policy', AttributeValue: POLICY }),
    step('sns:SetTopicAttributes', HOME, { TopicArn: TOPIC, AttributeName: 'KmsMasterKeyId', AttributeValue: '' }),
  ],
  'sns:Subscribe': [
    subscription('email', 'new@example.com', TOPIC),
    subscription('email', 'a@example.com', TOPIC),
    subscription('https', 'https://hooks.example.com/s3cr3t', TOPIC),
    subscription('sqs', `arn:aws:sqs:${HOME}:${ME}:queue`, TOPIC),
    subscription('sqs', `arn:aws:sqs:${HOME}:444455556666:queue`, TOPIC),
    subscription('sms', '+15550100199', TOPIC),
  ],
  'sns:Unsubscribe': [
    step('sns:Unsubscribe', HOME, { SubscriptionArn: SUBSCRIPTION }),
    step('sns:Unsubscribe', HOME, { SubscriptionArn: { of: 'sns:Subscribe', output: 'SubscriptionArn' } }),
  ],
  'sns:SetSubscriptionAttributes': [
    step('sns:SetSubscriptionAttributes', HOME, {
      SubscriptionArn: SUBSCRIPTION,
      AttributeName: 'FilterPolicy',
      AttributeValue: '{"a":["b"]}',
    }),
    step('sns:SetSubscriptionAttributes', HOME, {
      SubscriptionArn: SUBSCRIPTION,
      AttributeName: 'FilterPolicy',
      AttributeValue: '{}',
    }),
  ],
  'kms:CreateKey': [step('kms:CreateKey', HOME, { Description: 'alerts', Policy: POLICY })],
  'kms:CreateAlias': [
    step('kms:CreateAlias', HOME, { AliasName: 'alias/new', TargetKeyId: TOPIC_KEY }),
    step('kms:CreateAlias', HOME, { AliasName: 'alias/new', TargetKeyId: { of: 'kms:CreateKey', output: 'KeyId' } }),
  ],
  'kms:DeleteAlias': [step('kms:DeleteAlias', HOME, { AliasName: 'alias/new' })],
  'kms:ScheduleKeyDeletion': [
    step('kms:ScheduleKeyDeletion', HOME, { KeyId: TOPIC_KEY, PendingWindowInDays: 7 }),
    step('kms:ScheduleKeyDeletion', HOME, {
      KeyId: { of: 'kms:CreateKey', output: 'KeyId' },
      PendingWindowInDays: 7,
    }),
  ],
  'kms:EnableKey': [step('kms:EnableKey', HOME, { KeyId: TOPIC_KEY })],
  'kms:DisableKey': [step('kms:DisableKey', HOME, { KeyId: TOPIC_KEY })],
  'kms:PutKeyPolicy': [step('kms:PutKeyPolicy', HOME, { KeyId: TOPIC_KEY, PolicyName: 'default', Policy: POLICY })],
  'events:EnableRule': [step('events:EnableRule', HOME, { Name: 'key-loss' })],
  'events:DisableRule': [step('events:DisableRule', HOME, { Name: 'key-loss' })],
};

/** An account in which nothing is, all of whose listings were read. */
export function nothing(): Account {
  const { reads, ...account } = filterAccount();
  const kept = reads.filter(({ operation }) => operation === 'events:ListRules');
  const listings = account.regions.map((region) =>
    read('cloudtrail:DescribeTrails', { includeShadowTrails: true }, { trailList: [] }, region),
  );
  const alarms = read(
    'cloudwatch:DescribeAlarms',
    { AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] },
    { MetricAlarms: [], CompositeAlarms: [], LogAlarms: [] },
  );
  const mutes = read('cloudwatch:ListAlarmMuteRules', {}, { AlarmMuteRuleSummaries: [] });
  return { ...account, reads: [...listings, alarms, mutes, ...kept] };
}

/** The first page of what was answered. */
export function pageOf(
  account: Account,
  operation: Operation,
  input: Read['input'] = {},
  region = HOME,
): Read['pages'][number] {
  const answer = answerTo(account, region, operation, input);
  if (answer.kind !== 'answered') throw new Error(`${operation}: ${answer.kind}`);
  return answer.pages[0] ?? {};
}

/** The account in its canonical order, without times. */
export function withoutTimes(account: Account): unknown {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !/Time$|Timestamp$|HasCustomEventSelectors/.test(name))
        .map(([name, member]) => [name, plain(member)]),
    );
  };
  return plain(
    account.reads
      .map((one) => JSON.stringify(canonical(one)))
      .sort()
      .map((text) => JSON.parse(text) as unknown),
  );
}
