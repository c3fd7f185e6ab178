import { describe, expect, it } from 'vitest';
import { policyText, type Step, step } from '../step.js';
import { found } from './expected.case.js';
import { lookBefore, lookQuery } from './look.js';
import { changeOf } from './plan.case.js';

const REGION = 'us-east-1';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:security';
const OTHER = 'arn:aws:sns:us-east-1:111122223333:others';

/** The look before a step that `undo` takes back, in a plan with `others` before and after it. */
function lookAt(made: Step, undo: readonly Step[], { before = [], after = [] }: Others = {}) {
  const change = (one: Step, index: number) => changeOf(one, 'alarm', { id: `other ${index}` });
  const own = changeOf(made, 'alarm', { undo, id: 'own' });
  const look = lookBefore(own, [...before.map(change), own, ...after.map((one, at) => change(one, at + 100))]);
  if (look === null) throw new Error('nothing is looked at');
  return look;
}

interface Others {
  readonly before?: readonly Step[];
  readonly after?: readonly Step[];
}

describe('before an alarm is put', () => {
  const old = {
    AlarmName: 'keys',
    AlarmDescription: 'Runbook',
    ActionsEnabled: true,
    OKActions: [OTHER],
    AlarmActions: [],
    InsufficientDataActions: [],
    MetricName: 'Keys',
    Threshold: 100,
    DatapointsToAlarm: 1,
  };
  const { DatapointsToAlarm: _gone, ...kept } = { ...old, Threshold: 1, AlarmActions: [TOPIC] };
  const put = (input: typeof kept) => step('cloudwatch:PutMetricAlarm', REGION, input);
  const look = lookAt(put(kept), [put(old)]);
  const answer = (alarm: object) => found(look, { MetricAlarms: [{ AlarmName: 'beside' }, alarm] });

  it.each([
    ['as the plan saw it', old, 'planned'],
    ['as the step leaves it', kept, 'done'],
    ['with one action more since', { ...kept, AlarmActions: [TOPIC, OTHER] }, 'done'],
    ['with an action for another state since', { ...kept, InsufficientDataActions: [OTHER] }, 'done'],
    ['with an action more before', { ...old, AlarmActions: [OTHER] }, 'changed'],
    ['with a setting more before', { ...old, TreatMissingData: 'breaching' }, 'changed'],
    ['without an action that it had', { ...kept, OKActions: [] }, 'changed'],
    ['with another threshold', { ...kept, Threshold: 5 }, 'changed'],
    ['with what the step takes away', { ...kept, DatapointsToAlarm: 1 }, 'changed'],
    ['silenced', { ...old, ActionsEnabled: false }, 'changed'],
  ])('it is looked whether it is %s', (_name, alarm, says) => {
    expect(answer(alarm)).toBe(says);
  });

  it('one that is gone is not made anew, and one that is new must not be there', () => {
    expect(found(look, { MetricAlarms: [] })).toBe('changed');
    const made = lookAt(put(kept), [step('cloudwatch:DeleteAlarms', REGION, { AlarmNames: ['keys'] })]);
    expect(found(made, { MetricAlarms: [] })).toBe('planned');
    expect(found(made, { MetricAlarms: [old] })).toBe('changed');
    // What CloudWatch gives an alarm by itself.
    expect(found(made, { MetricAlarms: [{ ...kept, TreatMissingData: 'missing', Dimensions: [] }] })).toBe('done');
  });

  it('an alarm that is put twice is found as it was put last, and one that is switched on later as it is then', () => {
    const last = { ...kept, Threshold: 2 };
    const first = lookAt(put(kept), [put(old)], { after: [put(last)] });
    const second = lookAt(put(last), [put(kept)], { before: [put(kept)] });
    expect(['MetricAlarms'].map((name) => found(first, { [name]: [last] }))).toEqual(['done']);
    expect(found(second, { MetricAlarms: [kept] })).toBe('planned');
    expect(found(second, { MetricAlarms: [last] })).toBe('done');
    const off = lookAt(put({ ...kept, ActionsEnabled: false }), [put({ ...old, ActionsEnabled: false })], {
      after: [step('cloudwatch:EnableAlarmActions', REGION, { AlarmNames: ['keys'] })],
    });
    expect(found(off, { MetricAlarms: [kept] })).toBe('done');
  });
});

describe('before a filter is put', () => {
  const put = (filterPattern: string, over = {}) =>
    step('logs:PutMetricFilter', REGION, {
      logGroupName: 'trail',
      filterName: 'keys',
      filterPattern,
      metricTransformations: [{ metricName: 'Keys', metricNamespace: 'CIS', metricValue: '1', ...over }],
    });
  const look = lookAt(put('new'), [put('old')]);
  const answer = (filterPattern: string, over = {}) => ({
    metricFilters: [
      {
        filterName: 'keys',
        filterPattern,
        metricTransformations: [{ metricName: 'Keys', metricNamespace: 'CIS', metricValue: '1', ...over }],
        applyOnTransformedLogs: false,
      },
    ],
  });

  it('its pattern and its metric are looked at', () => {
    expect(found(look, answer('old'))).toBe('planned');
    expect(found(look, answer('new'))).toBe('done');
    expect(found(look, answer('third'))).toBe('changed');
    expect(found(look, answer('old', { defaultValue: 0 }))).toBe('changed');
    expect(found(look, answer('old', { dimensions: { user: '$.user' } }))).toBe('changed');
    expect(found(look, answer('new', { unit: 'Count' }))).toBe('changed');
    expect(found(look, answer('new', { unit: 'None' }))).toBe('done');
    expect(found(look, { metricFilters: [] })).toBe('changed');
  });
});

