import type { Account } from '../../account/account.js';
import type { Subscription } from '../../account/answers.js';
import { parseArn } from '../../account/arn.js';
import { redactEndpoint } from '../../account/redact.js';
import type { Condition } from '../../chain/link.js';
import { apply } from '../apply.js';
import { addUnit, assuming, type Bench, type Proposal, WEIGHT } from '../bench.js';
import { COST } from '../cost.js';
import { isListed, subscriptionAttributes, subscriptionsOf } from '../look.js';
import { step } from '../step.js';
import { type Subscriber, worldOf } from '../task.js';
import { unsureOf } from '../told.js';

/** Somebody who is told of what the topic gets: those who were named, or else somebody who has still to be named. */
export function subscribed(bench: Bench, topic: string): Bench | null {
  const place = parseArn(topic);
  if (place?.account !== bench.account.account) return null;
  if (!isListed(bench.account, place.region, 'sns:ListSubscriptionsByTopic', { TopicArn: topic })) return null;
  const missing = bench.task.subscribe.filter((one) => !subscriptionFor(bench.account, topic, one));
  const world = worldOf(bench.task, bench.account);
  const isEnough = missing.some(({ protocol, endpoint }) => unsureOf(world, topic, protocol, endpoint) === null);
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

/** Why those who were named, and those who are subscribed, are not surely reached: of the first of them. */
function unreached({ account, task }: Bench, topic: string): Condition | null {
  const there = subscriptionsOf(account, topic).flatMap(
    ({ Protocol: protocol, Endpoint: endpoint, SubscriptionArn }) =>
      parseArn(SubscriptionArn) && protocol !== undefined && endpoint !== undefined ? [{ protocol, endpoint }] : [],
  );
  const world = worldOf(task, account);
  const found = [...task.subscribe, ...there].map((one) => unsureOf(world, topic, one.protocol, one.endpoint));
  return found.find((condition) => condition !== null) ?? null;
}

export function subscriberNeeded(bench: Bench, topic: string, region: string) {
  const { account, task } = bench;
  const name = `the topic \`${parseArn(topic)?.resource ?? topic}\` in ${region}`;
  const isUnread = subscriptionsOf(account, topic).some(
    ({ SubscriptionArn: arn }) => parseArn(arn) !== null && subscriptionAttributes(account, arn ?? '') === null,
  );
  const unsure = unreached(bench, topic);
  const why = unsure === null ? '' : `: ${unsure.because}`;
  const mend = unsure?.mend === undefined ? '' : `${unsure.mend}; or `;
  const about = isUnread
    ? {
        code: 'not-read' as const,
        message: `whether the subscriptions of ${name} let the messages through was not read`,
        help: 'let sns:GetSubscriptionAttributes be read, or name somebody with `--subscribe`',
      }
    : {
        code: 'subscriber-needed' as const,
        message: `nobody is surely told of what ${name} gets${why}`,
        help: `${mend}name somebody: \`--subscribe email:you@example.com\`${task.topic === null ? '; or a topic that somebody reads: `--topic ARN`' : ''}`,
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
