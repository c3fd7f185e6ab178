import type { Account, Read, ReadError } from '../account/account.js';
import { bound } from '../predicate/bound.js';
import type { JsonObject } from '../predicate/json.js';
import { matches } from '../predicate/match.js';
import type { Path } from './link.js';
import { toldDraft } from './told.js';

export const ME = '111122223333';
const READ_AT = '2026-03-01T12:00:00Z';
export const TRAIL = `arn:aws:cloudtrail:us-east-1:${ME}:trail/main`;
export const GROUP = `arn:aws:logs:us-east-1:${ME}:log-group:trail`;
export const TOPIC = `arn:aws:sns:us-east-1:${ME}:alerts`;
export const SUBSCRIPTION = `${TOPIC}:11111111-2222-3333-4444-555555555555`;
const BUS = `arn:aws:events:us-east-1:${ME}:event-bus/default`;
const ALARM = `arn:aws:cloudwatch:us-east-1:${ME}:alarm:key-loss`;
export const GROUP_KEY = `arn:aws:kms:us-east-1:${ME}:key/group`;
export const TOPIC_KEY = `arn:aws:kms:us-east-1:${ME}:key/topic`;
export const QUEUE = `arn:aws:sqs:us-east-1:${ME}:alerts`;
export const QUEUE_URL = `https://sqs.us-east-1.amazonaws.com/${ME}/alerts`;
export const FUNCTION = `arn:aws:lambda:us-east-1:${ME}:function:tell`;
export const QUEUE_KEY = `arn:aws:kms:us-east-1:${ME}:key/queue`;
export const BUS_KEY = `arn:aws:kms:us-east-1:${ME}:key/bus`;
const PATTERN =
  '{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}';

const ALARM_TOPIC_POLICY = JSON.stringify({
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['SNS:Publish'],
      Resource: TOPIC,
      Condition: { StringEquals: { 'AWS:SourceOwner': ME } },
    },
  ],
});

const keyPolicy = JSON.stringify({
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: ['cloudwatch.amazonaws.com', 'events.amazonaws.com', 'sns.amazonaws.com'] },
      Action: ['kms:DescribeKey', 'kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
    },
  ],
});

export function read(
  operation: Read['operation'],
  input: Read['input'],
  page: Read['pages'][number],
  region = 'us-east-1',
): Read {
  return { region, operation, input, pages: [page] };
}

function account(reads: readonly Read[], regions: readonly string[]): Account {
  return {
    schema: 'trailproof/account/1',
    tool: { name: 'trailproof', version: '0' },
    readAt: READ_AT,
    account: ME,
    partition: 'aws',
    caller: `arn:aws:iam::${ME}:user/auditor`,
    alias: null,
    regions,
    narrowed: false,
    reads,
  };
}

const trail = {
  Name: 'main',
  TrailARN: TRAIL,
  HomeRegion: 'us-east-1',
  S3BucketName: 'bucket',
  IncludeGlobalServiceEvents: true,
  IsMultiRegionTrail: true,
  IsOrganizationTrail: false,
  CloudWatchLogsLogGroupArn: `${GROUP}:*`,
  CloudWatchLogsRoleArn: `arn:aws:iam::${ME}:role/trail`,
  HasCustomEventSelectors: true,
};

const trailReads = (regions: readonly string[]): readonly Read[] => [
  ...regions.map((region) =>
    read('cloudtrail:DescribeTrails', { includeShadowTrails: true }, { trailList: [trail] }, region),
  ),
  read(
    'cloudtrail:GetTrailStatus',
    { Name: TRAIL },
    {
      IsLogging: true,
      StartLoggingTime: '2025-01-01T00:00:00Z',
      LatestDeliveryTime: '2026-03-01T11:55:00Z',
      LatestCloudWatchLogsDeliveryTime: '2026-03-01T11:57:00Z',
    },
  ),
  read(
    'cloudtrail:GetEventSelectors',
    { TrailName: TRAIL },
    { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, ExcludeManagementEventSources: [] }] },
  ),
];

