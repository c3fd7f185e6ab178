import type { Operation } from './account.js';

/**
 * The IAM action that allows an operation. The two differ where the service's API was renamed and its actions were not;
 * the actions are those of AWS's service authorization reference.
 */
export function permissionOf(operation: Operation): string {
  return PERMISSIONS[operation];
}

/** Operations that IAM cannot deny: nobody needs a permission for them. */
export const ALWAYS_ALLOWED: readonly Operation[] = ['sts:GetCallerIdentity'];

const PERMISSIONS = {
  'ec2:DescribeRegions': 'ec2:DescribeRegions',
  'sts:GetCallerIdentity': 'sts:GetCallerIdentity',
  'iam:ListAccountAliases': 'iam:ListAccountAliases',
  'cloudtrail:DescribeTrails': 'cloudtrail:DescribeTrails',
  'cloudtrail:GetTrailStatus': 'cloudtrail:GetTrailStatus',
  'cloudtrail:GetEventSelectors': 'cloudtrail:GetEventSelectors',
  'logs:DescribeLogGroups': 'logs:DescribeLogGroups',
  'logs:DescribeMetricFilters': 'logs:DescribeMetricFilters',
  'logs:DescribeSubscriptionFilters': 'logs:DescribeSubscriptionFilters',
  'cloudwatch:DescribeAlarms': 'cloudwatch:DescribeAlarms',
  'cloudwatch:ListAlarmMuteRules': 'cloudwatch:ListAlarmMuteRules',
  'cloudwatch:GetAlarmMuteRule': 'cloudwatch:GetAlarmMuteRule',
  'sns:GetTopicAttributes': 'sns:GetTopicAttributes',
  'sns:GetDataProtectionPolicy': 'sns:GetDataProtectionPolicy',
  'sns:ListSubscriptionsByTopic': 'sns:ListSubscriptionsByTopic',
  'sns:GetSubscriptionAttributes': 'sns:GetSubscriptionAttributes',
  'sqs:GetQueueAttributes': 'sqs:GetQueueAttributes',
  'lambda:GetFunctionConfiguration': 'lambda:GetFunctionConfiguration',
  'lambda:GetFunctionConcurrency': 'lambda:GetFunctionConcurrency',
  'lambda:GetPolicy': 'lambda:GetPolicy',
  'kms:DescribeKey': 'kms:DescribeKey',
  'kms:GetKeyPolicy': 'kms:GetKeyPolicy',
  'events:DescribeEventBus': 'events:DescribeEventBus',
  'events:ListRules': 'events:ListRules',
  'events:ListTargetsByRule': 'events:ListTargetsByRule',
} as const satisfies Record<Operation, string>;

/** Every operation that an account file may hold. */
export const OPERATIONS: readonly Operation[] = Object.keys(PERMISSIONS) as Operation[];
