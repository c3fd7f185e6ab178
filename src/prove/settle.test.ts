import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drafts, predicates, values } from '../../test/laws/arbitraries.js';
import { bound } from '../predicate/bound.js';
import { isTrue } from '../predicate/fold.js';
import { matches } from '../predicate/match.js';
import { all, any, at, type Draft, exists, is, not, type Predicate, type } from '../predicate/predicate.js';
import { settle } from './settle.js';

const absentOr = (key: string, of: Predicate): Predicate => not(at([key], not(of)));
const MANAGEMENT: Predicate = any(
  at(['eventCategory'], is('Management')),
  all(not(exists('eventCategory')), not(at(['managementEvent'], type('false')))),
);

describe('settle', () => {
  it('leaves out what every such event meets', () => {
    const holds = all(absentOr('eventCategory', is('Management')), absentOr('managementEvent', type('true')));
    const name = at(['eventName'], is('DisableKey'));
    expect(isTrue(settle(MANAGEMENT, holds))).toBe(true);
    expect(settle(all(MANAGEMENT, name), holds)).toBe(name);
    expect(isTrue(settle(any(all(MANAGEMENT, name), MANAGEMENT), holds))).toBe(true);
  });

  it('keeps what some such event does not meet, though it looks alike', () => {
    const mayBeData = all(absentOr('eventCategory', type('string')), absentOr('managementEvent', type('true')));
    expect(isTrue(settle(MANAGEMENT, mayBeData))).toBe(false);
    const maybeFalse = absentOr('eventCategory', is('Management'));
    expect(isTrue(settle(MANAGEMENT, maybeFalse))).toBe(false);
    expect(isTrue(settle(at(['eventCategory'], is('Management')), maybeFalse))).toBe(false);
  });

  it('keeps a condition that is met only if a doubt is settled in its favour', () => {
    const fact = at(['a'], type('string'));
    const doubtful: Draft = { kind: 'between', must: at(['a'], is('x')), may: fact, why: { code: 't', message: 't' } };
    expect(settle(doubtful, fact)).toBe(doubtful);
  });

  it('is the same as before on every value of which the facts are true', () => {
    const key = fc.constantFrom('a', 'b', 'item');
    const facts = fc
      .array(fc.tuple(key, predicates, fc.boolean()), { minLength: 1, maxLength: 3 })
      .map((list) => list.map(([name, of, maybe]) => (maybe ? absentOr(name, of) : at([name], of))));
    const question = facts.chain((list) => {
      const condition: fc.Arbitrary<Draft> = fc.oneof(
        fc.tuple(key, drafts).map(([name, of]): Draft => ({ kind: 'at', step: { key: name }, of })),
        fc.constantFrom<Draft>(...list),
        fc.tuple(fc.constantFrom<Draft>(...list), drafts).map(([a, b]): Draft => ({ kind: 'any', of: [a, b] })),
        drafts,
      );
      const conditions = fc.array(condition, { minLength: 1, maxLength: 3 }).map((of): Draft => ({ kind: 'all', of }));
      const told = fc.array(conditions, { minLength: 1, maxLength: 3 }).map((of): Draft => ({ kind: 'any', of }));
      return fc.tuple(fc.constant(all(...list)), told);
    });
    let met = 0;
    let less = 0;
    fc.assert(
      fc.property(question, fc.array(values, { minLength: 8, maxLength: 8 }), ([holds, told], events) => {
        const settled = settle(told, holds);
        if (isTrue(settled)) less += 1;
        for (const event of events) {
          if (!matches(holds, event)) continue;
          met += 1;
          for (const side of ['must', 'may'] as const) {
            expect(matches(bound(settled, side), event)).toBe(matches(bound(told, side), event));
          }
        }
      }),
      { numRuns: 2000 },
    );
    expect(met).toBeGreaterThan(500);
    expect(less).toBeGreaterThan(100);
  });
});