const topicReads = (attributes: Readonly<Record<string, string>>): readonly Read[] => [
  read('sns:GetTopicAttributes', { TopicArn: TOPIC }, { Attributes: { TopicArn: TOPIC, Owner: ME, ...attributes } }),
  read('sns:GetDataProtectionPolicy', { ResourceArn: TOPIC }, {}),
  read(
    'sns:ListSubscriptionsByTopic',
    { TopicArn: TOPIC },
    {
      Subscriptions: [{ SubscriptionArn: SUBSCRIPTION, Protocol: 'email', Endpoint: 'a@example.com', TopicArn: TOPIC }],
    },
  ),
  read(
    'sns:GetSubscriptionAttributes',
    { SubscriptionArn: SUBSCRIPTION },
    { Attributes: { PendingConfirmation: 'false' } },
  ),
];

const keyReads = (key: string): readonly Read[] => [
  read('kms:DescribeKey', { KeyId: key }, { KeyMetadata: { Arn: key, KeyState: 'Enabled', KeyManager: 'CUSTOMER' } }),
  read('kms:GetKeyPolicy', { KeyId: key, PolicyName: 'default' }, { Policy: keyPolicy }),
];

/** Key loss is told by mail over a metric filter; log group and topic are encrypted, so that every kind of read is needed. */
export function filterAccount(): Account {
  const regions = ['us-east-1', 'eu-west-1'];
  const transformation = { metricName: 'KeyLoss', metricNamespace: 'Trail', metricValue: '1' };
  return account(
    [
      ...trailReads(regions),
      read(
        'logs:DescribeLogGroups',
        { logGroupNamePrefix: 'trail' },
        {
          logGroups: [
            {
              logGroupName: 'trail',
              arn: `${GROUP}:*`,
              logGroupArn: GROUP,
              logGroupClass: 'STANDARD',
              kmsKeyId: GROUP_KEY,
            },
          ],
        },
      ),
      read(
        'logs:DescribeMetricFilters',
        { logGroupName: 'trail' },
        {
          metricFilters: [
            {
              filterName: 'key-loss',
              logGroupName: 'trail',
              filterPattern: PATTERN,
              metricTransformations: [transformation],
            },
          ],
        },
      ),
      read('logs:DescribeSubscriptionFilters', { logGroupName: 'trail' }, { subscriptionFilters: [] }),
      read(
        'cloudwatch:DescribeAlarms',
        { AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] },
        {
          MetricAlarms: [
            {
              AlarmName: 'key-loss',
              AlarmArn: ALARM,
              ActionsEnabled: true,
              AlarmActions: [TOPIC],
              StateValue: 'OK',
              MetricName: 'KeyLoss',
              Namespace: 'Trail',
              Statistic: 'Sum',
              Dimensions: [],
              Period: 300,
              EvaluationPeriods: 1,
              Threshold: 1,
              ComparisonOperator: 'GreaterThanOrEqualToThreshold',
              TreatMissingData: 'notBreaching',
            },
          ],
          CompositeAlarms: [],
          LogAlarms: [],
        },
      ),
      read('cloudwatch:ListAlarmMuteRules', {}, { AlarmMuteRuleSummaries: [] }),
      ...topicReads({ Policy: ALARM_TOPIC_POLICY, KmsMasterKeyId: TOPIC_KEY }),
      ...keyReads(GROUP_KEY),
      ...keyReads(TOPIC_KEY),
      ...regions.map((region) => read('events:ListRules', {}, { Rules: [] }, region)),
    ],
    regions,
  );
}

/** What SNS needs of the queue, as the SNS developer guide prints it. */
export const SEND = {
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: QUEUE,
  Condition: { ArnEquals: { 'aws:SourceArn': TOPIC } },
};

/** Key loss is told to an encrypted queue over a metric filter. */
export function queueAccount(): Account {
  const mailed = withItem(filterAccount(), 'sns:ListSubscriptionsByTopic', 'Subscriptions', {
    Protocol: 'sqs',
    Endpoint: QUEUE,
  });
  const Attributes = {
    QueueArn: QUEUE,
    Policy: JSON.stringify({ Version: '2012-10-17', Statement: [SEND] }),
    KmsMasterKeyId: QUEUE_KEY,
    MaximumMessageSize: '262144',
    SqsManagedSseEnabled: 'false',
  };
  const queue = read('sqs:GetQueueAttributes', { QueueUrl: QUEUE_URL, AttributeNames: ['All'] }, { Attributes });
  return { ...mailed, reads: [...mailed.reads, queue, ...keyReads(QUEUE_KEY)] };
}

/** What SNS needs of the function, as Lambda writes it. */
export const INVOKE = {
  Sid: 'sns',
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'lambda:InvokeFunction',
  Resource: FUNCTION,
  Condition: { ArnLike: { 'AWS:SourceArn': TOPIC } },
};

