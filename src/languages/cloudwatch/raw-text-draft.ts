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
import { isPlainText } from './parse-value.js';
import type { DelimitedField, FieldCondition, MatchAllPattern, RegexPattern, Term } from './pattern.js';
import { BLANK_PHRASE, RAW_TEXT, UNQUOTED_CHARACTERS } from './reasons.js';
import { compileRegex } from './regex.js';
import { isUnescaped, mayHold, UNESCAPED } from './text-of-event.js';
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

function termDraft(term: Term, subject: RawSubject): Draft {
  if (!term.quoted && !isPlainTerm(term.text)) return unknown(UNQUOTED_CHARACTERS);
  if (term.text === '') return TRUE;
  return subject === 'message' ? text(contains(term.text)) : insideEvent(contains(term.text), mayHold(term.text));
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
  const found = choice(...free.map(({ body }) => sequence(ANY_TEXT, ...body, ANY_TEXT)));
  const words = compiled.regex.alternatives.map(({ body, start, end }) => (start || end ? null : wordOf(body)));
  return insideEvent(found, any(...words.map((word) => (word === null ? TRUE : mayHold(word)))));
}

/** The one word that these texts are one after the other, if they are. */
function wordOf(body: readonly Text[]): string | null {
  const parts = body.map((part) => (part.kind === 'literal' ? part.value : null));
  return parts.includes(null) ? null : parts.join('');
}

/** A space-delimited pattern: what its fields must hold stands somewhere in the text, and no more is known of how it is split. */
export function delimitedEventDraft(fields: readonly DelimitedField[]): Draft {
  const conditions = fields.flatMap((field) =>
    field.kind === 'field' && field.condition !== null && field.tight !== true ? [mayBeMet(field.condition)] : [],
  );
  return between(FALSE, all(...conditions), RAW_TEXT);
}

function mayBeMet(condition: FieldCondition): Draft {
  switch (condition.kind) {
    case 'and':
      return all(...condition.of.map(mayBeMet));
    case 'or':
      return any(...condition.of.map(mayBeMet));
    case 'compare': {
      const { op, value } = condition;
      if (op !== '=' || value.kind !== 'text' || !(value.quoted || isPlainText(value.text))) return TRUE;
      return all(...value.text.split('*').map((piece) => (piece === '' ? TRUE : mayHold(piece))));
    }
  }
}

/** The text of an event holds what one of its strings holds, as far as no serializer could have written it differently. */
function insideEvent(like: Text, may: Draft): Draft {
  return between(somewhere(unescaped(like)), may, RAW_TEXT);
}

const somewhere = (like: Text) => at(['inside'], all(type('string'), text(like)));

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

function overlaps([first, last]: CharRange): CharRange[] {
  return UNESCAPED.flatMap(([low, high]) => {
    const [start, end] = [Math.max(first, low), Math.min(last, high)];
    return start <= end ? [[start, end] as const] : [];
  });
}
