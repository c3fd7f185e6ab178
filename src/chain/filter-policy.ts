import type { SubscriptionAttributes } from '../account/answers.js';
import { parse, toDraft } from '../languages/sns-filter-policy/index.js';
import { doubtful, fails, holds, passing } from './condition.js';
import type { Condition } from './link.js';
import type { Message } from './message.js';

const READS = ['sns:GetSubscriptionAttributes'] as const;
const CODE = 'filter-policy';
const MEND = 'remove the subscription’s filter policy, or let it accept these messages';

/**
 * Does the subscription's filter policy let the message through? Neither alarms nor EventBridge give their messages attributes, so a
 * policy on attributes (the default scope) drops all of them.
 */
export function filterPolicyOf(attributes: SubscriptionAttributes, message: Message): Condition {
  const text = attributes.FilterPolicy ?? '';
  if (text === '') return holds(CODE, 'it takes every message', READS);
  const parsed = parse(text);
  const doubt = (why: string): Condition => doubtful(CODE, { code: 'filter-policy', message: why }, READS, MEND);
  if (!parsed.ok) return doubt(`its filter policy could not be read: ${parsed.error.message}`);
  if (parsed.policy.pattern === null) return holds(CODE, 'it takes every message', READS);
  const scope = attributes.FilterPolicyScope ?? 'MessageAttributes';
  if (scope === 'MessageAttributes')
    return fails(CODE, `its filter policy looks at message attributes, and ${message.name} have none`, READS, MEND);
  if (scope !== 'MessageBody') return doubt(`the scope \`${scope}\` of its filter policy is not known`);
  if (!message.overRecord) return doubt('its filter policy looks at the message’s body, which is rewritten on its way');
  const passes = message.overRecord(toDraft(parsed.policy, 'MessageBody'));
  return passing(CODE, passes, `its filter policy on the message’s body is ${text}`, READS, MEND);
}
