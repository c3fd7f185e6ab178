import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches } from '../predicate/match.js';
import { ARN, called } from './keys.case.js';
import { createKeyUses } from './uses.js';

const use = (time: string, user: string, context: Readonly<Record<string, string>> = {}) => ({
  ...called('Decrypt', time, user),
  requestParameters: { encryptionContext: context },
});

describe('the uses of a key', () => {
  it('tells calls apart by name, encryption context and principal, the latest first', () => {
    const uses = createKeyUses([ARN]);
    uses.take(use('2026-11-01T00:00:00Z', 'app', { tenant: 'a' }));
    uses.take(use('2026-11-03T00:00:00Z', 'app', { tenant: 'a' }));
    uses.take(use('2026-11-02T00:00:00Z', 'app', { tenant: 'b' }));
    uses.take(called('DisableKey', '2026-11-04T00:00:00Z', 'app'));
    uses.take({ ...use('2026-11-05T00:00:00Z', 'app'), resources: [{ ARN: `${ARN}0` }] });
    expect(uses.of(ARN).map(({ encryptionContext, count, last }) => [encryptionContext.tenant, count, last])).toEqual([
      ['a', 2, '2026-11-03T00:00:00Z'],
      ['b', 1, '2026-11-02T00:00:00Z'],
    ]);
    expect(uses.of(`${ARN}0`)).toEqual([]);
  });

  it('wants to see the events that it takes', () => {
    const { predicate } = createKeyUses([ARN]);
    expect(matches(predicate, use('2026-11-01T00:00:00Z', 'app'))).toBe(true);
    expect(matches(predicate, { ...use('2026-11-01T00:00:00Z', 'app'), resources: [] })).toBe(false);
  });

  it('does not depend on the order of the events', () => {
    const events = ['01', '02', '03'].flatMap((day) => ['a', 'b'].map((user) => use(`2026-11-${day}T00:00:00Z`, user)));
    const of = (given: readonly (typeof events)[number][]) => {
      const uses = createKeyUses([ARN]);
      for (const event of given) uses.take(event);
      return uses.of(ARN);
    };
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
        expect(of(shuffled)).toEqual(of(events));
      }),
    );
  });

  it('keeps the latest when there are too many', () => {
    const uses = createKeyUses([ARN], 2);
    for (const day of ['03', '01', '02', '04']) uses.take(use(`2026-11-${day}T00:00:00Z`, day));
    expect(uses.of(ARN).map(({ last }) => last)).toEqual(['2026-11-04T00:00:00Z', '2026-11-03T00:00:00Z']);
  });
});
