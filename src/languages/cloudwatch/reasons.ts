import type { Reason } from '../../predicate/predicate.js';

/** Where the behaviour of AWS is not known, or only contradictory facts about it were published. */
const reason = (code: string, message: string): Reason => ({ code, message });

export const NULL_COMPARED = reason('null-compared', 'whether `=` and `!=` are ever true of null is not documented');
export const BOOLEAN_COMPARED = reason(
  'boolean-compared',
  'how `=` and `!=` compare with true and false is not documented',
);
export const NUMERIC_STRING = reason(
  'numeric-string',
  'whether an unquoted number equals a string that looks like that number is not documented',
);
export const NUMBER_TEXT = reason(
  'number-text',
  'which text a number has that is not written in its plainest form is not documented',
);
export const NUMBER_PRECISION = reason(
  'number-precision',
  'how precisely a number of more than 15 digits is compared is not documented',
);
export const STAR_BACKTRACKING = reason(
  'star-backtracking',
  'AWS was seen to take each piece after a `*` at its first occurrence only, so a value that repeats the piece may not match',
);
export const STAR_INSIDE = reason(
  'star-inside',
  'older documentation takes a `*` inside a value literally, observations take it as a wildcard',
);
export const REGEX_ON_SCALAR = reason(
  'regex-on-scalar',
  'whether a regular expression is tried on numbers, true, false and null is not documented',
);
export const REGEX_CHARACTERS = reason(
  'regex-characters',
  'how a regular expression treats line ends and characters beyond ASCII is not documented',
);
export const WILDCARD_NOT_EQUAL = reason(
  'wildcard-not-equal',
  'whether `!=` with a wildcard selector asks for one differing value or for no equal one is not documented',
);
export const WILDCARD_NOT_EXISTS = reason(
  'wildcard-not-exists',
  'what NOT EXISTS means with a wildcard selector is not documented',
);
export const UNQUOTED_CHARACTERS = reason(
  'unquoted-characters',
  'unquoted values are documented with letters, digits and underscores only; AWS may refuse these characters or read them differently',
);
export const NUMBER_FORM = reason('number-form', 'a number without digits on both sides of its point may be refused');
export const KEYWORD_CASE = reason(
  'keyword-case',
  'keywords are documented in upper case only and may be refused otherwise',
);
export const SELECTOR_NAME = reason(
  'selector-name',
  'names with these characters, or brackets without a preceding dot, are not documented; AWS may refuse them',
);
export const ESCAPE = reason(
  'escape',
  'this backslash is not a documented escape; AWS may refuse it or read it differently',
);
export const TRAILING_BLANK = reason(
  'trailing-blank',
  'blanks around a pattern were refused by AWS; whether they are when only after it is not known',
);
export const EMPTY_PHRASE = reason('empty-phrase', 'an empty phrase is not documented and may be refused');
export const BLANK_PHRASE = reason(
  'blank-phrase',
  '`" "` is documented as matching everything, but a message without a blank was not tried',
);
export const REGEX_FORM = reason(
  'regex-form',
  'this use of the operators of regular expressions is not documented and may be refused',
);
export const DELIMITED_FORM = reason(
  'delimited-form',
  'this form of a space-delimited pattern is not documented and may be refused',
);
export const TIGHT_OPERATOR = reason(
  'tight-operator',
  'an `&&` or `||` without blanks around it may be read as part of the unquoted value before it',
);
export const FIELD_COUNT = reason(
  'field-count',
  'the documentation contradicts itself on messages with more fields than the pattern',
);
export const FIELD_SPLIT = reason('field-split', 'how AWS splits this message into fields is not documented');
export const DUPLICATE_KEY = reason('duplicate-key', 'which value AWS looks at when a key occurs twice is not known');
export const NESTED = reason('nested', 'the message is nested more deeply than we read');
export const ROOT_TYPE = reason(
  'root-type',
  'whether a JSON pattern can match a message that is JSON but no object is not documented',
);
export const RAW_TEXT = reason(
  'raw-text',
  'the pattern searches the text of the event, and how exactly CloudTrail writes it (keys, escapes, blanks) is not fixed',
);