describe('before a policy is written', () => {
  const [first, mine, theirs] = ['First', 'Mine', 'Theirs'].map((Sid) => ({ Sid, Effect: 'Allow' }));
  const text = (...Statement: readonly (typeof first)[]) =>
    policyText({ Version: '2012-10-17', Statement: Statement.map((one) => ({ ...one })) });
  const put = (AttributeValue: string) =>
    step('sns:SetTopicAttributes', REGION, { TopicArn: TOPIC, AttributeName: 'Policy', AttributeValue });
  const answer = (Policy: string) => ({ Attributes: { Policy } });

  it('it must be the one that the plan saw; a statement of ours in it says that it was written', () => {
    const look = lookAt(put(text(first, mine)), [put(text(first))]);
    expect(found(look, answer(text(first)))).toBe('planned');
    expect(found(look, answer(text(first, mine)))).toBe('done');
    expect(found(look, answer(text(first, mine, theirs)))).toBe('done');
    expect(found(look, answer(text(first, theirs)))).toBe('changed');
  });

  it('of a topic that the plan makes, it is the one that SNS gives', () => {
    const look = lookAt(put(text(first, mine)), [], {
      before: [step('sns:CreateTopic', REGION, { Name: 'security' })],
    });
    expect(found(look, answer('{"Version":"2008-10-17","Id":"__default_policy_ID"}'))).toBe('planned');
    expect(found(look, answer(text(theirs)))).toBe('changed');
    expect(lookBefore(changeOf(put(text(mine)), 'topic'), [])).toBe(null);
  });

  it('of a bucket, there is none yet', () => {
    const look = lookAt(step('s3:PutBucketPolicy', REGION, { Bucket: 'trail', Policy: text(mine) }), []);
    expect(look.absent).toBe('NoSuchBucketPolicy');
    expect(found(look, { Policy: text(theirs) })).toBe('changed');
    expect(found(look, { Policy: text(mine) })).toBe('done');
  });
});

describe('before event selectors are put', () => {
  const TrailName = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/management';
  const all = { ReadWriteType: 'All', IncludeManagementEvents: true };
  const without = { ...all, ExcludeManagementEventSources: ['kms.amazonaws.com'] };
  const put = (EventSelectors: readonly object[]) =>
    step('cloudtrail:PutEventSelectors', REGION, {
      TrailName,
      EventSelectors: EventSelectors.map((one) => ({ ...one })),
    });
  const told = (one: object) => ({
    EventSelectors: [{ DataResources: [], ExcludeManagementEventSources: [], ...one }],
  });

  it('those that the step takes away are seen, and members that AWS adds are not', () => {
    const look = lookAt(put([all]), [put([without])]);
    expect(found(look, told(without))).toBe('planned');
    expect(found(look, told(all))).toBe('done');
    expect(found(look, told({ ...all, ReadWriteType: 'ReadOnly' }))).toBe('changed');
    expect(found(look, { ...told(all), AdvancedEventSelectors: [{ FieldSelectors: [] }] })).toBe('changed');
    expect(found(look, { EventSelectors: [] })).toBe('changed');
  });

  it('a trail that was never given any may tell of none', () => {
    const look = lookAt(put([without]), [put([all])]);
    expect(found(look, { EventSelectors: [] })).toBe('planned');
    expect(found(look, told(all))).toBe('planned');
  });
});

describe('what is kept as somebody chose it', () => {
  it('is how long events are kept', () => {
    const look = lookAt(step('logs:PutRetentionPolicy', REGION, { logGroupName: 'trail', retentionInDays: 365 }), []);
    const answer = (retentionInDays?: number) => ({ logGroups: [{ logGroupName: 'trail', retentionInDays }] });
    expect([answer(), answer(365), answer(3653)].map((one) => found(look, one))).toEqual(['planned', 'done', 'done']);
  });
});

it('the query of a look is JMESPath in which no name is anything else', () => {
  const put = step('logs:PutRetentionPolicy', REGION, { logGroupName: '`"\'$(x)\\é', retentionInDays: 365 });
  expect(lookQuery(lookAt(put, []), () => '')).toBe(
    'logGroups[?logGroupName == `"\\u0060\\"\\u0027$(x)\\\\\\u00e9"`] | [0] | (!(!(retentionInDays)) && `"done"`) || (!(retentionInDays) && `"planned"`) || `"changed"`',
  );
});
