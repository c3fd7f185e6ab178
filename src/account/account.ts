/**
 * An account as it was read: raw AWS answers by Region and operation. This is the shape of the file that
 * `trailproof snapshot` writes and that an auditor keeps. No secret is in it.
 */
export interface Account {
  readonly schema: 'trailproof/account/1';
  readonly tool: { readonly name: 'trailproof'; readonly version: string };
  /** When reading began, ISO 8601, UTC. Every age (last delivery, start of logging, mute rules) is judged at this time. */
  readonly readAt: string;
  readonly account: string; // 12 digits
  readonly partition: string; // aws, aws-cn, aws-us-gov
  readonly caller: string; // ARN
  readonly alias: string | null;
  /** The Regions that the verdict speaks of: enabled ones, or those that `--region` named. */
  readonly regions: readonly string[];
  /** True when `--region` narrowed what was read. */
  readonly narrowed: boolean;
  readonly reads: readonly Read[];
}

/** One operation that was asked of one Region, with all its pages, or with the error that ended it. */
export interface Read {
  readonly region: string;
  readonly operation: Operation;
  readonly input: Readonly<Record<string, unknown>>;
  /** The answers as AWS gave them ($metadata removed, dates as ISO 8601 strings), a page each; those read before an error are kept. */
  readonly pages: readonly Readonly<Record<string, unknown>>[];
  readonly error?: ReadError;
}

export interface ReadError {
  /**
   * denied: no permission. throttled: gave up after retries. disabled: the Region or the service is not enabled.
   * unsupported: the endpoint does not know the operation at all, taken as "nothing of that kind here".
   * not-found: the thing asked for is not there: an answer, not a failure. truncated: a listing that did not come to its end.
   * failed: anything else.
   */
  readonly kind: 'denied' | 'throttled' | 'disabled' | 'unsupported' | 'not-found' | 'truncated' | 'failed';
  readonly code: string; // AWS's error name
  readonly message: string;
}

/** `service:Operation`, as in the SDK's model. The IAM action is in `permissionOf` (they differ in places). */
export type Operation =
  | 'ec2:DescribeRegions'
  | 'sts:GetCallerIdentity'
  | 'iam:ListAccountAliases'
  | 'cloudtrail:DescribeTrails' // input { includeShadowTrails: true }
  | 'cloudtrail:GetTrailStatus' // input { Name: trail ARN }, asked of the home Region
  | 'cloudtrail:GetEventSelectors' // input { TrailName: trail ARN }, asked of the home Region
  | 'logs:DescribeLogGroups' // input { logGroupNamePrefix: the exact name }
  | 'logs:DescribeMetricFilters' // input { logGroupName }
  | 'logs:DescribeSubscriptionFilters' // input { logGroupName }
  | 'cloudwatch:DescribeAlarms' // input { AlarmTypes: [MetricAlarm, CompositeAlarm, LogAlarm] }
  | 'cloudwatch:ListAlarmMuteRules' // input {}
  | 'cloudwatch:GetAlarmMuteRule' // input { AlarmMuteRuleName }
  | 'sns:GetTopicAttributes' // input { TopicArn }
  | 'sns:GetDataProtectionPolicy' // input { ResourceArn: topic ARN }, not asked of FIFO topics
  | 'sns:ListSubscriptionsByTopic' // input { TopicArn }
  | 'sns:GetSubscriptionAttributes' // input { SubscriptionArn }
  | 'sqs:GetQueueAttributes' // input { QueueUrl: queueUrlOf its ARN, AttributeNames: ['All'] }: a queue that is subscribed
  | 'lambda:GetFunctionConfiguration' // input { FunctionName: function ARN }: a function that is subscribed
  | 'lambda:GetFunctionConcurrency' // input { FunctionName: function ARN }
  | 'lambda:GetPolicy' // input { FunctionName: function ARN }
  | 'kms:DescribeKey' // input { KeyId }
  | 'kms:GetKeyPolicy' // input { KeyId, PolicyName: 'default' }
  | 'events:DescribeEventBus' // input {}: the default bus; asked where a rule sees AWS's events
  | 'events:ListRules' // input {}: the default bus
  | 'events:ListTargetsByRule'; // input { Rule }
