import { all, any, at, between, type Draft, FALSE, not, TRUE, text, type, unknown } from '../../predicate/predicate.js';
import {
  ANY_TEXT,
  type CharRange,
  chars,
  choice,
  contains,
  NO_TEXT,
  repeat,
  sequence,
  type Text,
} from '../../predicate/text.js';
import { isPlainTerm } from './parse-terms.js';
import type { MatchAllPattern, RegexPattern, Term } from './pattern.js';
import { BLANK_PHRASE, RAW_TEXT, UNQUOTED_CHARACTERS } from './reasons.js';
import { compileRegex } from './regex.js';
import { regexTest } from './value-draft.js';

/** What the raw text of the message is seen as: the message itself as a JSON string, or the event that it is the text of. */
export type RawSubject = 'message' | 'event';

/** All required terms and no excluded one; optional ones count only where they stand alone. */
export function termsDraft(terms: readonly Term[], subject: RawSubject): Draft {
  const firm = terms.filter((term) => term.role !== 'optional');
  if (firm.length === 0) return any(...terms.map((term) => termDraft(term, subject)));
  return all(
    ...firm.map((term) => {
      const found = termDraft(term, subject);
      return term.role === 'excluded' ? not(found) : found;
    }),
  );
}

export function termDraft(term: Term, subject: RawSubject): Draft {
  if (!term.quoted && !isPlainTerm(term.text)) return unknown(UNQUOTED_CHARACTERS);
  if (term.text === '') return TRUE;
  return subject === 'message' ? text(contains(term.text)) : insideEvent(contains(term.text));
}

export function matchAllDraft(pattern: MatchAllPattern, subject: RawSubject): Draft {
  if (pattern.form === 'empty') return TRUE;
  const blank = contains(' ');
  return between(subject === 'message' ? text(blank) : somewhere(blank), TRUE, BLANK_PHRASE);
}

export function regexDraft(pattern: RegexPattern, subject: RawSubject): Draft {
  if (subject === 'message') return regexTest(pattern.source);
  const compiled = compileRegex(pattern.source);
  if (!compiled.ok) return FALSE;
  const free = compiled.regex.alternatives.filter((alternative) => !alternative.start && !alternative.end);
  return insideEvent(choice(...free.map(({ body }) => sequence(ANY_TEXT, ...body, ANY_TEXT))));
}

/**
 * The text of an event holds what one of its strings holds, as far as no serializer could have written it differently;
 * it also holds keys, numbers and punctuation, so that nothing more can be said of what it does not hold.
 */
function insideEvent(like: Text): Draft {
  return between(somewhere(unescaped(like)), TRUE, RAW_TEXT);
}

const somewhere = (like: Text) => at(['inside'], all(type('string'), text(like)));

/** Characters that every serializer of JSON writes as themselves: ASCII without `" \ / < > & = '` and controls. */
const UNESCAPED: readonly CharRange[] = [
  [0x20, 0x21],
  [0x23, 0x25],
  [0x28, 0x2e],
  [0x30, 0x3b],
  [0x3f, 0x5b],
  [0x5d, 0x7e],
];

/** The texts of `like` in which what was searched for consists of unescaped characters; what surrounds it may be anything. */
function unescaped(like: Text): Text {
  if (like === ANY_TEXT) return like;
  switch (like.kind) {
    case 'literal':
      return [...like.value].every((c) => isUnescaped(c.codePointAt(0)!)) ? like : NO_TEXT;
    case 'chars':
      return chars(...like.ranges.flatMap(overlaps));
    case 'sequence':
      return { kind: 'sequence', of: like.of.map(unescaped) };
    case 'choice':
      return { kind: 'choice', of: like.of.map(unescaped) };
    case 'repeat':
      return repeat(unescaped(like.of), like.min, like.max);
  }
}

export const isUnescaped = (code: number): boolean => UNESCAPED.some(([first, last]) => code >= first && code <= last);

function overlaps([first, last]: CharRange): CharRange[] {
  return UNESCAPED.flatMap(([low, high]) => {
    const [start, end] = [Math.max(first, low), Math.min(last, high)];
    return start <= end ? [[start, end] as const] : [];
  });
}
