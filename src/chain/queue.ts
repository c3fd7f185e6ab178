import type { QueueAttributes } from '../account/answers.js';
import { type Arn, parseArn } from '../account/arn.js';
import { queueUrlOf } from '../account/queue-url.js';
import { doubtful, fails, holds } from './condition.js';
import { accountOf, askAnyone, doubtOf, pageOf, type World } from './evidence.js';
import type { Condition } from './link.js';
import { queuePermitsSend } from './policy-endpoint.js';
import { queueKeyUse } from './queue-key.js';
import type { KeyUse } from './topic-key.js';
import { unknownSettings } from './unknown-settings.js';

const READS = ['sqs:GetQueueAttributes'] as const;
/** Bytes that a message of SNS may have (SNS developer guide, quotas). A queue may be made to take less. */
const LARGEST_MESSAGE = 262_144;

/** Does the queue take what SNS sends it for the topic? */
export function queueTakes(world: World, queueArn: string, topicArn: string): KeyUse {
  const queue = parseArn(queueArn);
  const topic = parseArn(topicArn);
  const only = (condition: Condition): KeyUse => ({ conditions: [condition], keys: [] });
  if (queue?.service !== 'sqs' || !topic)
    return only(unread(`\`${queueArn}\` is no queue’s ARN, so that it was not read`));
  const asked = askAnyone(world, queue.account, queue.region, 'sqs:GetQueueAttributes', {
    QueueUrl: queueUrlOf(queue),
  });
  const why = doubtOf(asked);
  if (why)
    // What a stranger is told of his queue is not for us to be let read.
    return only(accountOf(world, queue.account) ? doubtful('queue', why, READS) : unread(why.message));
  if (asked.answer.kind === 'not-found') return only(fails('queue', 'the queue is not there', READS, MEND));
  const attributes = pageOf<{ Attributes?: QueueAttributes }>(asked)?.Attributes ?? {};
  if (attributes.QueueArn !== queueArn) return only(unread('the answer about the queue is of no queue of its ARN'));
  const fanout = { endpointArn: queueArn, topicArn };
  const key = queueKeyUse(world, attributes.KmsMasterKeyId ?? '', queue, fanout);
  return {
    conditions: [
      holds('queue', 'the queue is there', READS),
      policy(attributes, fanout),
      ...region(queue, topic),
      ...fifo(attributes, topic),
      ...size(attributes),
      ...unknownSettings('sqs:GetQueueAttributes', ['queue', attributes]),
      ...key.conditions,
    ],
    keys: key.keys,
  };
}

const MEND = 'subscribe a queue that is there, or an email address';

function unread(message: string): Condition {
  return doubtful('queue', { code: 'endpoint-unread', message }, READS, 'subscribe an email address as well');
}

function policy(attributes: QueueAttributes, fanout: Parameters<typeof queuePermitsSend>[1]): Condition {
  const { answer, because } = queuePermitsSend(attributes.Policy, fanout);
  const mend = `let sns.amazonaws.com send in the policy of the queue (sqs:SendMessage, with aws:SourceArn ${fanout.topicArn})`;
  const message = `the policy of the queue: ${because}`;
  switch (answer) {
    case 'yes':
      return holds('queue-policy', message, READS);
    case 'no':
      return fails('queue-policy', message, READS, mend);
    case 'unknown':
      return doubtful('queue-policy', { code: 'queue-policy', message }, READS, mend);
  }
}

/** Where Regions that were opted into take part, SNS is another principal (SNS developer guide, cross-Region delivery). */
function region(queue: Arn, topic: Arn): readonly Condition[] {
  if (queue.region === topic.region) return [];
  const message = `the queue is in ${queue.region} and the topic in ${topic.region}: whether both are enabled by default, without which SNS sends under another name, was not looked at`;
  const mend = `subscribe a queue in ${topic.region}`;
  return [doubtful('queue-region', { code: 'queue-region', message }, READS, mend)];
}

/** A standard topic cannot send to a FIFO queue (SNS developer guide, "FIFO topics": subscriptions). */
function fifo({ FifoQueue: isFifo }: QueueAttributes, topic: Arn): readonly Condition[] {
  if (isFifo !== 'true' || topic.resource.endsWith('.fifo')) return [];
  return [fails('queue-fifo', 'it is a FIFO queue, and the topic is not', READS, 'subscribe a standard queue')];
}

function size({ MaximumMessageSize: largest }: QueueAttributes): readonly Condition[] {
  if (largest === undefined || Number(largest) >= LARGEST_MESSAGE) return [];
  const message = `the queue takes messages of ${largest} bytes at most, and SNS sends up to ${LARGEST_MESSAGE}`;
  const mend = `raise the queue’s MaximumMessageSize to ${LARGEST_MESSAGE}`;
  return [doubtful('queue-size', { code: 'queue-size', message }, READS, mend)];
}
