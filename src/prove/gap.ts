import { isFalse } from '../predicate/fold.js';
import { matches } from '../predicate/match.js';
import { all, not, type Predicate } from '../predicate/predicate.js';
import { Meter } from './meter.js';
import { type Solution, type SolveOptions, solve } from './solve.js';

/**
 * A value of `base` that none of the told sets holds. The sets are brought in one at a time, each because it held the last value
 * that was found: so an account with a hundred filters costs no more than the few that matter for the question. A set that was
 * never brought in was not needed for the proof.
 */
export function solveGap(base: Predicate, told: Predicate, options: SolveOptions = {}): Solution {
  const meter = options.meter ?? new Meter();
  const rest = new Set(alternativesOf(told));
  const against: Predicate[] = [];
  for (;;) {
    const answer = solve(all(base, ...against), { ...options, meter });
    if (answer.kind !== 'found') return answer;
    const holder = [...rest].find((part) => matches(part, answer.value));
    if (!holder) return answer;
    rest.delete(holder);
    against.push(not(holder));
  }
}

function alternativesOf(predicate: Predicate): readonly Predicate[] {
  if (predicate.kind === 'any') return predicate.of.flatMap(alternativesOf);
  return isFalse(predicate) ? [] : [predicate];
}
