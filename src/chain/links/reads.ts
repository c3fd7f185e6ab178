import type { Operation } from '../../account/account.js';
import type { LinkKind } from '../link.js';

/** What may be read to decide a link of each kind: no condition of that kind reads anything else (a test says so). */
export const LINK_READS = {
  trail: [
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetTrailStatus',
    'cloudtrail:GetEventSelectors',
    'ec2:DescribeRegions',
    'events:ListRules',
    'logs:DescribeLogGroups',
  ],
  'log-group': ['cloudtrail:DescribeTrails', 'logs:DescribeLogGroups', 'kms:DescribeKey'],
  'metric-filter': ['logs:DescribeMetricFilters'],
  metric: ['logs:DescribeMetricFilters', 'cloudwatch:DescribeAlarms'],
  alarm: ['cloudwatch:DescribeAlarms', 'cloudwatch:ListAlarmMuteRules', 'cloudwatch:GetAlarmMuteRule'],
  topic: ['sns:GetTopicAttributes', 'sns:GetDataProtectionPolicy', 'kms:DescribeKey', 'kms:GetKeyPolicy'],
  subscription: [
    'sns:ListSubscriptionsByTopic',
    'sns:GetSubscriptionAttributes',
    'sqs:GetQueueAttributes',
    'lambda:GetFunctionConfiguration',
    'lambda:GetFunctionConcurrency',
    'lambda:GetPolicy',
    'kms:DescribeKey',
    'kms:GetKeyPolicy',
  ],
  'event-bus': [
    'events:ListRules',
    'events:DescribeEventBus',
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetTrailStatus',
    'cloudtrail:GetEventSelectors',
    'kms:DescribeKey',
    'kms:GetKeyPolicy',
  ],
  rule: ['events:ListRules'],
  target: ['events:ListTargetsByRule', 'cloudwatch:DescribeAlarms'],
} as const satisfies Record<LinkKind, readonly Operation[]>;
