import type { Reason } from '../../predicate/predicate.js';

const reason = (code: string, message: string): Reason => ({ code: `kql-${code}`, message });

/** What is not decided of how Elasticsearch would answer. */
export const REASONS = {
  numberText: reason(
    'number-text',
    'which text a number has that is not written in its plainest form depends on who indexes it',
  ),
  numericString: reason('numeric-string', 'how a text is read as a number when it is indexed is not decided here'),
  precision: reason('precision', 'how precisely this number is kept in the index is not decided here'),
  dateForm: reason('date-form', 'the value is not written as CloudTrail writes instants'),
  address: reason('address', 'the many spellings of an IPv6 address are not decided here'),
  analysis: reason('analysis', 'the analysis of this text into words is not decided here'),
  textWildcard: reason(
    'text-wildcard',
    'a wildcard is put to the words of a text after analysis, which is not followed here',
  ),
  textRange: reason('text-range', 'a range is put to the words of a text after analysis, which is not followed here'),
  splitWildcard: reason(
    'split-wildcard',
    'on a flattened field a wildcard with blanks is split at them, and any of its parts may match',
  ),
} as const;
