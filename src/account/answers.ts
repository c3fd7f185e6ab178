/**
 * The members of AWS answers that the engine looks at, spelled as AWS spells them. Everything is optional where AWS says so;
 * the files hold the whole answers. Dates are ISO 8601 strings.
 */
export interface Trail {
  readonly Name?: string;
  readonly TrailARN?: string;
  readonly HomeRegion?: string;
  readonly S3BucketName?: string;
  readonly IncludeGlobalServiceEvents?: boolean;
  readonly IsMultiRegionTrail?: boolean;
  readonly IsOrganizationTrail?: boolean;
  readonly LogFileValidationEnabled?: boolean;
  readonly CloudWatchLogsLogGroupArn?: string; // ends with `:*`
  readonly CloudWatchLogsRoleArn?: string;
  readonly KmsKeyId?: string;
  readonly HasCustomEventSelectors?: boolean;
}

export interface TrailStatus {
  readonly IsLogging?: boolean;
  readonly LatestDeliveryTime?: string; // to S3
  readonly LatestDeliveryError?: string;
  readonly LatestCloudWatchLogsDeliveryTime?: string;
  readonly LatestCloudWatchLogsDeliveryError?: string;
  readonly StartLoggingTime?: string;
  readonly StopLoggingTime?: string;
}

export interface EventSelectors {
  readonly TrailARN?: string;
  readonly EventSelectors?: readonly EventSelector[];
  readonly AdvancedEventSelectors?: readonly AdvancedEventSelector[];
}
export interface EventSelector {
  readonly ReadWriteType?: string; // All, ReadOnly, WriteOnly
  readonly IncludeManagementEvents?: boolean;
  readonly ExcludeManagementEventSources?: readonly string[];
}
export interface AdvancedEventSelector {
  readonly Name?: string;
  readonly FieldSelectors?: readonly AdvancedFieldSelector[];
}
export interface AdvancedFieldSelector {
  readonly Field?: string;
  readonly Equals?: readonly string[];
  readonly StartsWith?: readonly string[];
  readonly EndsWith?: readonly string[];
  readonly NotEquals?: readonly string[];
  readonly NotStartsWith?: readonly string[];
  readonly NotEndsWith?: readonly string[];
}

export interface LogGroup {
  readonly logGroupName?: string;
  readonly arn?: string; // ends with `:*`
  readonly logGroupArn?: string;
  readonly logGroupClass?: string; // STANDARD, INFREQUENT_ACCESS, DELIVERY
  readonly retentionInDays?: number;
  readonly creationTime?: number; // milliseconds since 1970
  readonly kmsKeyId?: string;
  readonly dataProtectionStatus?: string; // ACTIVATED, DELETED, ARCHIVED, DISABLED
  readonly inheritedProperties?: readonly string[]; // ACCOUNT_DATA_PROTECTION
}

export interface MetricFilter {
  readonly filterName?: string;
  readonly filterPattern?: string;
  readonly logGroupName?: string;
  readonly metricTransformations?: readonly MetricTransformation[];
  readonly applyOnTransformedLogs?: boolean;
  readonly fieldSelectionCriteria?: string;
  readonly emitSystemFieldDimensions?: readonly string[];
}
export interface MetricTransformation {
  readonly metricName?: string;
  readonly metricNamespace?: string;
  readonly metricValue?: string;
  readonly defaultValue?: number;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly unit?: string;
}

export interface SubscriptionFilter {
  readonly filterName?: string;
  readonly filterPattern?: string;
  readonly logGroupName?: string;
  readonly destinationArn?: string;
}

export interface MetricAlarm {
  readonly AlarmName?: string;
  readonly AlarmArn?: string;
  readonly ActionsEnabled?: boolean;
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
  readonly StateValue?: string;
  readonly StateReason?: string;
  readonly StateUpdatedTimestamp?: string;
  readonly StateTransitionedTimestamp?: string;
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Dimensions?: readonly { readonly Name?: string; readonly Value?: string }[];
  readonly Period?: number;
  readonly Unit?: string;
  readonly EvaluationPeriods?: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold?: number;
  readonly ComparisonOperator?: string;
  readonly TreatMissingData?: string;
  readonly EvaluateLowSampleCountPercentile?: string;
  readonly Metrics?: readonly MetricDataQuery[];
  readonly ThresholdMetricId?: string;
  readonly EvaluationState?: string;
  readonly [member: string]: unknown; // newer members (EvaluationCriteria, EvaluationWindow, WarmUpConfiguration) are looked for by name
}
interface MetricDataQuery {
  readonly Id?: string;
  readonly Expression?: string;
  readonly Label?: string;
  readonly ReturnData?: boolean;
  readonly Period?: number;
  readonly AccountId?: string;
  readonly MetricStat?: {
    readonly Metric?: {
      readonly Namespace?: string;
      readonly MetricName?: string;
      readonly Dimensions?: readonly { readonly Name?: string; readonly Value?: string }[];
    };
    readonly Period?: number;
    readonly Stat?: string;
    readonly Unit?: string;
  };
}

