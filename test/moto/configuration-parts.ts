import { chain, topicArn } from './configuration.js';
import type { FunctionSpec, QueueSpec, Spec } from './spec.js';

export const KEY_LOSS_RULE = {
  source: ['aws.kms'],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: { eventSource: ['kms.amazonaws.com'], eventName: ['DisableKey', 'ScheduleKeyDeletion'] },
};

/** A rule and a topic that EventBridge may publish to, in each of the Regions. */
export function rulesIn(account: string, where: readonly string[]) {
  return {
    rules: where.map((region) => ({ name: 'key-loss', region, pattern: KEY_LOSS_RULE, targets: [`rules-${region}`] })),
    topics: where.map((region) => ({
      name: `rules-${region}`,
      region,
      policy: allow('events.amazonaws.com', topicArn(account, `rules-${region}`, region)),
      subscriptions: [{ protocol: 'email', endpoint: 'security@example.com' }],
    })),
  };
}

/** The chain in which all holds, but that it ends in a queue, which lets the topic send where nothing else is said. */
export function toQueue(account: string, queue: Partial<QueueSpec> | null = {}, keys: Spec['keys'] = []): Spec {
  return chain({
    topic: { subscriptions: [{ protocol: 'sqs', endpoint: `arn:aws:sqs:us-east-1:${account}:alerts` }] },
    more: { keys, queues: queue === null ? [] : [{ name: 'alerts', from: ['security'], ...queue }] },
  });
}

/** The same, ending in a function. */
export function toFunction(account: string, made: Partial<FunctionSpec> | null = {}, keys: Spec['keys'] = []): Spec {
  return chain({
    topic: { subscriptions: [{ protocol: 'lambda', endpoint: `arn:aws:lambda:us-east-1:${account}:function:tell` }] },
    more: { keys, functions: made === null ? [] : [{ name: 'tell', from: ['security'], ...made }] },
  });
}

/** A key's policy: for the account, and for SNS. */
export function queueKeyPolicy(account: string) {
  const sns = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
    Resource: '*',
    Condition: { ArnEquals: { 'aws:SourceArn': topicArn(account, 'security') } },
  };
  return { Version: '2012-10-17', Statement: [...keyPolicy(account, false).Statement, sns] };
}

/** A policy that lets a service publish, as AWS prints it. */
export function allow(service: string, topic: string, condition?: object) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sns:Publish',
        Resource: topic,
        ...(condition && { Condition: condition }),
      },
    ],
  };
}

/** A key's policy: for the account, and for CloudWatch if it shall be granted. */
export function keyPolicy(account: string, forCloudWatch: boolean) {
  const own = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' };
  const grant = {
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
  };
  return { Version: '2012-10-17', Statement: forCloudWatch ? [own, grant] : [own] };
}

/** A key's policy: for the account, and for the default event bus of a Region as AWS prints it. */
export function busKeyPolicy(account: string, region: string) {
  const bus = `arn:aws:events:${region}:${account}:event-bus/default`;
  const eventBridge = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Resource: '*' };
  const condition = { StringEquals: { 'kms:EncryptionContext:aws:events:event-bus:arn': bus, 'aws:SourceArn': bus } };
  return {
    Version: '2012-10-17',
    Statement: [
      ...keyPolicy(account, false).Statement,
      { ...eventBridge, Action: 'kms:DescribeKey' },
      { ...eventBridge, Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Condition: condition },
    ],
  };
}

/** A topic's data protection policy with one statement. */
export function protection(operation: object) {
  const Statement = [
    {
      Sid: 'addresses',
      DataDirection: 'Inbound',
      Principal: ['*'],
      DataIdentifier: ['arn:aws:dataprotection::aws:data-identifier/EmailAddress'],
      Operation: operation,
    },
  ];
  return { Name: 'protection', Version: '2021-06-01', Statement };
}
