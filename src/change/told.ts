import type { Account } from '../account/account.js';
import { metricAlarmsIn, subscriptionsOf } from './look.js';
import type { Step } from './step.js';

/** Who is told by a change: an endpoint of a topic, as SNS names it. */
export interface Told {
  readonly protocol: string; // email, sqs, lambda
  readonly endpoint: string;
}

/** Who is told beside those who were named: the subscribers of each topic that the alarm notifies only by this step. */
export function newlyTold(step: Step, account: Account): readonly Told[] {
  if (step.operation === 'sns:Subscribe') return [{ protocol: step.input.Protocol, endpoint: step.input.Endpoint }];
  if (step.operation !== 'cloudwatch:PutMetricAlarm') return [];
  const { AlarmName, AlarmActions } = step.input;
  const old = metricAlarmsIn(account, step.region).find((one) => one.AlarmName === AlarmName)?.AlarmActions ?? [];
  const actions: readonly unknown[] = Array.isArray(AlarmActions) ? AlarmActions : [];
  return actions
    .filter((action): action is string => typeof action === 'string' && !old.includes(action))
    .flatMap((topic) => subscriptionsOf(account, topic))
    .flatMap(({ Protocol: protocol, Endpoint: endpoint, SubscriptionArn: arn }) =>
      protocol === undefined || endpoint === undefined || arn === 'Deleted' ? [] : [{ protocol, endpoint }],
    );
}

/**
 * What is not read of whoever is told, in words; null where nothing is missing. A queue and a function let SNS in by their own policy
 * (SNS developer guide, "Fanout to Amazon SQS queues", "Fanout to Lambda functions"); an HTTP endpoint has answered to be confirmed.
 */
export function unreadOf({ protocol, endpoint }: Told): string | null {
  const kind = protocol === 'sqs' ? 'queue' : protocol === 'lambda' ? 'function' : null;
  if (kind === null) return null;
  const name = endpoint.split(':').at(-1) ?? endpoint;
  return `that the ${kind} \`${name}\` is there and its policy lets the topic in is not read: a message that it refuses is lost`;
}
