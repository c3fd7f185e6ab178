import type { LinkKind } from '../../chain/link.js';
import type { Change, Plan, Risk } from '../change.js';
import { policyText, type Step, step } from '../step.js';

/** Everything in a plan that somebody outside may have chosen. */
export interface Words {
  readonly account: string;
  readonly region: string;
  readonly group: string;
  readonly filter: string;
  readonly pattern: string;
  readonly alarm: string;
  readonly metric: string;
  readonly topic: string;
  readonly endpoint: string;
  readonly protocol: string;
  /** In titles, warnings and owners. */
  readonly said: string;
}

export const WORDS: Words = {
  account: '111122223333',
  region: 'us-east-1',
  group: 'cloudtrail',
  filter: 'kms-key-loss',
  pattern:
    '{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }',
  alarm: 'kms-key-loss',
  metric: 'KmsKeyLoss',
  topic: 'security',
  endpoint: 'arn:aws:sqs:us-east-1:111122223333:alarms',
  protocol: 'sqs',
  said: 'security',
};

export function planOf(changes: readonly Change[], { account }: Words = WORDS): Plan {
  return {
    schema: 'trailproof/plan/1',
    tool: { name: 'trailproof', version: '0.0.0' },
    generatedAt: '2026-11-20T12:00:00.000Z',
    account,
    partition: 'aws',
    digest: 'sha256:0',
    benchmark: 'cis-7.0',
    controls: [{ control: 'kms-key-loss', before: 'broken', after: 'proved' }],
    changes,
    remains: [],
  };
}

export function changeOf(
  made: Step,
  kind: LinkKind,
  over: { readonly undo?: readonly Step[]; readonly risk?: Risk; readonly said?: string; readonly id?: string } = {},
): Change {
  const { undo = [], risk = 'adds', said = null } = over;
  return {
    id: over.id ?? `${made.operation}/${made.region}/${JSON.stringify(made.input).length}`,
    title: `${made.operation.replace(/^.*:/, '')}${said === null ? '' : ` for \`${said}\``}`,
    link: { kind, id: said ?? 'it' },
    controls: ['kms-key-loss'],
    risk,
    warning: risk === 'adds' ? null : `it worked otherwise before: ${said}`,
    cost: { usdPerMonth: 0.1, because: 'one alarm' },
    owner: risk === 'adds' ? null : `the CloudFormation stack \`${said}\``,
    step: made,
    undo,
    notUndone: null,
  };
}

export function topicArnOf({ region, account, topic }: Words): string {
  return `arn:aws:sns:${region}:${account}:${topic}`;
}

function topicPolicy(words: Words): string {
  return policyText({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'CloudWatchAlarms',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topicArnOf(words),
        Condition: { StringEquals: { 'aws:SourceAccount': words.account } },
      },
    ],
  });
}

function filterStep({ region, group, filter, pattern, metric }: Words, text = pattern): Step {
  const transformation = { metricName: metric, metricNamespace: 'CISBenchmark', metricValue: '1' };
  return step('logs:PutMetricFilter', region, {
    logGroupName: group,
    filterName: filter,
    filterPattern: text,
    metricTransformations: [transformation],
  });
}

function alarmStep(words: Words, threshold = 1): Step {
  return step('cloudwatch:PutMetricAlarm', words.region, {
    AlarmName: words.alarm,
    AlarmDescription: `Somebody loses a key: ${words.said}`,
    ActionsEnabled: true,
    AlarmActions: [topicArnOf(words)],
    MetricName: words.metric,
    Namespace: 'CISBenchmark',
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: threshold,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
  });
}

