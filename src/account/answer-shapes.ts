import type { Operation } from './account.js';
import type {
  AdvancedFieldSelector,
  CompositeAlarm,
  DataProtection,
  EventBus,
  EventRule,
  EventSelectors,
  EventTarget,
  FunctionConcurrency,
  FunctionConfiguration,
  KeyMetadata,
  LogAlarm,
  LogGroup,
  MetricAlarm,
  MetricFilter,
  QueueAttributes,
  Subscription,
  SubscriptionAttributes,
  SubscriptionFilter,
  TopicAttributes,
  Trail,
  TrailStatus,
} from './answers.js';

/** What a member's value must be where the member is there. Of `every` each member has the shape. */
export type Shape =
  | 'text'
  | 'number'
  | 'boolean'
  | 'any'
  | readonly [Shape]
  | { readonly every: Shape }
  | { readonly members: Readonly<Record<string, Shape>> };

type Known<T> = { [K in keyof T as string extends K ? never : number extends K ? never : K]: T[K] };

/** The shape of an interface of `answers.ts`: the compiler sees to it that none of its members is forgotten. */
type ShapeOf<T> = unknown extends T
  ? 'any'
  : [T] extends [string]
    ? 'text'
    : [T] extends [number]
      ? 'number'
      : [T] extends [boolean]
        ? 'boolean'
        : T extends readonly (infer Item)[]
          ? readonly [ShapeOf<Item>]
          : keyof Known<T> extends never
            ? { readonly every: 'text' }
            : { readonly members: { readonly [K in keyof Known<T>]-?: ShapeOf<Exclude<Known<T>[K], undefined>> } };

const TRAIL: ShapeOf<Trail> = {
  members: {
    Name: 'text',
    TrailARN: 'text',
    HomeRegion: 'text',
    S3BucketName: 'text',
    IncludeGlobalServiceEvents: 'boolean',
    IsMultiRegionTrail: 'boolean',
    IsOrganizationTrail: 'boolean',
    LogFileValidationEnabled: 'boolean',
    CloudWatchLogsLogGroupArn: 'text',
    CloudWatchLogsRoleArn: 'text',
    KmsKeyId: 'text',
    HasCustomEventSelectors: 'boolean',
  },
};

const TRAIL_STATUS: ShapeOf<TrailStatus> = {
  members: {
    IsLogging: 'boolean',
    LatestDeliveryTime: 'text',
    LatestDeliveryError: 'text',
    LatestCloudWatchLogsDeliveryTime: 'text',
    LatestCloudWatchLogsDeliveryError: 'text',
    StartLoggingTime: 'text',
    StopLoggingTime: 'text',
  },
};

const FIELD_SELECTOR: ShapeOf<AdvancedFieldSelector> = {
  members: {
    Field: 'text',
    Equals: ['text'],
    StartsWith: ['text'],
    EndsWith: ['text'],
    NotEquals: ['text'],
    NotStartsWith: ['text'],
    NotEndsWith: ['text'],
  },
};

const EVENT_SELECTORS: ShapeOf<EventSelectors> = {
  members: {
    TrailARN: 'text',
    EventSelectors: [
      {
        members: {
          ReadWriteType: 'text',
          IncludeManagementEvents: 'boolean',
          ExcludeManagementEventSources: ['text'],
        },
      },
    ],
    AdvancedEventSelectors: [{ members: { Name: 'text', FieldSelectors: [FIELD_SELECTOR] } }],
  },
};

const LOG_GROUP: ShapeOf<LogGroup> = {
  members: {
    logGroupName: 'text',
    arn: 'text',
    logGroupArn: 'text',
    logGroupClass: 'text',
    retentionInDays: 'number',
    creationTime: 'number',
    kmsKeyId: 'text',
    dataProtectionStatus: 'text',
    inheritedProperties: ['text'],
  },
};

const METRIC_FILTER: ShapeOf<MetricFilter> = {
  members: {
    filterName: 'text',
    filterPattern: 'text',
    logGroupName: 'text',
    metricTransformations: [
      {
        members: {
          metricName: 'text',
          metricNamespace: 'text',
          metricValue: 'text',
          defaultValue: 'number',
          dimensions: { every: 'text' },
          unit: 'text',
        },
      },
    ],
    applyOnTransformedLogs: 'boolean',
    fieldSelectionCriteria: 'text',
    emitSystemFieldDimensions: ['text'],
  },
};

const SUBSCRIPTION_FILTER: ShapeOf<SubscriptionFilter> = {
  members: { filterName: 'text', filterPattern: 'text', logGroupName: 'text', destinationArn: 'text' },
};

const DIMENSIONS = [{ members: { Name: 'text', Value: 'text' } }] as const;

