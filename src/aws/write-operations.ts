import type { Answered } from '../change/made-up.js';
import type { WriteInputs, WriteOperation } from '../change/step.js';
import type { Clients } from './clients.js';
import { sentOnce } from './sent-once.js';

/** What is sent: what other steps answer is filled in. */
export type Sent<I> = { [M in keyof I]: I[M] extends string | object ? Filled<I[M]> : I[M] };
type Filled<V> = V extends { readonly output: unknown } ? never : V;

export interface WriteEntry<I> {
  /** Resolves with what later steps need of the answer. */
  readonly send: (clients: Clients, region: string, input: Sent<I>) => Promise<Answered>;
  /** Errors that pass by themselves, because what was created just before is not known everywhere yet. */
  readonly passing?: (code: string, message: string) => boolean;
  /** Errors that say that it is as it is wanted: what is to be deleted is not there. */
  readonly already?: readonly string[];
}

/** How each step is sent. */
export const WRITE_TABLE: { readonly [O in WriteOperation]: WriteEntry<WriteInputs[O]> } = {
  'cloudtrail:CreateTrail': {
    async send({ cloudtrail }, region, input) {
      const { sdk, client } = await cloudtrail(region);
      return nothing(client.send(new sdk.CreateTrailCommand(input)));
    },
    passing: isFresh,
  },
  'cloudtrail:DeleteTrail': {
    async send({ cloudtrail }, region, input) {
      const { sdk, client } = await cloudtrail(region);
      return nothing(client.send(new sdk.DeleteTrailCommand(input)));
    },
    already: ['TrailNotFoundException'],
  },
  'cloudtrail:UpdateTrail': {
    async send({ cloudtrail }, region, input) {
      const { sdk, client } = await cloudtrail(region);
      return nothing(client.send(new sdk.UpdateTrailCommand(input)));
    },
    passing: isFresh,
  },
  'cloudtrail:StartLogging': {
    async send({ cloudtrail }, region, input) {
      const { sdk, client } = await cloudtrail(region);
      return nothing(client.send(new sdk.StartLoggingCommand(input)));
    },
  },
  'cloudtrail:StopLogging': {
    async send({ cloudtrail }, region, input) {
      const { sdk, client } = await cloudtrail(region);
      return nothing(client.send(new sdk.StopLoggingCommand(input)));
    },
    already: ['TrailNotFoundException'],
  },
  'cloudtrail:PutEventSelectors': {
    async send({ cloudtrail }, region, input) {
      const { sdk, client } = await cloudtrail(region);
      const command = copied(input) as object as import('@aws-sdk/client-cloudtrail').PutEventSelectorsCommandInput;
      return nothing(client.send(new sdk.PutEventSelectorsCommand(command)));
    },
  },
  's3:CreateBucket': {
    async send({ s3 }, region, input) {
      const { sdk, client } = await s3(region);
      const place = input.CreateBucketConfiguration?.LocationConstraint;
      return nothing(
        client.send(
          new sdk.CreateBucketCommand({
            Bucket: input.Bucket,
            ...(place !== undefined && {
              CreateBucketConfiguration: {
                LocationConstraint: place as import('@aws-sdk/client-s3').BucketLocationConstraint,
              },
            }),
          }),
        ),
      );
    },
    already: ['BucketAlreadyOwnedByYou'],
    passing: (code) => code === 'OperationAborted',
  },
  's3:PutPublicAccessBlock': {
    async send({ s3 }, region, input) {
      const { sdk, client } = await s3(region);
      return nothing(client.send(new sdk.PutPublicAccessBlockCommand(input)));
    },
    passing: isFreshBucket,
  },
  's3:PutBucketPolicy': {
    async send({ s3 }, region, input) {
      const { sdk, client } = await s3(region);
      return nothing(client.send(new sdk.PutBucketPolicyCommand(input)));
    },
    passing: isFreshBucket,
  },
  's3:DeleteBucket': {
    async send({ s3 }, region, input) {
      const { sdk, client } = await s3(region);
      return nothing(client.send(new sdk.DeleteBucketCommand(input)));
    },
    already: ['NoSuchBucket'],
  },
  'iam:CreateRole': {
    async send({ iam }, region, input) {
      const { sdk, client } = await iam(region);
      return nothing(client.send(new sdk.CreateRoleCommand(input)));
    },
  },
  'iam:PutRolePolicy': {
    async send({ iam }, region, input) {
      const { sdk, client } = await iam(region);
      return nothing(client.send(new sdk.PutRolePolicyCommand(input)));
    },
    passing: (code) => code.startsWith('NoSuchEntity'),
  },
  'iam:DeleteRolePolicy': {
    async send({ iam }, region, input) {
      const { sdk, client } = await iam(region);
      return nothing(client.send(new sdk.DeleteRolePolicyCommand(input)));
    },
    already: ['NoSuchEntity', 'NoSuchEntityException'],
  },
  'iam:DeleteRole': {
    async send({ iam }, region, input) {
      const { sdk, client } = await iam(region);
      return nothing(client.send(new sdk.DeleteRoleCommand(input)));
    },
    already: ['NoSuchEntity', 'NoSuchEntityException'],
  },
  'logs:CreateLogGroup': {
    async send({ logs }, region, input) {
      const { sdk, client } = await logs(region);
      return nothing(client.send(new sdk.CreateLogGroupCommand(input)));
    },
  },
  'logs:PutRetentionPolicy': {
    async send({ logs }, region, input) {
      const { sdk, client } = await logs(region);
      return nothing(client.send(new sdk.PutRetentionPolicyCommand(input)));
    },
  },
  'logs:DeleteLogGroup': {
    async send({ logs }, region, input) {
      const { sdk, client } = await logs(region);
      return nothing(client.send(new sdk.DeleteLogGroupCommand(input)));
    },
    already: ['ResourceNotFoundException'],
  },
  'logs:PutMetricFilter': {
    async send({ logs }, region, input) {
      const { sdk, client } = await logs(region);
      const command = copied(input) as import('@aws-sdk/client-cloudwatch-logs').PutMetricFilterCommandInput;
      return nothing(client.send(new sdk.PutMetricFilterCommand(command)));
    },
  },
  'logs:DeleteMetricFilter': {
    async send({ logs }, region, input) {
      const { sdk, client } = await logs(region);
      return nothing(client.send(new sdk.DeleteMetricFilterCommand(input)));
    },
    already: ['ResourceNotFoundException'],
  },
  'cloudwatch:PutMetricAlarm': {
    async send({ cloudwatch }, region, input) {
      const { sdk, client } = await cloudwatch(region);
      const command = copied(input) as object as import('@aws-sdk/client-cloudwatch').PutMetricAlarmCommandInput;
      return nothing(client.send(new sdk.PutMetricAlarmCommand(command)));
    },
  },
  'cloudwatch:DeleteAlarms': {
    async send({ cloudwatch }, region, input) {
      const { sdk, client } = await cloudwatch(region);
      return nothing(client.send(new sdk.DeleteAlarmsCommand(copied(input))));
    },
    already: ['ResourceNotFound', 'ResourceNotFoundException'],
  },
  'cloudwatch:EnableAlarmActions': {
    async send({ cloudwatch }, region, input) {
      const { sdk, client } = await cloudwatch(region);
      return nothing(client.send(new sdk.EnableAlarmActionsCommand(copied(input))));
    },
  },
  'cloudwatch:DisableAlarmActions': {
    async send({ cloudwatch }, region, input) {
      const { sdk, client } = await cloudwatch(region);
      return nothing(client.send(new sdk.DisableAlarmActionsCommand(copied(input))));
    },
  },
  'sns:CreateTopic': {
    async send({ sns }, region, input) {
      const { sdk, client } = await sns(region);
      return nothing(client.send(new sdk.CreateTopicCommand(input)));
    },
  },
  'sns:DeleteTopic': {
    async send({ sns }, region, input) {
      const { sdk, client } = await sns(region);
      return nothing(client.send(new sdk.DeleteTopicCommand(input)));
    },
    already: ['NotFoundException', 'NotFound'],
  },
  'sns:SetTopicAttributes': {
    async send({ sns }, region, input) {
      const { sdk, client } = await sns(region);
      return nothing(client.send(new sdk.SetTopicAttributesCommand(input)));
    },
  },
  'sns:Subscribe': {
    async send({ sns }, region, input) {
      const { sdk, client } = await sns(region);
      const { SubscriptionArn } = await client.send(new sdk.SubscribeCommand(input));
      return SubscriptionArn === undefined ? {} : { SubscriptionArn };
    },
  },
  'sns:Unsubscribe': {
    async send({ sns }, region, input) {
      const { sdk, client } = await sns(region);
      return nothing(client.send(new sdk.UnsubscribeCommand(input)));
    },
    already: ['NotFoundException', 'NotFound'],
  },
  'sns:SetSubscriptionAttributes': {
    async send({ sns }, region, input) {
      const { sdk, client } = await sns(region);
      return nothing(client.send(new sdk.SetSubscriptionAttributesCommand(input)));
    },
  },
  'kms:CreateKey': {
    async send({ kms }, region, input) {
      const { sdk, client } = await kms(region);
      const { KeyMetadata } = await client.send(sentOnce(new sdk.CreateKeyCommand(input)));
      return KeyMetadata?.KeyId === undefined ? {} : { KeyId: KeyMetadata.KeyId };
    },
  },
  'kms:CreateAlias': {
    async send({ kms }, region, input) {
      const { sdk, client } = await kms(region);
      return nothing(client.send(new sdk.CreateAliasCommand(input)));
    },
  },
  'kms:DeleteAlias': {
    async send({ kms }, region, input) {
      const { sdk, client } = await kms(region);
      return nothing(client.send(new sdk.DeleteAliasCommand(input)));
    },
    already: ['NotFoundException'],
  },
  'kms:ScheduleKeyDeletion': {
    async send({ kms }, region, input) {
      const { sdk, client } = await kms(region);
      return nothing(client.send(new sdk.ScheduleKeyDeletionCommand(input)));
    },
    already: ['NotFoundException'],
  },
  'kms:EnableKey': {
    async send({ kms }, region, input) {
      const { sdk, client } = await kms(region);
      return nothing(client.send(new sdk.EnableKeyCommand(input)));
    },
  },
  'kms:DisableKey': {
    async send({ kms }, region, input) {
      const { sdk, client } = await kms(region);
      return nothing(client.send(new sdk.DisableKeyCommand(input)));
    },
  },
  'kms:PutKeyPolicy': {
    async send({ kms }, region, input) {
      const { sdk, client } = await kms(region);
      return nothing(client.send(new sdk.PutKeyPolicyCommand(input)));
    },
  },
  'events:EnableRule': {
    async send({ events }, region, input) {
      const { sdk, client } = await events(region);
      return nothing(client.send(new sdk.EnableRuleCommand(input)));
    },
  },
  'events:DisableRule': {
    async send({ events }, region, input) {
      const { sdk, client } = await events(region);
      return nothing(client.send(new sdk.DisableRuleCommand(input)));
    },
  },
};

async function nothing(answer: Promise<unknown>): Promise<Answered> {
  await answer;
  return {};
}

type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [M in keyof T]: Mutable<T[M]> }
    : T;

/** The SDK's types want lists that may be changed. */
function copied<T>(input: T): Mutable<T> {
  return structuredClone(input) as Mutable<T>;
}

/**
 * A role, its policy and a bucket's policy take seconds to be known everywhere (terraform-provider-aws #1312 observed both of
 * CloudTrail's errors, with these words). A trail that names a group and no role gets the same code, in other words.
 */
function isFresh(code: string, message: string): boolean {
  const ofRole =
    code === 'InvalidCloudWatchLogsRoleArnException' || code === 'InvalidCloudWatchLogsLogGroupArnException';
  return (
    (ofRole && /^Access denied/i.test(message)) ||
    code === 'InsufficientS3BucketPolicyException' ||
    code === 'S3BucketDoesNotExistException'
  );
}

function isFreshBucket(code: string): boolean {
  return code === 'NoSuchBucket' || code === 'OperationAborted';
}
