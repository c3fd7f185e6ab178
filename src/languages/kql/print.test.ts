import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Literal, type Name, parse, print, type Query, type RangeOp } from './index.js';
import { bare } from './oracle.case.js';

const letters = fc.array(
  fc.constantFrom(
    'a',
    'n',
    'not',
    'or',
    'and',
    'NOT',
    ' ',
    '\t',
    '\n',
    '\u00a0',
    '\u2003',
    '*',
    ':',
    '"',
    '\\',
    '(',
    '{',
    '<',
    't',
    'u0041',
  ),
  { maxLength: 6 },
);
const trimmed = letters.map((parts) => parts.join('').trim());
const quoted = letters.map((parts): Literal => ({ kind: 'word', value: parts.join(''), quoted: true }));
const unquoted = trimmed.map((value): Literal => ({ kind: 'word', value, quoted: false }));
const wildcard = fc
  .array(letters, { minLength: 2, maxLength: 3 })
  .map((pieces) => pieces.map((piece) => piece.join('')))
  .map(
    (pieces): Literal => ({
      kind: 'wildcard',
      pieces: pieces.map((piece, i) =>
        i === 0 ? piece.trimStart() : i === pieces.length - 1 ? piece.trimEnd() : piece,
      ),
    }),
  );
const keyword = fc.constantFrom<Literal>(
  { kind: 'keyword', value: null },
  { kind: 'keyword', value: true },
  { kind: 'keyword', value: false },
);
const literal: fc.Arbitrary<Literal> = fc.oneof(quoted, unquoted, wildcard, keyword);
const name: fc.Arbitrary<Name | null> = literal.map((of) =>
  of.kind === 'keyword' && of.value === null ? null : (of as Name),
);

const { query } = fc.letrec<{ query: Query; values: Query }>((tie) => {
  const joined = (of: fc.Arbitrary<Query>): fc.Arbitrary<Query> =>
    fc.oneof(
      fc
        .tuple(fc.constantFrom('or' as const, 'and' as const), fc.array(of, { minLength: 2, maxLength: 3 }))
        .map(([kind, parts]): Query => ({ kind, of: parts })),
      of.map((inner): Query => ({ kind: 'not', of: inner })),
    );
  const common: Name = { kind: 'word', value: 'f', quoted: false };
  return {
    values: fc.oneof(
      { maxDepth: 3 },
      literal.map((value): Query => ({ kind: 'is', field: common, value })),
      joined(tie('values')),
    ),
    query: fc.oneof(
      { maxDepth: 4 },
      fc.tuple(name, literal).map(([field, value]): Query => ({ kind: 'is', field, value })),
      fc
        .tuple(name, fc.constantFrom<RangeOp>('<', '<=', '>', '>='), literal)
        .map(([field, op, value]): Query => ({ kind: 'range', field, op, value })),
      tie('values'),
      joined(tie('query')),
      fc.tuple(name, tie('query')).map(([path, of]): Query => ({ kind: 'nested', path, of })),
    ),
  };
});

test('reading what was printed gives the same tree', () => {
  fc.assert(
    fc.property(query, (tree) => {
      const parsed = parse(print(tree));
      expect(parsed.ok ? bare(parsed.query) : parsed.error).toEqual(tree);
    }),
    { numRuns: 4000 },
  );
});

test.each([
  ['a:(b or c)and', null],
  ['  event.action :("A" OR   "B" )', 'event.action: ("A" or "B")'],
  ['not (a:b)', 'not a: b'],
  ['a:b and (c:d or e:f)', 'a: b and (c: d or e: f)'],
  ['(a:b and c:d) or not e:*', '(a: b and c: d) or not e: *'],
  ['a:(* and not (b or c))', 'a: (* and not (b or c))'],
  ['a:{b:c}', 'a: { b: c }'],
  ['', '*: *'],
])('%j is printed as %j', (text, printed) => {
  const parsed = parse(text);
  expect(parsed.ok ? print(parsed.query) : null).toBe(printed);
});

test('a word that only quotes can write gets them', () => {
  for (const value of ['null', 'true', ' a', 'a\n'])
    expect(print({ kind: 'is', field: null, value: { kind: 'word', value, quoted: false } })).toBe(`"${value}"`);
});
