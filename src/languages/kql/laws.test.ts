import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bound, isCertain, type Json, matches } from '../../predicate/index.js';
import { fieldsOf } from './fields.case.js';
import { type Fields, type FieldType, type Literal, parse, type Query, type RangeOp, toDraft } from './index.js';
import { finds } from './reference.case.js';

const FIELDS = fieldsOf({ aa: 'keyword', ab: 'keyword', b: 'keyword' });

const text = fc.stringMatching(/^[abAB.*]{0,4}$/);
const word = fc.oneof(text, fc.constantFrom('a b', '5', '12', 'true', 'false', '\u{1f511}', '\uffee', '\u00e9'));
const literal: fc.Arbitrary<Literal> = fc.oneof(
  word.map((value): Literal => ({ kind: 'word', value, quoted: true })),
  fc.array(text, { minLength: 2, maxLength: 3 }).map((pieces): Literal => ({ kind: 'wildcard', pieces })),
  fc.boolean().map((value): Literal => ({ kind: 'keyword', value })),
);
const name = fc.oneof(
  fc.constantFrom('aa', 'ab', 'b').map((value) => ({ kind: 'word', value, quoted: false }) as const),
  fc.constantFrom(['a', ''], ['', 'b'], ['', '']).map((pieces) => ({ kind: 'wildcard', pieces }) as const),
);
const { query } = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(name, literal).map(([field, value]): Query => ({ kind: 'is', field, value })),
    fc
      .tuple(name, fc.constantFrom<RangeOp>('<', '<=', '>', '>='), literal)
      .map(([field, op, value]): Query => ({ kind: 'range', field, op, value })),
    fc
      .tuple(fc.constantFrom('or' as const, 'and' as const), fc.array(tie('query'), { minLength: 2, maxLength: 4 }))
      .map(([kind, of]): Query => ({ kind, of })),
    tie('query').map((of): Query => ({ kind: 'not', of })),
  ),
}));
const values = fc.array(fc.oneof(word, fc.constantFrom<Json>(true, false, null, 5, 12, -1)), { maxLength: 3 });
const document = fc.record({ aa: values, ab: values, b: values });

function draftOf(of: Query, fields: Fields) {
  const drafted = toDraft(of, fields);
  if (!drafted.ok) throw new Error(drafted.error.message);
  return drafted.draft;
}

test('on keywords, a query finds what the slow reference finds', () => {
  let found = 0;
  fc.assert(
    fc.property(query, document, (tree, values) => {
      const draft = draftOf(tree, FIELDS);
      const expected = finds(tree, values);
      if (expected) found++;
      expect(matches(bound(draft, 'must'), values)).toBe(expected);
      expect(matches(bound(draft, 'may'), values)).toBe(expected);
    }),
    { numRuns: 3000 },
  );
  expect(found).toBeGreaterThan(300);
});

test('a value that is no array is found as the only element of one', () => {
  fc.assert(
    fc.property(query, word, (tree, value) => {
      const draft = bound(draftOf(tree, FIELDS), 'may');
      expect(matches(draft, { aa: value })).toBe(matches(draft, { aa: [value], ab: [], b: [null] }));
    }),
    { numRuns: 1000 },
  );
});

const TYPES: readonly FieldType[] = ['keyword', 'text', 'boolean', 'long', 'float', 'date', 'ip', 'flattened'];
const anyValue = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, 1, -1, 1.5, 9007199254740992, 1e30, {}, [], [null], { a: 'b' }),
  fc.constantFrom('', 'a', 'a b', 'true', '5', '1.5', '1e3', '10.0.0.1', '::1', '2024-05-31', '2024-05-31T12:00:00Z'),
  fc.string({ maxLength: 6 }),
);

test('whatever the type, value and document: never an exception, and what certainly matches possibly matches', () => {
  const tests = fc.tuple(
    fc.constantFrom(...TYPES),
    fc.constantFrom(':', '<', '<=', '>', '>='),
    anyValue.map((value) => JSON.stringify(String(value))),
  );
  let taken = 0;
  fc.assert(
    fc.property(
      tests,
      fc.constantFrom('', 'x*', '*'),
      fc.boolean(),
      anyValue,
      ([type, op, quoted], wild, not, value) => {
        const parsed = parse(`${not ? 'not ' : ''}a ${op} ${wild || quoted}`);
        if (!parsed.ok) throw new Error(parsed.error.message);
        const drafted = toDraft(parsed.query, fieldsOf({ a: type }));
        if (!drafted.ok) {
          expect(drafted.error.help).toBeDefined();
          return;
        }
        taken++;
        const must = matches(bound(drafted.draft, 'must'), { a: value });
        expect(!must || matches(bound(drafted.draft, 'may'), { a: value })).toBe(true);
      },
    ),
    { numRuns: 4000 },
  );
  expect(taken).toBeGreaterThan(1000);
});

const scalar = (type: FieldType, of: string, value: Json): { readonly must: boolean; readonly may: boolean } => {
  const parsed = parse(of);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const draft = draftOf(parsed.query, fieldsOf({ a: type }));
  return { must: matches(bound(draft, 'must'), { a: value }), may: matches(bound(draft, 'may'), { a: value }) };
};
const both = (answer: boolean) => ({ must: answer, may: answer });
const OPS = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
};

