import { bound, reasonsOf } from '../../predicate/bound.js';
import type { Json } from '../../predicate/json.js';
import { matches } from '../../predicate/match.js';
import { type Draft, FALSE, TRUE, unknown } from '../../predicate/predicate.js';

/** Is the constant in the draft? `doubted` when its bounds disagree. */
export function holds(of: Draft, value: Json): 'always' | 'never' | 'doubted' {
  if (matches(bound(of, 'must'), value)) return 'always';
  return matches(bound(of, 'may'), value) ? 'doubted' : 'never';
}

/** `of` on a constant, decided: all events or none, or a doubt for the reason that `of` has. */
export function constantIn(of: Draft, value: Json): Draft {
  switch (holds(of, value)) {
    case 'always':
      return TRUE;
    case 'never':
      return FALSE;
    case 'doubted':
      return unknown(
        reasonsOf(of)[0] ?? { code: 'doubted-value', message: 'it is not known whether the value is meant' },
      );
  }
}
