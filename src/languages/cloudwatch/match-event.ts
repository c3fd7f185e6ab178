import { decide } from '../../predicate/doubts-met.js';
import type { Json } from '../../predicate/json.js';
import { toDraft } from './draft.js';
import type { FilterPattern } from './pattern.js';

/** Does AWS find the pattern in the text of this one event, in whatever way its JSON was written? Null: not known. */
export function matchEvent(pattern: FilterPattern, event: Json): boolean | null {
  return decide(toDraft(pattern, 'event'), event);
}
