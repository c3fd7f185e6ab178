import type { Subscription } from '../account/answers.js';
import { doubtful } from './condition.js';
import type { World } from './evidence.js';
import { functionTakes } from './function.js';
import { queueTakes } from './queue.js';
import type { KeyUse } from './topic-key.js';

const READS = ['sns:ListSubscriptionsByTopic'] as const;

/**
 * Does the endpoint take what SNS sends it for the topic? Who reads mail has confirmed, and an HTTP endpoint has answered to be
 * confirmed. Of all others it is read, or not known. SNS does not
 * deliver to a platform endpoint that is not `Enabled`, and turns it off by itself when the push service says that the device's token is
 * no longer valid (SNS API reference, SetEndpointAttributes). It delivers no text message to a number whose owner opted out, nor, from
 * an account in the SMS sandbox, to one that was not verified (SNS developer guide, "Mobile text messaging"). A queue, a function or a
 * stream that was deleted or refuses SNS stays subscribed (the same guide, "Dead-letter queues": client-side errors).
 */
export function endpointTakes(
  world: World,
  { Protocol: protocol, Endpoint: endpoint = '' }: Pick<Subscription, 'Protocol' | 'Endpoint'>,
  topicArn: string,
): KeyUse {
  const unread = (code: string, message: string): KeyUse => ({
    conditions: [doubtful('endpoint-enabled', { code, message }, READS, 'subscribe an email address as well')],
    keys: [],
  });
  switch (protocol) {
    case 'email':
    case 'email-json':
    case 'http':
    case 'https':
      return { conditions: [], keys: [] };
    case 'sqs':
      return queueTakes(world, endpoint, topicArn);
    case 'lambda':
      return functionTakes(world, endpoint, topicArn);
    case 'sms':
      return unread(
        'sms-unread',
        `whether the number ${endpoint} takes text messages was not read: it may have opted out, and an account in the SMS sandbox reaches verified numbers only`,
      );
    case 'application':
      return unread('endpoint-unread', `whether the platform endpoint ${endpoint} is enabled was not read`);
    default:
      return unread(
        'endpoint-unread',
        `whether the ${protocol ?? 'unknown'} endpoint ${endpoint} is there and lets SNS in was not read`,
      );
  }
}
