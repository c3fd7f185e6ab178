import type { Account } from '../account/account.js';
import type { EventTarget, Subscription, SubscriptionAttributes, TopicAttributes } from '../account/answers.js';
import { parseArn } from '../account/arn.js';
import { redactEndpoint } from '../account/redact.js';
import { itemsOf } from '../account/view.js';
import {
  isAbsent,
  itemsIn,
  type Question,
  withAnswer,
  withItem,
  withItems,
  withoutAnswer,
  withoutReads,
  withPages,
} from './edit-reads.js';
import { madeUpSubscription } from './made-up.js';
import type { WriteInputs } from './step.js';

type Input<O extends keyof WriteInputs> = WriteInputs[O];
const PENDING = 'PendingConfirmation';
const SUBSCRIPTIONS = 'Subscriptions';

/** A topic that is there already is left as it is. */
export function createTopic(account: Account, region: string, { Name }: Input<'sns:CreateTopic'>): Account {
  const arn = `arn:${account.partition}:sns:${region}:${account.account}:${Name}`;
  if (!isAbsent(account, attributesOf(arn))) return account;
  const attributes: TopicAttributes = {
    TopicArn: arn,
    Owner: account.account,
    DisplayName: '',
    Policy: defaultPolicy(arn, account.account),
    SubscriptionsPending: '0',
    SubscriptionsConfirmed: '0',
    SubscriptionsDeleted: '0',
  };
  const after = withAnswer(account, attributesOf(arn), { Attributes: attributes });
  const listed = withAnswer(after, subscriptionsOf(arn), { [SUBSCRIPTIONS]: [] });
  return isAbsent(account, protectionOf(arn)) ? withAnswer(listed, protectionOf(arn), {}) : listed;
}

/** What SNS gives a new topic: everything to everybody, on condition that the request is the owner's. */
function defaultPolicy(arn: string, owner: string): string {
  const actions = [
    'GetTopicAttributes',
    'SetTopicAttributes',
    'AddPermission',
    'RemovePermission',
    'DeleteTopic',
    'Subscribe',
    'ListSubscriptionsByTopic',
    'Publish',
  ];
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: actions.map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': owner } },
      },
    ],
  });
}

/** A topic that something still names is asked for, and not there; of another one nothing is read. Its subscriptions go with it. */
export function deleteTopic(account: Account, _region: string, { TopicArn: arn }: Input<'sns:DeleteTopic'>): Account {
  const subscribed = itemsIn<Subscription>(account, subscriptionsOf(arn), SUBSCRIPTIONS).map(
    ({ SubscriptionArn }) => SubscriptionArn,
  );
  const alone = withoutReads(
    account,
    ({ operation, input }) =>
      operation === 'sns:GetSubscriptionAttributes' && subscribed.includes(String(input.SubscriptionArn)),
  );
  const questions = [attributesOf(arn), protectionOf(arn), subscriptionsOf(arn)];
  if (isNamed(account, arn))
    return questions.reduce(
      (after, question) => withoutAnswer(after, question, 'NotFoundException', 'Topic does not exist'),
      alone,
    );
  return withoutReads(
    alone,
    ({ operation, input }) =>
      ((operation === 'sns:GetTopicAttributes' || operation === 'sns:ListSubscriptionsByTopic') &&
        input.TopicArn === arn) ||
      (operation === 'sns:GetDataProtectionPolicy' && input.ResourceArn === arn),
  );
}

function isNamed(account: Account, arn: string): boolean {
  return account.reads.some(({ operation, pages }) => {
    if (operation === 'events:ListTargetsByRule')
      return itemsOf<EventTarget>(pages, 'Targets').some((target) => target.Arn === arn);
    if (operation !== 'cloudwatch:DescribeAlarms') return false;
    return ['MetricAlarms', 'CompositeAlarms', 'LogAlarms'].some((member) =>
      itemsOf<{ readonly AlarmActions?: readonly string[] }>(pages, member).some(({ AlarmActions }) =>
        AlarmActions?.includes(arn),
      ),
    );
  });
}

/** An empty value takes the attribute away. */
export function setTopicAttributes(account: Account, _region: string, input: Input<'sns:SetTopicAttributes'>): Account {
  return withPages(account, attributesOf(input.TopicArn), (page) => {
    const { [input.AttributeName]: _old, ...others } = (page.Attributes ?? {}) as TopicAttributes;
    const value = input.AttributeValue;
    return { ...page, Attributes: value === '' ? others : { ...others, [input.AttributeName]: value } };
  });
}

/** Endpoints that must answer a message first (SNS API reference, Subscribe); queues and functions must when they are another account's. */
const ANSWERING = ['email', 'email-json', 'http', 'https'];

function isConfirmedAtOnce(account: Account, protocol: string, endpoint: string): boolean {
  if (ANSWERING.includes(protocol)) return false;
  const owner = parseArn(endpoint)?.account;
  return owner === undefined || owner === account.account;
}

