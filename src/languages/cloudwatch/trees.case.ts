import fc from 'fast-check';
import { type Json, NumberText } from '../../predicate/json.js';
import type {
  Comparison,
  DelimitedField,
  DelimitedPattern,
  FieldCondition,
  JsonCondition,
  JsonPattern,
  JsonTest,
  Selector,
  Term,
  TermsPattern,
  Value,
} from './pattern.js';

/** Small alphabets, so that patterns and documents meet. */
const WORDS = [
  'x',
  'xy',
  'xyx',
  'y',
  'true',
  'null',
  '12',
  '12.0',
  '3',
  '-3',
  'x y',
  '',
  'é',
  '"',
  '\\',
  'x*',
  'Disable',
];
const BARE = ['x', 'xy', 'x*', '*', '*x', 'x*y', '*y*', 'true', 'n*', '1*', '*2', 'kms.aws', 'a-b', '-x', '+y', 'f*e'];
const QUOTED = [...WORDS, 'x*x', '*x', '12', '1*2', '**', 'nul*', 'x && y', '(x)', '%', 'a\nb', "'"];
const NUMBERS = ['12', '3', '-3', '+3', '12.0', '1.2e1', '0.5', '007', '1e30'];
const REGEXES = ['x', '^x', 'y$', '^x.*y$', '[^x]', 'x|12', '\\d{1,2}', 'x{,2}y', '\\w-\\w', '^$', 'tr?ue'];

/** Every value of the alphabets, and every scalar: few enough to be tried all with all. */
export const VALUES: readonly Value[] = [
  ...BARE.map((text) => ({ kind: 'text' as const, text, quoted: false })),
  ...QUOTED.map((text) => ({ kind: 'text' as const, text, quoted: true })),
  ...NUMBERS.map((text) => ({ kind: 'number' as const, text })),
  ...REGEXES.map((source) => ({ kind: 'regex' as const, source })),
];
export const SCALARS: readonly Json[] = [
  ...WORDS,
  ...[12, 3, -3, 0.5, 121, 1e30, null, true, false],
  new NumberText('12.0'),
  new NumberText('1.2e1'),
];

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom(...BARE).map((text) => ({ kind: 'text' as const, text, quoted: false })),
  fc.constantFrom(...QUOTED).map((text) => ({ kind: 'text' as const, text, quoted: true })),
  fc.constantFrom(...NUMBERS).map((text) => ({ kind: 'number' as const, text })),
);
const regex: fc.Arbitrary<Value> = fc.constantFrom(...REGEXES).map((source) => ({ kind: 'regex' as const, source }));

const comparison = (of: fc.Arbitrary<Value>): fc.Arbitrary<Comparison> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('compare' as const), op: fc.constantFrom('=', '!='), value: of }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('compare' as const),
        op: fc.constantFrom('<', '<=', '>', '>='),
        value: fc.constantFrom(...NUMBERS).map((text) => ({ kind: 'number' as const, text })),
      }),
    },
  );

const KEYS = ['a', 'dotted.key'];
const key = fc.constantFrom(...KEYS).map((name) => ({ key: name }));
const index = fc.integer({ min: 0, max: 2 }).map((at) => ({ index: at }));
const plainStep = fc.oneof({ weight: 3, arbitrary: key }, { weight: 1, arbitrary: index });
const selector = (wild: boolean): fc.Arbitrary<Selector> => {
  const plain = fc.oneof(
    { weight: 3, arbitrary: fc.tuple(key) },
    { weight: 1, arbitrary: fc.array(plainStep, { minLength: 1, maxLength: 3 }) },
  );
  if (!wild) return plain;
  const step = fc.constantFrom('element' as const, 'field' as const);
  return fc
    .tuple(fc.array(plainStep, { maxLength: 1 }), step, fc.array(plainStep, { maxLength: 1 }))
    .map(([before, middle, after]): Selector => [...before, middle, ...after]);
};

const test = (path: fc.Arbitrary<Selector>, of: fc.Arbitrary<Value>): fc.Arbitrary<JsonTest> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.tuple(path, comparison(of)).map(([at, compared]) => ({ ...compared, selector: at })) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('is' as const),
        selector: path,
        what: fc.constantFrom('NULL', 'TRUE', 'FALSE'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('not-exists' as const), selector: path }) },
  );

