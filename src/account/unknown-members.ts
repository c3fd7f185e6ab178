import { RESOURCE_SHAPES } from './answer-shapes.js';

/** What a chain is made of. */
export type ResourceKind = keyof typeof RESOURCE_SHAPES;

/**
 * Members that AWS documents and that are not in the shapes: each was looked up in the API reference, and changes nothing about who is
 * told, or is looked for by its name. A test holds the two lists against the members that AWS's own SDK knows.
 */
const OF_NO_CONSEQUENCE: Readonly<Record<ResourceKind, readonly string[]>> = {
  trail: ['S3KeyPrefix', 'SnsTopicName', 'SnsTopicARN', 'HasInsightSelectors', 'RecursiveLogging'],
  'trail status': [
    ...['LatestNotificationError', 'LatestNotificationTime', 'LatestDigestDeliveryTime', 'LatestDigestDeliveryError'],
    ...['LatestDeliveryAttemptTime', 'LatestNotificationAttemptTime', 'LatestNotificationAttemptSucceeded'],
    ...['LatestDeliveryAttemptSucceeded', 'TimeLoggingStarted', 'TimeLoggingStopped'],
  ],
  'event selectors': [],
  'event selector': ['DataResources'],
  'advanced event selector': [],
  'field selector': [],
  'log group': [
    ...['metricFilterCount', 'storedBytes', 'deletionProtectionEnabled', 'retentionPolicyName'],
    'bearerTokenAuthenticationEnabled', // how others may send log events to it; CloudTrail does not
  ],
  'metric filter': ['creationTime'],
  'metric transformation': [],
  'metric alarm': [
    ...['AlarmDescription', 'AlarmConfigurationUpdatedTimestamp', 'StateReasonData'],
    ...['EvaluationWindow', 'WarmUpConfiguration', 'EvaluationCriteria'], // looked for by name
    'EvaluationInterval', // only with EvaluationCriteria
    'ActionConfiguration', // adds to the message
  ],
  'metric query': [],
  'metric statistic': [],
  'composite alarm': [
    ...['AlarmDescription', 'AlarmConfigurationUpdatedTimestamp', 'StateReason', 'StateReasonData'],
    ...['ActionsSuppressedReason', 'ActionConfiguration'],
  ],
  'list of what is muted': [],
  topic: [
    ...['DisplayName', 'SubscriptionsConfirmed', 'SubscriptionsDeleted', 'SubscriptionsPending', 'SignatureVersion'],
    ...['DeliveryPolicy', 'EffectiveDeliveryPolicy', 'TracingConfig', 'DataProtectionPolicy'],
    ...['ArchivePolicy', 'BeginningArchiveTime', 'ContentBasedDeduplication', 'FifoThroughputScope'],
    ...['HTTP', 'Firehose', 'Lambda', 'Application', 'SQS'].flatMap((protocol) =>
      ['SuccessFeedbackRoleArn', 'SuccessFeedbackSampleRate', 'FailureFeedbackRoleArn'].map(
        (name) => `${protocol}${name}`,
      ),
    ),
  ],
  subscription: [
    ...['SubscriptionArn', 'TopicArn', 'Owner', 'Protocol', 'Endpoint', 'ConfirmationWasAuthenticated'],
    ...['DeliveryPolicy', 'EffectiveDeliveryPolicy', 'SubscriptionRoleArn', 'SubscriptionPrincipal'],
  ],
  queue: [
    ...['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesDelayed', 'ApproximateNumberOfMessagesNotVisible'],
    ...['CreatedTimestamp', 'LastModifiedTimestamp', 'DelaySeconds', 'MessageRetentionPeriod', 'VisibilityTimeout'],
    ...['ReceiveMessageWaitTimeSeconds', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'],
    ...['KmsDataKeyReusePeriodSeconds', 'RedriveAllowPolicy', 'RedrivePolicy', 'SqsManagedSseEnabled'],
  ],
  // What it does when it is called is its own matter.
  function: [
    ...['FunctionName', 'Version', 'Description', 'Runtime', 'Role', 'Handler', 'CodeSize', 'CodeSha256', 'Timeout'],
    ...['MemorySize', 'LastModified', 'VpcConfig', 'DeadLetterConfig', 'Environment', 'TracingConfig', 'MasterArn'],
    ...['RevisionId', 'Layers', 'StateReasonCode', 'LastUpdateStatus', 'LastUpdateStatusReason', 'SnapStart'],
    ...['LastUpdateStatusReasonCode', 'FileSystemConfigs', 'SigningProfileVersionArn', 'SigningJobArn', 'PackageType'],
    ...['ImageConfigResponse', 'Architectures', 'EphemeralStorage', 'RuntimeVersionConfig', 'LoggingConfig'],
    'ConfigSha256',
  ],
  key: [
    ...['AWSAccountId', 'CreationDate', 'KeyUsage', 'DeletionDate', 'ValidTo', 'Origin', 'CustomKeyStoreId'],
    ...['CloudHsmClusterId', 'ExpirationModel', 'CustomerMasterKeySpec', 'EncryptionAlgorithms', 'SigningAlgorithms'],
    ...['KeyAgreementAlgorithms', 'EncapsulationAlgorithms', 'MultiRegion', 'MultiRegionConfiguration'],
    ...['PendingDeletionWindowInDays', 'MacAlgorithms', 'XksKeyConfiguration', 'CurrentKeyMaterialId'],
  ],
  'event bus': [
    ...['Description', 'DeadLetterConfig', 'Policy', 'LogConfig', 'CreationTime', 'LastModifiedTime', 'ManagedBy'],
  ],
  rule: ['Description'],
  target: [
    ...['DeadLetterConfig', 'RetryPolicy'],
    // Of targets that are neither a topic nor a bus.
    ...['KinesisParameters', 'RunCommandParameters', 'EcsParameters', 'BatchParameters', 'SqsParameters'],
    ...['HttpParameters', 'RedshiftDataParameters', 'SageMakerPipelineParameters', 'AppSyncParameters'],
  ],
};

/** Members of a resource that this program has never heard of: AWS may have added them since. */
export function unknownMembers(kind: ResourceKind, resource: object): readonly string[] {
  const { members } = RESOURCE_SHAPES[kind];
  const known = OF_NO_CONSEQUENCE[kind];
  return Object.keys(resource).filter((name) => !Object.hasOwn(members, name) && !known.includes(name));
}