export interface CompositeAlarm {
  readonly AlarmName?: string;
  readonly AlarmArn?: string;
  readonly AlarmRule?: string;
  readonly ActionsEnabled?: boolean;
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
  readonly StateValue?: string;
  readonly StateUpdatedTimestamp?: string;
  readonly StateTransitionedTimestamp?: string;
  readonly ActionsSuppressor?: string;
  readonly ActionsSuppressorWaitPeriod?: number;
  readonly ActionsSuppressorExtensionPeriod?: number;
  readonly ActionsSuppressedBy?: string;
}

export interface LogAlarm {
  readonly AlarmName?: string;
  readonly AlarmArn?: string;
  readonly ActionsEnabled?: boolean;
  readonly AlarmActions?: readonly string[];
  readonly [member: string]: unknown;
}

export interface TopicAttributes {
  readonly TopicArn?: string;
  readonly Policy?: string; // JSON
  readonly KmsMasterKeyId?: string;
  readonly Owner?: string;
  readonly FifoTopic?: string;
  readonly MaximumMessageSize?: string; // bytes
  readonly [attribute: string]: string | undefined;
}

/** Empty, or without the member, where the topic has none. */
export interface DataProtection {
  readonly DataProtectionPolicy?: string; // JSON
}

export interface Subscription {
  /** `PendingConfirmation`, `Deleted`, or an ARN. */
  readonly SubscriptionArn?: string;
  readonly Owner?: string;
  readonly Protocol?: string; // email, email-json, sms, http, https, sqs, lambda, application, firehose
  readonly Endpoint?: string; // http and https: scheme, host and a hash
  readonly TopicArn?: string;
}

export interface SubscriptionAttributes {
  readonly FilterPolicy?: string; // JSON
  readonly FilterPolicyScope?: string; // MessageAttributes (default), MessageBody
  readonly PendingConfirmation?: string;
  readonly RawMessageDelivery?: string;
  readonly RedrivePolicy?: string;
  readonly ReplayPolicy?: string; // JSON, of a FIFO topic's
  readonly ReplayStatus?: string;
  readonly [attribute: string]: string | undefined;
}

export interface QueueAttributes {
  readonly QueueArn?: string;
  readonly Policy?: string; // JSON; without it where the queue has none
  readonly KmsMasterKeyId?: string;
  readonly FifoQueue?: string;
  readonly MaximumMessageSize?: string; // bytes
  readonly [attribute: string]: string | undefined;
}

export interface FunctionConfiguration {
  readonly FunctionArn?: string;
  readonly State?: string; // Pending, Active, Inactive, Failed
  readonly StateReason?: string;
  readonly DurableConfig?: unknown;
  readonly TenancyConfig?: unknown;
  readonly CapacityProviderConfig?: unknown;
  readonly KMSKeyArn?: string; // of its environment variables; without it, or empty, a key of Lambda's
}
export interface FunctionConcurrency {
  readonly ReservedConcurrentExecutions?: number; // without it, the account's
}

export interface KeyMetadata {
  readonly KeyId?: string;
  readonly Arn?: string;
  readonly Description?: string;
  readonly KeyManager?: string; // AWS, CUSTOMER
  readonly KeyState?: string;
  readonly KeySpec?: string; // SYMMETRIC_DEFAULT, RSA_2048, HMAC_256, …
  readonly Enabled?: boolean;
}

export interface EventBus {
  readonly Name?: string;
  readonly Arn?: string;
  readonly KmsKeyIdentifier?: string; // a customer managed key: its ARN, ID, alias or alias ARN
}
export interface EventRule {
  readonly Name?: string;
  readonly Arn?: string;
  readonly EventPattern?: string; // JSON
  readonly ScheduleExpression?: string;
  readonly State?: string; // ENABLED, DISABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
  readonly EventBusName?: string;
  readonly RoleArn?: string;
  readonly ManagedBy?: string;
}
export interface EventTarget {
  readonly Id?: string;
  readonly Arn?: string;
  readonly RoleArn?: string;
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: unknown;
}
