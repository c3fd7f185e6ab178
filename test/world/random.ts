/** Seeded pseudo-random numbers (mulberry32), so that every generated account can be made again from its number. */
export interface Random {
  /** From 0 up to, and without, 1. */
  next(): number;
  below(n: number): number;
  chance(probability: number): boolean;
  pick<T>(of: readonly T[]): T;
  /** One entry of a table, with its name. */
  entry<T>(table: Readonly<Record<string, T>>): readonly [name: string, value: T];
}

export function randomFrom(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number) => Math.floor(next() * n);
  const pick = <T>(of: readonly T[]): T => of[below(of.length)]!;
  return {
    next,
    below,
    pick,
    chance: (probability) => next() < probability,
    entry: (table) => pick(Object.entries(table)),
  };
}
