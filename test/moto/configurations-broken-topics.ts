import { pendingConfirmation } from '../proxy/topics.js';
import { broken, type Configuration, chain, topicArn } from './configuration.js';
import { allow, keyPolicy, queueKeyPolicy, toFunction, toQueue } from './configuration-parts.js';
import type { KeySpec } from './spec.js';

const encrypted = (name: string, key: Omit<KeySpec, 'name'>, says: RegExp): Configuration => ({
  name,
  spec: ({ account }) =>
    chain({
      topic: { key: 'topic' },
      more: { keys: [{ name: 'topic', policy: keyPolicy(account, true), ...key }] },
    }),
  expected: broken('topic', says),
});

/** The alarm rings, and its message is not published or reaches nobody. */
export const BROKEN_TOPICS: readonly Configuration[] = [
  {
    name: 'the topic was deleted',
    spec: ({ account }) => chain({ topic: null, alarm: { topics: [topicArn(account, 'security')] } }),
    expected: broken('topic', /no such topic|not there|is gone/),
  },
  {
    name: 'a topic in another Region',
    spec: ({ account }) =>
      chain({ topic: { region: 'eu-west-1' }, alarm: { topics: [topicArn(account, 'security', 'eu-west-1')] } }),
    expected: broken('topic', /eu-west-1/),
  },
  {
    name: 'a topic that lets another account alone publish',
    spec: ({ account }) =>
      chain({
        topic: {
          policy: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: 'arn:aws:iam::999999999999:root' },
                Action: 'sns:Publish',
                Resource: topicArn(account, 'security'),
              },
            ],
          },
        },
      }),
    expected: broken('topic', /no statement allows SNS:Publish to cloudwatch/),
  },
  {
    name: 'a topic for the alarms of another account',
    spec: ({ account }) =>
      chain({
        topic: {
          policy: allow('cloudwatch.amazonaws.com', topicArn(account, 'security'), {
            StringEquals: { 'aws:SourceAccount': '999999999999' },
          }),
        },
      }),
    expected: broken('topic', /no statement allows SNS:Publish to cloudwatch/),
  },
  {
    name: 'a topic for another alarm',
    spec: ({ account }) =>
      chain({
        topic: {
          policy: allow('cloudwatch.amazonaws.com', topicArn(account, 'security'), {
            ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:us-east-1:${account}:alarm:root-*` },
          }),
        },
      }),
    expected: broken('topic', /no statement allows SNS:Publish to cloudwatch/),
  },
  {
    name: 'a topic encrypted with the key that AWS manages',
    spec: () => chain({ topic: { key: 'alias/aws/sns' } }),
    expected: broken('topic', /alias\/aws\/sns/),
  },
  {
    name: 'a queue that was deleted',
    spec: ({ account }) => toQueue(account, null),
    expected: broken('subscription', /queue is not there/),
  },
  {
    name: 'a function that was deleted',
    spec: ({ account }) => toFunction(account, null),
    expected: broken('subscription', /function is not there/),
  },
  {
    name: 'a function without a policy',
    spec: ({ account }) => toFunction(account, { from: [] }),
    expected: broken('subscription', /policy of the function: (there is none|no statement allows)/),
  },
  {
    name: 'a function for another topic',
    spec: ({ account }) => toFunction(account, { from: ['orders'] }),
    expected: broken('subscription', /no statement allows lambda:InvokeFunction to sns/),
  },
  {
    name: 'a function that may not run',
    spec: ({ account }) => toFunction(account, { reserved: 0 }),
    expected: broken('subscription', /reserved concurrency is zero/),
  },
  {
    name: 'a queue without a policy',
    spec: ({ account }) => toQueue(account, { from: [] }),
    expected: broken('subscription', /policy of the queue: (there is none|no statement allows)/),
  },
  {
    name: 'a queue for another topic',
    spec: ({ account }) => toQueue(account, { from: ['orders'] }),
    expected: broken('subscription', /no statement allows sqs:SendMessage to sns/),
  },
  {
    name: 'a queue encrypted with the key that AWS manages',
    spec: ({ account }) => toQueue(account, { key: 'alias/aws/sqs' }),
    expected: broken('subscription', /alias\/aws\/sqs/),
  },
  {
    name: 'a queue encrypted with a key for the account alone',
    spec: ({ account }) =>
      toQueue(account, { key: 'alias/queue' }, [{ name: 'queue', policy: keyPolicy(account, false) }]),
    expected: broken('subscription', /no statement allows kms:GenerateDataKey to sns/),
  },
  {
    name: 'a queue encrypted with a key that is disabled',
    spec: ({ account }) =>
      toQueue(account, { key: 'alias/queue' }, [{ name: 'queue', policy: queueKeyPolicy(account), state: 'disabled' }]),
    expected: broken('subscription', /Disabled/),
  },
  encrypted('a topic encrypted with a key that is disabled', { state: 'disabled' }, /Disabled/),
  encrypted('a topic encrypted with a key that will be deleted', { state: 'pending-deletion' }, /PendingDeletion/),
  {
    name: 'a topic encrypted with a key that CloudWatch may not use',
    spec: ({ account }) =>
      chain({ topic: { key: 'topic' }, more: { keys: [{ name: 'topic', policy: keyPolicy(account, false) }] } }),
    expected: broken('topic', /no statement allows kms:/),
  },
  {
    name: 'a subscription that nobody confirmed',
    spec: () => chain(),
    behaviours: () => [pendingConfirmation()],
    expected: broken('subscription', /never confirmed/),
  },
  {
    name: 'a topic without a subscription',
    spec: () => chain({ topic: { subscriptions: [] } }),
    expected: broken('subscription', /nobody is told/),
  },
  {
    name: 'a subscription that filters by attributes, which alarms have none of',
    spec: () =>
      chain({
        topic: {
          subscriptions: [
            {
              protocol: 'email',
              endpoint: 'security@example.com',
              attributes: { FilterPolicy: '{"severity":["high"]}' },
            },
          ],
        },
      }),
    expected: broken('subscription', /filter policy/),
  },
  {
    name: 'a subscription to another alarm’s messages',
    spec: () =>
      chain({
        topic: {
          subscriptions: [
            {
              protocol: 'email',
              endpoint: 'security@example.com',
              attributes: { FilterPolicy: '{"AlarmName":["root-usage"]}', FilterPolicyScope: 'MessageBody' },
            },
          ],
        },
      }),
    expected: broken('subscription', /filter policy/),
  },
];
