import type { TopicAttributes } from '../../account/answers.js';
import { type Arn, parseArn } from '../../account/arn.js';
import { doubtful, fails, holds } from '../condition.js';
import { dataProtection } from '../data-protection.js';
import { askAnyone, doubtOf, pageOf, type World } from '../evidence.js';
import type { Condition, Link } from '../link.js';
import type { Message } from '../message.js';
import { type Publisher, publishing } from '../publisher.js';
import { keyUse } from '../topic-key.js';
import { unknownSettings } from '../unknown-settings.js';

const READS = ['sns:GetTopicAttributes'] as const;

export interface FoundTopic {
  readonly link: Link;
  /** The keys on which it depends. */
  readonly keys: readonly string[];
  /** The message, as its subscriptions get it. */
  readonly message: Message;
}

/** A topic as a link: it is there, the publisher may publish this to it, and may use the key that encrypts it. */
export function topicLink(world: World, topicArn: string, publisher: Publisher, message: Message): FoundTopic {
  const arn = parseArn(topicArn);
  const link = {
    kind: 'topic' as const,
    id: topicArn,
    account: arn?.account ?? publisher.account,
    region: arn?.region ?? publisher.region,
  };
  if (!arn) {
    const none = { code: 'arn-unknown', message: `\`${topicArn}\` is no topic’s ARN` };
    return { link: { ...link, conditions: [doubtful('exists', none, READS)] }, keys: [], message };
  }
  const asked = askAnyone(world, arn.account, arn.region, 'sns:GetTopicAttributes', { TopicArn: topicArn });
  const why = doubtOf(asked);
  const place = inReach(arn, publisher);
  if (why) return { link: { ...link, conditions: [doubtful('exists', why, READS), place] }, keys: [], message };
  const attributes = pageOf<{ Attributes?: TopicAttributes }>(asked)?.Attributes;
  if (!attributes) {
    const missing = fails(
      'exists',
      'there is no such topic',
      READS,
      `create the topic ${topicArn} and subscribe somebody`,
    );
    return { link: { ...link, conditions: [missing] }, keys: [], message };
  }
  const { conditions, keys } = keyUse(world, attributes.KmsMasterKeyId ?? '', arn, publisher);
  const protection = dataProtection(world, topicArn, arn, attributes, message);
  return {
    link: {
      ...link,
      conditions: [
        holds('exists', 'the topic is there', READS),
        place,
        ...publishing(attributes, arn, publisher),
        ...size(attributes),
        ...unknownSettings('sns:GetTopicAttributes', ['topic', attributes]),
        ...conditions,
        ...protection.conditions,
      ],
    },
    keys,
    message: protection.message,
  };
}

/** Bytes that a message may have, where nobody has said otherwise (SNS developer guide, "Large messages"). */
const USUAL_SIZE = 262_144;

/** SNS refuses what is larger. How long a message is that tells of an event nobody has measured. */
function size({ MaximumMessageSize: most }: TopicAttributes): readonly Condition[] {
  if (most === undefined || Number(most) >= USUAL_SIZE) return [];
  const message = `it takes messages of ${most} bytes at most, and one of an event may be longer`;
  const mend = `raise the topic’s MaximumMessageSize to ${USUAL_SIZE}`;
  return [doubtful('topic-size', { code: 'topic-size', message }, READS, mend)];
}

/**
 * Alarms publish in their own Region alone (PutMetricAlarm refuses others: `Invalid region … specified`), and so do rules
 * (EventBridge user guide, "Sending events to an AWS service in another account": in the same Region).
 */
function inReach(topic: Arn, publisher: Publisher): Condition {
  if (topic.region === publisher.region)
    return holds('region', `it is in ${topic.region}, as is what publishes to it`, READS);
  const because = `it is in ${topic.region}, and what publishes to it is in ${publisher.region}`;
  return fails('region', because, READS, `notify a topic in ${publisher.region}`);
}
