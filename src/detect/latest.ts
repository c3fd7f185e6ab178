import { byTime, type Placed } from './occurrence.js';

/**
 * Keeps the latest of all that are added, in any order and any number of times.
 *
 * INVARIANT: what is kept at the end is a function of the set that was added, where `merge` does not depend on order. What was
 * dropped has `limit` others after it, so it would be dropped whenever it came.
 */
export class Latest<T extends Placed> {
  readonly #limit: number;
  readonly #merge: (a: T, b: T) => T;
  readonly #onDrop: (item: T) => void;
  #items: T[] = [];
  #floor: T | null = null;

  constructor(limit: number, merge: (a: T, b: T) => T, onDrop: (item: T) => void) {
    this.#limit = Math.max(1, limit);
    this.#merge = merge;
    this.#onDrop = onDrop;
  }

  add(item: T): void {
    if (this.#floor !== null && byTime(item, this.#floor) < 0) {
      this.#onDrop(item);
      return;
    }
    this.#items.push(item);
    if (this.#items.length >= 1.5 * this.#limit + 64) this.#prune();
  }

  /** The earliest that is kept, when others were dropped. */
  get floor(): T | null {
    this.#prune();
    return this.#floor;
  }

  /** By time. */
  all(): readonly T[] {
    this.#prune();
    return this.#items;
  }

  #prune(): void {
    const merged: T[] = [];
    for (const item of this.#items.sort(byTime)) {
      const last = merged.at(-1);
      if (last && byTime(last, item) === 0) merged[merged.length - 1] = this.#merge(last, item);
      else merged.push(item);
    }
    const excess = merged.length - this.#limit;
    if (excess > 0) {
      for (const item of merged.splice(0, excess)) this.#onDrop(item);
      this.#floor = merged[0] ?? null;
    }
    this.#items = merged;
  }
}
