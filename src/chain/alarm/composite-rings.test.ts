import { describe, expect, test } from 'vitest';
import type { CompositeAlarm, MetricAlarm } from '../../account/answers.js';
import { at, is } from '../../predicate/index.js';
import { rings } from '../links/alarm.js';
import { alarm, alarms, composite, publication, READ_AT, type Told, told } from './alarms.case.js';

const SILENT = { AlarmActions: [] };
const child = (more: Record<string, unknown> = {}) => alarm({ ...SILENT, ...more });
/** An alarm on another metric, of which nothing is known but its recorded state. */
const other = (AlarmName: string, StateValue = 'OK') =>
  alarm({ ...SILENT, AlarmName, MetricName: AlarmName, StateValue });

type Row = readonly [
  name: string,
  expected: Told,
  rule: string,
  others?: readonly MetricAlarm[],
  more?: Partial<CompositeAlarm>,
];
const ARN = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:key-loss';

const ROWS: readonly Row[] = [
  ['the child alone', 'told', 'ALARM("key-loss")'],
  ['by ARN', 'told', `ALARM("${ARN}")`],
  ['without quotes', 'told', 'ALARM(key-loss)'],
  ['or another', 'told', 'ALARM(key-loss) OR ALARM(cpu)', [other('cpu')]],
  ['1 at least', 'told', 'AT_LEAST(1, ALARM, (key-loss, cpu))', [other('cpu')]],
  ['half of two', 'told', 'AT_LEAST(50%, ALARM, (key-loss, cpu))', [other('cpu')]],
  ['and TRUE', 'told', 'ALARM(key-loss) AND TRUE'],
  ['not the impossible', 'told', 'ALARM(key-loss) AND NOT FALSE'],
  ['a suppressor at rest', 'told', 'ALARM(key-loss)', [other('maintenance')], { ActionsSuppressor: 'maintenance' }],
  ['in brackets', 'told', '((ALARM(key-loss)))'],

  ['and another', 'unknown', 'ALARM(key-loss) AND ALARM(cpu)', [other('cpu')]],
  ['2 at least', 'unknown', 'AT_LEAST(2, ALARM, (key-loss, cpu))', [other('cpu')]],
  [
    'a third of four is no whole number',
    'unknown',
    'AT_LEAST(30%, ALARM, (key-loss, a, b, c))',
    [other('a'), other('b'), other('c')],
  ],
  ['not while another', 'unknown', 'ALARM(key-loss) AND NOT ALARM(maintenance)', [other('maintenance')]],
  ['while another is OK', 'unknown', 'ALARM(key-loss) AND OK(cpu)', [other('cpu')]],
  ['or another that is in ALARM now', 'unknown', 'ALARM(key-loss) OR ALARM(cpu)', [other('cpu', 'ALARM')]],
  ['or not another: true already', 'unknown', 'ALARM(key-loss) OR NOT ALARM(cpu)', [other('cpu')]],
  ['and one that is not there', 'unknown', 'ALARM(key-loss) AND ALARM(gone)'],
  ['in single quotes, which may be quotes', 'unknown', "ALARM('key-loss')"],
  ['a rule that we cannot read', 'unknown', 'ALARM(key-loss) XOR ALARM(cpu)', [other('cpu')]],
  ['a suppressor that is not there', 'unknown', 'ALARM(key-loss)', [], { ActionsSuppressor: 'gone' }],
  [
    'a suppressor on the same metric',
    'unknown',
    'ALARM(key-loss)',
    [alarm({ ...SILENT, AlarmName: 'same' })],
    { ActionsSuppressor: 'same' },
  ],
  [
    'a wait longer than the ALARM',
    'unknown',
    'ALARM(key-loss)',
    [other('m')],
    { ActionsSuppressor: 'm', ActionsSuppressorWaitPeriod: 600 },
  ],

  ['the child is OK', 'not told', 'OK(key-loss)'],
  ['the child is not in ALARM', 'not told', 'NOT ALARM(key-loss)'],
  ['and FALSE', 'not told', 'ALARM(key-loss) AND FALSE'],
  ['or TRUE: always in ALARM', 'not told', 'ALARM(key-loss) OR TRUE'],
  ['without data', 'not told', 'INSUFFICIENT_DATA(key-loss)'],
  ['an alarm whose name only begins alike', 'not told', 'ALARM(key-loss-2)', [other('key-loss-2')]],
  ['3 of 2 at least', 'not told', 'AT_LEAST(3, ALARM, (key-loss, cpu))', [other('cpu')]],
  [
    'suppressed by an alarm',
    'not told',
    'ALARM(key-loss)',
    [other('maintenance', 'ALARM')],
    { ActionsSuppressor: 'maintenance' },
  ],
  [
    'suppressed now',
    'not told',
    'ALARM(key-loss)',
    [other('m')],
    { ActionsSuppressor: 'm', ActionsSuppressedBy: 'ExtensionPeriod' },
  ],
  ['without actions', 'not told', 'ALARM(key-loss)', [], { AlarmActions: [] }],
  ['actions disabled', 'not told', 'ALARM(key-loss)', [], { ActionsEnabled: false }],
];

