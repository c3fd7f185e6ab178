import {
  all,
  any,
  between,
  type Doubt,
  type Draft,
  FALSE,
  not,
  number,
  type Reason,
  text,
  type,
  unknown,
  type ValueType,
} from '../../predicate/predicate.js';
import { ANY_TEXT, chars, glob, sequence } from '../../predicate/text.js';
import { textTest } from '../../predicate/text-test.js';
import { canBeNumberText, isPrecise, LOOKS_NUMERIC, numberWithText, textsOfNumber } from './number-text.js';
import { isPlainText } from './parse-value.js';
import type { Comparison, NumberValue, Value } from './pattern.js';
import {
  BOOLEAN_COMPARED,
  NULL_COMPARED,
  NUMBER_PRECISION,
  NUMERIC_STRING,
  REGEX_CHARACTERS,
  REGEX_ON_SCALAR,
  UNQUOTED_CHARACTERS,
} from './reasons.js';
import { compileRegex, searchText } from './regex.js';
import { isAnything, starText, starTextOfStringEquality } from './star.js';

/**
 * The JSON values of which a comparison is true: by the type of the value, as AWS was observed to decide.
 * Objects and arrays are in none; `=` and `!=` are not complements.
 */
export function valueDraft(comparison: Comparison): Draft {
  const { op, value } = comparison;
  switch (op) {
    case '=':
      return equalDraft(value);
    case '!=':
      return unequalDraft(value);
    default:
      return ordered(op, value);
  }
}

function ordered(op: '<' | '<=' | '>' | '>=', value: NumberValue): Draft {
  return isPrecise(value.text) ? number(op, Number(value.text)) : all(type('number'), unknown(NUMBER_PRECISION));
}

function equalDraft(value: Value): Draft {
  if (isDubious(value)) return all(SCALAR, unknown(UNQUOTED_CHARACTERS));
  const numbers = numberEquality(value);
  return any(
    all(type('string'), value.kind === 'text' ? starTextOfStringEquality(value.text) : stringTest(value)),
    ...(numbers === null ? [] : [numbers]),
    ...(['null', 'true', 'false'] as const)
      .filter((word) => mayEqualWord(value, word))
      .map((word) => all(type(word), unknown(wordReason(value, word)))),
  );
}

/** Certain only of strings and numbers: how null, true and false compare nobody published. */
function unequalDraft(value: Value): Draft {
  if (isDubious(value)) return all(SCALAR, unknown(UNQUOTED_CHARACTERS));
  const numbers = numberEquality(value);
  return any<Doubt>(
    all(type('string'), not(stringTest(value))),
    numbers === null ? type('number') : all(type('number'), not(numbers)),
    all(type('null'), unknown(wordReason(value, 'null'))),
    all(any(type('true'), type('false')), unknown(wordReason(value, 'true'))),
  );
}

const SCALAR: Draft = not(any(type('object'), type('array')));

function isDubious(value: Value): boolean {
  return value.kind === 'text' && !value.quoted && !isPlainText(value.text);
}

/** Equality with a string's characters. */
function stringTest(value: Value): Draft {
  switch (value.kind) {
    case 'text':
      return starText(value.text);
    case 'number':
      return between(FALSE, text(textsOfNumber(value.text)), NUMERIC_STRING);
    case 'regex':
      return regexTest(value.source);
  }
}

/** The numbers that equal the value; null: none does. */
function numberEquality(value: Value): Draft | null {
  switch (value.kind) {
    case 'number':
      return isPrecise(value.text) ? number('=', Number(value.text)) : all(type('number'), unknown(NUMBER_PRECISION));
    case 'regex':
      return all(type('number'), unknown(REGEX_ON_SCALAR));
    case 'text':
      if (isAnything(value.text)) return type('number');
      return canBeNumberText(value.text) ? numberWithText(starText(value.text)) : null;
  }
}

/** Is there a reading in which `=` is true of null, true or false: the value matches the word, or null is the empty text. */
function mayEqualWord(value: Value, word: 'null' | 'true' | 'false'): boolean {
  if (value.kind === 'number') return false;
  if (value.kind === 'regex') return findsIn(value.source, word) || (word === 'null' && findsIn(value.source, ''));
  const matches = textTest(glob(value.text));
  return matches(word) || (word === 'null' && matches(''));
}

function findsIn(source: string, word: string): boolean {
  const compiled = compileRegex(source);
  return compiled.ok && textTest(searchText(compiled.regex))(word);
}

function wordReason(value: Value, word: ValueType): Reason {
  if (value.kind === 'regex') return REGEX_ON_SCALAR;
  return word === 'null' ? NULL_COMPARED : BOOLEAN_COMPARED;
}

/** The texts in which the regular expression finds something. The source has been accepted by `parse`. */
export function regexTest(source: string): Draft {
  const compiled = compileRegex(source);
  if (!compiled.ok) return FALSE;
  const { wide, lines } = compiled.regex;
  const found = text(searchText(compiled.regex));
  if (!wide && !lines) return found;
  const odd = chars(
    ...(wide ? [[0x80, 0xffff] as const] : []),
    ...(lines ? [[0x0a, 0x0a] as const, [0x0d, 0x0d] as const] : []),
  );
  const holdsOdd = text(sequence(ANY_TEXT, odd, ANY_TEXT));
  return between(all(found, not(holdsOdd)), any(found, holdsOdd), REGEX_CHARACTERS);
}

/**
 * The fields of a space-delimited message of which a comparison is true. A field is a text; one that is written as a
 * plain decimal number is given as a number with its text, so that it can be ordered.
 */
export function fieldDraft(comparison: Comparison): Draft {
  const { op, value } = comparison;
  switch (op) {
    case '=':
      return fieldEquality(value, op);
    case '!=':
      return not(fieldEquality(value, op));
    default:
      return any(ordered(op, value), all(type('string'), text(LOOKS_NUMERIC), unknown(NUMERIC_STRING)));
  }
}

function fieldEquality(value: Value, op: '=' | '!='): Draft {
  if (isDubious(value)) return unknown(UNQUOTED_CHARACTERS);
  switch (value.kind) {
    case 'text':
      return op === '=' ? starTextOfStringEquality(value.text) : starText(value.text);
    case 'number':
      return between(
        text({ kind: 'literal', value: value.text }),
        any(text({ kind: 'literal', value: value.text }), text(textsOfNumber(value.text))),
        NUMERIC_STRING,
      );
    case 'regex':
      return regexTest(value.source);
  }
}
