import { decide } from '../../predicate/doubts-met.js';
import { isArray, isObject, type Json, NumberText, numberText } from '../../predicate/json.js';
import { toDraft } from './draft.js';
import type { FilterPattern, Term } from './pattern.js';
import { isUnescaped, termDraft } from './raw-text-draft.js';

/**
 * Does AWS find the pattern in the text of this one event, in whatever way its JSON was written? Null: not known. Of a single
 * event more can be said than of all: that its text lacks a term, where none of its keys and values holds it.
 */
export function matchEvent(pattern: FilterPattern, event: Json): boolean | null {
  if (pattern.kind === 'terms' && pattern.doubts.length === 0) return matchTerms(pattern.terms, event);
  return decide(toDraft(pattern, 'event'), event);
}

function matchTerms(terms: readonly Term[], event: Json): boolean | null {
  const firm = terms.filter(({ role }) => role !== 'optional');
  if (firm.length === 0) return anyOf(terms.map((term) => holdsTerm(term, event)));
  // All of them hold: it is not so that any fails.
  return opposite(
    anyOf(firm.map((term) => (term.role === 'excluded' ? holdsTerm(term, event) : opposite(holdsTerm(term, event))))),
  );
}

const opposite = (answer: boolean | null): boolean | null => (answer === null ? null : !answer);

function anyOf(answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(true)) return true;
  return answers.includes(null) ? null : false;
}

function holdsTerm(term: Term, event: Json): boolean | null {
  const answer = decide(termDraft(term, 'event'), event);
  return answer === null && surelyLacks(event, term.text) ? false : answer;
}

/** What stands between the keys and values of JSON's text, and blanks. */
const PUNCTUATION = /[\s{}[\]:,"]/;
const NUMBER_LIKE = /^[-+.0-9eE]+$/;

/**
 * A term without punctuation can stand only within a key or a value. Keys and strings must be such that every serializer writes
 * them alike, and numbers such that no way to write them could hold the term.
 */
function surelyLacks(event: Json, term: string): boolean {
  if (PUNCTUATION.test(term)) return false;
  const without = (text: string) => !text.includes(term);
  const plain = (text: string) => [...text].every((c) => isUnescaped(c.codePointAt(0)!)) && without(text);
  const lacks = (value: Json): boolean => {
    if (typeof value === 'string') return plain(value);
    if (typeof value === 'number' || value instanceof NumberText)
      return !NUMBER_LIKE.test(term) && without(numberText(value));
    if (isArray(value)) return value.every(lacks);
    if (isObject(value)) return Object.entries(value).every(([key, member]) => plain(key) && lacks(member));
    return without(String(value));
  };
  return lacks(event);
}
