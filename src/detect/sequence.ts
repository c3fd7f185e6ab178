import { byKey, type Candidate, candidate, sameTimes } from './candidate.js';
import type { Entry } from './entry.js';

/** The first steps of a sequence, up to the one at whose place it stands. */
type Chain = readonly Entry[];

/**
 * A match of the last step completes a sequence when there were, at its time or before it, matches of the steps before in their
 * order, the first at most `within` seconds earlier, and nothing that begins anew between the first and the last. Matches of one time
 * may have happened in any order. What came before is not used up: it is a state (a key pending deletion), and each further match of
 * the last step is another act in it.
 *
 * Kept is, for each step, the chain up to it that began last: another one could only break earlier.
 */
export function sequence(entries: readonly Entry[], steps: number, within: number): readonly Candidate[] {
  return [...byKey(entries).values()].flatMap((own) => completionsOf(own, steps - 1, within * 1000));
}

/** `before`: how many steps there are before the last. */
function completionsOf(entries: readonly Entry[], before: number, within: number): readonly Candidate[] {
  const found: Candidate[] = [];
  let chains: readonly (Chain | null)[] = Array.from({ length: before }, () => null);
  for (const group of sameTimes(entries)) {
    const time = group[0]!.time!;
    const fresh = group.filter((entry) => entry.steps.some((step) => step < before));
    const next = extended(chains, fresh, before, time - within);
    const chainTo = (last: Entry): Chain | null => {
      if (before === 0) return [];
      const chain = next[before - 1] ?? null;
      if (!chain?.includes(last)) return chain;
      const others = fresh.filter((entry) => entry !== last);
      return extended(chains, others, before, time - within)[before - 1] ?? null;
    };
    for (const last of group) {
      const chain = last.steps.includes(before) ? chainTo(last) : null;
      if (chain) found.push(candidate([...chain, last]));
    }
    chains = group.some(({ isUntil }) => isUntil)
      ? next.map((chain) => (chain && chain[0]!.time === time ? chain : null))
      : next;
  }
  return found;
}

/** The chains after matches of one time: each step's own, or one that goes on through these from an earlier step. */
function extended(
  chains: readonly (Chain | null)[],
  fresh: readonly Entry[],
  steps: number,
  earliest: number,
): readonly (Chain | null)[] {
  const alive = chains.map((chain) => (chain && chain[0]!.time! >= earliest ? chain : null));
  const next: (Chain | null)[] = [];
  for (let last = 0; last < steps; last++) {
    let best: Chain | null = inOrder(fresh, 0, last) ?? alive[last] ?? null;
    for (let first = 1; first <= last; first++) {
      const before = alive[first - 1];
      if (!before || (best && best[0]!.time! >= before[0]!.time!)) continue;
      const through = inOrder(fresh, first, last);
      if (through) best = [...before, ...through];
    }
    next.push(best);
  }
  return next;
}

/** Different matches for the steps from first to last: a pairing, by augmenting paths. Null: there is none. */
function inOrder(entries: readonly Entry[], first: number, last: number): readonly Entry[] | null {
  const stepOf = new Map<Entry, number>();
  const assign = (step: number, tried: Set<Entry>): boolean => {
    for (const entry of entries) {
      if (tried.has(entry) || !entry.steps.includes(step)) continue;
      tried.add(entry);
      const other = stepOf.get(entry);
      if (other === undefined || assign(other, tried)) {
        stepOf.set(entry, step);
        return true;
      }
    }
    return false;
  };
  for (let step = first; step <= last; step++) if (!assign(step, new Set())) return null;
  return [...stepOf].sort((a, b) => a[1] - b[1]).map(([entry]) => entry);
}
