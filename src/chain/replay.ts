import type { SubscriptionAttributes } from '../account/answers.js';
import { isObject, type Json, parseJson } from '../predicate/json.js';
import { doubtful, fails } from './condition.js';
import type { Condition } from './link.js';

const READS = ['sns:GetSubscriptionAttributes'] as const;
const MEND = 'take the replay policy from the subscription, or its end';

/**
 * A subscription of a FIFO topic that gets old messages again. Where the replay has an end, the subscription is paused behind it, and
 * gets no new ones (SNS developer guide, "Message replay", EndingPoint).
 */
export function replayOf({
  ReplayPolicy: text = '',
  ReplayStatus: status = '',
}: SubscriptionAttributes): readonly Condition[] {
  if (text === '') return [];
  const policy = policyIn(text);
  if (policy === null) return [doubt('it has a replay policy that could not be read')];
  if ('EndingPoint' in policy)
    return [fails('replay', 'its replay policy has an end, behind which it gets no new messages', READS, MEND)];
  return /^(?:completed|in progress)$/i.test(status)
    ? []
    : [doubt(`its replay is ${status || 'in a state that was not told'}`)];
}

function doubt(message: string): Condition {
  return doubtful('replay', { code: 'replay', message }, READS, MEND);
}

function policyIn(text: string): Readonly<Record<string, Json>> | null {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : null;
  } catch {
    return null; // withheld in account files of other makers, or damaged
  }
}
