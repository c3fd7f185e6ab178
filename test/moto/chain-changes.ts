import type { Change } from '../../src/change/change.js';
import { policyText, type Step, step } from '../../src/change/step.js';
import { HOME, KEY_LOSS_PATTERN } from './spec.js';

/** A chain from nothing, as changes: every link, with an encrypted topic. What takes each of them back stands beside it. */
export function chainChanges(account: string): readonly Change[] {
  const bucket = `new-${account}`;
  const trail = `arn:aws:cloudtrail:${HOME}:${account}:trail/new`;
  const topic = `arn:aws:sns:${HOME}:${account}:new`;
  const allow = (action: string, members: object) =>
    policyText({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, ...members }] });
  return [
    change(
      'bucket',
      step('s3:CreateBucket', HOME, { Bucket: bucket }),
      step('s3:DeleteBucket', HOME, { Bucket: bucket }),
    ),
    change(
      'bucket-policy',
      step('s3:PutBucketPolicy', HOME, {
        Bucket: bucket,
        Policy: allow('s3:GetBucketAcl', {
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Resource: `arn:aws:s3:::${bucket}`,
        }),
      }),
    ),
    change(
      'group',
      step('logs:CreateLogGroup', HOME, { logGroupName: 'new' }),
      step('logs:DeleteLogGroup', HOME, { logGroupName: 'new' }),
    ),
    change(
      'role',
      step('iam:CreateRole', HOME, {
        RoleName: 'new',
        Description: 'd',
        AssumeRolePolicyDocument: allow('sts:AssumeRole', { Principal: { Service: 'cloudtrail.amazonaws.com' } }),
      }),
      step('iam:DeleteRole', HOME, { RoleName: 'new' }),
    ),
    change(
      'role-policy',
      step('iam:PutRolePolicy', HOME, {
        RoleName: 'new',
        PolicyName: 'p',
        PolicyDocument: allow('logs:PutLogEvents', { Resource: '*' }),
      }),
      step('iam:DeleteRolePolicy', HOME, { RoleName: 'new', PolicyName: 'p' }),
    ),
    change(
      'trail',
      step('cloudtrail:CreateTrail', HOME, {
        Name: 'new',
        S3BucketName: bucket,
        IncludeGlobalServiceEvents: true,
        IsMultiRegionTrail: true,
        EnableLogFileValidation: true,
        CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${account}:log-group:new:*`,
        CloudWatchLogsRoleArn: `arn:aws:iam::${account}:role/new`,
      }),
      step('cloudtrail:DeleteTrail', HOME, { Name: trail }),
    ),
    change(
      'logging',
      step('cloudtrail:StartLogging', HOME, { Name: trail }),
      step('cloudtrail:StopLogging', HOME, { Name: trail }),
    ),
    change(
      'filter',
      step('logs:PutMetricFilter', HOME, {
        logGroupName: 'new',
        filterName: 'key-loss',
        filterPattern: KEY_LOSS_PATTERN,
        metricTransformations: [{ metricName: 'KeyLoss', metricNamespace: 'CISBenchmark', metricValue: '1' }],
      }),
      step('logs:DeleteMetricFilter', HOME, { logGroupName: 'new', filterName: 'key-loss' }),
    ),
    change('topic', step('sns:CreateTopic', HOME, { Name: 'new' }), step('sns:DeleteTopic', HOME, { TopicArn: topic })),
    change(
      'key',
      step('kms:CreateKey', HOME, {
        Description: 'encrypts the topic new',
        Policy: allow('kms:*', { Principal: { AWS: `arn:aws:iam::${account}:root` }, Resource: '*' }),
      }),
      step('kms:ScheduleKeyDeletion', HOME, { KeyId: { of: 'key', output: 'KeyId' }, PendingWindowInDays: 7 }),
    ),
    change(
      'alias',
      step('kms:CreateAlias', HOME, { AliasName: 'alias/new', TargetKeyId: { of: 'key', output: 'KeyId' } }),
      step('kms:DeleteAlias', HOME, { AliasName: 'alias/new' }),
    ),
    change(
      'encrypted',
      step('sns:SetTopicAttributes', HOME, {
        TopicArn: topic,
        AttributeName: 'KmsMasterKeyId',
        AttributeValue: 'alias/new',
      }),
    ),
    change(
      'mail',
      step('sns:Subscribe', HOME, {
        TopicArn: topic,
        Protocol: 'email',
        Endpoint: 'security@example.com',
        ReturnSubscriptionArn: true,
      }),
      step('sns:Unsubscribe', HOME, { SubscriptionArn: { of: 'mail', output: 'SubscriptionArn' } }),
    ),
    change(
      'alarm',
      step('cloudwatch:PutMetricAlarm', HOME, {
        AlarmName: 'key-loss',
        MetricName: 'KeyLoss',
        Namespace: 'CISBenchmark',
        Statistic: 'Sum',
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [topic],
      }),
      step('cloudwatch:DeleteAlarms', HOME, { AlarmNames: ['key-loss'] }),
    ),
  ];
}

function change(id: string, made: Step, ...undo: readonly Step[]): Change {
  return {
    id,
    title: id,
    link: { kind: 'trail', id },
    controls: ['kms-key-loss'],
    risk: 'adds',
    warning: null,
    cost: { usdPerMonth: 0, because: '' },
    owner: null,
    step: made,
    undo,
    notUndone: null,
  };
}