/** A trail and its log group are there: filter, topic, its policy, a subscriber and the alarm are made. */
export function endOfChain(words: Words): readonly Change[] {
  const { region, said, topic, protocol, endpoint, group, filter, alarm } = words;
  const TopicArn = topicArnOf(words);
  const subscribed = `sns:Subscribe/${region}/${topic}/${protocol}:${endpoint}`;
  return [
    changeOf(filterStep(words), 'metric-filter', {
      said,
      undo: [step('logs:DeleteMetricFilter', region, { logGroupName: group, filterName: filter })],
    }),
    changeOf(step('sns:CreateTopic', region, { Name: topic }), 'topic', {
      said,
      undo: [step('sns:DeleteTopic', region, { TopicArn })],
    }),
    changeOf(
      step('sns:SetTopicAttributes', region, { TopicArn, AttributeName: 'Policy', AttributeValue: topicPolicy(words) }),
      'topic',
      { said },
    ),
    changeOf(
      step('sns:Subscribe', region, { TopicArn, Protocol: protocol, Endpoint: endpoint, ReturnSubscriptionArn: true }),
      'subscription',
      {
        said,
        id: subscribed,
        undo: [step('sns:Unsubscribe', region, { SubscriptionArn: { of: subscribed, output: 'SubscriptionArn' } })],
      },
    ),
    changeOf(alarmStep(words), 'alarm', {
      said,
      undo: [step('cloudwatch:DeleteAlarms', region, { AlarmNames: [alarm] })],
    }),
  ];
}

/** All of the chain is there and each part is wrong: nothing is new but the subscriber. */
export function mendedChain(words: Words): readonly Change[] {
  const { region, said, account, group, alarm } = words;
  const TopicArn = topicArnOf(words);
  const trail = `arn:aws:cloudtrail:${region}:${account}:trail/management`;
  const subscription = `${TopicArn}:11111111-2222-3333-4444-555555555555`;
  const changed = { risk: 'changes', said } as const;
  const policy = (text: string) =>
    step('sns:SetTopicAttributes', region, { TopicArn, AttributeName: 'Policy', AttributeValue: text });
  return [
    changeOf(step('cloudtrail:UpdateTrail', region, { Name: trail, IsMultiRegionTrail: true }), 'trail', {
      ...changed,
      undo: [step('cloudtrail:UpdateTrail', region, { Name: trail, IsMultiRegionTrail: false })],
    }),
    changeOf(step('cloudtrail:StartLogging', region, { Name: trail }), 'trail', {
      ...changed,
      undo: [step('cloudtrail:StopLogging', region, { Name: trail })],
    }),
    changeOf(
      step('cloudtrail:PutEventSelectors', region, {
        TrailName: trail,
        EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }],
      }),
      'trail',
      changed,
    ),
    changeOf(
      step('logs:PutRetentionPolicy', region, { logGroupName: group, retentionInDays: 365 }),
      'log-group',
      changed,
    ),
    changeOf(filterStep(words), 'metric-filter', {
      ...changed,
      undo: [filterStep(words, '{ $.eventName = DisableKey }')],
    }),
    changeOf(alarmStep(words), 'alarm', { ...changed, undo: [alarmStep(words, 100)] }),
    changeOf(step('cloudwatch:EnableAlarmActions', region, { AlarmNames: [alarm] }), 'alarm', changed),
    changeOf(step('cloudwatch:EnableAlarmActions', region, { AlarmNames: [`${alarm}-2`] }), 'alarm', changed),
    changeOf(policy(topicPolicy(words)), 'topic', {
      ...changed,
      undo: [policy('{"Version":"2012-10-17","Statement":[]}')],
    }),
    changeOf(
      step('sns:SetSubscriptionAttributes', region, {
        SubscriptionArn: subscription,
        AttributeName: 'FilterPolicy',
        AttributeValue: '{}',
      }),
      'subscription',
      changed,
    ),
    changeOf(
      step('kms:PutKeyPolicy', region, { KeyId: words.said, PolicyName: 'default', Policy: topicPolicy(words) }),
      'topic',
      changed,
    ),
    changeOf(step('events:EnableRule', region, { Name: words.said }), 'rule', changed),
  ];
}

