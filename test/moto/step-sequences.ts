import type { Step } from '../../src/change/step.js';
import { policyText, step } from '../../src/change/step.js';
import { chainFor, HOME, KEY_LOSS_PATTERN, type Spec } from './spec.js';

/** Steps one after the other on an account, and what it was before. */
export interface Sequence {
  readonly name: string;
  readonly before: Spec;
  /** An output names the position of the step that answers it. */
  readonly steps: (at: At) => readonly Step[];
}

export interface At {
  readonly account: string;
  readonly topics: ReadonlyMap<string, string>;
  readonly keys: ReadonlyMap<string, string>;
  /** The ARN of the subscription that was there before, if there was one. */
  readonly mail: string;
}

const CHAIN: Spec = { ...chainFor(KEY_LOSS_PATTERN), keys: [] };
const trail = (account: string, name = 'management') => `arn:aws:cloudtrail:${HOME}:${account}:trail/${name}`;
const group = (account: string, name: string) => `arn:aws:logs:${HOME}:${account}:log-group:${name}:*`;
const topicOf = (account: string, name: string) => `arn:aws:sns:${HOME}:${account}:${name}`;

const ASSUME = policyText({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const document = (action: string, resource = '*') =>
  policyText({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] });

const filter = (logGroupName: string, filterName: string, members: object = {}): Step =>
  step('logs:PutMetricFilter', HOME, {
    logGroupName,
    filterName,
    filterPattern: KEY_LOSS_PATTERN,
    metricTransformations: [{ metricName: 'KmsKeyLoss', metricNamespace: 'CISBenchmark', metricValue: '1' }],
    ...members,
  });

const alarm = (AlarmName: string, topic: string, members: object = {}): Step =>
  step('cloudwatch:PutMetricAlarm', HOME, {
    AlarmName,
    MetricName: 'KmsKeyLoss',
    Namespace: 'CISBenchmark',
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [topic],
    ...members,
  });

/** Whoever is subscribed with these endpoints has not answered yet. */
export const PENDING = ['new@example.com', 'https://hooks.example.com/T000/s3cr3t'] as const;

export const SEQUENCES: readonly Sequence[] = [
  {
    name: 'a chain from nothing, and back',
    before: {},
    steps: ({ account }) => [
      step('s3:CreateBucket', HOME, { Bucket: `new-${account}` }),
      step('s3:PutPublicAccessBlock', HOME, {
        Bucket: `new-${account}`,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        },
      }),
      step('s3:PutBucketPolicy', HOME, {
        Bucket: `new-${account}`,
        Policy: document('s3:GetBucketAcl', `arn:aws:s3:::new-${account}`),
      }),
      step('logs:CreateLogGroup', HOME, { logGroupName: 'new' }),
      step('logs:PutRetentionPolicy', HOME, { logGroupName: 'new', retentionInDays: 365 }),
      step('iam:CreateRole', HOME, { RoleName: 'new', AssumeRolePolicyDocument: ASSUME, Description: 'd' }),
      step('iam:PutRolePolicy', HOME, { RoleName: 'new', PolicyName: 'p', PolicyDocument: document('logs:*') }),
      step('cloudtrail:CreateTrail', HOME, {
        Name: 'new',
        S3BucketName: `new-${account}`,
        IncludeGlobalServiceEvents: true,
        IsMultiRegionTrail: true,
        EnableLogFileValidation: true,
        CloudWatchLogsLogGroupArn: group(account, 'new'),
        CloudWatchLogsRoleArn: `arn:aws:iam::${account}:role/new`,
      }),
      step('cloudtrail:StartLogging', HOME, { Name: trail(account, 'new') }),
      filter('new', 'key-loss'),
      step('sns:CreateTopic', HOME, { Name: 'new' }),
      alarm('key-loss', topicOf(account, 'new')),
      step('cloudwatch:DeleteAlarms', HOME, { AlarmNames: ['key-loss'] }),
      step('sns:DeleteTopic', HOME, { TopicArn: topicOf(account, 'new') }),
      step('logs:DeleteMetricFilter', HOME, { logGroupName: 'new', filterName: 'key-loss' }),
      step('cloudtrail:StopLogging', HOME, { Name: trail(account, 'new') }),
      step('cloudtrail:DeleteTrail', HOME, { Name: trail(account, 'new') }),
      step('iam:DeleteRolePolicy', HOME, { RoleName: 'new', PolicyName: 'p' }),
      step('iam:DeleteRole', HOME, { RoleName: 'new' }),
      step('logs:DeleteLogGroup', HOME, { logGroupName: 'new' }),
      step('s3:DeleteBucket', HOME, { Bucket: `new-${account}` }),
    ],
  },
  {
    name: 'a trail that is changed',
    before: { ...CHAIN, logGroups: [{ name: 'cloudtrail' }, { name: 'cloudtrail-2' }] },
    steps: ({ account }) => [
      step('cloudtrail:UpdateTrail', HOME, { Name: trail(account), IsMultiRegionTrail: false }),
      step('cloudtrail:UpdateTrail', HOME, {
        Name: trail(account),
        IsMultiRegionTrail: true,
        IncludeGlobalServiceEvents: false,
      }),
      step('cloudtrail:PutEventSelectors', HOME, {
        TrailName: trail(account),
        EventSelectors: [
          {
            ReadWriteType: 'WriteOnly',
            IncludeManagementEvents: true,
            DataResources: [],
            ExcludeManagementEventSources: ['rdsdata.amazonaws.com'],
          },
        ],
      }),
      step('cloudtrail:PutEventSelectors', HOME, {
        TrailName: trail(account),
        AdvancedEventSelectors: [
          { Name: 'management', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
        ],
      }),
      step('cloudtrail:StopLogging', HOME, { Name: trail(account) }),
      step('cloudtrail:StartLogging', HOME, { Name: trail(account) }),
      step('logs:CreateLogGroup', HOME, { logGroupName: 'elsewhere' }),
      step('cloudtrail:UpdateTrail', HOME, {
        Name: trail(account),
        CloudWatchLogsLogGroupArn: group(account, 'elsewhere'),
        CloudWatchLogsRoleArn: `arn:aws:iam::${account}:role/elsewhere`,
      }),
      filter('elsewhere', 'key-loss'),
    ],
  },
  {
    name: 'metric filters and alarms',
    before: CHAIN,
    steps: ({ account }) => [
      filter('cloudtrail', 'b'),
      filter('cloudtrail', 'a', { filterPattern: '{ $.eventName = DisableKey }' }),
      filter('cloudtrail', 'kms-key-loss', {
        metricTransformations: [
          {
            metricName: 'KmsKeyLoss',
            metricNamespace: 'CISBenchmark',
            metricValue: '1',
            defaultValue: 0,
            unit: 'Count',
          },
        ],
      }),
      filter('cloudtrail', 'kms-key-loss'),
      alarm('kms-key-loss', topicOf(account, 'security'), { Threshold: 2, Statistic: 'Maximum' }),
      alarm('kms-key-loss', topicOf(account, 'security')),
      alarm('second', topicOf(account, 'security'), { ActionsEnabled: false, DatapointsToAlarm: 1 }),
      step('cloudwatch:EnableAlarmActions', HOME, { AlarmNames: ['second'] }),
      step('cloudwatch:DisableAlarmActions', HOME, { AlarmNames: ['second', 'kms-key-loss'] }),
      step('cloudwatch:DeleteAlarms', HOME, { AlarmNames: ['second'] }),
      step('logs:DeleteMetricFilter', HOME, { logGroupName: 'cloudtrail', filterName: 'b' }),
    ],
  },
  {
    name: 'topics, subscriptions and keys',
    before: CHAIN,
    steps: ({ account, mail }) => {
      const topic = topicOf(account, 'security');
      const subscribe = (Protocol: string, Endpoint: string) =>
        step('sns:Subscribe', HOME, { TopicArn: topic, Protocol, Endpoint, ReturnSubscriptionArn: true });
      const policy = (service: string) =>
        policyText({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
            { Effect: 'Allow', Principal: { Service: service }, Action: ['kms:Decrypt'], Resource: '*' },
          ],
        });
      return [
        step('kms:CreateKey', HOME, { Description: 'alerts', Policy: policy('sns.amazonaws.com') }),
        step('kms:CreateAlias', HOME, { AliasName: 'alias/alerts', TargetKeyId: { of: '0', output: 'KeyId' } }),
        step('sns:SetTopicAttributes', HOME, {
          TopicArn: topic,
          AttributeName: 'KmsMasterKeyId',
          AttributeValue: 'alias/alerts',
        }),
        step('sns:SetTopicAttributes', HOME, {
          TopicArn: topic,
          AttributeName: 'Policy',
          AttributeValue: policyText({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'cloudwatch.amazonaws.com' },
                Action: 'sns:Publish',
                Resource: topic,
              },
            ],
          }),
        }),
        subscribe('sms', '+4915112345678'),
        subscribe('email', PENDING[0]),
        subscribe('https', PENDING[1]),
        step('sns:SetSubscriptionAttributes', HOME, {
          SubscriptionArn: mail,
          AttributeName: 'FilterPolicy',
          AttributeValue: '{"a":["b"]}',
        }),
        step('sns:SetSubscriptionAttributes', HOME, {
          SubscriptionArn: mail,
          AttributeName: 'FilterPolicyScope',
          AttributeValue: 'MessageBody',
        }),
        step('sns:Unsubscribe', HOME, { SubscriptionArn: { of: '4', output: 'SubscriptionArn' } }),
        step('sns:SetTopicAttributes', HOME, { TopicArn: topic, AttributeName: 'KmsMasterKeyId', AttributeValue: '' }),
        step('kms:DeleteAlias', HOME, { AliasName: 'alias/alerts' }),
        step('kms:ScheduleKeyDeletion', HOME, { KeyId: { of: '0', output: 'KeyId' }, PendingWindowInDays: 7 }),
      ];
    },
  },
  {
    name: 'the key of a topic',
    before: { ...CHAIN, keys: [{ name: 'topic' }], topics: [{ name: 'security', key: 'alias/topic' }] },
    steps: ({ keys }) => {
      const KeyId = keys.get('topic') ?? '';
      return [
        step('kms:DisableKey', HOME, { KeyId }),
        step('kms:EnableKey', HOME, { KeyId }),
        step('kms:PutKeyPolicy', HOME, { KeyId, PolicyName: 'default', Policy: document('kms:*') }),
        step('kms:ScheduleKeyDeletion', HOME, { KeyId, PendingWindowInDays: 7 }),
      ];
    },
  },
  {
    name: 'a rule',
    before: {
      topics: [{ name: 'rules' }],
      rules: [{ name: 'key-loss', pattern: { source: ['aws.kms'] }, targets: ['rules'], state: 'DISABLED' }],
    },
    steps: () => [
      step('events:EnableRule', HOME, { Name: 'key-loss' }),
      step('events:DisableRule', HOME, { Name: 'key-loss' }),
    ],
  },
];
