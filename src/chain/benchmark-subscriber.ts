import type { MetricAlarm, Subscription } from '../account/answers.js';
import { answerTo, itemsOf } from '../account/view.js';
import type { Observation } from './benchmark.js';
import type { GroupOfTrail } from './benchmark-trail.js';

/** Steps 6 and 7. */
export type ActionChain = readonly [Observation, Observation];

/** Steps 6 and 7 for every SNS action of the alarm. The procedure says nothing of actions that are switched off. */
export function actionChains(alarm: MetricAlarm, group: GroupOfTrail): readonly ActionChain[] {
  const name = `alarm \`${alarm.AlarmName ?? ''}\``;
  const topics = (alarm.AlarmActions ?? []).filter((action) => /^arn:[^:]+:sns:/.test(action));
  if (topics.length === 0)
    return [
      [
        { holds: false, observed: `${name} has no SNS topic among its ALARM actions` },
        { holds: false, observed: 'no topic was found to look at' },
      ],
    ];
  return topics.map((topic) => [
    { holds: true, observed: `${name} notifies topic \`${topic.split(':')[5] ?? topic}\`` },
    subscriber(topic, group),
  ]);
}

function subscriber(topic: string, group: GroupOfTrail): Observation {
  const [, , , region = '', owner = '', name = topic] = topic.split(':');
  // A topic of another account could be read with the alarm's own account's permissions; ask that account's file.
  const answer = group.account
    ? answerTo(group.account, region, 'sns:ListSubscriptionsByTopic', { TopicArn: topic })
    : { kind: 'not-read' as const };
  const unread: Observation = {
    holds: null,
    observed: `the subscriptions of topic \`${name}\` of account ${owner} could not all be read (sns:ListSubscriptionsByTopic)`,
  };
  switch (answer.kind) {
    case 'failed':
    case 'not-read':
      return unread;
    case 'not-found':
      return { holds: false, observed: `topic \`${name}\` does not exist` };
    case 'unsupported':
      return { holds: false, observed: `topic \`${name}\` has no subscription` };
    case 'answered': {
      const subscriptions = itemsOf<Subscription>(answer.pages, 'Subscriptions');
      const active = subscriptions.find((one) => one.SubscriptionArn?.startsWith('arn:'));
      if (active)
        return { holds: true, observed: `topic \`${name}\` has a confirmed ${active.Protocol ?? ''} subscription` };
      if (answer.incomplete) return unread;
      return {
        holds: false,
        observed:
          subscriptions.length === 0
            ? `topic \`${name}\` has no subscription`
            : `no subscription of topic \`${name}\` is confirmed`,
      };
    }
  }
}
