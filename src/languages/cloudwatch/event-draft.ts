import type { Draft } from '../../predicate/predicate.js';
import { toDraft } from './draft.js';
import { parse } from './parse.js';
import type { FilterPattern, PatternError } from './pattern.js';

export type EventDraft =
  | { readonly ok: true; readonly pattern: FilterPattern; readonly draft: Draft }
  | { readonly ok: false; readonly error: PatternError };

/** So many texts are kept; an account has a hundred filters to a log group at most. */
const KEPT = 1_000;
const kept = new Map<string, EventDraft>();

/**
 * A pattern's text as the CloudTrail records that it matches. The same text gives the same object, so that what was found out about
 * it (its bounds, its automata, what it covers) is found out once.
 */
export function eventDraft(text: string): EventDraft {
  const known = kept.get(text);
  if (known) return known;
  const parsed = parse(text);
  const made: EventDraft = parsed.ok
    ? { ok: true, pattern: parsed.pattern, draft: toDraft(parsed.pattern, 'event') }
    : parsed;
  if (kept.size >= KEPT) kept.clear();
  kept.set(text, made);
  return made;
}
