import { hashOf } from './hash.js';

/**
 * Counts different members by name, and of a name by group, each once, in bounded memory: groups are remembered by a hash alone. Above its capacity it keeps a sample, the members whose hash is
 * below a bound that is halved as often as needed, and counts are multiplied accordingly.
 *
 * INVARIANT: the sample depends on the set of members alone, not on their order or on how often each was added.
 */
export class Tally<Name extends string | number = string> {
  readonly #capacity: number;
  readonly #names = new Map<Name, number>();
  #high = new Uint32Array(64);
  #low = new Uint32Array(64);
  /** Of the name, from 1; 0: the slot is free. */
  #name = new Uint32Array(64);
  /** Of the group, by its hash; 0: none. Made when there is one. */
  #group: Uint32Array | null = null;
  #size = 0;
  #halvings = 0;

  constructor(capacity: number) {
    this.#capacity = Math.max(1, capacity);
  }

  get isExact(): boolean {
    return this.#halvings === 0;
  }

  add(name: Name, member: string, group: string | null = null): void {
    const [high, low] = hashOf(group === null ? `${name}\n${member}` : `${name}\n${member}\n${group}`);
    if (!this.#isSampled(high)) return;
    let index = this.#names.get(name);
    if (index === undefined) {
      index = this.#names.size + 1;
      this.#names.set(name, index);
    }
    if (group !== null) this.#group ??= new Uint32Array(this.#name.length);
    if (!this.#put(high, low, index, group === null ? 0 : groupHash(group))) return;
    while (this.#size > this.#capacity) this.#halve();
    if (this.#size * 2 > this.#name.length) this.#rehash(this.#name.length * 2);
  }

  /** By name, of all groups; those of which nothing is left in the sample are not there. */
  counts(): ReadonlyMap<Name, number> {
    const sampled = new Float64Array(this.#names.size + 1);
    for (const index of this.#name) sampled[index]!++;
    const counts = new Map<Name, number>();
    for (const [name, index] of this.#names)
      if (sampled[index]! > 0) counts.set(name, sampled[index]! * 2 ** this.#halvings);
    return counts;
  }

  /** Of these groups. */
  groupCounts(wanted: Iterable<readonly [name: Name, group: string]>): (name: Name, group: string) => number {
    const counts = new Map<number, number>();
    const placeOf = (index: number, hash: number) => index * 2 ** 32 + hash;
    const nameOf = (name: Name) => this.#names.get(name) ?? 0;
    for (const [name, group] of wanted) counts.set(placeOf(nameOf(name), groupHash(group)), 0);
    for (const [slot, hash] of (this.#group ?? []).entries()) {
      if (hash === 0) continue;
      const place = placeOf(this.#name[slot]!, hash);
      const count = counts.get(place);
      if (count !== undefined) counts.set(place, count + 2 ** this.#halvings);
    }
    return (name, group) => counts.get(placeOf(nameOf(name), groupHash(group))) ?? 0;
  }

  #isSampled(high: number): boolean {
    return this.#halvings === 0 || (this.#halvings < 32 && high >>> (32 - this.#halvings) === 0);
  }

  /** False when it was there. */
  #put(high: number, low: number, index: number, group: number): boolean {
    const mask = this.#name.length - 1;
    let slot = low & mask;
    while (this.#name[slot] !== 0) {
      if (this.#low[slot] === low && this.#high[slot] === high) return false;
      slot = (slot + 1) & mask;
    }
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#name[slot] = index;
    if (group !== 0) this.#group![slot] = group;
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
    const [high, low, name, group] = [this.#high, this.#low, this.#name, this.#group];
    this.#high = new Uint32Array(length);
    this.#low = new Uint32Array(length);
    this.#name = new Uint32Array(length);
    this.#group &&= new Uint32Array(length);
    this.#size = 0;
    for (let slot = 0; slot < name.length; slot++)
      if (name[slot] !== 0 && this.#isSampled(high[slot]!))
        this.#put(high[slot]!, low[slot]!, name[slot]!, group?.[slot] ?? 0);
  }
}

/** Two groups of one execution that share it would be counted as one. */
const groupHash = (group: string): number => hashOf(group, 7)[0] || 1;