test('instants are compared as numbers of milliseconds', () => {
  const instant = fc.integer({ min: Date.UTC(2023, 11, 30), max: Date.UTC(2024, 2, 2) });
  const near = fc.constantFrom(-1000, -999, -1, 0, 1, 9, 10, 999, 1000, 86_400_000);
  fc.assert(
    fc.property(instant, near, fc.constantFrom<RangeOp>('<', '<=', '>', '>='), fc.boolean(), (at, apart, op, whole) => {
      const written = new Date(at).toISOString();
      const value = new Date(at + apart).toISOString().replace(/0+Z$/, 'Z').replace('.Z', 'Z');
      // Without its fraction a bound means the whole second.
      const [first, last] = whole ? [Math.floor(at / 1000) * 1000, Math.floor(at / 1000) * 1000 + 999] : [at, at];
      const queried = whole ? `${written.slice(0, 19)}Z` : written;
      const bound = op === '<' || op === '>=' ? first : last;
      expect(scalar('date', `a ${op} "${queried}"`, value)).toEqual(both(OPS[op](at + apart, bound)));
      expect(scalar('date', `a: "${queried}"`, value)).toEqual(both(first <= at + apart && at + apart <= last));
    }),
    { numRuns: 500 },
  );
});

test('whole numbers are compared as numbers', () => {
  const number = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.integer({ min: -12, max: 12 }).map((n) => n / 4),
  );
  fc.assert(
    fc.property(number, number, fc.constantFrom<RangeOp>('<', '<=', '>', '>='), (queried, value, op) => {
      const indexed = Math.trunc(value);
      expect(scalar('long', `a ${op} ${queried}`, value)).toEqual(both(OPS[op](indexed, queried)));
      expect(scalar('long', `a: "${queried}"`, value)).toEqual(both(indexed === queried));
    }),
    { numRuns: 1500 },
  );
});

test('an IPv4 block holds the addresses of the same first bits', () => {
  const number = fc.integer({ min: 0, max: 0xffffffff });
  const written = (n: number): string => [24, 16, 8, 0].map((shift) => (n >>> shift) & 255).join('.');
  fc.assert(
    fc.property(number, fc.integer({ min: 0, max: 32 }), fc.integer({ min: 0, max: 31 }), (address, bits, flipped) => {
      const other = (address ^ (1 << flipped)) >>> 0;
      const expected = 31 - flipped >= bits;
      expect(scalar('ip', `a: ${written(address)}/${bits}`, written(other))).toEqual(both(expected));
      expect(scalar('ip', `a: ${written(address)}`, written(other))).toEqual(both(false));
      expect(scalar('ip', `a: "::ffff:${written(address)}"`, written(address)).may).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('an IPv6 address is found in every spelling, and no other address is', () => {
  const groups = fc.array(fc.constantFrom(0, 0, 0, 1, 0xff, 0x2001, 0xfe80), { minLength: 8, maxLength: 8 });
  const written = (of: readonly number[]): string => of.map((group) => group.toString(16)).join(':');
  const short = (of: readonly number[]): string => new URL(`http://[${written(of)}]/`).hostname.slice(1, -1);
  const long = (of: readonly number[]): string =>
    of.map((group) => group.toString(16).toUpperCase().padStart(4, '0')).join(':');
  fc.assert(
    fc.property(groups, groups, (one, other) => {
      const same = written(one) === written(other);
      for (const spelt of [written, short, long]) {
        expect(scalar('ip', `a: "${short(one)}"`, spelt(one))).toEqual(both(true));
        expect(scalar('ip', `a: "${spelt(one)}"`, short(other))).toEqual(both(same));
      }
      const block = scalar('ip', `a: "${written(one)}/32"`, short(other));
      const within = one[0] === other[0] && one[1] === other[1];
      expect([!block.must || within, block.may || !within]).toEqual([true, true]);
    }),
    { numRuns: 120 },
  );
});

/** The standard analyzer on texts in which no character but blanks and `=` stands between letters and digits. */
const tokens = (of: string): readonly string[] => of.toLowerCase().match(/[a-z0-9]+/g) ?? [];

test('an analysed text is found by its words', () => {
  const some = fc.stringMatching(/^[abAB1 =]{0,8}$/);
  fc.assert(
    fc.property(some, some, (queried, value) => {
      const [asked, held] = [tokens(queried), tokens(value)];
      const phrase = asked.length > 0 && held.some((_, at) => asked.every((token, i) => held[at + i] === token));
      const quoted = scalar('text', `a: "${queried}"`, value);
      expect([!quoted.must || phrase, quoted.may || !phrase]).toEqual([true, true]);
      // Between separators it is certain.
      expect(quoted.must).toBe(phrase);
      const unquoted = queried.trim() === '' ? null : scalar('text', `a: ${queried}`, value);
      if (unquoted) expect(unquoted.must).toBe(asked.some((token) => held.includes(token)));
    }),
    { numRuns: 1500 },
  );
});

test('what the published rules use is certain', () => {
  const fields = fieldsOf({
    'event.dataset': 'keyword',
    'event.provider': 'keyword',
    'event.action': 'keyword',
    'event.outcome': 'keyword',
    'user_agent.original': 'keyword',
    'source.ip': 'ip',
    'aws.cloudtrail.read_only': 'boolean',
    'aws.cloudtrail.flattened.request_parameters.toPort': 'flattened',
  });
  for (const query of [
    'event.dataset:aws.cloudtrail and event.provider:kms.amazonaws.com and event.action:("DisableKey" or "ScheduleKeyDeletion") and event.outcome:success',
    'user_agent.original: (* and not (*terraform* or *S3 Browser*)) and not event.action: Describe*',
    'aws.cloudtrail.flattened.request_parameters.toPort: (22 or "3389") and aws.cloudtrail.read_only: false',
    'source.ip: * and not event.action: (a* or *b)',
  ]) {
    const parsed = parse(query);
    if (!parsed.ok) throw new Error(parsed.error.message);
    expect([query, isCertain(draftOf(parsed.query, fields))]).toEqual([query, true]);
  }
});
