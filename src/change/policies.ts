import type { Account } from '../account/account.js';
import { isArray, isObject, type Json, parseJson, printJson } from '../predicate/json.js';
import { policyText } from './step.js';

export type Service = 'cloudwatch.amazonaws.com' | 'events.amazonaws.com';

type Statement = Readonly<Record<string, Json>>;

const SID: Readonly<Record<Service, string>> = {
  'cloudwatch.amazonaws.com': 'TrailproofAlarms',
  'events.amazonaws.com': 'TrailproofRules',
};

/**
 * Lets the service publish to a topic. AWS prints the condition on the account for alarms (CloudWatch user guide, "Notifying users on
 * alarm changes"), and says that a grant to EventBridge can have none (EventBridge user guide, "Using resource-based policies").
 */
export function publishStatement(service: Service, topic: string, account: string): Statement {
  return {
    Sid: SID[service],
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sns:Publish',
    Resource: topic,
    ...(service === 'cloudwatch.amazonaws.com'
      ? { Condition: { StringEquals: { 'aws:SourceAccount': account } } }
      : {}),
  };
}

/** What a service needs of the key of an encrypted topic (SNS developer guide, "Key management"). */
export function keyStatement(service: Service): Statement {
  return {
    Sid: SID[service],
    Effect: 'Allow',
    Principal: { Service: service },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
  };
}

/**
 * What EventBridge needs of the key with which an event bus is encrypted, as AWS prints it (EventBridge user guide, "Encrypting
 * EventBridge event buses with AWS KMS keys").
 */
export function busKeyStatements(bus: string): readonly Statement[] {
  const eventBridge = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Resource: '*' };
  return [
    { ...eventBridge, Sid: 'TrailproofEventBusKey', Action: 'kms:DescribeKey' },
    {
      ...eventBridge,
      Sid: 'TrailproofEventBus',
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Condition: {
        StringEquals: { 'kms:EncryptionContext:aws:events:event-bus:arn': bus, 'aws:SourceArn': bus },
      },
    },
  ];
}

/** Of a key for a topic: the account administers it, who may publish over SNS may go on doing so, and the services may use it. */
export function topicKeyPolicy({ account, partition }: Account, region: string): string {
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return document([
    {
      Sid: 'Administration',
      Effect: 'Allow',
      Principal: { AWS: `arn:${partition}:iam::${account}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
    {
      Sid: 'PublishersOfTheAccount',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      Resource: '*',
      Condition: { StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `sns.${region}.${suffix}` } },
    },
    keyStatement('cloudwatch.amazonaws.com'),
    keyStatement('events.amazonaws.com'),
  ]);
}

/** CloudTrail may write this trail's files into the bucket (CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail"). */
export function bucketPolicy({ account, partition }: Account, bucket: string, trailArn: string): string {
  const arn = `arn:${partition}:s3:::${bucket}`;
  const cloudtrail = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
  return document([
    {
      Sid: 'CloudTrailReadsTheAcl',
      ...cloudtrail,
      Action: 's3:GetBucketAcl',
      Resource: arn,
      Condition: { StringEquals: { 'aws:SourceArn': trailArn } },
    },
    {
      Sid: 'CloudTrailWrites',
      ...cloudtrail,
      Action: 's3:PutObject',
      Resource: `${arn}/AWSLogs/${account}/*`,
      Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': trailArn } },
    },
    {
      Sid: 'EncryptedTransportOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
}

/** CloudTrail takes the role. AWS prints it without conditions, and whether they could be met is not documented. */
export function deliveryTrust(): string {
  return document([{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' }]);
}

/**
 * Write into the log group; the log streams of an organization's trail begin with the organization's id instead of the account's
 * (CloudTrail user guide, "Role policy document for CloudTrail to use CloudWatch Logs for monitoring").
 */
export function deliveryPolicy(groupArn: string): string {
  return document([
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: `${groupArn}:log-stream:*`,
    },
  ]);
}

function document(statements: readonly Statement[]): string {
  return policyText({ Version: '2012-10-17', Statement: statements });
}

/** The longest policy that SNS and KMS take. */
const MOST_CHARACTERS = 30_720;

/** The policy with one statement more, all others as they were; null when it cannot be read or would be too long. */
export function withStatement(policy: string | undefined, statement: Statement): string | null {
  let found: Json;
  try {
    found = parseJson(policy ?? '');
  } catch {
    return null; // what cannot be read cannot be kept
  }
  if (!isObject(found)) return null;
  const { Statement: old = [] } = found;
  const statements = isArray(old) ? old : [old];
  const sids = new Set(statements.flatMap((one) => (isObject(one) && typeof one.Sid === 'string' ? [one.Sid] : [])));
  let sid = String(statement.Sid);
  for (let count = 2; sids.has(sid); count++) sid = `${String(statement.Sid)}${count}`;
  const text = printJson({ ...found, Statement: [...statements, { ...statement, Sid: sid }] });
  return text.length > MOST_CHARACTERS ? null : text;
}
