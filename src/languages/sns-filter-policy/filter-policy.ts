import type { Draft } from '../../predicate/predicate.js';
import { FALSE, TRUE } from '../../predicate/predicate.js';
import { parse as parsePattern } from '../eventbridge/parse.js';
import type { EventPattern, PatternError } from '../eventbridge/pattern.js';
import { print as printPattern } from '../eventbridge/print.js';
import { draftIn } from '../eventbridge/to-draft.js';

/** An SNS subscription's filter policy: the language of EventBridge's event patterns, over a message. Null: `{}`, no filter. */
export interface FilterPolicy {
  readonly pattern: EventPattern | null;
}

export type FilterPolicyResult =
  | { readonly ok: true; readonly policy: FilterPolicy }
  | { readonly ok: false; readonly error: PatternError };

/** What the properties of the policy are compared with. SNS takes the first when the attribute is not set. */
export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody';

/**
 * Reads a filter policy. Unknown operators are refused, never guessed.
 * @example parse('{"NewStateValue":["ALARM"]}')
 */
export function parse(text: string): FilterPolicyResult {
  if (/^\s*\{\s*\}\s*$/.test(text)) return { ok: true, policy: { pattern: null } };
  const result = parsePattern(text);
  return result.ok ? { ok: true, policy: { pattern: result.pattern } } : result;
}

export function print(policy: FilterPolicy): string {
  return policy.pattern ? printPattern(policy.pattern) : '{}';
}

/**
 * The messages that the policy lets through, over the body of a message that carries no attributes: those of CloudWatch alarms and of
 * EventBridge. In the scope MessageAttributes such a message never passes: a missing attribute matches nothing, and `exists: false` needs
 * at least one attribute to be there (SNS developer guide, key matching).
 */
export function toDraft(policy: FilterPolicy, scope: FilterPolicyScope): Draft {
  if (!policy.pattern) return TRUE;
  return scope === 'MessageAttributes' ? FALSE : draftIn(policy.pattern, 'sns');
}
