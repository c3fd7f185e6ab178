import type { EventTarget } from '../account/answers.js';
import { overRecord } from '../languages/eventbridge/index.js';
import type { Message } from './message.js';
import type { Spot } from './missing.js';

/** What EventBridge publishes to a topic: the event in its envelope, unless the target rewrites it. It has no message attributes. */
export function eventMessage(target: EventTarget, origin: Spot): Message {
  const rewrites = [target.Input, target.InputPath, target.InputTransformer].some((part) => part !== undefined);
  const known = { account: origin.account, awsRegion: origin.region };
  return { name: 'EventBridge events', overRecord: rewrites ? null : (policy) => overRecord(policy, known) };
}
