import { hashOf } from './hash.js';

/**
 * Counts different members by name, each once, in bounded memory. Above its capacity it keeps a sample, the members whose hash is
 * below a bound that is halved as often as needed, and counts are multiplied accordingly.
 *
 * INVARIANT: the sample depends on the set of members alone, not on their order or on how often each was added.
 */
export class Tally {
  readonly #capacity: number;
  readonly #names = new Map<string, number>();
  #high = new Uint32Array(64);
  #low = new Uint32Array(64);
  /** Of the name, from 1; 0: the slot is free. */
  #name = new Uint32Array(64);
  #size = 0;
  #halvings = 0;

  constructor(capacity: number) {
    this.#capacity = Math.max(1, capacity);
  }

  get isExact(): boolean {
    return this.#halvings === 0;
  }

  add(name: string, member: string): void {
    const [high, low] = hashOf(`${name}\n${member}`);
    if (!this.#isSampled(high)) return;
    let index = this.#names.get(name);
    if (index === undefined) {
      index = this.#names.size + 1;
      this.#names.set(name, index);
    }
    if (!this.#put(high, low, index)) return;
    while (this.#size > this.#capacity) this.#halve();
    if (this.#size * 2 > this.#name.length) this.#rehash(this.#name.length * 2);
  }

  /** By name; those of which nothing is left in the sample are not there. */
  counts(): ReadonlyMap<string, number> {
    const byIndex = new Map<number, number>();
    for (const index of this.#name) if (index > 0) byIndex.set(index, (byIndex.get(index) ?? 0) + 1);
    const counts = new Map<string, number>();
    for (const [name, index] of this.#names) {
      const sampled = byIndex.get(index);
      if (sampled !== undefined) counts.set(name, sampled * 2 ** this.#halvings);
    }
    return counts;
  }

  #isSampled(high: number): boolean {
    return this.#halvings === 0 || (this.#halvings < 32 && high >>> (32 - this.#halvings) === 0);
  }

  /** False when it was there. */
  #put(high: number, low: number, index: number): boolean {
    const mask = this.#name.length - 1;
    let slot = low & mask;
    while (this.#name[slot] !== 0) {
      if (this.#low[slot] === low && this.#high[slot] === high) return false;
      slot = (slot + 1) & mask;
    }
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#name[slot] = index;
    this.#size++;
    return true;
  }

  /** Names without a member are forgotten with it, so that they are bounded too. */
  #halve(): void {
    this.#halvings++;
    this.#rehash(this.#name.length);
    const used = new Set(this.#name);
    for (const [name, index] of this.#names) if (!used.has(index)) this.#names.delete(name);
    const renumbered = new Map([...this.#names.values()].map((index, at) => [index, at + 1] as const));
    for (const name of this.#names.keys()) this.#names.set(name, renumbered.get(this.#names.get(name)!)!);
    for (let slot = 0; slot < this.#name.length; slot++)
      if (this.#name[slot] !== 0) this.#name[slot] = renumbered.get(this.#name[slot]!)!;
  }

  #rehash(length: number): void {
    const [high, low, name] = [this.#high, this.#low, this.#name];
    this.#high = new Uint32Array(length);
    this.#low = new Uint32Array(length);
    this.#name = new Uint32Array(length);
    this.#size = 0;
    for (let slot = 0; slot < name.length; slot++)
      if (name[slot] !== 0 && this.#isSampled(high[slot]!)) this.#put(high[slot]!, low[slot]!, name[slot]!);
  }
}