/** Nothing is there: bucket, log group, role, trail, and a topic under a key of its own. */
export function wholeChain(words: Words): readonly Change[] {
  const { region, account, group, said } = words;
  const bucket = `trail-${account}`;
  const role = 'trailproof-cloudtrail';
  const alias = 'alias/trailproof';
  const trailArn = `arn:aws:cloudtrail:${region}:${account}:trail/trailproof`;
  const groupArn = `arn:aws:logs:${region}:${account}:log-group:${group}`;
  const assumed = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const written = {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `${groupArn}:log-stream:${account}_CloudTrail_*`,
  };
  const fromTrail = { StringEquals: { 'aws:SourceArn': trailArn } };
  const cloudtrail = { Service: 'cloudtrail.amazonaws.com' };
  const bucketPolicy = [
    {
      Effect: 'Allow',
      Principal: cloudtrail,
      Action: 's3:GetBucketAcl',
      Resource: `arn:aws:s3:::${bucket}`,
      Condition: fromTrail,
    },
    {
      Effect: 'Allow',
      Principal: cloudtrail,
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${bucket}/AWSLogs/${account}/*`,
      Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': trailArn } },
    },
  ];
  const keyPolicy = [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
    },
  ];
  const document = (statements: readonly { readonly [key: string]: unknown }[]) =>
    JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const key = `kms:CreateKey/${region}/trailproof`;
  const [filter, topic, policy, ...rest] = endOfChain(words) as [Change, Change, Change, ...Change[]];
  const made = (one: Step, kind: LinkKind, id?: string) =>
    changeOf(one, kind, { said, ...(id !== undefined && { id }) });
  return [
    made(
      step('s3:CreateBucket', region, {
        Bucket: bucket,
        ...(region !== 'us-east-1' && { CreateBucketConfiguration: { LocationConstraint: region } }),
      }),
      'trail',
    ),
    made(
      step('s3:PutPublicAccessBlock', region, {
        Bucket: bucket,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        },
      }),
      'trail',
    ),
    made(step('s3:PutBucketPolicy', region, { Bucket: bucket, Policy: document(bucketPolicy) }), 'trail'),
    made(step('logs:CreateLogGroup', region, { logGroupName: group }), 'log-group'),
    made(step('logs:PutRetentionPolicy', region, { logGroupName: group, retentionInDays: 365 }), 'log-group'),
    made(
      step('iam:CreateRole', region, {
        RoleName: role,
        AssumeRolePolicyDocument: document([assumed]),
        Description: 'CloudTrail writes to its log group',
      }),
      'trail',
    ),
    made(
      step('iam:PutRolePolicy', region, {
        RoleName: role,
        PolicyName: 'to-log-group',
        PolicyDocument: document([written]),
      }),
      'trail',
    ),
    made(
      step('cloudtrail:CreateTrail', region, {
        Name: 'trailproof',
        S3BucketName: bucket,
        IncludeGlobalServiceEvents: true,
        IsMultiRegionTrail: true,
        EnableLogFileValidation: true,
        CloudWatchLogsLogGroupArn: `${groupArn}:*`,
        CloudWatchLogsRoleArn: `arn:aws:iam::${account}:role/${role}`,
      }),
      'trail',
    ),
    made(step('cloudtrail:StartLogging', region, { Name: 'trailproof' }), 'trail'),
    filter,
    made(
      step('kms:CreateKey', region, { Description: `Messages of the topic: ${said}`, Policy: document(keyPolicy) }),
      'topic',
      key,
    ),
    made(step('kms:CreateAlias', region, { AliasName: alias, TargetKeyId: { of: key, output: 'KeyId' } }), 'topic'),
    topic,
    made(
      step('sns:SetTopicAttributes', region, {
        TopicArn: topicArnOf(words),
        AttributeName: 'KmsMasterKeyId',
        AttributeValue: alias,
      }),
      'topic',
    ),
    policy,
    ...rest,
  ];
}
