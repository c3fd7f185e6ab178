import type { WriteOperation } from './step.js';

/**
 * The IAM actions that carrying out a step needs: first its own, then those that are asked besides, to see what is there already,
 * what somebody else did since and uses, and to hand over a role (service authorization reference; CloudTrail user guide, "Granting custom permissions").
 */
export function permissionsOfWrite(operation: WriteOperation): readonly string[] {
  return PERMISSIONS[operation];
}

/** The IAM action that is the step itself. */
export function permissionOfWrite(operation: WriteOperation): string {
  return PERMISSIONS[operation][0];
}

export function isWriteOperation(name: string): name is WriteOperation {
  return Object.hasOwn(PERMISSIONS, name);
}

/** Every writing operation that there is. */
export const WRITE_OPERATIONS = (): readonly WriteOperation[] => Object.keys(PERMISSIONS).filter(isWriteOperation);

const PERMISSIONS = {
  'cloudtrail:CreateTrail': ['cloudtrail:CreateTrail', 'iam:PassRole', 'cloudtrail:DescribeTrails'],
  'cloudtrail:DeleteTrail': [
    'cloudtrail:DeleteTrail',
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetEventSelectors',
    'logs:DescribeMetricFilters',
    'logs:DescribeSubscriptionFilters',
  ],
  'cloudtrail:UpdateTrail': ['cloudtrail:UpdateTrail', 'iam:PassRole', 'cloudtrail:DescribeTrails'],
  'cloudtrail:StartLogging': ['cloudtrail:StartLogging', 'cloudtrail:GetTrailStatus'],
  'cloudtrail:StopLogging': [
    'cloudtrail:StopLogging',
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetEventSelectors',
    'logs:DescribeMetricFilters',
    'logs:DescribeSubscriptionFilters',
  ],
  'cloudtrail:PutEventSelectors': ['cloudtrail:PutEventSelectors', 'cloudtrail:GetEventSelectors'],
  's3:CreateBucket': ['s3:CreateBucket', 's3:ListBucket'],
  's3:PutPublicAccessBlock': ['s3:PutBucketPublicAccessBlock'],
  's3:PutBucketPolicy': ['s3:PutBucketPolicy', 's3:GetBucketPolicy'],
  's3:DeleteBucket': ['s3:DeleteBucket', 's3:GetBucketPolicy'],
  'iam:CreateRole': ['iam:CreateRole', 'iam:GetRole'],
  'iam:PutRolePolicy': ['iam:PutRolePolicy', 'iam:GetRolePolicy'],
  'iam:DeleteRolePolicy': ['iam:DeleteRolePolicy', 'iam:GetRolePolicy'],
  'iam:DeleteRole': ['iam:DeleteRole'],
  'logs:CreateLogGroup': ['logs:CreateLogGroup', 'logs:DescribeLogGroups'],
  'logs:PutRetentionPolicy': ['logs:PutRetentionPolicy', 'logs:DescribeLogGroups'],
  'logs:DeleteLogGroup': [
    'logs:DeleteLogGroup',
    'logs:DescribeMetricFilters',
    'logs:DescribeSubscriptionFilters',
    'logs:DescribeLogStreams',
  ],
  'logs:PutMetricFilter': ['logs:PutMetricFilter', 'logs:DescribeMetricFilters'],
  'logs:DeleteMetricFilter': ['logs:DeleteMetricFilter', 'logs:DescribeMetricFilters'],
  'cloudwatch:PutMetricAlarm': ['cloudwatch:PutMetricAlarm', 'cloudwatch:DescribeAlarms'],
  'cloudwatch:DeleteAlarms': ['cloudwatch:DeleteAlarms', 'cloudwatch:DescribeAlarms'],
  'cloudwatch:EnableAlarmActions': ['cloudwatch:EnableAlarmActions', 'cloudwatch:DescribeAlarms'],
  'cloudwatch:DisableAlarmActions': ['cloudwatch:DisableAlarmActions'],
  'sns:CreateTopic': ['sns:CreateTopic', 'sns:GetTopicAttributes'],
  'sns:DeleteTopic': [
    'sns:DeleteTopic',
    'sns:ListSubscriptionsByTopic',
    'cloudwatch:DescribeAlarms',
    'events:ListRuleNamesByTarget',
  ],
  'sns:SetTopicAttributes': ['sns:SetTopicAttributes', 'sns:GetTopicAttributes'],
  'sns:Subscribe': ['sns:Subscribe', 'sns:ListSubscriptionsByTopic'],
  'sns:Unsubscribe': ['sns:Unsubscribe'],
  'sns:SetSubscriptionAttributes': ['sns:SetSubscriptionAttributes', 'sns:GetSubscriptionAttributes'],
  'kms:CreateKey': ['kms:CreateKey', 'kms:ListKeys', 'kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListAliases'],
  'kms:CreateAlias': ['kms:CreateAlias', 'kms:DescribeKey'],
  'kms:DeleteAlias': ['kms:DeleteAlias', 'kms:DescribeKey'],
  'kms:ScheduleKeyDeletion': ['kms:ScheduleKeyDeletion', 'kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListAliases'],
  'kms:EnableKey': ['kms:EnableKey', 'kms:DescribeKey'],
  'kms:DisableKey': ['kms:DisableKey'],
  'kms:PutKeyPolicy': ['kms:PutKeyPolicy', 'kms:GetKeyPolicy'],
  'events:EnableRule': ['events:EnableRule', 'events:DescribeRule'],
  'events:DisableRule': ['events:DisableRule'],
} as const satisfies Record<WriteOperation, readonly [string, ...string[]]>;
