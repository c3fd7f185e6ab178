import { all, any, at, type Draft, NAMES, TRUE, text, type } from '../../predicate/predicate.js';
import {
  ANY_TEXT,
  type CharRange,
  chars,
  choice,
  complement,
  contains,
  literal,
  sequence,
  type Text,
} from '../../predicate/text.js';

/** Characters that every serializer of JSON writes as themselves: ASCII without `" \ / < > & = '` and controls. */
export const UNESCAPED: readonly CharRange[] = [
  [0x20, 0x21],
  [0x23, 0x25],
  [0x28, 0x2e],
  [0x30, 0x3b],
  [0x3f, 0x5b],
  [0x5d, 0x7e],
];

export const isUnescaped = (code: number): boolean => UNESCAPED.some(([first, last]) => code >= first && code <= last);

/**
 * The events whose text may hold the term, in whatever way JSON was written: of all others it certainly does not.
 * A term without `"` and `\` that has a character that JSON has only in names and texts stands within one of these. There it is as it
 * was before it was written, or begins within an escape sequence (`\u002f`, `\n`) and goes on behind it.
 */
export function mayHold(term: string): Draft {
  if (NEVER_PLAIN.test(term)) return TRUE;
  if (!ONLY_IN_TEXTS.test(term) && (PUNCTUATION.test(term) || NUMBER_LIKE.test(term))) return TRUE;
  const like = choice(contains(term), ...behindEscape(term));
  const named = at([NAMES], text(like));
  const words = (['true', 'false', 'null'] as const).filter((word) => word.includes(term)).map(type);
  return any(at(['inside'], any(all(type('string'), text(like)), named, ...words)), named);
}

/** What JSON never writes as itself, and what ends a text. */
const NEVER_PLAIN = /["\\\p{Cc}]/u;
const PUNCTUATION = /[{}[\]:,\s]/;
/** Neither punctuation nor a part of a number, of `true`, `false` or `null`. */
const ONLY_IN_TEXTS = /[^{}[\]:,\s\-+.0-9eEtrufalsn]/;
/** Numbers can be written in several ways. */
const NUMBER_LIKE = /^[-+.0-9eE]+$/;

/** What follows the `\` of an escape sequence, or the end of it. */
const ESCAPE_TAIL = /^(?:[/bfnrt]|u?[0-9a-fA-F]{4}|[0-9a-fA-F]{1,3})$/;
const WITHIN_ESCAPE = /^(?:[/bfnrt]|u[0-9a-fA-F]{0,4}|[0-9a-fA-F]{1,4})$/;
const ESCAPABLE = chars(...complement(UNESCAPED));

function behindEscape(term: string): readonly Text[] {
  if (WITHIN_ESCAPE.test(term)) return [sequence(ANY_TEXT, ESCAPABLE, ANY_TEXT)];
  return [1, 2, 3, 4, 5]
    .filter((length) => length <= term.length && ESCAPE_TAIL.test(term.slice(0, length)))
    .map((length) => sequence(ANY_TEXT, ESCAPABLE, literal(term.slice(length)), ANY_TEXT));
}
