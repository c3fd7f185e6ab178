import { endpointTakes } from '../chain/endpoint.js';
import type { World } from '../chain/evidence.js';
import type { Condition } from '../chain/link.js';
import { isTrue } from '../predicate/fold.js';
import { metricAlarmsIn, subscriptionsOf } from './look.js';
import type { Step } from './step.js';

/** Who is told by a change: an endpoint of a topic, as SNS names it. */
export interface Told {
  readonly protocol: string; // email, sqs, lambda
  readonly endpoint: string;
  /** Why it is not sure that it takes what the topic sends; absent where it is. */
  readonly doubt?: string;
}

/** The first condition of an endpoint that does not surely hold: SNS may be refused there, or nobody may be. */
export function unsureOf(world: World, topic: string, protocol: string, endpoint: string): Condition | null {
  const { conditions } = endpointTakes(world, { Protocol: protocol, Endpoint: endpoint }, topic);
  return conditions.find(({ passes }) => !isTrue(passes)) ?? null;
}

/** Who is told beside those who were named: the subscribers of each topic that the alarm notifies only by this step. */
export function newlyTold(step: Step, world: World): readonly Told[] {
  const { account } = world;
  const told = (topic: string, protocol: string, endpoint: string): Told => {
    const unsure = unsureOf(world, topic, protocol, endpoint);
    return { protocol, endpoint, ...(unsure && { doubt: unsure.because }) };
  };
  if (step.operation === 'sns:Subscribe') return [told(step.input.TopicArn, step.input.Protocol, step.input.Endpoint)];
  if (step.operation !== 'cloudwatch:PutMetricAlarm') return [];
  const { AlarmName, AlarmActions } = step.input;
  const old = metricAlarmsIn(account, step.region).find((one) => one.AlarmName === AlarmName)?.AlarmActions ?? [];
  const actions: readonly unknown[] = Array.isArray(AlarmActions) ? AlarmActions : [];
  return actions
    .filter((action): action is string => typeof action === 'string' && !old.includes(action))
    .flatMap((topic) => subscriptionsOf(account, topic).map((subscription) => ({ topic, ...subscription })))
    .flatMap(({ topic, Protocol: protocol, Endpoint: endpoint, SubscriptionArn: arn }) =>
      protocol === undefined || endpoint === undefined || arn === 'Deleted' ? [] : [told(topic, protocol, endpoint)],
    );
}
