import { parseArn } from '../account/arn.js';
import { constant } from '../languages/eventbridge/envelope.js';
import { onObject } from '../languages/eventbridge/partial.js';
import { type Draft, unknown } from '../predicate/predicate.js';
import type { Message } from './message.js';

const OPEN = {
  code: 'alarm-message',
  message: 'what stands in this field of the alarm’s message is not known before it is sent',
};

/**
 * What an alarm publishes when it goes to ALARM, as far as it is known before (CloudWatch user guide, SNS notifications). A field that
 * is not among these may be there or not. Messages have no attributes.
 */
export function alarmMessage(alarmArn: string): Message {
  const arn = parseArn(alarmArn);
  const known = new Map<string, string>([['NewStateValue', 'ALARM']]);
  if (arn) {
    known.set('AlarmName', arn.resource.replace(/^alarm:/, ''));
    known.set('AlarmArn', alarmArn);
    known.set('AWSAccountId', arn.account);
  }
  const field = (key: string, of: Draft): Draft => {
    const value = known.get(key);
    return value === undefined ? unknown(OPEN) : constant(of, value);
  };
  return { name: 'alarm messages', overRecord: (policy) => onObject(policy, field) };
}
