import { bound } from '../predicate/bound.js';
import { decide, doubtsMet } from '../predicate/doubts-met.js';
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

export interface CompareOptions {
  /** Over which values; all of them where it is not given. */
  readonly shape?: Predicate;
  /** A value of the shape, which a counterexample keeps to where it can. */
  readonly example?: Json;
  /** Elementary steps of each search. */
  readonly limit?: number;
  /**
   * Is one certain value in the first, in the second? For what is known of single values and cannot be said of all; null: not
   * known. It decides only where the drafts leave it open.
   */
  readonly decides?: readonly [first: (value: Json) => boolean | null, second: (value: Json) => boolean | null];
}

/** Compares two drafts over all values of a shape. `unknown` when a doubt decides, or a search did not come to its end. */
export function compare(first: Draft, second: Draft, options: CompareOptions = {}): Comparison {
  const [inFirst, inSecond] = options.decides ?? [undecided, undecided];
  const a = inclusion({ draft: second, decides: inSecond }, { draft: first, decides: inFirst }, options);
  const b = inclusion({ draft: first, decides: inFirst }, { draft: second, decides: inSecond }, options);
  const onlyFirst = a.kind === 'missed' ? a.value : null;
  const onlySecond = b.kind === 'missed' ? b.value : null;
  const whys = [a, b].flatMap((answer) => (answer.kind === 'unknown' ? answer.why : []));
  if (whys.length > 0) return { relation: 'unknown', onlyFirst, onlySecond, why: [...new Set(whys)].join('; ') };
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

const undecided = (): null => null;

interface Side {
  readonly draft: Draft;
  readonly decides: (value: Json) => boolean | null;
}

type Inclusion =
  | { readonly kind: 'covered' }
  | { readonly kind: 'missed'; readonly value: Json }
  | { readonly kind: 'unknown'; readonly why: readonly string[] };

/** Is everything that `inner` may hold certainly in `outer`? */
function inclusion(outer: Side, inner: Side, options: CompareOptions): Inclusion {
  return orTooDeep(
    () => searchedInclusion(outer, inner, options),
    (why): Inclusion => ({ kind: 'unknown', why: [why] }),
  );
}

function searchedInclusion(outer: Side, inner: Side, { shape = TRUE, example, limit }: CompareOptions): Inclusion {
  const ask = (question: Predicate): Solution =>
    solve(question, { ...(example === undefined ? {} : { example }), meter: new Meter(limit) });
  const possible = ask(all(shape, bound(inner.draft, 'may'), not(bound(outer.draft, 'must'))));
  if (possible.kind === 'none') return { kind: 'covered' };
  const certain = ask(all(shape, bound(inner.draft, 'must'), not(bound(outer.draft, 'may'))));
  if (certain.kind === 'found') return { kind: 'missed', value: certain.value };
  if (possible.kind === 'undecided') return { kind: 'unknown', why: [possible.why] };
  // What is certainly in the one and perhaps not in the other comes first: only one of the two has to be settled for it.
  const likely = ask(all(shape, bound(inner.draft, 'must'), not(bound(outer.draft, 'must'))));
  const candidates = [likely, possible].flatMap((one) => (one.kind === 'found' ? [one.value] : []));
  const value = candidates.find((one) => isIn(inner, one) === true && isIn(outer, one) === false);
  if (value !== undefined) return { kind: 'missed', value };
  const met = candidates.slice(0, 1).flatMap((one) => [...doubtsMet(inner.draft, one), ...doubtsMet(outer.draft, one)]);
  if (met.length > 0) return { kind: 'unknown', why: met.map(({ message }) => message) };
  return { kind: 'unknown', why: [certain.kind === 'undecided' ? certain.why : 'no counterexample is certain'] };
}

const isIn = ({ draft, decides }: Side, value: Json): boolean | null => decide(draft, value) ?? decides(value);
