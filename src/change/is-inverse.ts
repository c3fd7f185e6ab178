import { parseArn } from '../account/arn.js';
import { namesOf } from './change-id.js';
import { isOutput, type Step, type WriteOperation } from './step.js';

/** What takes back what each call does. Null: it goes with what it belongs to. */
const INVERSES: Readonly<Partial<Record<WriteOperation, readonly WriteOperation[]>>> = {
  'cloudtrail:CreateTrail': ['cloudtrail:DeleteTrail'],
  'cloudtrail:UpdateTrail': ['cloudtrail:UpdateTrail'],
  'cloudtrail:StartLogging': ['cloudtrail:StopLogging'],
  'cloudtrail:PutEventSelectors': ['cloudtrail:PutEventSelectors'],
  's3:CreateBucket': ['s3:DeleteBucket'],
  'iam:CreateRole': ['iam:DeleteRole'],
  'iam:PutRolePolicy': ['iam:DeleteRolePolicy'],
  'logs:CreateLogGroup': ['logs:DeleteLogGroup'],
  'logs:PutMetricFilter': ['logs:PutMetricFilter', 'logs:DeleteMetricFilter'],
  'cloudwatch:PutMetricAlarm': ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'],
  'cloudwatch:EnableAlarmActions': ['cloudwatch:DisableAlarmActions'],
  'sns:CreateTopic': ['sns:DeleteTopic'],
  'sns:SetTopicAttributes': ['sns:SetTopicAttributes'],
  'sns:Subscribe': ['sns:Unsubscribe'],
  'sns:SetSubscriptionAttributes': ['sns:SetSubscriptionAttributes'],
  'kms:CreateKey': ['kms:ScheduleKeyDeletion'],
  'kms:CreateAlias': ['kms:DeleteAlias'],
  'kms:EnableKey': ['kms:DisableKey'],
  'kms:PutKeyPolicy': ['kms:PutKeyPolicy'],
  'events:EnableRule': ['events:DisableRule'],
};

/** Does the step take back what that one made, on the same thing and no other? `id`: of the change whose step it is. */
export function isInverse(step: Step, made: Step, id: string): boolean {
  if (step.region !== made.region || !INVERSES[made.operation]?.includes(step.operation)) return false;
  // What is only known by the answer is named by it, and by nothing else.
  if (step.operation === 'kms:ScheduleKeyDeletion') return isAnswerOf(step.input.KeyId, id);
  if (step.operation === 'sns:Unsubscribe') return isAnswerOf(step.input.SubscriptionArn, id);
  const [own, others] = [namesOf(step), namesOf(made)];
  return own.length === others.length && own.every((name, at) => name === others[at]);
}

function isAnswerOf(value: unknown, id: string): boolean {
  return isOutput(value) && value.of === id;
}

/** Are all things that the step names by an ARN of that account? What it is set to may name others. */
export function isOfAccount(step: Step, account: string): boolean {
  const input: Readonly<Record<string, unknown>> = step.input;
  return NAMED.every((member) => {
    const value = input[member];
    const arn = typeof value === 'string' && value.startsWith('arn:') ? parseArn(value) : undefined;
    return arn === undefined || arn?.account === account;
  });
}

const NAMED = ['Name', 'TrailName', 'TopicArn', 'SubscriptionArn', 'KeyId', 'TargetKeyId'];
