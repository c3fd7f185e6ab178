import type { Entry } from './entry.js';
import { byTime, compareTexts } from './occurrence.js';

/** What a rule of several events found. */
export interface Candidate {
  /** The event that completed it. */
  readonly entry: Entry;
  /** All that made it, the completing one last. */
  readonly events: readonly Entry[];
  /** Later matches of the same: they raise nothing of their own. */
  readonly further: readonly Entry[];
  /** It is one only because nothing was seen in the time before, from this instant (milliseconds) on. */
  readonly unseenSince: number | null;
}

export const candidate = (events: readonly Entry[], further: readonly Entry[] = []): Candidate => ({
  entry: events.at(-1)!,
  events,
  further,
  unseenSince: null,
});

/** The entries of each key, in the order given. */
export function byKey(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const keys = new Map<string, Entry[]>();
  for (const entry of entries)
    for (const key of entry.keys) {
      const own = keys.get(key);
      if (own) own.push(entry);
      else keys.set(key, [entry]);
    }
  return keys;
}

/** Entries of the same time, together: CloudTrail's times are seconds, and say nothing of the order within one. */
export function sameTimes(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const groups: Entry[][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last && last[0]!.time === entry.time) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

export function sortCandidates(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...candidates].sort(
    (a, b) =>
      byTime(a.entry, b.entry) ||
      byTime(a.events[0]!, b.events[0]!) ||
      a.events.length - b.events.length ||
      compareTexts(idsOf(a), idsOf(b)),
  );
}

const idsOf = ({ events }: Candidate): string =>
  events.flatMap(({ copies }) => copies.map(({ own }) => own)).join('\n');

/** Counts values that come and go. */
export class ValueCounts {
  readonly #counts = new Map<string, number>();

  get distinct(): number {
    return this.#counts.size;
  }

  add(values: readonly string[]): void {
    for (const value of values) this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  remove(values: readonly string[]): void {
    for (const value of values) {
      const left = (this.#counts.get(value) ?? 0) - 1;
      if (left > 0) this.#counts.set(value, left);
      else this.#counts.delete(value);
    }
  }
}
