import type { Account } from '../../src/account/account.js';
import type { Change } from '../../src/change/change.js';
import { idOf } from '../../src/change/change-id.js';
import { finished } from '../../src/change/finish.js';
import { prepared } from '../../src/change/prepare.js';
import { policyText, type Step, step } from '../../src/change/step.js';
import { keyPolicy } from './configuration-parts.js';
import { chainFor, HOME, KEY_LOSS_PATTERN, type Spec } from './spec.js';

const NARROW = '{ ($.eventSource = kms.amazonaws.com) && ($.eventName = DisableKey) }';
const WRITES = { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true } as const;
const ALL = { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] };

/** A chain in which every link wants mending. */
export function brokenChain(account: string): Spec {
  const { filters, alarms, topics, ...chain } = chainFor(NARROW);
  const [filter, alarm, topic] = [filters[0]!, alarms[0]!, topics[0]!];
  return {
    ...chain,
    trails: [
      { name: 'management', logGroup: 'cloudtrail', multiRegion: false, logging: false, selectors: [{ ...WRITES }] },
    ],
    filters: [filter],
    alarms: [
      { ...alarm, input: { Threshold: 100 } },
      { ...alarm, name: 'quiet', input: { ActionsEnabled: false } },
    ],
    keys: [{ name: 'topic', policy: keyPolicy(account, false), state: 'disabled' }],
    topics: [
      {
        ...topic,
        key: 'topic',
        subscriptions: [
          { protocol: 'email', endpoint: 'security@example.com', attributes: { FilterPolicy: '{"a":["b"]}' } },
        ],
      },
    ],
    rules: [{ name: 'key-loss', pattern: { source: ['aws.kms'] }, targets: ['security'], state: 'DISABLED' }],
  };
}

/** One plan of every kind of change: a chain from nothing, and each link of the broken one. `account`: as it was read. */
export function everyChange(account: Account): readonly Change[] {
  const proposals = everyStep(account).map((made) => ({
    step: made,
    title: idOf(made),
    link: { kind: 'trail' as const, id: 'x' },
    risk: 'adds' as const,
    warning: null,
    cost: { usdPerMonth: 0, because: '' },
    notUndone: null,
  }));
  return finished(prepared(account, null), [{ proposals, weight: 1, controls: ['kms-key-loss'] }]);
}

function everyStep(read: Account): readonly Step[] {
  const { account } = read;
  const arn = (service: string, resource: string) => `arn:aws:${service}:${HOME}:${account}:${resource}`;
  const allow = (action: string, members: object) =>
    policyText({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, ...members }] });
  const inputOf = (operation: string, member: string) =>
    String(read.reads.find((one) => one.operation === operation && one.pages.length > 0)?.input[member]);
  const bucket = `new-${account}`;
  const [topic, security] = [arn('sns', 'new'), arn('sns', 'security')];
  const KeyId = inputOf('kms:GetKeyPolicy', 'KeyId');
  const SubscriptionArn = inputOf('sns:GetSubscriptionAttributes', 'SubscriptionArn');
  const [management, made] = [arn('cloudtrail', 'trail/management'), arn('cloudtrail', 'trail/new')];
  const filter = (logGroupName: string, filterName: string, metricName: string) =>
    step('logs:PutMetricFilter', HOME, {
      logGroupName,
      filterName,
      filterPattern: KEY_LOSS_PATTERN,
      metricTransformations: [{ metricName, metricNamespace: 'CISBenchmark', metricValue: '1' }],
    });
  const alarm = (AlarmName: string, MetricName: string, to: string) =>
    step('cloudwatch:PutMetricAlarm', HOME, {
      AlarmName,
      MetricName,
      Namespace: 'CISBenchmark',
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [to],
    });
  const create = step('kms:CreateKey', HOME, {
    Description: 'Encrypts the SNS topic new',
    Policy: policyText(keyPolicy(account, true)),
  });
  return [
    step('s3:CreateBucket', HOME, { Bucket: bucket }),
    step('s3:PutPublicAccessBlock', HOME, {
      Bucket: bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }),
    step('s3:PutBucketPolicy', HOME, {
      Bucket: bucket,
      Policy: allow('s3:GetBucketAcl', {
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Resource: `arn:aws:s3:::${bucket}`,
      }),
    }),
    step('logs:CreateLogGroup', HOME, { logGroupName: 'new' }),
    step('logs:PutRetentionPolicy', HOME, { logGroupName: 'new', retentionInDays: 365 }),
    step('iam:CreateRole', HOME, {
      RoleName: 'new',
      Description: 'd',
      AssumeRolePolicyDocument: allow('sts:AssumeRole', { Principal: { Service: 'cloudtrail.amazonaws.com' } }),
    }),
    step('iam:PutRolePolicy', HOME, {
      RoleName: 'new',
      PolicyName: 'p',
      PolicyDocument: allow('logs:PutLogEvents', { Resource: '*' }),
    }),
    step('cloudtrail:CreateTrail', HOME, {
      Name: 'new',
      S3BucketName: bucket,
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      CloudWatchLogsLogGroupArn: `${arn('logs', 'log-group:new')}:*`,
      CloudWatchLogsRoleArn: `arn:aws:iam::${account}:role/new`,
    }),
    step('cloudtrail:StartLogging', HOME, { Name: made }),
    step('cloudtrail:UpdateTrail', HOME, { Name: management, IsMultiRegionTrail: true }),
    step('cloudtrail:PutEventSelectors', HOME, { TrailName: management, EventSelectors: [ALL] }),
    step('cloudtrail:StartLogging', HOME, { Name: management }),
    filter('new', 'key-loss', 'KeyLoss'),
    filter('cloudtrail', 'kms-key-loss', 'KmsKeyLoss'),
    step('sns:CreateTopic', HOME, { Name: 'new' }),
    step('sns:SetTopicAttributes', HOME, {
      TopicArn: topic,
      AttributeName: 'Policy',
      AttributeValue: allow('sns:Publish', {
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Resource: topic,
      }),
    }),
    create,
    step('kms:CreateAlias', HOME, { AliasName: 'alias/new', TargetKeyId: { of: idOf(create), output: 'KeyId' } }),
    step('sns:SetTopicAttributes', HOME, {
      TopicArn: topic,
      AttributeName: 'KmsMasterKeyId',
      AttributeValue: 'alias/new',
    }),
    step('sns:Subscribe', HOME, {
      TopicArn: topic,
      Protocol: 'email',
      Endpoint: 'new@example.com',
      ReturnSubscriptionArn: true,
    }),
    step('sns:Subscribe', HOME, {
      TopicArn: security,
      Protocol: 'sqs',
      Endpoint: arn('sqs', 'queue'),
      ReturnSubscriptionArn: true,
    }),
    step('sns:SetSubscriptionAttributes', HOME, {
      SubscriptionArn,
      AttributeName: 'FilterPolicy',
      AttributeValue: '{"a":["c"]}',
    }),
    step('kms:EnableKey', HOME, { KeyId }),
    step('kms:PutKeyPolicy', HOME, { KeyId, PolicyName: 'default', Policy: policyText(keyPolicy(account, true)) }),
    alarm('key-loss', 'KeyLoss', topic),
    alarm('kms-key-loss', 'KmsKeyLoss', security),
    step('cloudwatch:EnableAlarmActions', HOME, { AlarmNames: ['quiet'] }),
    step('events:EnableRule', HOME, { Name: 'key-loss' }),
  ];
}