describe('a child without actions under one composite', () => {
  for (const [name, expected, rule, others = [], more = {}] of ROWS)
    test(`${name}: ${expected}`, () => {
      expect(told(publication(), alarms([child(), ...others], [composite(rule, more)]))).toBe(expected);
    });
});

test('a child that does not ring rings no composite', () => {
  expect(told(publication(), alarms([child({ Threshold: 5 })], [composite('ALARM(key-loss)')]))).toBe('not told');
});

test('a mute rule on the child does not silence its parent', () => {
  const muted = {
    arn: 'arn',
    name: 'night',
    status: 'ACTIVE',
    expires: undefined,
    details: { Name: 'night', Status: 'ACTIVE', MuteTargets: { AlarmNames: ['key-loss'] } },
    answer: { kind: 'not-read' },
  } as const;
  const both = [alarm(), [composite('ALARM(key-loss)')]] as const;
  expect(told(publication(), alarms([both[0]], [], { muteRules: [muted] }))).toBe('not told');
  expect(told(publication(), alarms([both[0]], both[1], { muteRules: [muted] }))).toBe('told');
});

test('composites of composites, and cycles', () => {
  const first = composite('ALARM(key-loss)', { AlarmName: 'first', AlarmActions: [] });
  const second = composite('ALARM(first) OR ALARM(cpu)', { AlarmName: 'second' });
  expect(told(publication(), alarms([child(), other('cpu')], [first, second]))).toBe('told');
  const [path] = rings(publication(), [], alarms([child(), other('cpu')], [first, second]), READ_AT);
  expect(path!.links.map(({ kind }) => kind)).toEqual(['metric', 'alarm', 'alarm', 'alarm']);
  const a = composite('ALARM(key-loss) OR ALARM(b)', { AlarmName: 'a' });
  const b = composite('ALARM(a)', { AlarmName: 'b' });
  expect(told(publication(), alarms([child()], [a, b]))).toBe('told');
});

test('the suppression of a composite does not keep its parent from ringing', () => {
  const first = composite('ALARM(key-loss)', { AlarmName: 'first', ActionsSuppressor: 'm' });
  const second = composite('ALARM(first)', { AlarmName: 'second' });
  const metrics = [child(), other('m', 'ALARM')];
  expect(told(publication(), alarms(metrics, [first]))).toBe('not told');
  expect(told(publication(), alarms(metrics, [first, second]))).toBe('told');
});

test('a rule over two alarms that one event rings both: AND holds for the events of both filters', () => {
  const second = alarm({ ...SILENT, AlarmName: 'second', MetricName: 'Second' });
  const both = alarms([child(), second], [composite('ALARM(key-loss) AND ALARM(second)')]);
  const filter = (name: string, more = {}) =>
    publication({ metricName: 'Second' }, { filterId: 'second', reaches: at(['eventName'], is(name)), ...more });
  expect(told(publication(), both, [filter('DisableKey')])).toBe('told');
  expect(told(publication(), both, [filter('ScheduleKeyDeletion')])).not.toBe('told');
  expect(told(publication(), both, [filter('DisableKey', { logGroup: 'another' })])).toBe('unknown');
  const short = alarms([child({ Period: 60 }), second], [composite('ALARM(key-loss) AND ALARM(second)')]);
  expect(told(publication(), short, [filter('DisableKey')])).toBe('unknown');
});

test('the wait period of a suppressor counts', () => {
  const waits = composite('ALARM(key-loss)', { ActionsSuppressor: 'm', ActionsSuppressorWaitPeriod: 120 });
  expect(rings(publication(), [], alarms([child(), other('m')], [waits]), READ_AT)[0]!.waitSeconds).toBe(180);
});
