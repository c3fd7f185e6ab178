import { all, between, type Draft, not, text } from '../../predicate/predicate.js';
import { ANY_CHAR, ANY_TEXT, glob, literal, sequence, type Text } from '../../predicate/text.js';
import { STAR_BACKTRACKING, STAR_INSIDE } from './reasons.js';

/**
 * Texts that equal a value in which `*` is a wildcard.
 * AWS takes each piece after a `*` at its first occurrence and does not go back (observed in 2019 on `*111.111.111`).
 * Where the value ends in `*` that is an ordinary glob; elsewhere certain are only the values that do not hold
 * the pieces a second time: glob(value) and not glob(value and something after it).
 */
export function starText(value: string): Draft {
  if (!value.includes('*')) return text(literal(value));
  if (/^\*+$/.test(value)) return text(ANY_TEXT);
  const like = glob(value);
  if (value.endsWith('*')) return text(like);
  return between(firstOccurrence(like), text(like), STAR_BACKTRACKING);
}

/**
 * The same for `=` on strings: the documentation of 2018 takes a `*` inside the value literally, and nobody published
 * an observation of `=`; certain is only what matches in both readings. (For `!=`, and on numbers, it was observed as a wildcard.)
 */
export function starTextOfStringEquality(value: string): Draft {
  if (!/[^*]\*+[^*]/.test(value)) return starText(value);
  const like = glob(value);
  const certain = value.endsWith('*') ? text(like) : firstOccurrence(like);
  return between(all(text(literalInside(value)), certain), text(like), STAR_INSIDE);
}

const firstOccurrence = (like: Text) => all(text(like), not(text(sequence(like, ANY_CHAR, ANY_TEXT))));

/** `*` as a wildcard at the start and at the end only. */
function literalInside(value: string): Text {
  const [, start, inside, end] = /^(\**)(.*?)(\**)$/s.exec(value)!;
  const middle = literal(inside!);
  return sequence(...(start === '' ? [] : [ANY_TEXT]), middle, ...(end === '' ? [] : [ANY_TEXT]));
}

/** Is the value true of every text? */
export const isAnything = (value: string): boolean => /^\*+$/.test(value);
