import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinAny } from './join-any.js';
import { type Json, NumberText } from './json.js';
import { compile, matches } from './match.js';
import { all, any, at, is, not, type Predicate, type Step, text, type } from './predicate.js';

const words = ['a', 'b', '1', '1.0', 'length'];
const word = fc.constantFrom(...words);
const steps: readonly Step[] = [{ key: 'a' }, { key: 'b' }, { index: 0 }, 'element', 'field', 'item', 'inside'];

const { predicate } = fc.letrec<{ predicate: Predicate }>((tie) => ({
  predicate: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    word.map(is),
    word.map((value) => text({ kind: 'literal', value })),
    fc.constant(type('string')),
    fc.tuple(fc.constantFrom(...steps), tie('predicate')).map(([step, of]) => at([step], of)),
    fc.array(tie('predicate'), { maxLength: 4 }).map((of) => any(...of)),
    fc.array(tie('predicate'), { maxLength: 2 }).map((of) => all(...of)),
    tie('predicate').map((of) => not(of)),
  ),
}));
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    word,
    fc.constantFrom<Json>(1, null, true, new NumberText('1.0')),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(word, tie('value'), { maxKeys: 3 }),
  ),
}));

test('the joined parts are true of the same values', () => {
  fc.assert(
    fc.property(
      fc.array(predicate, { maxLength: 5 }),
      fc.array(value, { minLength: 5, maxLength: 20 }),
      (parts, values) => {
        const joined = any(...joinAny(parts));
        const compiled = compile(any(...parts));
        for (const value of values) {
          const expected = parts.some((part) => matches(part, value));
          expect(matches(joined, value)).toBe(expected);
          expect(compiled(value)).toBe(expected);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test('many words at the same place are one look', () => {
  const parts = ['x', 'y', 'z'].flatMap((name) => ['p', 'q'].map((member) => at(['user', member], is(name))));
  const joined = joinAny(parts);
  expect(joined).toHaveLength(1);
  expect(JSON.stringify(joined).match(/"key":"user"/g)).toHaveLength(1);
});
