import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accepts } from '../../src/predicate/automaton.js';
import { bound } from '../../src/predicate/bound.js';
import { fold, knownBy } from '../../src/predicate/fold.js';
import { type Json, parseJson, printJson } from '../../src/predicate/json.js';
import { compile, matches } from '../../src/predicate/match.js';
import { textTest } from '../../src/predicate/text-test.js';
import { drafts, predicates, texts, values } from './arbitraries.js';
import { ends, holds } from './reference.js';

const RUNS = { numRuns: 5_000 };

describe('the matcher', () => {
  it('agrees with the reference on every predicate and value', () => {
    fc.assert(
      fc.property(predicates, values, (predicate, value) => {
        expect(matches(predicate, value)).toBe(holds(predicate, value));
        expect(compile(predicate)(value)).toBe(holds(predicate, value));
      }),
      RUNS,
    );
  });

  it('accepts exactly the strings of a text, by the automaton and by its shortcuts', () => {
    const word = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'b', '1', 'c'), maxLength: 5 }),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(texts, word, (text, value) => {
        const expected = ends(text, value, 0).has(value.length);
        expect(accepts(text, value)).toBe(expected);
        expect(textTest(text)(value)).toBe(expected);
      }),
      RUNS,
    );
  });
});

describe('bounds', () => {
  it('must is inside may', () => {
    fc.assert(
      fc.property(drafts, values, (draft, value) => {
        if (holds(bound(draft, 'must'), value)) expect(holds(bound(draft, 'may'), value)).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('folding', () => {
  it('leaves the same values, among those of which the known facts are true', () => {
    fc.assert(
      fc.property(drafts, predicates, values, (draft, context, value) => {
        if (!holds(context, value)) return;
        const folded = fold(draft, knownBy(context));
        for (const side of ['must', 'may'] as const) {
          expect(matches(bound(folded, side), value)).toBe(holds(bound(draft, side), value));
        }
      }),
      { numRuns: 20_000 },
    );
  });

  it('decides with the whole value known', () => {
    fc.assert(
      fc.property(predicates, values, (predicate, value) => {
        const folded = fold(predicate, { kind: 'value', value });
        expect(folded).toEqual({ kind: holds(predicate, value) ? 'all' : 'any', of: [] });
      }),
      RUNS,
    );
  });
});

describe('JSON', () => {
  it('prints what it read, number texts included', () => {
    const text = fc.oneof(
      fc.constantFrom(
        '12.0',
        '1e3',
        '-0',
        '0.10',
        '12345678901234567890',
        '[1.0,{"a":2e0}]',
        '{"__proto__":1.0}',
        ' [ 1.50 , "1.0" ] ',
      ),
      values.map((value: Json) => printJson(value)),
    );
    fc.assert(
      fc.property(text, (source) => {
        expect(printJson(parseJson(source)).replace(/\s/g, '')).toBe(source.replace(/\s/g, ''));
      }),
      RUNS,
    );
  });

  it('keeps the text of every number that JavaScript would print otherwise', () => {
    const digits = (least: number) =>
      fc.string({ unit: fc.constantFrom('0', '0', '9', '5', '1'), minLength: least, maxLength: 14 });
    const number = fc
      .tuple(fc.constantFrom('', '-'), digits(1), digits(0), fc.constantFrom('', '', 'e5', 'E+3', 'e-9'))
      .map(([sign, whole, part, power]) => `${sign}${whole.replace(/^0+(?=\d)/, '')}${part && `.${part}`}${power}`);
    const around = fc.constantFrom(['', ''], ['[', ']'], ['{"a":', '}'], ['[1,', ',1]']);
    fc.assert(
      fc.property(number, around, (text, [before, after]) => {
        expect(printJson(parseJson(`${before}${text}${after}`))).toBe(`${before}${text}${after}`);
      }),
      RUNS,
    );
  });

  it('reads the same values as JSON.parse', () => {
    fc.assert(
      fc.property(fc.json(), (source) => {
        expect(JSON.parse(printJson(parseJson(source)))).toEqual(JSON.parse(source));
      }),
      RUNS,
    );
  });
});
