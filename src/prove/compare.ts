import { bound } from '../predicate/bound.js';
import type { Json } from '../predicate/json.js';
import { all, type Draft, not, type Predicate, TRUE } from '../predicate/predicate.js';
import { Meter } from './meter.js';
import { type Solution, solve } from './solve.js';
import { orTooDeep } from './too-deep.js';

export type Relation = 'equal' | 'wider' | 'narrower' | 'incomparable' | 'unknown';

export interface Comparison {
  /** How the first relates to the second. */
  readonly relation: Relation;
  /** A value that only the first holds; null when there is none, or none that is certain. */
  readonly onlyFirst: Json | null;
  readonly onlySecond: Json | null;
  /** Why it is unknown. */
  readonly why: string | null;
}

/** Compares two drafts over all values of a shape. `unknown` when a doubt decides, or a search did not come to its end. */
export function compare(
  first: Draft,
  second: Draft,
  shape: Predicate = TRUE,
  example?: Json,
  limit?: number,
): Comparison {
  const included = (outer: Draft, inner: Draft): Inclusion =>
    orTooDeep(
      () => inclusion(outer, inner, shape, example, limit),
      (why) => ({ kind: 'unknown', why }),
    );
  const a = included(second, first); // what only the first holds
  const b = included(first, second);
  const onlyFirst = a.kind === 'missed' ? a.value : null;
  const onlySecond = b.kind === 'missed' ? b.value : null;
  if (a.kind === 'unknown' || b.kind === 'unknown') {
    const why = a.kind === 'unknown' ? a.why : b.kind === 'unknown' ? b.why : null;
    return { relation: 'unknown', onlyFirst, onlySecond, why };
  }
  const relation =
    a.kind === 'covered'
      ? b.kind === 'covered'
        ? 'equal'
        : 'narrower'
      : b.kind === 'covered'
        ? 'wider'
        : 'incomparable';
  return { relation, onlyFirst, onlySecond, why: null };
}

type Inclusion =
  | { readonly kind: 'covered' }
  | { readonly kind: 'missed'; readonly value: Json }
  | { readonly kind: 'unknown'; readonly why: string };

/** Is everything that `inner` may hold certainly in `outer`? */
function inclusion(outer: Draft, inner: Draft, shape: Predicate, example?: Json, limit?: number): Inclusion {
  const ask = (question: Predicate): Solution =>
    solve(question, { ...(example === undefined ? {} : { example }), meter: new Meter(limit) });
  const possible = ask(all(shape, bound(inner, 'may'), not(bound(outer, 'must'))));
  if (possible.kind === 'none') return { kind: 'covered' };
  const certain = ask(all(shape, bound(inner, 'must'), not(bound(outer, 'may'))));
  if (certain.kind === 'found') return { kind: 'missed', value: certain.value };
  const why = possible.kind === 'undecided' ? possible.why : 'it depends on behaviour of AWS that is not known';
  return { kind: 'unknown', why };
}
