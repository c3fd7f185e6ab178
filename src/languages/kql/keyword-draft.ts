import { accepts } from '../../predicate/automaton.js';
import {
  all,
  any,
  between,
  type Draft,
  FALSE,
  not,
  type Predicate,
  TRUE,
  text,
  type,
} from '../../predicate/predicate.js';
import {
  ANY_CHAR,
  ANY_TEXT,
  type CharRange,
  chars,
  choice,
  literal,
  repeat,
  sequence,
  type Text,
} from '../../predicate/text.js';
import type { RangeOp } from './query.js';
import { REASONS } from './reasons.js';

/** A value that is indexed: neither null nor, as may stand where a path leads, an object or array. */
export const PRESENT: Predicate = any(type('string'), type('number'), type('true'), type('false'));

/** Characters of which numbers are written. */
const NUMERIC = /^[-+.eE\d]*$/;
const DIGIT: CharRange = [0x30, 0x39];
const NOT_ZERO: CharRange = [0x31, 0x39];
const digits = (most: number): Text => repeat(chars(DIGIT), 0, most);
/** Whole numbers, and such fractions, as everybody prints them: nobody uses an exponent there. */
const PLAIN_NUMBER: Text = sequence(
  repeat(literal('-'), 0, 1),
  choice(
    literal('0'),
    sequence(chars(NOT_ZERO), digits(17)),
    sequence(chars(NOT_ZERO), digits(6), literal('.'), digits(5), chars(NOT_ZERO)),
    sequence(literal('0.'), chars(NOT_ZERO), repeat(sequence(digits(4), chars(NOT_ZERO)), 0, 1)),
  ),
);
const OTHER_NUMBER: Predicate = all(type('number'), not(text(PLAIN_NUMBER)));

/**
 * The values whose text is in `like`. A keyword holds the text of a number or boolean; of a number that is not written plainly
 * (1.0, 1e9) it is not known. `fixed` is what every such text contains.
 */
function textual(like: Text, fixed: string): Draft {
  const booleans = [
    ...(accepts(like, 'true') ? [type('true')] : []),
    ...(accepts(like, 'false') ? [type('false')] : []),
  ];
  if (!NUMERIC.test(fixed)) return any<Draft>(text(like), ...booleans);
  const numbers = any<Draft>(all(type('number'), text(PLAIN_NUMBER), text(like)), all<Draft>(OTHER_NUMBER, UNCLEAR));
  return any<Draft>(all(type('string'), text(like)), numbers, ...booleans);
}

const UNCLEAR: Draft = between(FALSE, TRUE, REASONS.numberText);

/** Exactly this text, as a `term` query has it. */
export function exactly(value: string): Draft {
  // A whole number's text is nobody else's.
  if (/^-?(?:0|[1-9]\d{0,17})$/.test(value)) return text(literal(value));
  return textual(literal(value), /\d/.test(value) ? value : `${value}?`);
}

/** A `wildcard` query, with regard to case: each star is any text, also none. */
export function wildcard(pieces: readonly string[]): Draft {
  if (pieces.every((piece) => piece === '')) return PRESENT;
  return textual(starred(pieces), pieces.join(''));
}

function starred(pieces: readonly string[]): Text {
  return sequence(
    ...pieces.flatMap((piece, index) => [
      ...(index === 0 ? [] : [ANY_TEXT]),
      ...(piece === '' ? [] : [literal(piece)]),
    ]),
  );
}

/** A `range` of texts: in the order of their code points, so `10` is below `9`. */
export function textRange(op: RangeOp, value: string): Draft {
  const above = textsAbove(value);
  const at = literal(value);
  const orAt = choice(above, at);
  const is = (like: Text): Draft => textual(like, '');
  const isNot = (like: Text): Draft => all<Draft>(PRESENT, not<Draft>(is(like)));
  if (op === '>') return is(above);
  if (op === '>=') return is(orAt);
  return op === '<' ? isNot(orAt) : isNot(above);
}

/** The texts that come after this one: those that go on after it, and those that have a greater character at some place. */
function textsAbove(value: string): Text {
  let above: Text = repeat(ANY_CHAR, 1, null);
  for (let i = value.length - 1; i >= 0; i--) {
    const greater = unitsAbove(value.charCodeAt(i));
    const same = sequence(literal(value[i]!), above);
    above = greater.length === 0 ? same : choice(sequence(chars(...greater), ANY_TEXT), same);
  }
  return above;
}

/** The order of code points in UTF-16: the halves of those beyond the basic plane come after all others. */
function unitsAbove(unit: number): readonly CharRange[] {
  const surrogates: CharRange = [0xd800, 0xdfff];
  if (unit < 0xd800) return [[unit + 1, 0xffff]];
  if (unit <= 0xdfff) return unit < 0xdfff ? [[unit + 1, 0xdfff]] : [];
  return unit < 0xffff ? [[unit + 1, 0xffff], surrogates] : [surrogates];
}
