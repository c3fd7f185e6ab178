import fc from 'fast-check';
import { type Json, NumberText } from '../../src/predicate/json.js';
import { type Draft, NAMES, type Predicate, type Step } from '../../src/predicate/predicate.js';
import { ANY_TEXT, type Text } from '../../src/predicate/text.js';

/** Small alphabets, so that generated predicates and values meet. */
const KEYS = ['a', 'b', 'item'];
const WORDS = ['', 'a', 'b', 'ab', 'aba', '1', '12', 'true'];
const NUMBERS = [-1, 0, 1, 1.5, 2, 12];

export const texts: fc.Arbitrary<Text> = fc.letrec<{ text: Text }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom(...WORDS).map((value): Text => ({ kind: 'literal', value })),
    fc.constantFrom<Text>(
      ANY_TEXT,
      { kind: 'chars', ranges: [[0x61, 0x62]] },
      {
        kind: 'chars',
        ranges: [
          [0, 0x60],
          [0x62, 0xffff],
        ],
      },
      { kind: 'chars', ranges: [] },
    ),
    fc.array(tie('text'), { maxLength: 3 }).map((of): Text => ({ kind: 'sequence', of })),
    fc.array(tie('text'), { maxLength: 3 }).map((of): Text => ({ kind: 'choice', of })),
    fc
      .tuple(tie('text'), fc.integer({ min: 0, max: 2 }), fc.option(fc.integer({ min: 0, max: 2 })))
      .map(([of, min, more]): Text => ({ kind: 'repeat', of, min, max: more === null ? null : min + more })),
  ),
})).text;

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...KEYS).map((key): Step => ({ key })) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 2 }).map((index): Step => ({ index })) },
  { weight: 3, arbitrary: fc.constantFrom<Step>('element', 'field', 'item', 'inside') },
  { weight: 1, arbitrary: fc.constant<Step>(NAMES) },
);

const leaves: fc.Arbitrary<Predicate> = fc.oneof(
  texts.map((like): Predicate => ({ kind: 'text', like })),
  fc
    .constantFrom<'null' | 'true' | 'false' | 'number' | 'string' | 'object' | 'array'>(
      'null',
      'true',
      'false',
      'number',
      'string',
      'object',
      'array',
    )
    .map((type): Predicate => ({ kind: 'type', type })),
  fc
    .tuple(fc.constantFrom<'<' | '<=' | '=' | '>=' | '>'>('<', '<=', '=', '>=', '>'), fc.constantFrom(...NUMBERS))
    .map(([op, value]): Predicate => ({ kind: 'number', op, value })),
);

export const predicates: fc.Arbitrary<Predicate> = fc.letrec<{ predicate: Predicate }>((tie) => ({
  predicate: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    leaves,
    fc.array(tie('predicate'), { maxLength: 3 }).map((of): Predicate => ({ kind: 'all', of })),
    fc.array(tie('predicate'), { maxLength: 3 }).map((of): Predicate => ({ kind: 'any', of })),
    tie('predicate').map((of): Predicate => ({ kind: 'not', of })),
    fc.tuple(steps, tie('predicate')).map(([step, of]): Predicate => ({ kind: 'at', step, of })),
  ),
})).predicate;

/** Drafts in which must ⊆ may by construction: may is must or something else. */
export const drafts: fc.Arbitrary<Draft> = fc.letrec<{ draft: Draft }>((tie) => ({
  draft: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    leaves,
    fc.array(tie('draft'), { maxLength: 3 }).map((of): Draft => ({ kind: 'all', of })),
    fc.array(tie('draft'), { maxLength: 3 }).map((of): Draft => ({ kind: 'any', of })),
    tie('draft').map((of): Draft => ({ kind: 'not', of })),
    fc.tuple(steps, tie('draft')).map(([step, of]): Draft => ({ kind: 'at', step, of })),
    fc.tuple(tie('draft'), tie('draft')).map(
      ([must, more]): Draft => ({
        kind: 'between',
        must,
        may: { kind: 'any', of: [must, more] },
        why: { code: 'test', message: 'generated' },
      }),
    ),
  ),
})).draft;

export const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'medium' },
    fc.constantFrom<Json>(null, true, false, ...WORDS, ...NUMBERS, new NumberText('12.0'), new NumberText('1e0')),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom(...KEYS, 'c'), tie('value')), { maxLength: 3 })
      .map((entries): Json => Object.fromEntries(entries)),
  ),
})).value;
