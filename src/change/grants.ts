import { parseArn } from '../account/arn.js';
import { iamLiteral } from './iam-literal.js';
import { isRecord, isStep } from './is-step.js';
import { isOutput, type Output, type Step } from './step.js';
import { permissionsOfWrite, WRITE_OPERATIONS } from './write-permissions.js';

/** One IAM action that is needed, of what. */
export interface WriteGrant {
  readonly action: string;
  readonly resource: string;
  readonly condition: Readonly<Record<string, Readonly<Record<string, string>>>> | null;
}

interface Steps {
  readonly account: string;
  readonly partition: string;
  readonly steps: readonly Step[];
}

/** The steps of a plan and of its undo; null where it is not a plan. */
export function stepsOfPlan(value: unknown): Steps | null {
  if (!isRecord(value) || value.schema !== 'trailproof/plan/1' || !Array.isArray(value.changes)) return null;
  const { account, partition, changes } = value;
  if (typeof account !== 'string' || typeof partition !== 'string') return null;
  const steps: readonly unknown[] = changes.flatMap((change: unknown): unknown[] =>
    isRecord(change) && Array.isArray(change.undo) ? [change.step, ...change.undo] : [null],
  );
  return steps.every(isStep) ? { account, partition, steps } : null;
}

/** What carrying out these steps needs, of the things that they name and no others. */
export function grantsOfSteps({ steps, ...place }: Steps): readonly WriteGrant[] {
  return steps.flatMap((step) =>
    permissionsOfWrite(step.operation).flatMap((action) =>
      resourcesOf(action, step, place).map((resource) => ({ action, resource, condition: conditionOf(action) })),
    ),
  );
}

/** What any plan may need. Buckets and roles are made only by names of ours; what else is changed may have any name. */
export function grantsOfAnyPlan(): readonly WriteGrant[] {
  const actions = new Set(WRITE_OPERATIONS().flatMap((operation) => permissionsOfWrite(operation)));
  return [...actions].map((action) => ({ action, resource: ofAnyName(action), condition: conditionOf(action) }));
}

function ofAnyName(action: string): string {
  if (action.startsWith('s3:')) return 'arn:*:s3:::trailproof-*';
  if (action.startsWith('iam:') && action !== 'iam:PassRole') return 'arn:*:iam::*:role/trailproof-*';
  return '*';
}

/** A role is handed to CloudTrail and to nobody else. */
function conditionOf(action: string): WriteGrant['condition'] {
  return action === 'iam:PassRole' ? { StringEquals: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' } } : null;
}

/** None is handed over where it is taken away. */
function rolesHanded(role: string | undefined): readonly string[] {
  if (role === undefined) return ['*'];
  return role === '' ? [] : [iamLiteral(role)];
}

/** Actions that IAM decides without a resource, or on one that is not known before (service authorization reference). */
const ANYWHERE = /:(?:Describe|List(?!Bucket$)|CreateKey$|Unsubscribe$|SetSubscriptionAttributes$)/;

function resourcesOf(action: string, step: Step, { account, partition }: Omit<Steps, 'steps'>): readonly string[] {
  if (ANYWHERE.test(action)) return ['*'];
  const arn = (service: string, resource: string, region = step.region) =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const trail = (name: string) => (parseArn(name) ? iamLiteral(name) : arn('cloudtrail', `trail/${iamLiteral(name)}`));
  const role = (name: string) => `arn:${partition}:iam::${account}:role/${iamLiteral(name)}`;
  const key = (id: string | Output) => (isOutput(id) || !parseArn(id) ? arn('kms', 'key/*') : iamLiteral(id));
  const alarm = (name: string) => arn('cloudwatch', `alarm:${iamLiteral(name)}`);
  switch (step.operation) {
    case 'cloudtrail:CreateTrail':
    case 'cloudtrail:UpdateTrail':
      // Whether a role that is set already must be handed over again is not documented.
      return action === 'iam:PassRole' ? rolesHanded(step.input.CloudWatchLogsRoleArn) : [trail(step.input.Name)];
    case 'cloudtrail:DeleteTrail':
    case 'cloudtrail:StartLogging':
    case 'cloudtrail:StopLogging':
      return [trail(step.input.Name)];
    case 'cloudtrail:PutEventSelectors':
      return [trail(step.input.TrailName)];
    case 's3:CreateBucket':
    case 's3:PutPublicAccessBlock':
    case 's3:PutBucketPolicy':
    case 's3:DeleteBucket':
      return [`arn:${partition}:s3:::${iamLiteral(step.input.Bucket)}`];
    case 'iam:CreateRole':
    case 'iam:PutRolePolicy':
    case 'iam:DeleteRolePolicy':
    case 'iam:DeleteRole':
      return [role(step.input.RoleName)];
    case 'logs:CreateLogGroup':
    case 'logs:PutRetentionPolicy':
    case 'logs:DeleteLogGroup':
    case 'logs:PutMetricFilter':
    case 'logs:DeleteMetricFilter': {
      // IAM compares the one or the other, by the action.
      const group = arn('logs', `log-group:${iamLiteral(step.input.logGroupName)}`);
      return [group, `${group}:*`];
    }
    case 'cloudwatch:PutMetricAlarm':
      return [alarm(step.input.AlarmName)];
    case 'cloudwatch:DeleteAlarms':
    case 'cloudwatch:EnableAlarmActions':
    case 'cloudwatch:DisableAlarmActions':
      return step.input.AlarmNames.map(alarm);
    case 'sns:CreateTopic':
      return [arn('sns', iamLiteral(step.input.Name))];
    case 'sns:DeleteTopic':
    case 'sns:SetTopicAttributes':
    case 'sns:Subscribe':
      return [iamLiteral(step.input.TopicArn)];
    case 'kms:CreateAlias':
      return [arn('kms', iamLiteral(step.input.AliasName)), key(step.input.TargetKeyId)];
    case 'kms:DeleteAlias':
      return [arn('kms', iamLiteral(step.input.AliasName)), arn('kms', 'key/*')];
    case 'kms:CreateKey':
      return [arn('kms', 'key/*')];
    case 'kms:ScheduleKeyDeletion':
    case 'kms:EnableKey':
    case 'kms:DisableKey':
    case 'kms:PutKeyPolicy':
      return [key(step.input.KeyId)];
    case 'events:EnableRule':
    case 'events:DisableRule':
      return [arn('events', `rule/${iamLiteral(step.input.Name)}`)];
    case 'sns:Unsubscribe':
    case 'sns:SetSubscriptionAttributes':
      return ['*'];
  }
}
