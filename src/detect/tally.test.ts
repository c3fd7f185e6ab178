import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Tally } from './tally.js';

const members = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 60 }).map(String)), {
  maxLength: 200,
});
const countsOf = (capacity: number, pairs: readonly (readonly [string, string])[]) => {
  const tally = new Tally(capacity);
  for (const [name, member] of pairs) tally.add(name, member);
  return { counts: Object.fromEntries([...tally.counts()].sort()), isExact: tally.isExact };
};

describe('the tally', () => {
  it('counts different members exactly, up to its capacity', () => {
    fc.assert(
      fc.property(members, (pairs) => {
        const expected: Record<string, number> = {};
        for (const name of ['a', 'b', 'c']) {
          const own = new Set(pairs.filter(([other]) => other === name).map(([, member]) => member));
          if (own.size > 0) expected[name] = own.size;
        }
        const total = Object.values(expected).reduce((sum, count) => sum + count, 0);
        expect(countsOf(Math.max(1, total), pairs)).toEqual({ counts: expected, isExact: true });
      }),
    );
  });

  it('depends on neither order nor repetition, above it too', () => {
    fc.assert(
      fc.property(members, fc.integer({ min: 1, max: 50 }), fc.integer(), (pairs, capacity, seed) => {
        const turned = [...pairs, ...pairs.slice(Math.abs(seed) % (pairs.length + 1))].reverse();
        expect(countsOf(capacity, turned)).toEqual(countsOf(capacity, pairs));
      }),
    );
  });

  it('estimates well when there are many', () => {
    const pairs = Array.from(
      { length: 200_000 },
      (_, index) => [index % 4 === 0 ? 'few' : 'many', `member ${index}`] as const,
    );
    const { counts, isExact } = countsOf(4_000, pairs);
    expect(isExact).toBe(false);
    expect(Math.abs(counts.many! / 150_000 - 1)).toBeLessThan(0.1);
    expect(Math.abs(counts.few! / 50_000 - 1)).toBeLessThan(0.15);
  });
});
