import type { KeyChange } from './key-states.js';

/** What happened to one key, or to one custom key store, by time; found by name without reading all of it. */
export class Course {
  readonly #byName = new Map<string, KeyChange[]>();
  readonly #place = new Map<KeyChange, number>();

  /** By time. */
  constructor(changes: readonly KeyChange[]) {
    for (const change of changes) {
      this.#place.set(change, this.#place.size);
      const own = this.#byName.get(change.name);
      if (own) own.push(change);
      else this.#byName.set(change.name, [change]);
    }
  }

  /** The first of one of these names that is later than the time, and after the change where one is given. */
  next(names: readonly string[], time: number, after: KeyChange | null): KeyChange | null {
    const least = after === null ? -1 : this.#place.get(after)!;
    let first: KeyChange | null = null;
    for (const name of names) {
      const own = this.#byName.get(name) ?? [];
      const found = own[firstOf(own, (change) => change.time! > time && this.#place.get(change)! > least)];
      if (found && (first === null || this.#place.get(found)! < this.#place.get(first)!)) first = found;
    }
    return first;
  }
}

/** The place of the first of which it holds, where it holds of all after it too. */
function firstOf<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let from = 0;
  let to = items.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(items[middle]!)) to = middle;
    else from = middle + 1;
  }
  return from;
}
