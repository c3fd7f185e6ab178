import { expect, test } from 'vitest';
import type { MetricAlarm, MetricTransformation } from '../../account/answers.js';
import { rings } from '../links/alarm.js';
import { alarm, alarms, composite, mathAlarm, publication, READ_AT, type Told, told, toldBy } from './alarms.case.js';

const MORE = { code: 'unread', message: 'the metric filters were not read to the end' };

function withMore(one: MetricAlarm, transformation: MetricTransformation = {}): Told {
  const answers = rings(publication(transformation), [], alarms([one]), READ_AT, MORE).map((ring) => toldBy(ring));
  if (answers.includes('told')) return 'told';
  return answers.includes('unknown') ? 'unknown' : 'not told';
}

const LATE = { EvaluationPeriods: 3, TreatMissingData: 'missing' };

test.each<[string, MetricAlarm]>([
  ['an average', alarm({ Statistic: 'Average' })],
  ['a minimum', alarm({ Statistic: 'Minimum' })],
  ['a percentile', alarm({ Statistic: undefined, ExtendedStatistic: 'p99' })],
  ['a number of samples, which zeros keep in ALARM', alarm({ Statistic: 'SampleCount' })],
  ['a sum that zeros keep in ALARM', alarm({ Threshold: 0 })],
  ['a sum of three periods, two of which have no data', alarm(LATE)],
  ['an average by metric math', mathAlarm('m1', {}, 'Average')],
])('a filter that was not seen may silence %s', (_name, one) => {
  expect(told(publication(), alarms([one]))).toBe('told');
  expect(withMore(one)).toBe('unknown');
});

test.each<[string, MetricAlarm, MetricTransformation?]>([
  ['a sum', alarm()],
  ['a sum beside default values', alarm(), { defaultValue: 0 }],
  ['a sum in a unit', alarm({ Unit: 'Count' }), { unit: 'Count' }],
  ['a maximum', alarm({ Statistic: 'Maximum' })],
  ['1 of 3', alarm({ EvaluationPeriods: 3, DatapointsToAlarm: 1 })],
  [
    'a sum of one value of a dimension',
    alarm({ Dimensions: [{ Name: 'name', Value: 'DisableKey' }] }),
    { dimensions: { name: '$.eventName' } },
  ],
])('and leaves %s as it is', (_name, one, transformation) => {
  expect(withMore(one, transformation)).toBe('told');
});

test('what would not ring without it does not ring', () => {
  expect(withMore(alarm({ Threshold: 5 }))).toBe('not told');
  expect(withMore(alarm({ AlarmActions: [] }))).toBe('not told');
});

test('what the other alarms of a composite do is in doubt, where it depends on them', () => {
  const silent = alarm({ AlarmActions: [] });
  const average = alarm({ AlarmName: 'average', AlarmActions: [], Statistic: 'Average' });
  const beside = alarm({ AlarmName: 'beside', AlarmActions: [], MetricName: 'Beside' });
  const toldBefore = (rule: string, more = {}) => {
    const there = alarms([silent, average, beside], [composite(rule, more)]);
    return [null, MORE].map((unseen) =>
      rings(publication(), [], there, READ_AT, unseen).some((ring) => toldBy(ring) === 'told'),
    );
  };
  expect(toldBefore('ALARM(key-loss)')).toEqual([true, true]);
  expect(toldBefore('ALARM(key-loss) OR ALARM(beside)')).toEqual([true, true]);
  expect(toldBefore('ALARM(key-loss) AND ALARM(average)')).toEqual([true, false]);
  expect(toldBefore('ALARM(key-loss)', { ActionsSuppressor: 'beside' })).toEqual([true, false]);
});
