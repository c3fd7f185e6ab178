import type { Json } from '../predicate/json.js';

/**
 * What each writing operation is asked with: the members of AWS's own API, spelled as AWS spells them, and no others. The same
 * object is sent by the SDK, printed for the AWS CLI, and read by `apply`.
 */
export interface WriteInputs {
  'cloudtrail:CreateTrail': {
    readonly Name: string;
    readonly S3BucketName: string;
    readonly IncludeGlobalServiceEvents: boolean;
    readonly IsMultiRegionTrail: boolean;
    readonly EnableLogFileValidation: boolean;
    readonly CloudWatchLogsLogGroupArn: string;
    readonly CloudWatchLogsRoleArn: string;
  };
  'cloudtrail:DeleteTrail': { readonly Name: string };
  /** Members that are left out stay as they are; an empty log group ARN takes the log group away. `Name` is the trail's ARN. */
  'cloudtrail:UpdateTrail': {
    readonly Name: string;
    readonly IncludeGlobalServiceEvents?: boolean;
    readonly IsMultiRegionTrail?: boolean;
    readonly CloudWatchLogsLogGroupArn?: string;
    readonly CloudWatchLogsRoleArn?: string;
  };
  'cloudtrail:StartLogging': { readonly Name: string };
  'cloudtrail:StopLogging': { readonly Name: string };
  'cloudtrail:PutEventSelectors': {
    readonly TrailName: string;
    readonly EventSelectors?: readonly Readonly<Record<string, unknown>>[];
    readonly AdvancedEventSelectors?: readonly Readonly<Record<string, unknown>>[];
  };
  's3:CreateBucket': {
    readonly Bucket: string;
    /** Absent in us-east-1. */
    readonly CreateBucketConfiguration?: { readonly LocationConstraint: string };
  };
  's3:PutPublicAccessBlock': {
    readonly Bucket: string;
    readonly PublicAccessBlockConfiguration: {
      readonly BlockPublicAcls: true;
      readonly IgnorePublicAcls: true;
      readonly BlockPublicPolicy: true;
      readonly RestrictPublicBuckets: true;
    };
  };
  's3:PutBucketPolicy': { readonly Bucket: string; readonly Policy: string };
  's3:DeleteBucket': { readonly Bucket: string };
  'iam:CreateRole': {
    readonly RoleName: string;
    readonly AssumeRolePolicyDocument: string;
    readonly Description: string;
  };
  'iam:PutRolePolicy': { readonly RoleName: string; readonly PolicyName: string; readonly PolicyDocument: string };
  'iam:DeleteRolePolicy': { readonly RoleName: string; readonly PolicyName: string };
  'iam:DeleteRole': { readonly RoleName: string };
  'logs:CreateLogGroup': { readonly logGroupName: string };
  'logs:PutRetentionPolicy': { readonly logGroupName: string; readonly retentionInDays: number };
  'logs:DeleteLogGroup': { readonly logGroupName: string };
  'logs:PutMetricFilter': {
    readonly logGroupName: string;
    readonly filterName: string;
    readonly filterPattern: string;
    readonly metricTransformations: readonly {
      readonly metricName: string;
      readonly metricNamespace: string;
      readonly metricValue: string;
      readonly defaultValue?: number;
      readonly dimensions?: Readonly<Record<string, string>>;
      readonly unit?: string;
    }[];
    readonly applyOnTransformedLogs?: boolean;
    readonly fieldSelectionCriteria?: string;
    readonly emitSystemFieldDimensions?: readonly string[];
  };
  'logs:DeleteMetricFilter': { readonly logGroupName: string; readonly filterName: string };
  /** All that the alarm has: PutMetricAlarm replaces the whole alarm (tags stay). */
  'cloudwatch:PutMetricAlarm': Readonly<Record<string, unknown>> & { readonly AlarmName: string };
  'cloudwatch:DeleteAlarms': { readonly AlarmNames: readonly string[] };
  'cloudwatch:EnableAlarmActions': { readonly AlarmNames: readonly string[] };
  'cloudwatch:DisableAlarmActions': { readonly AlarmNames: readonly string[] };
  'sns:CreateTopic': { readonly Name: string };
  'sns:DeleteTopic': { readonly TopicArn: string };
  'sns:SetTopicAttributes': {
    readonly TopicArn: string;
    readonly AttributeName: 'Policy' | 'KmsMasterKeyId';
    readonly AttributeValue: string;
  };
  'sns:Subscribe': {
    readonly TopicArn: string;
    readonly Protocol: string;
    readonly Endpoint: string;
    readonly ReturnSubscriptionArn: true;
  };
  'sns:Unsubscribe': { readonly SubscriptionArn: string | Output };
  'sns:SetSubscriptionAttributes': {
    readonly SubscriptionArn: string;
    readonly AttributeName: 'FilterPolicy' | 'FilterPolicyScope';
    readonly AttributeValue: string;
  };
  'kms:CreateKey': { readonly Description: string; readonly Policy: string };
  'kms:CreateAlias': { readonly AliasName: string; readonly TargetKeyId: string | Output };
  'kms:DeleteAlias': { readonly AliasName: string };
  'kms:ScheduleKeyDeletion': { readonly KeyId: string | Output; readonly PendingWindowInDays: number };
  'kms:EnableKey': { readonly KeyId: string };
  'kms:DisableKey': { readonly KeyId: string };
  'kms:PutKeyPolicy': { readonly KeyId: string; readonly PolicyName: 'default'; readonly Policy: string };
  'events:EnableRule': { readonly Name: string };
  'events:DisableRule': { readonly Name: string };
}

export type WriteOperation = keyof WriteInputs;

/** What another step's answer holds, known only once that step was carried out: `KeyMetadata.KeyId` of a key that was created. */
export interface Output {
  /** The id of the change whose step answers it. */
  readonly of: string;
  readonly output: 'KeyId' | 'SubscriptionArn';
}

/** One call that alters an account. Sending the same step twice leaves the account as sending it once does. */
export type Step = {
  readonly [O in WriteOperation]: { readonly operation: O; readonly region: string; readonly input: WriteInputs[O] };
}[WriteOperation];

export function step<O extends WriteOperation>(operation: O, region: string, input: WriteInputs[O]): Step {
  return { operation, region, input } as Step;
}

export function isOutput(value: unknown): value is Output {
  return typeof value === 'object' && value !== null && 'of' in value && 'output' in value;
}

/** A policy document in the text that AWS takes. */
export function policyText(document: Json): string {
  return JSON.stringify(document);
}
