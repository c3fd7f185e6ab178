import { isFalse } from '../predicate/fold.js';
import { matches } from '../predicate/match.js';
import { all, not, type Predicate } from '../predicate/predicate.js';
import { assume, type Search } from './assume.js';
import type { KnownFields } from './known-fields.js';
import { KnownWords } from './known-words.js';
import { Meter } from './meter.js';
import { freshNode, type Node } from './node.js';
import { answered, beyondIndex, type Solution, type SolveOptions, solutionOf } from './solve.js';

/**
 * A value of `base` that none of the told sets holds. The sets are brought in one at a time, each because it held the last value
 * that was found: so an account with a hundred filters costs no more than the few that matter for the question. A set that was
 * never brought in was not needed for the proof.
 */
export function solveGap(base: Predicate, told: Predicate, options: SolveOptions = {}): Solution {
  const meter = options.meter ?? new Meter();
  return answered(meter, () => {
    const rest = new Set(alternativesOf(told));
    const beyond = Math.max(beyondIndex(base), beyondIndex(told));
    const start = startOf(base, beyond, options);
    const search: Search = { meter, words: new KnownWords(), beyondIndex: beyond, incomplete: null };
    let { node, incomplete } = start;
    let predicate = base;
    let first = firstOf(base, options);
    for (;;) {
      // What an earlier round left unexhausted does not matter: it found a value all the same.
      search.incomplete = incomplete;
      const answer = first ?? solutionOf(node, predicate, search);
      first = null;
      if (answer.kind !== 'found') return answer;
      const holder = [...rest].find((part) => matches(part, answer.value));
      if (!holder) return answer;
      rest.delete(holder);
      predicate = all(predicate, not(holder));
      search.incomplete = incomplete;
      node = node && assume(node, holder, false, search);
      incomplete = search.incomplete;
    }
  });
}

/** The example is the first value to look at, where it is one of the base's: nothing has to be searched for it. */
function firstOf(base: Predicate, { example, known }: SolveOptions): Solution | null {
  if (example === undefined || known !== undefined) return null;
  return matches(base, example) ? { kind: 'found', value: example } : null;
}

interface Start {
  readonly known: KnownFields | undefined;
  readonly example: unknown;
  readonly beyond: number;
  readonly node: Node | null;
  readonly incomplete: string | null;
}

const starts = new WeakMap<Predicate, Start[]>();

/**
 * The base assumed of a fresh value: the same for every question about it, so it is kept. It has a meter of its own, so that the
 * steps of a question do not depend on what was asked before.
 */
function startOf(base: Predicate, beyond: number, { known, example }: SolveOptions): Start {
  const kept = starts.get(base) ?? [];
  starts.set(base, kept);
  const same = kept.find((start) => start.known === known && start.example === example && start.beyond === beyond);
  if (same) return same;
  const search: Search = { meter: new Meter(), words: new KnownWords(), beyondIndex: beyond, incomplete: null };
  const node = assume(freshNode(known, example), base, true, search);
  const start: Start = { known, example, beyond, node, incomplete: search.incomplete };
  kept.push(start);
  return start;
}

function alternativesOf(predicate: Predicate): readonly Predicate[] {
  if (predicate.kind === 'any') return predicate.of.flatMap(alternativesOf);
  return isFalse(predicate) ? [] : [predicate];
}
