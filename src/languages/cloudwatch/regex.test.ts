import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepts } from '../../predicate/automaton.js';
import { compileRegex, MAX_REPEATS, searchText } from './regex.js';

const ATOM = fc.constantFrom(
  'a',
  'b',
  '.',
  '[ab]',
  '[^a]',
  '\\d',
  '\\D',
  '\\w',
  '\\s',
  '\\.',
  '\\x61',
  '1',
  '-',
  ' ',
  '[a-c1]',
  '[.\\]]',
);
const REPEAT = fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{1,2}', '{,2}', '{1,}');
const ANCHOR = fc.constantFrom('', '', '', '^', '$');
const alternative = fc
  .tuple(
    fc.constantFrom('', '^'),
    fc.array(fc.tuple(ATOM, REPEAT, ANCHOR), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '$'),
  )
  .map(([start, pieces, end]) => start + pieces.flat().join('') + end);
const source = fc.array(alternative, { minLength: 1, maxLength: 3 }).map((of) => of.join('|'));
const subject = fc
  .array(fc.constantFrom('a', 'b', 'c', '1', '.', ']', '-', ' ', '_'), { maxLength: 5 })
  .map((of) => of.join(''));

describe('a regular expression', () => {
  test('finds what a regular expression of JavaScript finds', () => {
    fc.assert(
      fc.property(source, subject, (regex, text) => {
        const compiled = compileRegex(regex);
        if (!compiled.ok) throw new Error(`${regex}: ${compiled.error.message}`);
        const reference = new RegExp(regex.replaceAll('{,', '{0,')).test(text);
        expect(accepts(searchText(compiled.regex), text), `${regex} on ${JSON.stringify(text)}`).toBe(reference);
      }),
      { numRuns: 4000 },
    );
  });

  test('holds a bounded number of repeats', () => {
    expect(compileRegex(`a{${MAX_REPEATS}}`).ok).toBe(true);
    const over = compileRegex(`a{600}b{600}`);
    expect(over.ok ? null : over.error.code).toBe('regex-repeat-limit');
    const huge = compileRegex('a{99999999999999999999}');
    expect(huge.ok ? null : huge.error.code).toBe('regex-repeat-limit');
  });

  test('is never read without a place for its error', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        const compiled = compileRegex(text);
        if (compiled.ok) return;
        const { start, end } = compiled.error.span;
        expect(start >= 0 && start <= end && end <= Math.max(text.length, start)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});
