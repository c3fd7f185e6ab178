import type { Account } from '../account/account.js';
import { parseArn } from '../account/arn.js';
import { endOf } from '../chain/links/subscription.js';
import { TOPIC_NAME } from './build/topic.js';
import { subscriptionsOf } from './look.js';
import type { Proof } from './proof.js';
import type { Task } from './task.js';

/** The topics over which a control is proved already: who hears of one hears of another. */
export function provedTopics(task: Task, proof: Proof): ReadonlySet<string> {
  const proved = task.catalogue.filter((control) => proof.verdict(control) === 'proved');
  const paths = proved.flatMap((control) => proof.chains(control));
  return new Set(paths.flatMap(({ links }) => links.flatMap(({ kind, id }) => (kind === 'topic' ? [id] : []))));
}

/**
 * May a new alarm notify the topic, without anybody naming it? What a machine does with a message is not known: a function that ends
 * instances when an alarm rings would end them at this one. So the topic is one of ours, or one over which a control is proved already
 * (`isProved`), or people alone are subscribed; where events pass it already (`isUsed`), people beside machines are enough.
 */
export function topicServes(account: Account, topic: string, isUsed: boolean, isProved: () => boolean): boolean {
  if (parseArn(topic)?.resource === TOPIC_NAME) return true;
  const there = subscriptionsOf(account, topic).filter(({ SubscriptionArn: arn }) => arn !== 'Deleted');
  const people = there.filter((one) => endOf(one) === 'person');
  if (people.length === there.length || (isUsed && people.length > 0)) return true;
  return isProved();
}
