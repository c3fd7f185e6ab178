import { expect, test } from 'vitest';
import { explain, parse } from './index.js';

test.each([
  ['', 'matches every event'],
  ['*', 'matches every event'],
  ['a: b', 'matches an event in which\n  `a` is `b`'],
  [
    'event.provider:kms.amazonaws.com and event.action:("DisableKey" or "ScheduleKeyDeletion") and event.outcome:success',
    'matches an event in which\n  all of these hold:\n  - `event.provider` is `kms.amazonaws.com`\n  - `event.action` is `DisableKey` or is `ScheduleKeyDeletion`\n  - `event.outcome` is `success`',
  ],
  ['not a: b', 'matches an event in which\n  it is not so that `a` is `b` (also where it is missing)'],
  [
    'not a: (b or c*)',
    'matches an event in which\n  it is not so that `a` is `b` or begins with `c` (also where it is missing)',
  ],
  ['not a: *', 'matches an event in which\n  `a` is missing'],
  [
    'a: * or b: *',
    'matches an event in which\n  at least one of these holds:\n  - `a` has a value\n  - `b` has a value',
  ],
  ['a: *b', 'matches an event in which\n  `a` ends with `b`'],
  ['a: *b*', 'matches an event in which\n  `a` contains `b`'],
  ['a: b*\\*c', 'matches an event in which\n  `a` looks like `b*\\*c` (`*` stands for anything)'],
  ['a >= 5', 'matches an event in which\n  `a` is at least `5`'],
  ['a < 5', 'matches an event in which\n  `a` is below `5`'],
  ['a*: b', 'matches an event in which\n  any field like `a*` is `b`'],
  ['foo', 'matches an event in which\n  any field is `foo`'],
  ['a:{b: c}', 'matches an event in which\n  some object nested in `a` is one in which\n    `b` is `c`'],
  [
    'not (a: b and c: d)',
    'matches an event in which\n  this does not hold:\n    all of these hold:\n    - `a` is `b`\n    - `c` is `d`',
  ],
])('%j in words', (text, words) => {
  const parsed = parse(text);
  expect(parsed.ok ? explain(parsed.query) : parsed.error).toBe(words);
});
