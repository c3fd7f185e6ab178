import type { Subscription } from '../account/answers.js';
import { parseArn } from '../account/arn.js';
import { failsPlainly } from './condition.js';
import { askAnyone, listingOf, type World } from './evidence.js';
import type { Link, Path } from './link.js';
import { endOf, subscriptionLink } from './links/subscription.js';
import { topicLink } from './links/topic.js';
import type { Message } from './message.js';
import { missingLink, unseenLink } from './missing.js';
import type { Publisher } from './publisher.js';

/** How a path ends. */
export interface Tail {
  readonly links: readonly Link[];
  readonly end: Path['end'];
  readonly keys: readonly string[];
}

const READS = ['sns:ListSubscriptionsByTopic'] as const;

/** From a topic to each of its subscriptions. */
export function topicTails(world: World, topicArn: string, publisher: Publisher, sent: Message): readonly Tail[] {
  const { link, keys, message } = topicLink(world, topicArn, publisher, sent);
  const exists = link.conditions.filter(({ code }) => code === 'exists');
  if (failsPlainly(exists)) return [{ links: [link], end: null, keys }];
  const arn = parseArn(topicArn);
  const asked = askAnyone(world, arn?.account ?? '', link.region, 'sns:ListSubscriptionsByTopic', {
    TopicArn: topicArn,
  });
  const { items, more } = listingOf<Subscription>(asked, 'Subscriptions');
  const tails = items.map((subscription): Tail => {
    const last = subscriptionLink(world, topicArn, subscription, message);
    return { links: [link, last.link], end: endOf(subscription), keys: [...new Set([...keys, ...last.keys])] };
  });
  if (more) tails.push({ links: [link, unseenLink('subscription', link, more, READS)], end: null, keys });
  else if (items.length === 0) {
    const none = missingLink(
      'subscription',
      link,
      'no subscription: nobody is told',
      READS,
      'subscribe somebody to the topic',
    );
    tails.push({ links: [link, none], end: null, keys });
  }
  return tails;
}