/** Key loss is told to a function over a metric filter. */
export function functionAccount(): Account {
  const mailed = withItem(filterAccount(), 'sns:ListSubscriptionsByTopic', 'Subscriptions', {
    Protocol: 'lambda',
    Endpoint: FUNCTION,
  });
  const input = { FunctionName: FUNCTION };
  return {
    ...mailed,
    reads: [
      ...mailed.reads,
      read('lambda:GetFunctionConfiguration', input, { FunctionArn: FUNCTION, State: 'Active' }),
      read('lambda:GetFunctionConcurrency', input, {}),
      read('lambda:GetPolicy', input, { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [INVOKE] }) }),
    ],
  };
}

/** Key loss in us-east-1 is told by mail over an EventBridge rule on an encrypted bus; the trail has no log group. */
export function ruleAccount(): Account {
  const regions = ['us-east-1', 'eu-west-1'];
  const policy = JSON.stringify({
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish', Resource: TOPIC },
    ],
  });
  const pattern = {
    source: ['aws.kms'],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: { eventSource: ['kms.amazonaws.com'], eventName: ['DisableKey', 'ScheduleKeyDeletion'] },
  };
  const { CloudWatchLogsLogGroupArn: _group, CloudWatchLogsRoleArn: _role, ...bare } = trail;
  const reads = trailReads(regions).map((one) =>
    one.operation === 'cloudtrail:DescribeTrails' ? { ...one, pages: [{ trailList: [bare] }] } : one,
  );
  const rule = {
    Name: 'key-loss',
    Arn: `arn:aws:events:us-east-1:${ME}:rule/key-loss`,
    State: 'ENABLED',
    EventPattern: JSON.stringify(pattern),
  };
  return account(
    [
      ...reads,
      read('events:DescribeEventBus', {}, { Name: 'default', Arn: BUS, KmsKeyIdentifier: BUS_KEY }),
      read('events:ListRules', {}, { Rules: [rule] }),
      read('events:ListRules', {}, { Rules: [] }, 'eu-west-1'),
      read('events:ListTargetsByRule', { Rule: 'key-loss' }, { Targets: [{ Id: '1', Arn: TOPIC }] }),
      ...topicReads({ Policy: policy, KmsMasterKeyId: TOPIC_KEY }),
      ...keyReads(TOPIC_KEY),
      ...keyReads(BUS_KEY),
    ],
    regions,
  );
}

/** DisableKey by an IAM user, as CloudTrail writes it, with our placeholder values. */
export function event(changes: JsonObject = {}): JsonObject {
  return {
    eventVersion: '1.08',
    userIdentity: { type: 'IAMUser', accountId: ME },
    eventTime: '2026-03-01T12:00:00Z',
    eventSource: 'kms.amazonaws.com',
    eventName: 'DisableKey',
    awsRegion: 'us-east-1',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ME,
    eventCategory: 'Management',
    ...changes,
  };
}

/** Is somebody told of it? Null: it is in doubt. */
export function told(paths: readonly Path[], record: JsonObject = event()): boolean | null {
  const draft = toldDraft(paths);
  if (matches(bound(draft, 'must'), record)) return true;
  return matches(bound(draft, 'may'), record) ? null : false;
}

/** The account with the answers of one operation changed. */
export function changed(
  from: Account,
  operation: Read['operation'],
  change: (page: Record<string, unknown>, read: Read) => Readonly<Record<string, unknown>>,
): Account {
  const reads = from.reads.map((one) =>
    one.operation === operation
      ? { ...one, pages: one.pages.map((page) => change(structuredClone(page) as Record<string, unknown>, one)) }
      : one,
  );
  return { ...from, reads };
}

/** The account with the first item of a listing changed in some members. */
export function withItem(from: Account, operation: Read['operation'], member: string, members: object): Account {
  return changed(from, operation, (page) => {
    const [first, ...rest] = page[member] as readonly object[];
    return { ...page, [member]: [{ ...first, ...members }, ...rest] };
  });
}

export function failing(from: Account, failed: Read, kind: ReadError['kind']): Account {
  const error: ReadError = { kind, code: 'AccessDenied', message: 'not authorized' };
  return { ...from, reads: from.reads.map((one) => (one === failed ? { ...one, pages: [], error } : one)) };
}
