import type { Subscription, SubscriptionAttributes } from '../../account/answers.js';
import { parseArn } from '../../account/arn.js';
import { doubtful, fails, holds } from '../condition.js';
import { endpointTakes } from '../endpoint.js';
import { askAnyone, doubtOf, pageOf, type World } from '../evidence.js';
import { filterPolicyOf } from '../filter-policy.js';
import type { Condition, Link, Path } from '../link.js';
import type { Message } from '../message.js';
import { replayOf } from '../replay.js';
import { unknownSettings } from '../unknown-settings.js';

const LIST = ['sns:ListSubscriptionsByTopic'] as const;
const ATTRIBUTES = ['sns:GetSubscriptionAttributes'] as const;

export interface FoundSubscription {
  readonly link: Link;
  /** The keys on which its endpoint depends. */
  readonly keys: readonly string[];
}

/** A subscription as the last link of a path: confirmed, its endpoint takes the message, and its filter policy lets it through. */
export function subscriptionLink(
  world: World,
  topicArn: string,
  subscription: Subscription,
  message: Message,
): FoundSubscription {
  const topic = parseArn(topicArn);
  const confirmed = confirmation(subscription);
  const arn = subscription.SubscriptionArn ?? '';
  const isConfirmed = parseArn(arn) !== null;
  const endpoint = isConfirmed ? endpointTakes(world, subscription, topicArn) : NOTHING;
  const link: Link = {
    kind: 'subscription',
    id: isConfirmed ? arn : `${subscription.Protocol ?? '?'} ${subscription.Endpoint ?? '?'}`,
    account: topic?.account ?? world.account.account,
    region: topic?.region ?? '',
    conditions: isConfirmed ? [confirmed, ...endpoint.conditions, ...attributes(world, arn, message)] : [confirmed],
  };
  return { link, keys: endpoint.keys };
}

const NOTHING = { conditions: [], keys: [] } as const;

/** Who is at the end: a person reads mail, text messages and phones; all else is a machine that has to tell somebody. */
export function endOf(subscription: Subscription): Path['end'] {
  switch (subscription.Protocol) {
    case 'email':
    case 'email-json':
    case 'sms':
    case 'application':
      return 'person';
    default:
      return 'machine';
  }
}

function confirmation(subscription: Subscription): Condition {
  const who = `the ${subscription.Protocol ?? ''} subscription of ${subscription.Endpoint ?? 'an unknown endpoint'}`;
  const arn = subscription.SubscriptionArn ?? '';
  if (parseArn(arn)) return holds('confirmed', `${who} is confirmed`, LIST);
  if (arn === 'PendingConfirmation')
    return fails(
      'confirmed',
      `${who} was never confirmed`,
      LIST,
      'confirm the subscription: follow the link in its mail',
    );
  if (arn === 'Deleted') return fails('confirmed', `${who} was deleted`, LIST, 'subscribe somebody to the topic');
  const message = `whether ${who} is confirmed was not told`;
  return doubtful('confirmed', { code: 'confirmation-unknown', message }, LIST);
}

function attributes(world: World, arn: string, message: Message): readonly Condition[] {
  const place = parseArn(arn);
  const asked = askAnyone(world, place?.account ?? '', place?.region ?? '', 'sns:GetSubscriptionAttributes', {
    SubscriptionArn: arn,
  });
  const why = doubtOf(asked);
  if (why) return [doubtful('filter-policy', why, ATTRIBUTES)];
  if (asked.answer.kind === 'not-found') {
    const gone = 'the subscription was listed, and gone when it was asked for';
    return [doubtful('filter-policy', { code: 'subscription-gone', message: gone }, ATTRIBUTES)];
  }
  const found = pageOf<{ Attributes?: SubscriptionAttributes }>(asked)?.Attributes ?? {};
  if (asked.answer.kind === 'answered' && Object.keys(found).length === 0) {
    const silent = 'the answer about the subscription holds no attributes';
    return [doubtful('filter-policy', { code: 'attributes-missing', message: silent }, ATTRIBUTES)];
  }
  if (found.PendingConfirmation === 'true')
    return [
      fails('attributes-confirmed', 'its attributes say that its confirmation is pending', ATTRIBUTES, 'confirm it'),
    ];
  const others = unknownSettings('sns:GetSubscriptionAttributes', ['subscription', found]);
  return [filterPolicyOf(found, message), ...replayOf(found), ...others];
}
