import type { Output, WriteOperation } from '../step.js';

/** How the AWS CLI spells an operation, and what its answers mean to a script that may be run twice. */
export interface AwsCommand {
  readonly service: string;
  readonly command: string;
  /** The error code by which AWS says that it is there already. Without one the call itself can be repeated. */
  readonly exists?: string;
  /** It is refused until a role or a policy that was made just now is known everywhere, which takes some seconds. */
  readonly waits?: true;
}

/** s3 is called s3api in the AWS CLI; everything else is the operation's name with hyphens. */
export const AWS_COMMANDS: { readonly [O in WriteOperation]: AwsCommand } = {
  'cloudtrail:CreateTrail': {
    service: 'cloudtrail',
    command: 'create-trail',
    exists: 'TrailAlreadyExistsException',
    waits: true,
  },
  'cloudtrail:DeleteTrail': { service: 'cloudtrail', command: 'delete-trail' },
  'cloudtrail:UpdateTrail': { service: 'cloudtrail', command: 'update-trail', waits: true },
  'cloudtrail:StartLogging': { service: 'cloudtrail', command: 'start-logging' },
  'cloudtrail:StopLogging': { service: 'cloudtrail', command: 'stop-logging' },
  'cloudtrail:PutEventSelectors': { service: 'cloudtrail', command: 'put-event-selectors' },
  's3:CreateBucket': { service: 's3api', command: 'create-bucket', exists: 'BucketAlreadyOwnedByYou' },
  's3:PutPublicAccessBlock': { service: 's3api', command: 'put-public-access-block' },
  's3:PutBucketPolicy': { service: 's3api', command: 'put-bucket-policy' },
  's3:DeleteBucket': { service: 's3api', command: 'delete-bucket' },
  'iam:CreateRole': { service: 'iam', command: 'create-role', exists: 'EntityAlreadyExists' },
  'iam:PutRolePolicy': { service: 'iam', command: 'put-role-policy' },
  'iam:DeleteRolePolicy': { service: 'iam', command: 'delete-role-policy' },
  'iam:DeleteRole': { service: 'iam', command: 'delete-role' },
  'logs:CreateLogGroup': { service: 'logs', command: 'create-log-group', exists: 'ResourceAlreadyExistsException' },
  'logs:PutRetentionPolicy': { service: 'logs', command: 'put-retention-policy' },
  'logs:DeleteLogGroup': { service: 'logs', command: 'delete-log-group' },
  'logs:PutMetricFilter': { service: 'logs', command: 'put-metric-filter' },
  'logs:DeleteMetricFilter': { service: 'logs', command: 'delete-metric-filter' },
  'cloudwatch:PutMetricAlarm': { service: 'cloudwatch', command: 'put-metric-alarm' },
  'cloudwatch:DeleteAlarms': { service: 'cloudwatch', command: 'delete-alarms' },
  'cloudwatch:EnableAlarmActions': { service: 'cloudwatch', command: 'enable-alarm-actions' },
  'cloudwatch:DisableAlarmActions': { service: 'cloudwatch', command: 'disable-alarm-actions' },
  'sns:CreateTopic': { service: 'sns', command: 'create-topic' },
  'sns:DeleteTopic': { service: 'sns', command: 'delete-topic' },
  'sns:SetTopicAttributes': { service: 'sns', command: 'set-topic-attributes' },
  'sns:Subscribe': { service: 'sns', command: 'subscribe' },
  'sns:Unsubscribe': { service: 'sns', command: 'unsubscribe' },
  'sns:SetSubscriptionAttributes': { service: 'sns', command: 'set-subscription-attributes' },
  'kms:CreateKey': { service: 'kms', command: 'create-key' },
  'kms:CreateAlias': { service: 'kms', command: 'create-alias', exists: 'AlreadyExistsException' },
  'kms:DeleteAlias': { service: 'kms', command: 'delete-alias' },
  'kms:ScheduleKeyDeletion': { service: 'kms', command: 'schedule-key-deletion' },
  'kms:EnableKey': { service: 'kms', command: 'enable-key' },
  'kms:DisableKey': { service: 'kms', command: 'disable-key' },
  'kms:PutKeyPolicy': { service: 'kms', command: 'put-key-policy' },
  'events:EnableRule': { service: 'events', command: 'enable-rule' },
  'events:DisableRule': { service: 'events', command: 'disable-rule' },
};

/** What CreateTrail and UpdateTrail say while a new role or bucket policy has not got to them. */
export const NOT_KNOWN_YET: readonly string[] = [
  'InvalidCloudWatchLogsRoleArnException',
  'InsufficientS3BucketPolicyException',
];

/** Where an output stands in the answer of its operation, as the CLI's --query takes it. */
export const OUTPUT_QUERIES: Readonly<Record<Output['output'], string>> = {
  KeyId: 'KeyMetadata.KeyId',
  SubscriptionArn: 'SubscriptionArn',
};
