import type { Account } from '../../account/account.js';
import { parseArn } from '../../account/arn.js';
import { itemsOf } from '../../account/view.js';
import { endOf } from '../../chain/links/subscription.js';
import { add, assuming, type Bench, WEIGHT } from '../bench.js';
import { COST } from '../cost.js';
import { subscriptionsOf } from '../look.js';
import { madeUpSubscription } from '../made-up.js';
import { step } from '../step.js';
import { type Mend, only } from './mend.js';

/** One that nobody confirmed, and one of a person whose filter policy keeps the messages away. */
export const mendSubscription: Mend = (bench, { link, path, failing }) => {
  const topic = path.links.findLast(({ kind }) => kind === 'topic')?.id;
  if (topic === undefined || link.account !== bench.account.account) return null;
  if (failing.size === 1 && failing.has('confirmed')) return confirmed(bench, topic, link.id);
  if (!only(failing, 'filter-policy') || parseArn(link.id) === null) return null;
  const found = subscriptionsOf(bench.account, topic).find(({ SubscriptionArn: arn }) => arn === link.id);
  // A machine may be given what it was kept from on purpose, and what it does with that nobody knows.
  if (!found || endOf(found) !== 'person') return null;
  return add(bench, WEIGHT.replaces, {
    step: step('sns:SetSubscriptionAttributes', link.region, {
      SubscriptionArn: link.id,
      AttributeName: 'FilterPolicy',
      AttributeValue: '{}',
    }),
    title: `take the filter policy from the ${found.Protocol} subscription of \`${found.Endpoint}\` to the topic \`${parseArn(topic)?.resource ?? topic}\``,
    link: { kind: 'subscription', id: link.id },
    risk: 'replaces',
    warning: 'it gets every message of the topic, also those that it did not want; changes take up to 15 minutes',
    cost: COST.messages,
    notUndone: null,
  });
};

/** `id`: the protocol and the endpoint, as an unconfirmed subscription is called. */
function confirmed(bench: Bench, topic: string, id: string): Bench | null {
  const [protocol = '', ...rest] = id.split(' ');
  const endpoint = rest.join(' ');
  return assuming(bench, {
    ...unconfirmed(topic, protocol, endpoint),
    weight: 1.5,
    isConfirmation: true,
    assume: (account) => confirming(account, topic, protocol, endpoint),
  });
}

export function unconfirmed(topic: string, protocol: string, endpoint: string) {
  const name = parseArn(topic)?.resource ?? topic;
  return {
    code: 'confirm-email' as const,
    message: `the ${protocol} subscription of ${endpoint} to the topic \`${name}\` was never confirmed`,
    help: protocol.startsWith('email')
      ? 'follow the link in its mail; where the mail is lost, subscribe again with `aws sns subscribe`'
      : 'let the endpoint answer SNS’s confirmation request, or subscribe again',
  };
}

/** The account file once the person or the endpoint has confirmed. */
export function confirming(account: Account, topic: string, protocol: string, endpoint: string): Account {
  const region = parseArn(topic)?.region ?? '';
  const arn = madeUpSubscription(topic, protocol, endpoint);
  type Listed = Readonly<Record<string, unknown>>;
  const reads = account.reads.map((read) => {
    if (read.operation !== 'sns:ListSubscriptionsByTopic' || read.input.TopicArn !== topic) return read;
    const pages = read.pages.map((page) => ({
      ...page,
      Subscriptions: itemsOf<Listed>([page], 'Subscriptions').map((one) =>
        one.SubscriptionArn === 'PendingConfirmation' && one.Protocol === protocol && one.Endpoint === endpoint
          ? { ...one, SubscriptionArn: arn }
          : one,
      ),
    }));
    return { ...read, pages };
  });
  const Attributes = {
    SubscriptionArn: arn,
    TopicArn: topic,
    Protocol: protocol,
    Endpoint: endpoint,
    PendingConfirmation: 'false',
  };
  const own = {
    region,
    operation: 'sns:GetSubscriptionAttributes' as const,
    input: { SubscriptionArn: arn },
    pages: [{ Attributes }],
  };
  return { ...account, reads: [...reads, own] };
}
