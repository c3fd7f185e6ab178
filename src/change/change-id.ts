import { parseArn } from '../account/arn.js';
import type { Step } from './step.js';

/** `logs:PutMetricFilter/eu-west-1/kms-key-loss`: the same for every step that sets the same thing, so that the later takes the place of the earlier. */
export function idOf(step: Step): string {
  return [step.operation, step.region, ...namesOf(step)].join('/');
}

/** By which the thing is known on which the step acts, in its account and Region. */
export function namesOf(step: Step): readonly string[] {
  switch (step.operation) {
    case 'cloudtrail:CreateTrail':
    case 'cloudtrail:DeleteTrail':
    case 'cloudtrail:UpdateTrail':
    case 'cloudtrail:StartLogging':
    case 'cloudtrail:StopLogging':
      return [short(step.input.Name)];
    case 'cloudtrail:PutEventSelectors':
      return [short(step.input.TrailName)];
    case 's3:CreateBucket':
    case 's3:PutPublicAccessBlock':
    case 's3:PutBucketPolicy':
    case 's3:DeleteBucket':
      return [step.input.Bucket];
    case 'iam:CreateRole':
    case 'iam:DeleteRole':
      return [step.input.RoleName];
    case 'iam:PutRolePolicy':
    case 'iam:DeleteRolePolicy':
      return [step.input.RoleName, step.input.PolicyName];
    case 'logs:CreateLogGroup':
    case 'logs:PutRetentionPolicy':
    case 'logs:DeleteLogGroup':
      return [step.input.logGroupName];
    case 'logs:PutMetricFilter':
    case 'logs:DeleteMetricFilter':
      return [step.input.logGroupName, step.input.filterName];
    case 'cloudwatch:PutMetricAlarm':
      return [step.input.AlarmName];
    case 'cloudwatch:DeleteAlarms':
    case 'cloudwatch:EnableAlarmActions':
    case 'cloudwatch:DisableAlarmActions':
      return step.input.AlarmNames;
    case 'sns:CreateTopic':
      return [step.input.Name];
    case 'sns:DeleteTopic':
      return [short(step.input.TopicArn)];
    case 'sns:SetTopicAttributes':
      return [short(step.input.TopicArn), step.input.AttributeName];
    case 'sns:Subscribe':
      return [short(step.input.TopicArn), step.input.Protocol, step.input.Endpoint];
    case 'sns:Unsubscribe':
      return [named(step.input.SubscriptionArn)];
    case 'sns:SetSubscriptionAttributes':
      return [short(step.input.SubscriptionArn), step.input.AttributeName];
    case 'kms:CreateKey':
      return [step.input.Description];
    case 'kms:CreateAlias':
    case 'kms:DeleteAlias':
      return [step.input.AliasName];
    case 'kms:ScheduleKeyDeletion':
    case 'kms:EnableKey':
    case 'kms:DisableKey':
    case 'kms:PutKeyPolicy':
      return [named(step.input.KeyId)];
    case 'events:EnableRule':
    case 'events:DisableRule':
      return [step.input.Name];
  }
}

function named(value: string | { readonly of: string }): string {
  return typeof value === 'string' ? short(value) : value.of;
}

/** The part of an ARN that names the thing in its account and Region. */
function short(name: string): string {
  return parseArn(name)?.resource.replace(/^(?:trail|key)\//, '') ?? name;
}
