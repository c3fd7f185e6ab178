import { describe, expect, test } from 'vitest';
import type { MetricAlarm, MetricTransformation } from '../../account/answers.js';
import { at, is } from '../../predicate/index.js';
import { alarm, alarms, composite, mathAlarm, publication, type Told, told } from './alarms.case.js';

const LESS = { ComparisonOperator: 'LessThanThreshold', Threshold: 2 };
const DEFAULT = { defaultValue: 0 };
/** A filter for other events than the one that must be told. */
const beside = (transformation: MetricTransformation) =>
  publication(transformation, { filterId: 'beside', reaches: at(['eventName'], is('ConsoleLogin')) });

describe('a second event of the filter does not take the first one back', () => {
  const rows: readonly (readonly [string, Told, MetricAlarm, MetricTransformation])[] = [
    ['a sum that must stay below 2', 'unknown', alarm(LESS), {}],
    ['a number of samples below 2', 'unknown', alarm({ ...LESS, Statistic: 'SampleCount' }), {}],
    ['exactly one', 'unknown', mathAlarm('IF(m1 == 1, 1, 0)'), DEFAULT],
    ['a maximum below 2', 'told', alarm({ ...LESS, Statistic: 'Maximum' }), {}],
    ['a sum of -1 or less', 'told', alarm({ ...LESS, Threshold: -0.5 }), { metricValue: '-1' }],
    ['at least one', 'told', mathAlarm('IF(m1 >= 1, 1, 0)'), DEFAULT],
  ];
  for (const [name, expected, one, transformation] of rows)
    test(`${name}: ${expected}`, () => {
      expect(told(publication(transformation), alarms([one]))).toBe(expected);
    });
});

describe('an event of another filter in the same period does not take it back either', () => {
  const rows: readonly (readonly [string, Told, MetricAlarm, MetricTransformation])[] = [
    ['subtracted', 'unknown', mathAlarm('m1 - m2'), { metricName: 'Other', ...DEFAULT }],
    ['switches it off', 'unknown', mathAlarm('IF(m2 > 0, 0, m1)'), { metricName: 'Other', ...DEFAULT }],
    ['lowers the sum', 'unknown', alarm(), { metricValue: '-1' }],
    ['lowers the average', 'unknown', alarm({ Statistic: 'Average' }), { metricValue: '0' }],
    ['a value that is not known', 'unknown', alarm(), { metricValue: ' -1 ' }],
    ['added', 'told', mathAlarm('m1 + m2'), { metricName: 'Other', ...DEFAULT }],
    ['a maximum', 'told', alarm({ Statistic: 'Maximum' }), { metricValue: '-1' }],
  ];
  for (const [name, expected, one, transformation] of rows)
    test(`${name}: ${expected}`, () => {
      const own = one.Statistic === 'Average' ? publication() : publication(DEFAULT);
      expect(told(own, alarms([one]), [beside(transformation)])).toBe(expected);
    });
});

test('nor in the next period, where an alarm waits for more than one', () => {
  const two = alarms([alarm({ EvaluationPeriods: 2, TreatMissingData: 'missing' })]);
  expect(told(publication(), two)).toBe('told');
  expect(told(publication(), two, [beside({ metricValue: '1' })])).toBe('told');
  expect(told(publication(), two, [beside({ metricValue: '0' })])).toBe('unknown');
});

test('one metric in two units: which of them has the data is told by neither', () => {
  const query = (Id: string, Unit?: string) => ({
    Id,
    ReturnData: false,
    MetricStat: {
      Metric: { Namespace: 'Audit', MetricName: 'KeyLoss' },
      Period: 300,
      Stat: 'Sum',
      ...(Unit && { Unit }),
    },
  });
  const math = (unit?: string) =>
    mathAlarm('', { Metrics: [query('m2'), query('m1', unit), { Id: 'e1', Expression: 'm1 + 0 * m2' }] });
  expect(told(publication(DEFAULT), alarms([math('Bytes')]))).toBe('unknown');
  expect(told(publication(DEFAULT), alarms([math()]))).toBe('told');
});

test('a composite alarm that has long been in ALARM', () => {
  const there = (since: string) =>
    alarms(
      [alarm({ AlarmActions: [] })],
      [composite('ALARM(key-loss)', { StateValue: 'ALARM', StateTransitionedTimestamp: since })],
    );
  expect(told(publication(DEFAULT), there('2026-10-20T12:00:00.000Z'))).toBe('unknown');
  expect(told(publication(DEFAULT), there('2026-11-20T11:00:00.000Z'))).toBe('told');
});