const METRIC_ALARM: ShapeOf<MetricAlarm> = {
  members: {
    AlarmName: 'text',
    AlarmArn: 'text',
    ActionsEnabled: 'boolean',
    AlarmActions: ['text'],
    OKActions: ['text'],
    InsufficientDataActions: ['text'],
    StateValue: 'text',
    StateReason: 'text',
    StateUpdatedTimestamp: 'text',
    StateTransitionedTimestamp: 'text',
    MetricName: 'text',
    Namespace: 'text',
    Statistic: 'text',
    ExtendedStatistic: 'text',
    Dimensions: DIMENSIONS,
    Period: 'number',
    Unit: 'text',
    EvaluationPeriods: 'number',
    DatapointsToAlarm: 'number',
    Threshold: 'number',
    ComparisonOperator: 'text',
    TreatMissingData: 'text',
    EvaluateLowSampleCountPercentile: 'text',
    Metrics: [
      {
        members: {
          Id: 'text',
          Expression: 'text',
          Label: 'text',
          ReturnData: 'boolean',
          Period: 'number',
          AccountId: 'text',
          MetricStat: {
            members: {
              Metric: { members: { Namespace: 'text', MetricName: 'text', Dimensions: DIMENSIONS } },
              Period: 'number',
              Stat: 'text',
              Unit: 'text',
            },
          },
        },
      },
    ],
    ThresholdMetricId: 'text',
    EvaluationState: 'text',
  },
};

const COMPOSITE_ALARM: ShapeOf<CompositeAlarm> = {
  members: {
    AlarmName: 'text',
    AlarmArn: 'text',
    AlarmRule: 'text',
    ActionsEnabled: 'boolean',
    AlarmActions: ['text'],
    OKActions: ['text'],
    InsufficientDataActions: ['text'],
    StateValue: 'text',
    StateUpdatedTimestamp: 'text',
    StateTransitionedTimestamp: 'text',
    ActionsSuppressor: 'text',
    ActionsSuppressorWaitPeriod: 'number',
    ActionsSuppressorExtensionPeriod: 'number',
    ActionsSuppressedBy: 'text',
  },
};

const LOG_ALARM: ShapeOf<LogAlarm> = {
  members: { AlarmName: 'text', AlarmArn: 'text', ActionsEnabled: 'boolean', AlarmActions: ['text'] },
};

const TOPIC_ATTRIBUTES: ShapeOf<TopicAttributes> = {
  members: {
    TopicArn: 'text',
    Policy: 'text',
    KmsMasterKeyId: 'text',
    Owner: 'text',
    FifoTopic: 'text',
    MaximumMessageSize: 'text',
  },
};

const DATA_PROTECTION: ShapeOf<DataProtection> = { members: { DataProtectionPolicy: 'text' } };

const SUBSCRIPTION: ShapeOf<Subscription> = {
  members: { SubscriptionArn: 'text', Owner: 'text', Protocol: 'text', Endpoint: 'text', TopicArn: 'text' },
};

const SUBSCRIPTION_ATTRIBUTES: ShapeOf<SubscriptionAttributes> = {
  members: {
    FilterPolicy: 'text',
    FilterPolicyScope: 'text',
    PendingConfirmation: 'text',
    RawMessageDelivery: 'text',
    RedrivePolicy: 'text',
    ReplayPolicy: 'text',
    ReplayStatus: 'text',
  },
};

const QUEUE_ATTRIBUTES: ShapeOf<QueueAttributes> = {
  members: { QueueArn: 'text', Policy: 'text', KmsMasterKeyId: 'text', FifoQueue: 'text', MaximumMessageSize: 'text' },
};

const FUNCTION: ShapeOf<FunctionConfiguration> = {
  members: {
    FunctionArn: 'text',
    State: 'text',
    StateReason: 'text',
    DurableConfig: 'any',
    TenancyConfig: 'any',
    CapacityProviderConfig: 'any',
    KMSKeyArn: 'text',
  },
};

const CONCURRENCY: ShapeOf<FunctionConcurrency> = { members: { ReservedConcurrentExecutions: 'number' } };

const KEY_METADATA: ShapeOf<KeyMetadata> = {
  members: {
    KeyId: 'text',
    Arn: 'text',
    Description: 'text',
    KeyManager: 'text',
    KeyState: 'text',
    KeySpec: 'text',
    Enabled: 'boolean',
  },
};

const EVENT_BUS: ShapeOf<EventBus> = { members: { Name: 'text', Arn: 'text', KmsKeyIdentifier: 'text' } };

const EVENT_RULE: ShapeOf<EventRule> = {
  members: {
    Name: 'text',
    Arn: 'text',
    EventPattern: 'text',
    ScheduleExpression: 'text',
    State: 'text',
    EventBusName: 'text',
    RoleArn: 'text',
    ManagedBy: 'text',
  },
};

