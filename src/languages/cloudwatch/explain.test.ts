import { expect, test } from 'vitest';
import { explain, parse } from './index.js';

function explained(pattern: string): string {
  const parsed = parse(pattern);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return explain(parsed.pattern);
}

test('nested conditions are indented, values of one field stand together', () => {
  const pattern =
    '{($.eventSource = kms.amazonaws.com) && (($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion))}';
  expect(explained(pattern)).toBe(
    [
      'matches a JSON message in which',
      '  all of these hold:',
      '  - `eventSource` is `kms.amazonaws.com`',
      '  - `eventName` is `DisableKey` or is `ScheduleKeyDeletion`',
    ].join('\n'),
  );
});

test('an alternative of conjunctions keeps its structure', () => {
  expect(explained('{ $.a = 1 && $.b IS NULL || $.c[*].d != "x*" || $.e NOT EXISTS }')).toBe(
    [
      'matches a JSON message in which',
      '  at least one of these holds:',
      '  - all of these hold:',
      '    - `a` is the number 1',
      '    - `b` is null',
      '  - some `c[*].d` exists and does not begin with `x`',
      '  - `e` does not exist',
    ].join('\n'),
  );
});

test.each([
  ['', 'matches every message'],
  ['{ $.a = * }', 'matches a JSON message in which\n  `a` exists (as text or a number)'],
  ['{ $.a >= 3 }', 'matches a JSON message in which\n  `a` is a number of at least 3'],
  ['{ $.a != 3 }', 'matches a JSON message in which\n  `a` exists and is not the number 3'],
  ['ERROR -"not this"', 'matches a message that contains `ERROR` and does not contain `not this`'],
  ['?a ?b ?c', 'matches a message that contains `a`, `b` or `c`'],
  ['?a b', 'matches a message that contains `b`\n`?a` is ignored: optional terms count only where they stand alone'],
  ['%^a%', 'matches a message in which the regular expression `^a` finds something'],
  ['[]', 'matches every message'],
  [
    '[a, b=4* && b!=404]',
    'matches a message of 2 fields, separated by blanks, in which\n  1. `a` is anything\n  2. `b` begins with `4` and `b` is not the number 404',
  ],
  [
    '[..., b > 1]',
    'matches a message of at least 1 field, separated by blanks, in which\n  1. any number of further fields\n  2. `b` is a number above 1',
  ],
])('%s', (pattern, words) => {
  expect(explained(pattern)).toBe(words);
});

test('what AWS may refuse is said', () => {
  expect(explained("{ $.a = 'x' }")).toContain('AWS may refuse this pattern:\n  - unquoted values');
});