function junctions<T>(leaf: fc.Arbitrary<T>): fc.Arbitrary<T | { kind: 'and' | 'or'; of: T[] }> {
  return fc.oneof(
    leaf,
    fc.record({ kind: fc.constantFrom('and', 'or'), of: fc.array(leaf, { minLength: 2, maxLength: 3 }) }),
  );
}

const plainTest = test(selector(false), value);
const condition: fc.Arbitrary<JsonCondition> = junctions<JsonCondition>(junctions<JsonCondition>(plainTest));

/** Within the limits by construction: at most three wildcards and two regular expressions. */
export const jsonPattern: fc.Arbitrary<JsonPattern> = fc
  .tuple(
    condition,
    fc.array(test(selector(true), value), { maxLength: 3 }),
    fc.array(test(selector(false), regex), { maxLength: 2 }),
    fc.constantFrom('and' as const, 'or' as const),
  )
  .map(([first, wild, regexes, kind]) => {
    const of: readonly JsonCondition[] = [first, ...wild, ...regexes];
    return { kind: 'json', condition: of.length === 1 ? first : { kind, of }, doubts: [] };
  });

const term: fc.Arbitrary<Term> = fc.oneof(
  fc.record({
    role: fc.constantFrom('required', 'excluded', 'optional'),
    text: fc.constantFrom('x', 'xy', 'key', '12', 'Disable'),
    quoted: fc.constant(false),
  }),
  fc.record({
    role: fc.constantFrom('required', 'excluded', 'optional'),
    text: fc.constantFrom('x y', '"', '\\', 'é', ':', 'a"b', '{', '-x'),
    quoted: fc.constant(true),
  }),
);
export const termsPattern: fc.Arbitrary<TermsPattern> = fc
  .array(term, { minLength: 1, maxLength: 4 })
  .map((terms) => ({ kind: 'terms', terms, doubts: [] }));

const fieldComparison = comparison(value);
const fieldAnd: fc.Arbitrary<FieldCondition> = fc
  .array(fieldComparison, { minLength: 1, maxLength: 2 })
  .map((of) => (of.length === 1 ? of[0]! : { kind: 'and', of }));
const fieldCondition: fc.Arbitrary<FieldCondition> = fc
  .array(fieldAnd, { minLength: 1, maxLength: 2 })
  .map((of) => (of.length === 1 ? of[0]! : { kind: 'or', of }));

export const delimitedPattern: fc.Arbitrary<DelimitedPattern> = fc
  .tuple(
    fc.array(fc.option(fieldCondition, { nil: null }), { minLength: 2, maxLength: 4 }),
    fc.option(fc.nat({ max: 3 }), { nil: null }),
    fc.boolean(),
  )
  .map(([conditions, rest, unnamed]) => {
    const fields: DelimitedField[] = conditions.map((one, at) =>
      unnamed && at === 1
        ? { kind: 'field', name: null, condition: null }
        : { kind: 'field', name: `f${at}`, condition: one },
    );
    if (rest !== null) fields.splice(rest, 0, { kind: 'rest' });
    return { kind: 'delimited', fields, doubts: [] };
  });

const scalar: fc.Arbitrary<Json> = fc.constantFrom(...SCALARS);
export const document: fc.Arbitrary<Json> = fc.letrec<{ any: Json; object: Json }>((tie) => ({
  any: fc.oneof({ maxDepth: 3, depthSize: 'small' }, scalar, tie('object'), fc.array(tie('any'), { maxLength: 3 })),
  object: fc.dictionary(fc.constantFrom(...KEYS), tie('any'), { minKeys: 1, maxKeys: 2 }),
})).object;

export const message: fc.Arbitrary<string> = fc
  .array(fc.constantFrom('x', 'xy', 'xyx', '12', '3', '12.0', '-3', '"x y"', '[x y]', '"12"', 'true', '-'), {
    maxLength: 6,
  })
  .map((words) => words.join(' '));
