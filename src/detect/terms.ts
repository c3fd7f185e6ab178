import type { Candidate } from './candidate.js';
import { type Entry, mergeEntries } from './entry.js';
import { hashOf } from './hash.js';
import { byTime, compareTexts } from './occurrence.js';

/** The matches of one term in one stretch of `history` seconds: only its first can be new, and only its last can make one not so. */
interface Stretch {
  readonly first: Entry;
  readonly last: number;
}

interface Term {
  readonly text: string;
  readonly rank: number;
  readonly stretches: Map<number, Stretch>;
}

/**
 * Combinations of values that were not seen in the seconds before. The bound is on stretches: terms are kept in the order of their
 * hashes, which nobody chooses, as far as all their stretches fit.
 *
 * INVARIANT: stretches are only added, so a term that did not fit never will; what is kept depends on the set of entries alone.
 */
export class Terms {
  readonly #history: number;
  readonly #limit: number;
  readonly #onDrop: (term: string) => void;
  readonly #terms = new Map<string, Term>();
  #size = 0;
  /** The first term that does not fit: neither do those after it. */
  #ceiling: Term | null = null;

  /** History in seconds. */
  constructor(history: number, limit: number, onDrop: (term: string) => void) {
    this.#history = Math.max(1, history) * 1000;
    this.#limit = Math.max(1, limit);
    this.#onDrop = onDrop;
  }

  add(entry: Entry): void {
    for (const text of entry.keys) this.#addTerm(text, entry);
    if (this.#size > this.#limit * 1.25 + 64) this.#cut();
  }

  candidates(): readonly Candidate[] {
    this.#cut();
    return [...this.#terms.values()].flatMap(({ stretches }) =>
      [...stretches].flatMap(([number, { first }]) => {
        const before = stretches.get(number - 1);
        if (before && first.time! - before.last <= this.#history) return [];
        return [{ entry: first, events: [first], further: [], unseenSince: first.time! - this.#history }];
      }),
    );
  }

  #addTerm(text: string, entry: Entry): void {
    const term = this.#terms.get(text) ?? { text, rank: rankOf(text), stretches: new Map<number, Stretch>() };
    if (this.#ceiling !== null && byRank(term, this.#ceiling) >= 0) {
      this.#onDrop(text);
      return;
    }
    this.#terms.set(text, term);
    const number = Math.floor(entry.time! / this.#history);
    const known = term.stretches.get(number);
    if (!known) this.#size++;
    term.stretches.set(number, known ? joined(known, entry) : { first: entry, last: entry.time! });
  }

  #cut(): void {
    if (this.#size <= this.#limit) return;
    const sorted = [...this.#terms.values()].sort(byRank);
    let kept = 0;
    let at = 0;
    while (at < sorted.length && kept + sorted[at]!.stretches.size <= this.#limit) kept += sorted[at++]!.stretches.size;
    this.#ceiling = sorted[at] ?? null;
    for (const { text } of sorted.slice(at)) {
      this.#onDrop(text);
      this.#terms.delete(text);
    }
    this.#size = kept;
  }
}

function joined({ first, last }: Stretch, entry: Entry): Stretch {
  const order = byTime(first, entry);
  return {
    first: order === 0 ? mergeEntries(first, entry) : order < 0 ? first : entry,
    last: Math.max(last, entry.time!),
  };
}

function rankOf(text: string): number {
  const [high, low] = hashOf(text);
  return high * 2 ** 20 + (low >>> 12);
}

const byRank = (a: Pick<Term, 'rank' | 'text'>, b: Pick<Term, 'rank' | 'text'>): number =>
  a.rank - b.rank || compareTexts(a.text, b.text);