/** An endpoint that is subscribed already stays so; `confirmed` says that whoever must answer has answered. */
export function subscribe(
  account: Account,
  _region: string,
  { TopicArn: topic, Protocol: protocol, Endpoint: sent }: Input<'sns:Subscribe'>,
  confirmed: boolean,
): Account {
  const endpoint = redactEndpoint(sent, protocol);
  const isThere = (one: Subscription) => one.Protocol === protocol && one.Endpoint === endpoint;
  const old = itemsIn<Subscription>(account, subscriptionsOf(topic), SUBSCRIPTIONS).find(isThere);
  const isConfirmed = confirmed || isConfirmedAtOnce(account, protocol, sent);
  if (old && (old.SubscriptionArn !== PENDING || !isConfirmed)) return account;
  const arn = madeUpSubscription(topic, protocol, endpoint);
  const subscription: Subscription = {
    SubscriptionArn: isConfirmed ? arn : PENDING,
    Owner: account.account,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topic,
  };
  const listed = withItem<Subscription>(account, subscriptionsOf(topic), {
    member: SUBSCRIPTIONS,
    is: isThere,
    make: (before) => ({ ...before, ...subscription }),
  });
  if (listed === account) return account;
  const counted = recounted(listed, topic, {
    ...(old && { SubscriptionsPending: -1 }),
    [isConfirmed ? 'SubscriptionsConfirmed' : 'SubscriptionsPending']: 1,
  });
  if (!isConfirmed) return counted;
  const attributes: SubscriptionAttributes = {
    SubscriptionArn: arn,
    TopicArn: topic,
    Owner: account.account,
    Protocol: protocol,
    Endpoint: endpoint,
    PendingConfirmation: 'false',
    RawMessageDelivery: 'false',
  };
  return withAnswer(counted, subscriptionAttributesOf(arn), { Attributes: attributes });
}

/** One whose confirmation is pending cannot be taken back: AWS refuses, and deletes it by itself after 48 hours. */
export function unsubscribe(account: Account, subscriptionArn: string): Account {
  const topic = topicOfSubscription(subscriptionArn);
  const after = withItems<Subscription>(account, subscriptionsOf(topic), SUBSCRIPTIONS, (one) =>
    one.SubscriptionArn === subscriptionArn ? null : one,
  );
  if (after === account) return account;
  return recounted(
    withoutReads(
      after,
      ({ operation, input }) =>
        operation === 'sns:GetSubscriptionAttributes' && input.SubscriptionArn === subscriptionArn,
    ),
    topic,
    { SubscriptionsConfirmed: -1 },
  );
}

/** An empty filter policy is none; one that is set applies to message attributes where nothing else is said. */
export function setSubscriptionAttributes(
  account: Account,
  _region: string,
  { SubscriptionArn, AttributeName: name, AttributeValue: value }: Input<'sns:SetSubscriptionAttributes'>,
): Account {
  return withPages(account, subscriptionAttributesOf(SubscriptionArn), (page) => {
    const { [name]: _old, ...others } = (page.Attributes ?? {}) as SubscriptionAttributes;
    const isNone = value === '' || (name === 'FilterPolicy' && /^\s*\{\s*\}\s*$/.test(value));
    const { FilterPolicyScope: scope = DEFAULT_SCOPE, ...scopeless } = others;
    if (name !== 'FilterPolicy') return { ...page, Attributes: isNone ? others : { ...others, [name]: value } };
    if (isNone) return { ...page, Attributes: scope === DEFAULT_SCOPE ? scopeless : others };
    return { ...page, Attributes: { ...scopeless, FilterPolicyScope: scope, FilterPolicy: value } };
  });
}

const DEFAULT_SCOPE = 'MessageAttributes';

/** The counts that a topic's attributes hold, where they hold them. */
function recounted(account: Account, topic: string, more: Readonly<Record<string, number>>): Account {
  return withPages(account, attributesOf(topic), (page) => {
    const attributes = (page.Attributes ?? {}) as TopicAttributes;
    const counts = Object.entries(more).flatMap(([name, by]) =>
      attributes[name] === undefined ? [] : [[name, String(Number(attributes[name]) + by)]],
    );
    return counts.length === 0 ? page : { ...page, Attributes: { ...attributes, ...Object.fromEntries(counts) } };
  });
}

/** A subscription's ARN is its topic's, a colon, and an id. */
function topicOfSubscription(arn: string): string {
  return arn.slice(0, Math.max(arn.lastIndexOf(':'), 0));
}

const placeOf = (arn: string): string => parseArn(arn)?.region ?? '';
const attributesOf = (arn: string): Question => ({
  region: placeOf(arn),
  operation: 'sns:GetTopicAttributes',
  input: { TopicArn: arn },
});
const protectionOf = (arn: string): Question => ({
  region: placeOf(arn),
  operation: 'sns:GetDataProtectionPolicy',
  input: { ResourceArn: arn },
});
const subscriptionsOf = (arn: string): Question => ({
  region: placeOf(arn),
  operation: 'sns:ListSubscriptionsByTopic',
  input: { TopicArn: arn },
});
const subscriptionAttributesOf = (arn: string): Question => ({
  region: placeOf(arn),
  operation: 'sns:GetSubscriptionAttributes',
  input: { SubscriptionArn: arn },
});
