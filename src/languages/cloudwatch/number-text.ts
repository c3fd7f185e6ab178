import { all, any, type Draft, not, text, type, unknown } from '../../predicate/predicate.js';
import { chars, choice, literal, repeat, sequence, type Text } from '../../predicate/text.js';
import { NUMBER_TEXT } from './reasons.js';

const DIGIT = chars([0x30, 0x39]);
const NONZERO = chars([0x31, 0x39]);
const optional = (of: Text): Text => repeat(of, 0, 1);
const zeros = repeat(literal('0'), 0, null);

/**
 * Numbers of which the text does not depend on who prints them: at most 15 digits, no exponent, no needless zeros.
 * Decimal fractions are kept within what is printed without an exponent everywhere (0.1 to 9999999.99999999).
 */
const PLAIN_NUMBER: Text = choice(
  literal('0'),
  sequence(
    optional(literal('-')),
    choice(
      sequence(NONZERO, repeat(DIGIT, 0, 14)),
      sequence(
        NONZERO,
        repeat(DIGIT, 0, 6),
        literal('.'),
        choice(literal('0'), sequence(repeat(DIGIT, 0, 7), NONZERO)),
      ),
      sequence(literal('0.'), NONZERO, optional(sequence(repeat(DIGIT, 0, 6), NONZERO))),
    ),
  ),
);

/** A test of a number's text; for a number that could have been written differently the answer is not known. */
export function numberWithText(test: Draft): Draft {
  const plain = text(PLAIN_NUMBER);
  return all(type('number'), any(all(plain, test), all(not(plain), unknown(NUMBER_TEXT))));
}

/** Can some number's text match this value with its `*`? */
export const canBeNumberText = (value: string): boolean => /^[0-9+.eE*-]*$/.test(value);

const NUMERIC_CHAR = chars([0x30, 0x39], [0x2b, 0x2b], [0x2d, 0x2e]); // digits + - .
const SIGN_OR_BLANK = repeat(chars([0x09, 0x0d], [0x20, 0x20], [0x2b, 0x2b], [0x2d, 0x2e]), 0, null);
/** Letters and blanks that the number readers of some languages take: 1e3, 0x1p3, 5d, blanks around. */
const ODD_CHARS = [...'eEdDfFxXpP'].map((c): [number, number] => [c.charCodeAt(0), c.charCodeAt(0)]);
const ODD = chars([0x09, 0x0d], [0x20, 0x20], ...ODD_CHARS);
const RUN = repeat(choice(NUMERIC_CHAR, ODD), 0, null);

/** Texts that some reader takes for a number although they are not written as a plain one. */
const ODD_NUMBER: Text = choice(
  sequence(SIGN_OR_BLANK, DIGIT, RUN, ODD, RUN),
  sequence(chars([0x09, 0x0d], [0x20, 0x20]), SIGN_OR_BLANK, DIGIT, RUN),
);
/** Whatever may be read as a number, and more rather than less. */
export const LOOKS_NUMERIC: Text = sequence(SIGN_OR_BLANK, DIGIT, RUN);

interface Decimal {
  readonly negative: boolean;
  readonly whole: string; // without leading zeros
  readonly fraction: string; // without trailing zeros
}

/** Every text that some reader may take for the same number as this literal. */
export function textsOfNumber(source: string): Text {
  const decimal = decimalOf(source);
  if (decimal === null) return LOOKS_NUMERIC;
  const { negative, whole, fraction } = decimal;
  const zero = whole === '' && fraction === '';
  const sign = zero ? optional(chars([0x2b, 0x2b], [0x2d, 0x2d])) : negative ? literal('-') : optional(literal('+'));
  const tail = fraction === '' ? optional(sequence(literal('.'), zeros)) : sequence(literal(`.${fraction}`), zeros);
  const plain = zero ? sequence(sign, zeros, literal('0'), tail) : sequence(sign, zeros, literal(whole), tail);
  return choice(plain, ODD_NUMBER);
}

/** The literal as a decimal fraction; null when its exponent is beyond what anybody writes out. */
function decimalOf(source: string): Decimal | null {
  const found = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(source);
  if (found === null) return null;
  const [, sign = '', before = '', after = '', power = '0'] = found;
  const exponent = Number(power);
  if (Math.abs(exponent) > 30) return null;
  const digits = '0'.repeat(31) + before + after + '0'.repeat(31);
  const point = 31 + before.length + exponent;
  return {
    negative: sign === '-',
    whole: digits.slice(0, point).replace(/^0+/, ''),
    fraction: digits.slice(point).replace(/0+$/, ''),
  };
}

/** Is the literal exactly what a double holds, whoever reads it? */
export function isPrecise(source: string): boolean {
  const decimal = decimalOf(source);
  return decimal !== null && decimal.whole.length + decimal.fraction.length <= 15;
}