const EVENT_TARGET: ShapeOf<EventTarget> = {
  members: { Id: 'text', Arn: 'text', RoleArn: 'text', Input: 'text', InputPath: 'text', InputTransformer: 'any' },
};

const MUTE_TARGETS = { members: { AlarmNames: ['text'] } } as const;

const MUTE_RULE: Shape = {
  members: {
    Name: 'text',
    AlarmMuteRuleArn: 'text',
    Rule: { members: { Schedule: { members: { Expression: 'text', Duration: 'text' } } } },
    MuteTargets: MUTE_TARGETS,
    StartDate: 'text',
    ExpireDate: 'text',
    Status: 'text',
  },
};

const listing = (member: string, item: Shape): Shape => ({ members: { [member]: [item] } });

/** A page of each operation's answer, in the members that are looked at. Others may hold anything. */
export const ANSWER_SHAPES = {
  'ec2:DescribeRegions': listing('Regions', { members: { RegionName: 'text', OptInStatus: 'text' } }),
  'sts:GetCallerIdentity': { members: { Account: 'text', Arn: 'text' } },
  'iam:ListAccountAliases': listing('AccountAliases', 'text'),
  'cloudtrail:DescribeTrails': listing('trailList', TRAIL),
  'cloudtrail:GetTrailStatus': TRAIL_STATUS,
  'cloudtrail:GetEventSelectors': EVENT_SELECTORS,
  'logs:DescribeLogGroups': listing('logGroups', LOG_GROUP),
  'logs:DescribeMetricFilters': listing('metricFilters', METRIC_FILTER),
  'logs:DescribeSubscriptionFilters': listing('subscriptionFilters', SUBSCRIPTION_FILTER),
  'cloudwatch:DescribeAlarms': {
    members: { MetricAlarms: [METRIC_ALARM], CompositeAlarms: [COMPOSITE_ALARM], LogAlarms: [LOG_ALARM] },
  },
  'cloudwatch:ListAlarmMuteRules': listing('AlarmMuteRuleSummaries', MUTE_RULE),
  'cloudwatch:GetAlarmMuteRule': MUTE_RULE,
  'sns:GetTopicAttributes': { members: { Attributes: TOPIC_ATTRIBUTES } },
  'sns:GetDataProtectionPolicy': DATA_PROTECTION,
  'sns:ListSubscriptionsByTopic': listing('Subscriptions', SUBSCRIPTION),
  'sns:GetSubscriptionAttributes': { members: { Attributes: SUBSCRIPTION_ATTRIBUTES } },
  'sqs:GetQueueAttributes': { members: { Attributes: QUEUE_ATTRIBUTES } },
  'lambda:GetFunctionConfiguration': FUNCTION,
  'lambda:GetFunctionConcurrency': CONCURRENCY,
  'lambda:GetPolicy': { members: { Policy: 'text' } },
  'kms:DescribeKey': { members: { KeyMetadata: KEY_METADATA } },
  'kms:GetKeyPolicy': { members: { Policy: 'text' } },
  'events:DescribeEventBus': EVENT_BUS,
  'events:ListRules': listing('Rules', EVENT_RULE),
  'events:ListTargetsByRule': listing('Targets', EVENT_TARGET),
} as const satisfies Record<Operation, Shape>;

/** The members that are looked at of what a chain is made of. */
export const RESOURCE_SHAPES = {
  trail: TRAIL,
  'trail status': TRAIL_STATUS,
  'event selectors': EVENT_SELECTORS,
  'event selector': EVENT_SELECTORS.members.EventSelectors[0],
  'advanced event selector': EVENT_SELECTORS.members.AdvancedEventSelectors[0],
  'field selector': FIELD_SELECTOR,
  'log group': LOG_GROUP,
  'metric filter': METRIC_FILTER,
  'metric transformation': METRIC_FILTER.members.metricTransformations[0],
  'metric alarm': METRIC_ALARM,
  'metric query': METRIC_ALARM.members.Metrics[0],
  'metric statistic': METRIC_ALARM.members.Metrics[0].members.MetricStat,
  'composite alarm': COMPOSITE_ALARM,
  'list of what is muted': MUTE_TARGETS,
  topic: TOPIC_ATTRIBUTES,
  subscription: SUBSCRIPTION_ATTRIBUTES,
  queue: QUEUE_ATTRIBUTES,
  function: FUNCTION,
  key: KEY_METADATA,
  'event bus': EVENT_BUS,
  rule: EVENT_RULE,
  target: EVENT_TARGET,
} as const satisfies Record<string, Shape>;
