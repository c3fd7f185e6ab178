import { describe, expect, test } from 'vitest';
import type { MetricAlarm, MetricTransformation } from '../../account/answers.js';
import { at, is, type Json } from '../../predicate/index.js';
import { alarm, alarms, DENIED, mathAlarm, publication, READ_AT, type Told, told } from '../alarm/alarms.case.js';
import { rings } from './alarm.js';

type Row = readonly [name: string, expected: Told, alarm: MetricAlarm, transformation?: MetricTransformation];
const dims = (entries: Record<string, string>) => Object.entries(entries).map(([Name, Value]) => ({ Name, Value }));
const asking = (Expression: string, AccountId?: string) =>
  alarm({
    MetricName: undefined,
    Namespace: undefined,
    Metrics: [{ Id: 'q', Expression, Period: 300, ReturnData: true, ...(AccountId && { AccountId }) }],
  });
const promQl = (Query: string, AlarmActions: readonly string[] = alarm().AlarmActions ?? []) =>
  alarm({
    MetricName: undefined,
    Namespace: undefined,
    AlarmActions,
    EvaluationCriteria: { PromQLCriteria: { Query } },
  });
const DEFAULT = { defaultValue: 0 };
const NO_DEFAULT: MetricTransformation = {};

const ROWS: readonly Row[] = [
  ['sum of 1 reaches 1', 'told', alarm()],
  ['with default 0', 'told', alarm(), DEFAULT],
  ['one minute', 'told', alarm({ Period: 60 }), DEFAULT],
  ['missing data as missing', 'told', alarm({ TreatMissingData: 'missing' }), DEFAULT],
  ['missing data by default', 'told', alarm({ TreatMissingData: undefined })],
  ['maximum', 'told', alarm({ Statistic: 'Maximum' }), DEFAULT],
  ['more than 0', 'told', alarm({ Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' }), DEFAULT],
  ['at least one half', 'told', alarm({ Threshold: 0.5 }), DEFAULT],
  ['at least 0, nothing published when quiet', 'told', alarm({ Threshold: 0 })],
  ['a day', 'told', alarm({ Period: 86_400 }), DEFAULT],
  ['1 of 3', 'told', alarm({ EvaluationPeriods: 3, DatapointsToAlarm: 1 }), DEFAULT],
  ['a value of 10 reaches 5', 'told', alarm({ Threshold: 5 }), { metricValue: '10' }],
  ['average, nothing published when quiet', 'told', alarm({ Statistic: 'Average' })],
  ['average of one minute', 'told', alarm({ Statistic: 'Average', Period: 60 }), DEFAULT],
  ['sample count, nothing published when quiet', 'told', alarm({ Statistic: 'SampleCount' })],
  ['percentile of one sample', 'told', alarm({ Statistic: undefined, ExtendedStatistic: 'p99' })],
  ['in ALARM, since when was not told', 'unknown', alarm({ StateValue: 'ALARM' }), DEFAULT],
  [
    'in ALARM since this morning',
    'told',
    alarm({ StateValue: 'ALARM', StateTransitionedTimestamp: '2026-11-20T06:00:00.000Z' }),
    DEFAULT,
  ],
  ['long OK', 'told', alarm({ StateTransitionedTimestamp: '2026-10-20T12:00:00.000Z' }), DEFAULT],
  ['3 of 3 as missing, rings late', 'told', alarm({ EvaluationPeriods: 3, TreatMissingData: 'missing' })],
  ['wall clock', 'told', alarm({ EvaluationWindow: { WallClockWindow: {} } }), DEFAULT],
  ['sliding window, said', 'told', alarm({ EvaluationWindow: { SlidingWindow: {} } }), DEFAULT],
  ['the unit of the filter', 'told', alarm({ Unit: 'Count' }), { unit: 'Count' }],
  ['the unit None', 'told', alarm({ Unit: 'None' })],
  ['warm-up over', 'told', alarm({ WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 60 } })],
  [
    'the dimension of this event',
    'told',
    alarm({ Dimensions: dims({ name: 'DisableKey' }) }),
    { dimensions: { name: '$.eventName' } },
  ],
  ['a field that is large enough', 'told', alarm({ Threshold: 2 }), { metricValue: '$.count' }],

  ['default 0 dilutes the average', 'not told', alarm({ Statistic: 'Average' }), DEFAULT],
  ['default 0 dilutes the minimum', 'not told', alarm({ Statistic: 'Minimum' }), DEFAULT],
  ['default 0 counts as a sample', 'not told', alarm({ Statistic: 'SampleCount' }), DEFAULT],
  ['more than 1', 'not told', alarm({ ComparisonOperator: 'GreaterThanThreshold' }), DEFAULT],
  ['at least 5', 'not told', alarm({ Threshold: 5 }), DEFAULT],
  ['a value of 0', 'not told', alarm(), { metricValue: '0' }],
  ['a negative value', 'not told', alarm(), { metricValue: '-1' }],
  ['a default of 1 breaches by itself', 'not told', alarm(), { defaultValue: 1 }],
  ['a default of -1 takes it away', 'not told', alarm(), { defaultValue: -1 }],
  ['at least 0 with default 0', 'not told', alarm({ Threshold: 0 }), DEFAULT],
  ['2 of 2', 'not told', alarm({ EvaluationPeriods: 2 }), DEFAULT],
  [
    '2 of 3 as missing with default 0',
    'not told',
    alarm({ EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'missing' }),
    DEFAULT,
  ],
  ['3 of 3 not breaching', 'not told', alarm({ EvaluationPeriods: 3 })],
  ['2 of 2 ignore', 'not told', alarm({ EvaluationPeriods: 2, TreatMissingData: 'ignore' })],
  ['ignore never returns', 'not told', alarm({ TreatMissingData: 'ignore' })],
  ['ignore, in ALARM now', 'not told', alarm({ TreatMissingData: 'ignore', StateValue: 'ALARM' })],
  ['breaching rings when nothing happens', 'not told', alarm({ TreatMissingData: 'breaching' })],
  ['breaching with default 0', 'not told', alarm({ TreatMissingData: 'breaching' }), DEFAULT],
  ['less than 1', 'not told', alarm({ ComparisonOperator: 'LessThanThreshold' }), DEFAULT],
  [
    'less than 1, breaching',
    'not told',
    alarm({ ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching' }),
  ],
  ['at most 0', 'not told', alarm({ Threshold: 0, ComparisonOperator: 'LessThanOrEqualToThreshold' }), DEFAULT],
  ['another unit', 'not told', alarm({ Unit: 'Count' })],
  ['another unit than Bytes', 'not told', alarm({ Unit: 'Count' }), { unit: 'Bytes' }],
  ['another namespace', 'not told', alarm({ Namespace: 'audit' })],
  ['another name', 'not told', alarm({ MetricName: 'Keyloss' })],
  ['dimensions that are not published', 'not told', alarm({ Dimensions: dims({ name: 'DisableKey' }) })],
  ['published with dimensions, watched without', 'not told', alarm(), { dimensions: { name: '$.eventName' } }],
  [
    'the dimension of another event',
    'not told',
    alarm({ Dimensions: dims({ name: 'ScheduleKeyDeletion' }) }),
    { dimensions: { name: '$.eventName' } },
  ],
  [
    'a dimension whose field is absent',
    'not told',
    alarm({ Dimensions: dims({ name: 'x' }) }),
    { dimensions: { name: '$.errorCode' } },
  ],
  ['no ALARM action', 'not told', alarm({ AlarmActions: [] })],
  ['OK actions only', 'not told', alarm({ AlarmActions: [], OKActions: ['arn:aws:sns:us-east-1:111122223333:ok'] })],
  ['actions disabled', 'not told', alarm({ ActionsEnabled: false })],
  ['the value of an absent field', 'not told', alarm(), { metricValue: '$.absent' }],
  ['PromQL', 'not told', alarm({ MetricName: undefined, EvaluationCriteria: { PromQLCriteria: { Query: 'up' } } })],

  ['period 10', 'unknown', alarm({ Period: 10 })],
  ['period 30', 'unknown', alarm({ Period: 30 }), DEFAULT],
  [
    'anomaly detection',
    'unknown',
    alarm({ ThresholdMetricId: 'ad1', ComparisonOperator: 'GreaterThanUpperThreshold', Threshold: undefined }),
  ],
  ['an operator that we do not know', 'unknown', alarm({ ComparisonOperator: 'EqualToThreshold' })],
  ['no threshold', 'unknown', alarm({ Threshold: undefined })],
  ['a trimmed mean', 'unknown', alarm({ Statistic: undefined, ExtendedStatistic: 'tm90' })],
  ['a percentile with default 0', 'unknown', alarm({ Statistic: undefined, ExtendedStatistic: 'p50' }), DEFAULT],
  [
    'a percentile that ignores few samples',
    'unknown',
    alarm({ Statistic: undefined, ExtendedStatistic: 'p99', EvaluateLowSampleCountPercentile: 'ignore' }),
  ],
  ['ignore with default 0', 'unknown', alarm({ TreatMissingData: 'ignore' }), DEFAULT],
  ['an evaluation error', 'unknown', alarm({ EvaluationState: 'EVALUATION_ERROR' })],
  ['a week in ALARM', 'unknown', alarm({ Period: 86_400, EvaluationPeriods: 7, DatapointsToAlarm: 1 }), DEFAULT],
  ['a day, and found in the extra periods without other data', 'unknown', alarm({ Period: 86_400 })],
  [
    'in ALARM for a month',
    'unknown',
    alarm({ StateValue: 'ALARM', StateTransitionedTimestamp: '2026-10-20T12:00:00.000Z' }),
    DEFAULT,
  ],
  ['a value beyond what CloudWatch takes', 'unknown', alarm(), { metricValue: '1e200' }],
  ['a value with blanks', 'unknown', alarm(), { metricValue: ' 1 ' }],
  ['in its warm-up', 'unknown', alarm({ EvaluationState: 'IN_WARM_UP', StateValue: 'INSUFFICIENT_DATA' })],
  [
    'perhaps in its warm-up',
    'unknown',
    alarm({
      StateValue: 'INSUFFICIENT_DATA',
      AlarmConfigurationUpdatedTimestamp: '2026-11-20T11:30:00Z',
      WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 60 },
    }),
  ],
  ['a window that we do not know', 'unknown', alarm({ EvaluationWindow: { LunarWindow: {} } })],
  [
    '3 of 3 as missing in a wall clock window',
    'unknown',
    alarm({ EvaluationPeriods: 3, TreatMissingData: 'missing', EvaluationWindow: { WallClockWindow: {} } }),
  ],
  ['a value of a space-delimited pattern', 'unknown', alarm(), { metricValue: '$size' }],
  ['a field that may be too small', 'unknown', alarm({ Threshold: 5 }), { metricValue: '$.count' }],
  ['M greater than N', 'unknown', alarm({ DatapointsToAlarm: 2 })],
  ['a missing-data word that we do not know', 'unknown', alarm({ TreatMissingData: 'Missing' })],

  ['math: m1 alone', 'told', mathAlarm('m1'), DEFAULT],
  ['math: filled with 0', 'told', mathAlarm('FILL(m1, 0)')],
  ['math: a comparison', 'told', mathAlarm('IF(m1 >= 1, 1, 0)'), NO_DEFAULT],
  ['math: m1 twice', 'told', mathAlarm('m1 * 2', { Threshold: 2 }), DEFAULT],
  ['math: never above', 'not told', mathAlarm('m1 / 2'), NO_DEFAULT],
  ['math: filled with 1', 'unknown', mathAlarm('FILL(m1, 1)')],
  ['math: filled with the last value', 'unknown', mathAlarm('FILL(m1, REPEAT)')],
  ['math: another metric takes part', 'unknown', mathAlarm('m1 + m2'), DEFAULT],
  ['math: m1 is not used', 'not told', mathAlarm('m2'), DEFAULT],
  ['math: one number of the whole range', 'unknown', mathAlarm('SUM(m1)'), DEFAULT],
  ['math: rate', 'unknown', mathAlarm('RATE(m1)'), DEFAULT],
  ['math: not an expression', 'unknown', mathAlarm('m1 +'), DEFAULT],
  ['math: Metrics Insights', 'unknown', mathAlarm('SELECT SUM(KeyLoss) FROM Audit'), DEFAULT],
  ['Metrics Insights on the metric', 'unknown', asking('SELECT SUM(KeyLoss) FROM "Audit"')],
  ['Metrics Insights on the metric, by schema', 'unknown', asking('SELECT MAX("KeyLoss") FROM SCHEMA("Audit", name)')],
  [
    'Metrics Insights on the metric, grouped',
    'unknown',
    asking('select sum(KeyLoss) from Audit where a = 1 group by b'),
  ],
  ['Metrics Insights that is not read', 'unknown', asking('SELECT WHAT EVER')],
  ['Metrics Insights on another metric', 'not told', asking('SELECT SUM(KeyGain) FROM "Audit"')],
  ['Metrics Insights on another namespace', 'not told', asking('SELECT SUM(KeyLoss) FROM SCHEMA("AWS/EC2")')],
  ['Metrics Insights of another account', 'not told', asking('SELECT SUM(KeyLoss) FROM "Audit"', '444455556666')],
  ['PromQL on the metric', 'unknown', promQl('sum({"KeyLoss"}) > 0')],
  ['PromQL by a pattern', 'unknown', promQl('{__name__=~"Key.*"}')],
  ['PromQL that is not read', 'unknown', alarm({ MetricName: undefined, EvaluationCriteria: { Other: [] } })],
  ['PromQL on another metric', 'not told', promQl('sum({"KeyGain"}) > 0')],
  ['PromQL without an action', 'not told', promQl('KeyLoss > 0', [])],

  ['math: average diluted', 'not told', mathAlarm('m1', {}, 'Average'), DEFAULT],
];

describe('one alarm, one event', () => {
  for (const [name, expected, one, transformation] of ROWS)
    test(`${name}: ${expected}`, () => {
      expect(told(publication(transformation), alarms([one]))).toBe(expected);
    });
});

test('another filter with a default value dilutes the average of its very minute', () => {
  const average = alarms([alarm({ Statistic: 'Average', Period: 60 })]);
  const other = publication(DEFAULT, { filterId: 'other', reaches: at(['eventName'], is('ScheduleKeyDeletion')) });
  expect(told(publication(DEFAULT), average)).toBe('told');
  expect(told(publication(DEFAULT), average, [other])).toBe('not told');
  expect(told(publication(DEFAULT), alarms([alarm()]), [other])).toBe('told');
});

test('two filters that match the same event add up, where both match', () => {
  const two = alarms([alarm({ Threshold: 2 })]);
  const names = (name: string) => at(['eventName'], is(name));
  const other = (name: string, more = {}) => publication({}, { filterId: 'other', reaches: names(name), ...more });
  expect(told(publication(), two, [other('DisableKey')])).toBe('told');
  expect(told(publication(), two, [other('ScheduleKeyDeletion')])).toBe('not told');
  expect(told(publication(), two, [other('DisableKey', { logGroup: 'another' })])).toBe('unknown');
  expect(told(publication(), two, [other('DisableKey', { region: 'eu-west-1' })])).toBe('not told');
  expect(told(publication(), two, [publication()])).toBe('not told'); // itself, handed over among the others
});

test('units: samples of another unit are not retrieved, and a mixture is not defined', () => {
  const two = alarm({ Threshold: 2 });
  const bytes = publication({ unit: 'Bytes' }, { filterId: 'bytes' });
  expect(told(publication(), alarms([{ ...two, Unit: 'None' }]), [bytes])).toBe('not told');
  expect(told(publication(), alarms([{ ...alarm(), Unit: 'None' }]), [bytes])).toBe('told');
  expect(told(publication(), alarms([two]), [bytes])).toBe('unknown');
  expect(told(publication(), alarms([alarm()]), [bytes])).toBe('unknown');
});

test('an alarm of a day of minutes is judged at once', () => {
  const day = alarm({ Period: 60, EvaluationPeriods: 1440, DatapointsToAlarm: 2, TreatMissingData: 'missing' });
  const started = performance.now();
  expect(told(publication(DEFAULT), alarms([day]))).toBe('not told');
  expect(performance.now() - started).toBeLessThan(3000);
});

test('metric math over two filters: all combinations of what the event matches', () => {
  const other = publication({ metricName: 'Other' }, { filterId: 'other' });
  expect(told(publication(), alarms([mathAlarm('m1 + m2')]), [other])).toBe('told');
  expect(told(publication(), alarms([mathAlarm('MAX([m1, m2])')]), [other])).toBe('told');
  expect(told(publication(), alarms([mathAlarm('SUM(METRICS())')]), [other])).toBe('told');
  expect(told(publication(), alarms([mathAlarm('m1 > 0 AND m2 > 0')]), [other])).toBe('told');
  const elsewhere = publication(
    { metricName: 'Other' },
    { filterId: 'other', reaches: at(['eventName'], is('Other')) },
  );
  expect(told(publication(), alarms([mathAlarm('m1 > 0 AND m2 > 0')]), [elsewhere])).toBe('not told');
  expect(told(publication(), alarms([mathAlarm('m1 - m2')]), [other])).not.toBe('told');
});

test('an alarm on each value of a dimension tells of that value only', () => {
  const one = publication({ dimensions: { name: '$.eventName' } });
  const there = alarms([alarm({ Dimensions: dims({ name: 'DisableKey' }) })]);
  const named = (eventName: Json): Json => ({ eventName });
  expect(told(one, there, [], named('DisableKey'))).toBe('told');
  expect(told(one, there, [], named('DisableKey2'))).toBe('not told');
  expect(
    told(
      publication({ dimensions: { name: '$.eventName' } }),
      alarms([alarm({ Dimensions: dims({ name: '1' }) })]),
      [],
      named(1),
    ),
  ).toBe('unknown');
  expect(told(one, alarms([alarm()]), [], {})).toBe('unknown'); // no such field: what is published is not documented
});

test('alarms that could not be read are never a plain no', () => {
  const none = alarms([], [], { answer: DENIED });
  expect(told(publication(), none)).toBe('unknown');
  expect(told(publication(), alarms([], [], { answer: { kind: 'not-read' } }))).toBe('unknown');
  expect(told(publication(), alarms([alarm({ Threshold: 5 })], [], { answer: DENIED }))).toBe('unknown');
  expect(told(publication(), alarms([alarm()], [], { answer: DENIED }))).toBe('told');
  const unsupported = {
    kind: 'unsupported',
    read: (DENIED as Extract<typeof DENIED, { kind: 'failed' }>).read,
  } as const;
  expect(told(publication(), alarms([], [], { answer: unsupported }))).toBe('not told');
});

test('a metric that nothing watches names the near misses', () => {
  const there = alarms([alarm({ Namespace: 'Other' })], [], { elsewhere: [{ region: 'eu-west-1', alarm: alarm() }] });
  const found = rings(publication(), [], there, READ_AT);
  expect(found).toHaveLength(1);
  expect(found[0]!.actions).toEqual([]);
  expect(found[0]!.links.map(({ kind }) => kind)).toEqual(['metric']);
  const watched = found[0]!.links[0]!.conditions.find(({ code }) => code === 'watched')!;
  expect(watched.because).toContain('namespace `Other`');
  expect(watched.because).toContain('eu-west-1');
});

test('the wait is that of the period, the data points and the evaluation', () => {
  const wait = (more: Record<string, unknown>) =>
    rings(publication(), [], alarms([alarm(more)]), READ_AT)[0]!.waitSeconds;
  expect(wait({})).toBe(60);
  expect(wait({ EvaluationPeriods: 3, TreatMissingData: 'missing' })).toBe(660);
  expect(wait({ EvaluationWindow: { WallClockWindow: {} } })).toBe(360);
  expect(wait({ Threshold: 5 })).toBeNull();
});

test('the reason names the member at fault', () => {
  const reason = (one: MetricAlarm, transformation?: MetricTransformation) =>
    rings(publication(transformation), [], alarms([one]), READ_AT)[0]!.links[1]!.conditions.find(
      ({ code }) => code === 'evaluation',
    )!.because;
  expect(reason(alarm({ Threshold: 5 }))).toContain('`Threshold` is 5');
  expect(reason(alarm({ TreatMissingData: 'ignore' }))).toContain('`ignore`');
  expect(reason(alarm({ TreatMissingData: 'breaching' }))).toContain('`breaching`');
  expect(reason(alarm({ EvaluationPeriods: 2 }))).toContain('`DatapointsToAlarm` is 2 of 2');
  expect(reason(alarm({ Statistic: 'Average' }), DEFAULT)).toContain('`Average`');
  expect(reason(alarm({ Threshold: 0 }), DEFAULT)).toContain('in ALARM before the event');
});

test('an alarm that asks by a query is named, with the query, and no other is missed', () => {
  const [ring, ...more] = rings(publication(), [], alarms([asking('SELECT SUM(KeyLoss) FROM "Audit"')]), READ_AT);
  expect(more).toEqual([]);
  expect(ring?.links.map(({ kind }) => kind)).toEqual(['metric', 'alarm']);
  expect(ring?.links[0]?.conditions.map(({ because }) => because).join()).toContain('`key-loss` may find it');
  expect(ring?.links[1]?.conditions[0]?.because).toContain('SELECT SUM(KeyLoss)');
});

test('beside an alarm that asks by a query, one that names the metric tells of it', () => {
  expect(told(publication(), alarms([asking('SELECT SUM(KeyLoss) FROM "Audit"'), alarm()]))).toBe('told');
});
