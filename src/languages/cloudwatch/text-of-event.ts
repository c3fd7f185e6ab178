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
 * A term of plain characters stands within one name, text, number or word of JSON, where it is as it was before it was written, or
 * begins within an escape sequence (`\u002f`, `\n`) and goes on behind it.
 */
export function mayHold(term: string): Draft {
  if (!isWithinOneToken(term) || isNumberLike(term)) return TRUE;
  const like = choice(contains(term), ...behindEscape(term));
  const named = at([NAMES], text(like));
  const words = (['true', 'false', 'null'] as const).filter((word) => word.includes(term)).map(type);
  return any(at(['inside'], any(all(type('string'), text(like)), named, ...words)), named);
}

/** No character that is ever escaped, none that may stand between tokens but where only a text can have it. */
function isWithinOneToken(term: string): boolean {
  if (![...term].every((c) => isUnescaped(c.codePointAt(0)!))) return false;
  return !/[{}[\],]|^ | $|^:|[^A-Za-z0-9_]:/.test(term);
}

/** Numbers can be written in several ways. */
const isNumberLike = (term: string): boolean => /^[-+.0-9eE]+$/.test(term);

/** What follows the `\` of an escape sequence, or the end of it. */
const ESCAPE_TAIL = /^(?:[bfnrt]|u?[0-9a-fA-F]{4}|[0-9a-fA-F]{1,3})$/;
const ESCAPABLE = chars(...complement(UNESCAPED));

function behindEscape(term: string) {
  return [1, 2, 3, 4, 5]
    .filter((length) => length <= term.length && ESCAPE_TAIL.test(term.slice(0, length)))
    .map((length) => sequence(ANY_TEXT, ESCAPABLE, literal(term.slice(length)), ANY_TEXT));
}
