import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from './index.js';
import { comparable, oracle } from './oracle.case.js';

const ours = (text: string): unknown => {
  const parsed = parse(text);
  return parsed.ok ? comparable(parsed.query) : null;
};

/** Pieces that meet in interesting ways; none of those in which the two are known to differ (blanks beyond ASCII, `\u`, numbers). */
const PIECES =
  'a b not or and NOT Or aNd null true false TRUE * : ( ) { } < <= > >= " \' \\ = \\t \\n \\" \\* \\: \\( \\\\ \\not \\or \\And'
    .split(' ')
    .concat([' ', ' ', ' ', '  ', '\t', '\n', ': ', ' or ', ' and ', ' not ', 'not ', '"x*"', 'f:', 'f:(', ') and ']);

test('reads what the OpenSearch fork of the parser reads, and refuses what it refuses', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      const theirs = oracle(text);
      if (theirs !== null) taken++;
      expect([text, ours(text)]).toEqual([text, theirs]);
    }),
    { numRuns: 6000 },
  );
  expect(taken).toBeGreaterThan(500);
});

/** Texts that are queries more often than not. */
const { query } = fc.letrec<{ query: string; values: string }>((tie) => {
  const word = fc.constantFrom(
    'a',
    'b c',
    '"d e"',
    '*',
    'x*y',
    '\\*',
    'null',
    'true',
    '"null"',
    'a or',
    "it's",
    '\\or',
    'notx',
  );
  const joined = (of: fc.Arbitrary<string>) =>
    fc.oneof(
      fc
        .tuple(of, fc.constantFrom(' or ', ' and ', '  OR\n', ' and not ', ' and(', 'and '), of)
        .map((parts) => parts.join('')),
      of.map((inner) => `(${inner})`),
      of.map((inner) => `( ${inner} )`),
      of.map((inner) => `not ${inner}`),
    );
  return {
    values: fc.oneof({ maxDepth: 3 }, word, joined(tie('values'))),
    query: fc.oneof(
      { maxDepth: 4 },
      word,
      fc.tuple(word, fc.constantFrom(':', ': ', ' : '), tie('values')).map((parts) => parts.join('')),
      fc.tuple(word, fc.constantFrom('<', ' <= ', '>', '>='), word).map((parts) => parts.join('')),
      fc.tuple(word, tie('query')).map(([path, inner]) => `${path}:{ ${inner} }`),
      joined(tie('query')),
    ),
  };
});

test('of texts that look like queries, too', () => {
  fc.assert(
    fc.property(query, (text) => {
      expect([text, ours(text)]).toEqual([text, oracle(text)]);
    }),
    { numRuns: 3000 },
  );
});

/** Where Kibana has changed since the fork. */
test.each([
  [
    'a:b and\u00a0c:d',
    ['and', ['is', { value: 'a' }, { value: 'b' }, false], ['is', { value: 'c' }, { value: 'd' }, false]],
  ],
  ['a:\\u0041', ['is', { value: 'a' }, { value: 'A' }, false]],
  ['a:-5', ['is', { value: 'a' }, { value: '-5' }, false]],
  ['a:5', ['is', { value: 'a' }, { value: '5' }, false]],
])('known difference: %s', (text, kibana) => {
  expect(ours(text)).toEqual(kibana);
  expect(oracle(text)).not.toEqual(kibana);
});
