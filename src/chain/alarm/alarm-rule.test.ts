import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AlarmRule, alarmsIn, parseAlarmRule } from './alarm-rule.js';

const state = (alarm: string, of: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA' = 'ALARM'): AlarmRule => ({
  kind: 'state',
  state: of,
  alarm,
});

describe('rules', () => {
  test.each<[string, AlarmRule]>([
    ['ALARM(a)', state('a')],
    ['ALARM ( "a b" )', state('a b')],
    ['ALARM("say \\"x\\"")', state('say "x"')],
    ['OK(a) OR INSUFFICIENT_DATA(b)', { kind: 'or', of: [state('a', 'OK'), state('b', 'INSUFFICIENT_DATA')] }],
    [
      'ALARM(a) OR ALARM(b) AND NOT ALARM(c)',
      { kind: 'or', of: [state('a'), { kind: 'and', of: [state('b'), { kind: 'not', of: state('c') }] }] },
    ],
    [
      '(ALARM(a) OR TRUE) AND FALSE',
      {
        kind: 'and',
        of: [
          { kind: 'or', of: [state('a'), { kind: 'constant', value: true }] },
          { kind: 'constant', value: false },
        ],
      },
    ],
    ['AT_LEAST(2, ALARM, (a, b))', { kind: 'at-least', count: 2, percent: false, of: [state('a'), state('b')] }],
    [
      'AT_LEAST(50%, NOT OK, ("a"))',
      { kind: 'at-least', count: 50, percent: true, of: [{ kind: 'not', of: state('a', 'OK') }] },
    ],
    [
      'ALARM(arn:aws:cloudwatch:us-east-1:111122223333:alarm:a)',
      state('arn:aws:cloudwatch:us-east-1:111122223333:alarm:a'),
    ],
    ['ALARM("TRUE")', state('TRUE')],
  ])('%s', (text, rule) => {
    expect(parseAlarmRule(text)).toEqual(rule);
  });
});

test.each([
  '',
  'ALARM',
  'ALARM()',
  'ALARM(a',
  'ALARM(a) ALARM(b)',
  'ALARM(a) XOR ALARM(b)',
  'alarm(a)',
  'AT_LEAST(x, ALARM, (a))',
  'AT_LEAST(1, ALARM, a)',
  '"ALARM"(a)',
  'NOT',
  'ALARM("a)',
  "ALARM('a')",
  "AT_LEAST(1, ALARM, ('a', b))",
])('not a rule: %s', (text) => {
  expect(parseAlarmRule(text)).toBeNull();
});

const anyRule: fc.Arbitrary<AlarmRule> = fc.letrec<{ rule: AlarmRule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 4 },
    fc.string({ minLength: 1, maxLength: 6 }).map((name) => state(name)),
    fc.constantFrom<AlarmRule>(state('plain', 'OK'), { kind: 'constant', value: true }),
    tie('rule').map((of): AlarmRule => ({ kind: 'not', of })),
    fc.array(tie('rule'), { minLength: 2, maxLength: 3 }).map((of): AlarmRule => ({ kind: 'and', of })),
    fc.array(tie('rule'), { minLength: 2, maxLength: 3 }).map((of): AlarmRule => ({ kind: 'or', of })),
  ),
})).rule;

function print(rule: AlarmRule): string {
  switch (rule.kind) {
    case 'constant':
      return rule.value ? 'TRUE' : 'FALSE';
    case 'state':
      return `${rule.state}("${rule.alarm.replace(/["\\]/g, '\\$&')}")`;
    case 'not':
      return `NOT (${print(rule.of)})`;
    case 'and':
    case 'or':
      return rule.of.map((part) => `(${print(part)})`).join(rule.kind === 'and' ? ' AND ' : ' OR ');
    case 'at-least':
      return `AT_LEAST(${rule.count}${rule.percent ? '%' : ''}, ALARM, (${alarmsIn(rule).join(', ')}))`;
  }
}

test('what is printed is parsed as it was', () => {
  fc.assert(
    fc.property(anyRule, (rule) => {
      expect(parseAlarmRule(print(rule))).toEqual(rule);
    }),
    { numRuns: 500 },
  );
});
