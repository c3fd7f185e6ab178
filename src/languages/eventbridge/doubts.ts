import type { Reason } from '../../predicate/predicate.js';

const reason = (code: string, message: string): Reason => ({ code: `eventbridge-${code}`, message });

/** What AWS does not say of event patterns, or says in two ways. */
export const DOUBTS = {
  numberText: reason(
    'number-text',
    'AWS says that numbers are compared as text, its open matcher compares their values: they differ in how this number is written',
  ),
  numericRange: reason('numeric-range', 'AWS limits numeric matching to numbers between -5.0e9 and 5.0e9'),
  address: reason('address', 'how AWS compares other spellings of an IP address is not documented'),
  ipv6: reason('ipv6', 'the many spellings of an IPv6 address are not decided here'),
  letterCase: reason('letter-case', 'how AWS ignores the case of letters outside ASCII is not documented'),
  quote: reason('quote', 'a double quote at this end of the value may be taken for the end of the string'),
  otherType: reason(
    'anything-but-type',
    'whether `anything-but` matches a value of another type than the listed ones is not documented',
  ),
  container: reason(
    'exists-container',
    '`exists` works on leaf values: what it says of an object or an empty array is not certain',
  ),
  emptyValue: reason('exists-empty', 'SNS says that `exists` needs a value that is neither null nor empty'),
  deepArray: reason('deep-array', 'arrays in arrays in arrays are not followed'),
  absentInArray: reason(
    'absent-in-array',
    'whether `exists: false` speaks of the whole array or of the element that the other fields match is not certain',
  ),
  duplicateKey: reason(
    'duplicate-key',
    'the pattern has a key twice: AWS says that the last one counts, its open matcher joins objects of the same key',
  ),
  dottedKey: reason(
    'dotted-key',
    'a key of the pattern holds a dot, which AWS cannot tell from nesting, and says not to rely on',
  ),
  alternatives: reason('alternatives', 'the pattern has too many alternatives to be followed'),
} as const;
