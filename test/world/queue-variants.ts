import type { QueueSpec, SubscriptionSpec, TopicSpec, World } from './specs.js';
import { customerKey, subscription } from './world.js';

type Statement = Readonly<Record<string, unknown>>;
/** What is done to the queue that a topic tells, and to the subscription that leads to it. */
export type QueueVariant = (made: World, spec: QueueSpec, from: SubscriptionSpec) => void;

const topicOf = ({ subscription: { TopicArn = '' } }: SubscriptionSpec): string => TopicArn;
const arnOf = ({ attributes }: QueueSpec): string => attributes.QueueArn ?? '';

/** The topic tells a queue as well, which lets it. */
export function tellQueue(made: World, topic: TopicSpec): SubscriptionSpec & { queue: QueueSpec } {
  const { region } = topic;
  const arn = `arn:aws:sqs:${region}:${made.id}:alerts`;
  const from = subscription(topic, made.id, 'sqs', arn);
  const queue: QueueSpec = {
    region,
    url: `https://sqs.${region}.amazonaws.com/${made.id}/alerts`,
    attributes: { QueueArn: arn, MaximumMessageSize: '262144', SqsManagedSseEnabled: 'true' },
    exists: true,
    key: null,
    truth: 'holds',
  };
  grant(queue, send(queue, from));
  const told = Object.assign(from, { queue });
  topic.subscriptions.push(told);
  return told;
}

/** The topic tells the queue, and nobody else. */
export function tellQueueAlone(made: World, topic: TopicSpec): SubscriptionSpec & { queue: QueueSpec } {
  topic.subscriptions = [];
  return tellQueue(made, topic);
}

function grant(queue: QueueSpec, ...statements: readonly Statement[]): void {
  queue.attributes.Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

const send = (queue: QueueSpec, from: SubscriptionSpec, members: Statement = {}): Statement => ({
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: arnOf(queue),
  Condition: { ArnEquals: { 'aws:SourceArn': topicOf(from) } },
  ...members,
});

function encrypt(made: World, queue: QueueSpec, ...statements: readonly Statement[]): void {
  queue.key = customerKey(made, queue.region, statements);
  queue.attributes.KmsMasterKeyId = queue.key.id;
  delete queue.attributes.SqsManagedSseEnabled;
}

const use = (members: Statement = {}): Statement => ({
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
  Resource: '*',
  ...members,
});

export const SOUND_QUEUES = {
  plain: () => {},
  'granted to everybody, from the topic': (_, queue, from) => {
    grant(queue, send(queue, from, { Principal: '*' }));
  },
  'granted to SNS for topics of the account': (made, queue, from) => {
    const topics = { ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${made.id}:*` } };
    grant(queue, send(queue, from, { Condition: topics }));
  },
  'over HTTPS alone': (_, queue, from) => {
    const insecure = { Bool: { 'aws:SecureTransport': 'false' } };
    grant(
      queue,
      send(queue, from),
      send(queue, from, { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Condition: insecure }),
    );
  },
  'encrypted with a key that SNS may use': (made, queue) => {
    encrypt(made, queue, use());
  },
  'encrypted with a key that SNS may use for the topic': (made, queue, from) => {
    encrypt(made, queue, use({ Condition: { ArnEquals: { 'aws:SourceArn': topicOf(from) } } }));
  },
} satisfies Record<string, QueueVariant>;

export const FAULTY_QUEUES = {
  deleted: (_, queue) => {
    queue.exists = false;
    queue.truth = 'broken';
  },
  'no policy': (_, queue) => {
    delete queue.attributes.Policy;
    queue.truth = 'broken';
  },
  'a policy for the account alone': (made, queue) => {
    grant(queue, {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${made.id}:root` },
      Action: 'SQS:*',
      Resource: arnOf(queue),
    });
    queue.truth = 'broken';
  },
  'a policy for another topic': (_, queue, from) => {
    grant(queue, send(queue, from, { Condition: { ArnEquals: { 'aws:SourceArn': `${topicOf(from)}-old` } } }));
    queue.truth = 'broken';
  },
  'a policy for topics of another account': (_, queue, from) => {
    grant(queue, send(queue, from, { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:999999999999:*' } } }));
    queue.truth = 'broken';
  },
  'a policy to read alone': (_, queue, from) => {
    grant(queue, send(queue, from, { Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'] }));
    queue.truth = 'broken';
  },
  'denied to everybody': (_, queue, from) => {
    const { Condition: _condition, ...everywhere } = send(queue, from);
    grant(queue, send(queue, from), { ...everywhere, Effect: 'Deny', Principal: '*' });
    queue.truth = 'broken';
  },
  'denied outside an organization': (_, queue, from) => {
    const outside = { StringNotEquals: { 'aws:PrincipalOrgID': 'o-example' } };
    grant(queue, send(queue, from), send(queue, from, { Effect: 'Deny', Principal: '*', Condition: outside }));
    queue.truth = 'unknown';
  },
  'encrypted with the AWS managed key': (_, queue) => {
    queue.attributes.KmsMasterKeyId = 'alias/aws/sqs';
    queue.truth = 'broken';
  },
  'encrypted with a key that SNS may not use': (made, queue) => {
    encrypt(made, queue);
    queue.truth = 'broken';
  },
  'encrypted with a key that SNS may not decrypt with': (made, queue) => {
    encrypt(made, queue, use({ Action: 'kms:GenerateDataKey' }));
    queue.truth = 'broken';
  },
  'encrypted with a disabled key': (made, queue) => {
    encrypt(made, queue, use());
    if (queue.key) Object.assign(queue.key.metadata, { KeyState: 'Disabled', Enabled: false });
    queue.truth = 'broken';
  },
  'for small messages': (_, queue) => {
    queue.attributes.MaximumMessageSize = '1024';
    queue.truth = 'unknown';
  },
} satisfies Record<string, QueueVariant>;
