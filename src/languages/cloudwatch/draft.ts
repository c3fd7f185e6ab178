import { between, type Draft, FALSE, type Reason, TRUE } from '../../predicate/predicate.js';
import { delimitedDraft } from './delimited-draft.js';
import { jsonDraft } from './json-draft.js';
import type { FilterPattern } from './pattern.js';
import { delimitedEventDraft, matchAllDraft, type RawSubject, regexDraft, termsDraft } from './raw-text-draft.js';
import { DELIMITED_FORM, ESCAPE, REGEX_FORM } from './reasons.js';

/** Doubts that leave open not only whether AWS takes the pattern, but also what it then means. */
const MEANING_OPEN: ReadonlySet<string> = new Set([DELIMITED_FORM.code, ESCAPE.code, REGEX_FORM.code]);

/**
 * What the pattern matches, as a predicate.
 * - `event`: over a CloudTrail record as a JSON object. A JSON pattern is exact; patterns that search the text of the
 *   record are bounded by what is known of that text.
 * - `message`: over what `matchMessage` makes of a log message: its JSON for a JSON pattern, its `messageFields` for a
 *   space-delimited one, else the message as a string.
 */
export function toDraft(pattern: FilterPattern, subject: RawSubject): Draft {
  const draft = kindDraft(pattern, subject);
  const open = pattern.doubts.some(({ code }) => MEANING_OPEN.has(code));
  return pattern.doubts.reduce<Draft>((may, why: Reason) => between(FALSE, may, why), open ? TRUE : draft);
}

function kindDraft(pattern: FilterPattern, subject: RawSubject): Draft {
  switch (pattern.kind) {
    case 'match-all':
      return matchAllDraft(pattern, subject);
    case 'terms':
      return termsDraft(pattern.terms, subject);
    case 'json':
      return jsonDraft(pattern.condition);
    case 'regex':
      return regexDraft(pattern, subject);
    case 'delimited':
      if (subject === 'message' || pattern.fields.length === 0) return delimitedDraft(pattern.fields);
      return delimitedEventDraft(pattern.fields);
  }
}
