import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bound } from '../../src/predicate/bound.js';
import type { Json } from '../../src/predicate/json.js';
import { all, any, at, is, not, type Predicate, TRUE } from '../../src/predicate/predicate.js';
import { compare } from '../../src/prove/compare.js';
import { coverage } from '../../src/prove/coverage.js';
import { Meter } from '../../src/prove/meter.js';
import { solve } from '../../src/prove/solve.js';
import { drafts, predicates, values } from './arbitraries.js';
import { holds } from './reference.js';

const METER = () => new Meter(50_000);

describe('the search', () => {
  it('finds only values of which the predicate is true, and says none only when no value contradicts it', () => {
    let undecided = 0;
    let none = 0;
    fc.assert(
      fc.property(predicates, fc.array(values, { minLength: 10, maxLength: 10 }), (predicate, samples) => {
        const answer = solve(predicate, { meter: METER() });
        if (answer.kind === 'found') expect(holds(predicate, answer.value)).toBe(true);
        if (answer.kind === 'none') {
          none++;
          for (const sample of samples) expect(holds(predicate, sample)).toBe(false);
        }
        if (answer.kind === 'undecided') undecided++;
      }),
      { numRuns: 10_000 },
    );
    expect(none).toBeGreaterThan(100);
    expect(undecided).toBeLessThan(500);
  });

  it('finds a value whenever one of the small values satisfies the predicate', () => {
    const small = smallValues();
    fc.assert(
      fc.property(predicates, (predicate) => {
        const answer = solve(predicate, { meter: METER() });
        if (answer.kind === 'none') expect(small.filter((value) => holds(predicate, value))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('stays inside a closed world', () => {
    const known = { keys: { a: { keys: { b: {} } }, b: {} } };
    fc.assert(
      fc.property(predicates, (predicate) => {
        const answer = solve(predicate, { known, meter: METER() });
        if (answer.kind === 'found') expect(isKnown(answer.value)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('coverage', () => {
  it('is proved only when no event contradicts it, and broken only with an event that does', () => {
    const count = { proved: 0, broken: 0, unknown: 0 };
    fc.assert(
      fc.property(predicates, drafts, fc.array(values, { minLength: 10, maxLength: 10 }), (required, told, samples) => {
        const shape = { holds: TRUE, known: { open: true }, example: {} };
        const answer = coverage({
          required: all<never>({ kind: 'type', type: 'object' }, required),
          told,
          shapes: [shape],
          limit: 50_000,
        });
        count[answer.verdict]++;
        if (answer.verdict === 'broken') {
          expect(holds(required, answer.witness)).toBe(true);
          expect(holds(bound(told, 'may'), answer.witness)).toBe(false);
        }
        if (answer.verdict === 'proved') {
          for (const sample of samples) {
            if (isObjectValue(sample) && holds(required, sample)) expect(holds(bound(told, 'must'), sample)).toBe(true);
          }
        }
      }),
      { numRuns: 10_000 },
    );
    expect(Math.min(count.proved, count.broken, count.unknown)).toBeGreaterThan(50);
  });

  it('names a documented event and not one that only an undocumented field makes', () => {
    const shape = {
      holds: at(['name'], is('X')),
      known: { keys: { name: {}, caller: {} } },
      example: { name: 'X', caller: 'somebody' },
    };
    const withoutFlag = all(at(['name'], is('X')), not(at(['flag'], TRUE)));
    const answer = coverage({ required: TRUE, told: withoutFlag, shapes: [shape] });
    expect(answer.verdict).toBe('unknown');
    const withoutCaller = all(at(['name'], is('X')), not(at(['caller'], TRUE)));
    expect(coverage({ required: TRUE, told: withoutCaller, shapes: [shape] })).toMatchObject({
      verdict: 'broken',
      witness: { name: 'X', caller: 'somebody' },
    });
  });
});

describe('a question that is nested too deeply', () => {
  const deep = (): Predicate => {
    let predicate: Predicate = is('x');
    for (let i = 0; i < 100_000; i++) predicate = { kind: 'at', step: { key: 'a' }, of: predicate };
    return predicate;
  };

  it('is undecided, and no crash', () => {
    const shape = { holds: TRUE, known: { open: true }, example: {} };
    expect(coverage({ required: TRUE, told: deep(), shapes: [shape] }).verdict).toBe('unknown');
    expect(compare(deep(), TRUE).relation).toBe('unknown');
  });
});

describe('comparison', () => {
  it('agrees with the samples, and gives witnesses for both ways', () => {
    fc.assert(
      fc.property(predicates, predicates, fc.array(values, { minLength: 10, maxLength: 10 }), (a, b, samples) => {
        const { relation, onlyFirst, onlySecond } = compare(a, b, { limit: 50_000 });
        if (onlyFirst !== null) expect([holds(a, onlyFirst), holds(b, onlyFirst)]).toEqual([true, false]);
        if (onlySecond !== null) expect([holds(a, onlySecond), holds(b, onlySecond)]).toEqual([false, true]);
        for (const sample of samples) {
          if (relation === 'equal') expect(holds(a, sample)).toBe(holds(b, sample));
          if (relation === 'wider' && holds(b, sample)) expect(holds(a, sample)).toBe(true);
          if (relation === 'narrower' && holds(a, sample)) expect(holds(b, sample)).toBe(true);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('tells wider from narrower', () => {
    const a: Predicate = at(['x'], is('1'));
    const b: Predicate = any(a, at(['y'], is('1')));
    expect(compare(a, b).relation).toBe('narrower');
    expect(compare(b, a).relation).toBe('wider');
    expect(compare(a, a).relation).toBe('equal');
    expect(compare(a, at(['y'], is('1'))).relation).toBe('incomparable');
  });
});

function isObjectValue(value: Json): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !('text' in value && typeof value.text === 'string')
  );
}

function isKnown(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (!isObjectValue(value)) return true;
  return Object.entries(value as Record<string, Json>).every(
    ([key, child]) =>
      (key === 'b' && scalar(child)) ||
      (key === 'a' &&
        (scalar(child) || Object.entries(child as Record<string, Json>).every(([k, c]) => k === 'b' && scalar(c)))),
  );
}

function scalar(value: Json): boolean {
  return !isObjectValue(value) && !(Array.isArray(value) && value.length > 0)
    ? true
    : Object.keys(value as object).length === 0;
}

/** Every value of two levels over a tiny alphabet. */
function smallValues(): Json[] {
  const leaves: Json[] = [null, true, '', 'a', 'ab', 1, 12, [], {}];
  const objects = leaves.flatMap((a): Json[] => [{ a }, { b: a }, ...leaves.map((b) => ({ a, b }))]);
  const arrays = leaves.flatMap((a): Json[] => [[a], ...leaves.map((b) => [a, b])]);
  const nested = [...objects.slice(0, 30), ...arrays.slice(0, 30)].flatMap((inner): Json[] => [{ a: inner }, [inner]]);
  return [...leaves, ...objects, ...arrays, ...nested];
}
