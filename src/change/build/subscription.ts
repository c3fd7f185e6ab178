import type { Account } from '../../account/account.js';
import type { Subscription } from '../../account/answers.js';
import { parseArn } from '../../account/arn.js';
import { redactEndpoint } from '../../account/redact.js';
import { apply } from '../apply.js';
import { addUnit, assuming, type Bench, type Proposal, WEIGHT } from '../bench.js';
import { COST } from '../cost.js';
import { isListed, subscriptionAttributes, subscriptionsOf } from '../look.js';
import { step } from '../step.js';
import type { Subscriber } from '../task.js';

/** Who has answered is there. A telephone, a device, a queue, a function are not read, so that nothing is proved by them. */
const ANSWERING = ['email', 'email-json', 'http', 'https'];

/** Somebody who is told of what the topic gets: those who were named, or else somebody who has still to be named. */
export function subscribed(bench: Bench, topic: string): Bench | null {
  const place = parseArn(topic);
  if (place?.account !== bench.account.account) return null;
  if (!isListed(bench.account, place.region, 'sns:ListSubscriptionsByTopic', { TopicArn: topic })) return null;
  const missing = bench.task.subscribe.filter((one) => !subscriptionFor(bench.account, topic, one));
  const isEnough = missing.some(({ protocol }) => ANSWERING.includes(protocol));
  const proposals = missing.map((one) => subscribeProposal(topic, place.region, one));
  const unit = { proposals, weight: WEIGHT.adds, ...(isEnough ? {} : { asked: true as const }) };
  const made = missing.length === 0 ? bench : addUnit(bench, unit);
  return isEnough ? made : assuming(made, subscriberNeeded(bench, topic, place.region));
}

/** The subscription that somebody has to the topic, confirmed or not. */
export function subscriptionFor(
  account: Account,
  topic: string,
  { protocol, endpoint }: Subscriber,
): Subscription | null {
  const kept = redactEndpoint(endpoint, protocol);
  const there = subscriptionsOf(account, topic);
  return there.find((one) => one.Protocol === protocol && one.Endpoint === kept) ?? null;
}

export function subscribeProposal(topic: string, region: string, { protocol, endpoint }: Subscriber): Proposal {
  return {
    step: step('sns:Subscribe', region, {
      TopicArn: topic,
      Protocol: protocol,
      Endpoint: endpoint,
      ReturnSubscriptionArn: true,
    }),
    title: `subscribe ${protocol} \`${endpoint}\` to the topic \`${parseArn(topic)?.resource ?? topic}\``,
    // It has no name of its own before it is made.
    link: { kind: 'subscription', id: topic },
    risk: 'adds',
    warning: null,
    cost: COST.messages,
    notUndone: protocol.startsWith('email')
      ? 'a subscription that nobody confirmed cannot be taken back: SNS deletes it by itself'
      : null,
  };
}

export function subscriberNeeded({ account, task }: Bench, topic: string, region: string) {
  const name = `the topic \`${parseArn(topic)?.resource ?? topic}\` in ${region}`;
  const isUnread = subscriptionsOf(account, topic).some(
    ({ SubscriptionArn: arn }) => parseArn(arn) !== null && subscriptionAttributes(account, arn ?? '') === null,
  );
  const why = task.subscribe.length > 0 ? ', and that those who were named are reached cannot be proved' : '';
  const about = isUnread
    ? {
        code: 'not-read' as const,
        message: `whether the subscriptions of ${name} let the messages through was not read`,
        help: 'let sns:GetSubscriptionAttributes be read, or name somebody with `--subscribe`',
      }
    : {
        code: 'subscriber-needed' as const,
        message: `nobody is surely told of what ${name} gets${why}`,
        help: `name somebody: \`--subscribe email:you@example.com\`${task.topic === null ? '; or a topic that somebody reads: `--topic ARN`' : ''}`,
      };
  return {
    ...about,
    weight: 12,
    isConfirmation: false,
    assume: (account: Account) =>
      apply(
        step('sns:Subscribe', region, {
          TopicArn: topic,
          Protocol: 'email',
          Endpoint: 'somebody@example.com',
          ReturnSubscriptionArn: true,
        }),
        account,
        { confirmed: true },
      ),
  };
}
