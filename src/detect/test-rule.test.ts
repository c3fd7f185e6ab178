import { expect, it } from 'vitest';
import { kmsEvent, named, OTHER_KEY, query, ruleFor } from './events.case.js';
import { acceptRules, testRule } from './test-rule.js';

const disabled = kmsEvent('DisableKey', '09:00:00');
const enabled = kmsEvent('EnableKey', '09:00:00');

it('runs the tests of a rule as a scan would', () => {
  const rule = ruleFor('disabled', ['DisableKey'], {
    tests: [
      { name: 'disabled', events: [disabled], alerts: 1 },
      { name: 'enabled', events: [enabled], alerts: 0 },
      { name: 'the same twice', events: [disabled, disabled], alerts: 2 },
    ],
  });
  expect(testRule(rule).map(({ name, expected, got }) => [name, expected, got])).toEqual([
    ['disabled', 1, 1],
    ['enabled', 0, 0],
    ['the same twice', 2, 1],
  ]);
});

it('runs those of a correlation', () => {
  const rule = ruleFor('burst', [], {
    detection: {
      kind: 'value-count',
      query: query(named('DisableKey')),
      by: [],
      field: 'kms.key.arn',
      count: 2,
      within: 60,
    },
    tests: [{ name: 'two', events: [disabled, kmsEvent('DisableKey', '09:00:30', {}, OTHER_KEY)], alerts: 1 }],
  });
  expect(acceptRules([rule])).toEqual({ rules: [rule], problems: [] });
});

it('refuses a rule whose own tests fail, and says where it is', () => {
  const wrong = ruleFor('wrong', ['DisableKey'], { tests: [{ name: 'enabled', events: [enabled], alerts: 1 }] });
  const right = ruleFor('right', ['DisableKey'], { tests: [{ name: 'disabled', events: [disabled], alerts: 1 }] });
  const untested = ruleFor('untested', ['DisableKey']);
  const { rules, problems } = acceptRules([wrong, right, untested]);
  expect(rules).toEqual([right, untested]);
  expect(problems).toEqual([
    {
      code: 'rule-test-failed',
      message: 'the rule `wrong` is refused: its test `enabled` expects 1 alert and raises 0',
      file: 'rules.yaml',
      line: 1,
      help: 'correct its query or its test',
    },
  ]);
});
