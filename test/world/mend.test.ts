import { describe, expect, it } from 'vitest';
import { alarmInput } from '../../src/change/build/alarm.js';
import { compile } from './account-builder.js';
import { FAULTY_ALARMS } from './alarm-variants.js';
import { FAULTY_FILTERS, setPattern } from './filter-variants.js';
import {
  ADDRESS,
  brief,
  control,
  filterIn,
  mended,
  NEW_FILTER,
  NEW_TOPIC,
  NEW_TRAIL,
  planFor,
  withHim,
} from './mend.case.js';
import { FAULTY_PATTERNS, GUARDS, guarded } from './pattern-variants.js';
import type { AlarmSpec, TopicSpec, World } from './specs.js';
import { topicsOf } from './topic-reads.js';
import { FAULTY_TOPICS } from './topic-variants.js';
import { world } from './world.js';

const alarm = (made: World): AlarmSpec => filterIn(made).alarms[0]!;
const topic = (made: World): TopicSpec => topicsOf(made)[0]!;

describe('a metric filter', () => {
  const expected: Record<keyof typeof FAULTY_FILTERS, readonly string[]> = {
    'another account selected': ['PutMetricFilter changes'],
    transformed: ['PutMetricFilter changes'],
    'counts nothing': ['PutMetricFilter changes'],
    'counts what is not there': NEW_FILTER,
    // An alarm of its name waits for a metric that nobody publishes.
    'another namespace': ['PutMetricAlarm changes'],
    'another metric name': ['PutMetricAlarm changes'],
    'dimensions that the alarm does not name': NEW_FILTER,
    'a dimension of one event': NEW_FILTER,
    unparsable: ['PutMetricFilter adds'],
  };
  it.each(Object.entries(FAULTY_FILTERS))('%s', (name, vary) => {
    const made = mended((account) => vary(account, filterIn(account)));
    expect(brief(made)).toEqual(withHim(expected[name as keyof typeof FAULTY_FILTERS]));
  });
});

describe('a pattern', () => {
  it.each(Object.entries(FAULTY_PATTERNS))('%s', (name, write) => {
    const made = mended((account) => setPattern(filterIn(account), control, write(control), false));
    // Terms cannot be joined to by others: a filter beside it publishes into the same metric.
    expect(brief(made)).toEqual(withHim([`PutMetricFilter ${name === 'an excluded term' ? 'adds' : 'changes'}`]));
  });

  it.each(Object.entries(GUARDS))('that is narrowed: %s', (_, guard) => {
    const made = mended((account) => setPattern(filterIn(account), control, guarded(control, guard), false));
    expect(brief(made)).toEqual(['PutMetricFilter changes', 'Subscribe adds']);
  });
});

describe('an alarm', () => {
  const muted = ['PutMetricAlarm adds'];
  const expected: Record<keyof typeof FAULTY_ALARMS, readonly string[]> = {
    'threshold too high': ['PutMetricAlarm changes'],
    'above what one event counts': ['PutMetricAlarm changes'],
    'rings when nothing happens': ['PutMetricAlarm changes'],
    'average over the default': ['PutMetricAlarm changes'],
    'minimum over the default': ['PutMetricAlarm changes'],
    'samples of the default': ['PutMetricAlarm changes'],
    'three of three': ['PutMetricAlarm changes'],
    'missing data breaching': ['PutMetricAlarm changes'],
    'missing data ignored': ['PutMetricAlarm changes'],
    'actions off': ['EnableAlarmActions changes'],
    'OK actions only': ['CreateTopic adds', 'PutMetricAlarm changes', 'Subscribe adds'],
    'no actions': ['CreateTopic adds', 'PutMetricAlarm changes', 'Subscribe adds'],
    'a unit that the metric lacks': ['PutMetricAlarm changes'],
    'a dimension that the metric lacks': ['PutMetricAlarm adds'],
    'in another Region': NEW_TOPIC,
    muted,
    'a composite alarm that needs two': ['PutMetricAlarm changes'],
    'anomaly detection': ['PutMetricAlarm adds'],
  };
  it.each(Object.entries(FAULTY_ALARMS))('%s', (name, vary) => {
    const made = mended((account) => vary(account, alarm(account), filterIn(account)));
    expect(brief(made)).toEqual(withHim(expected[name as keyof typeof FAULTY_ALARMS]));
  });

  it('keeps its description, its other actions and what it does of other states', () => {
    const others = ['arn:aws:lambda:us-east-1:111122223333:function:ticket'];
    const made = mended((account) => {
      const { alarm: settings } = alarm(account);
      Object.assign(settings, { AlarmDescription: 'ours', OKActions: others, Threshold: 3 });
    });
    expect(made.changes[0]?.step.input).toMatchObject({
      AlarmDescription: 'ours',
      OKActions: others,
      AlarmActions: ['arn:aws:sns:us-east-1:111122223333:security-alerts'],
      Threshold: 1,
    });
  });

  it('without an action is given one, and keeps the rest; no second one stands beside it', () => {
    const broken = world({ controls: [control] });
    Object.assign(alarm(broken).alarm, { AlarmActions: [], AlarmDescription: 'ours', Threshold: 1 });
    alarm(broken).topics = [];
    const made = planFor(compile(broken), ['kms-key-loss'], { subscribe: [ADDRESS] });
    const puts = made.changes.filter(({ step }) => step.operation === 'cloudwatch:PutMetricAlarm');
    expect(puts).toHaveLength(1);
    const { AlarmActions: _none, ...kept } = alarmInput(alarm(broken).alarm);
    expect(puts[0]).toMatchObject({
      risk: 'changes',
      warning: expect.stringContaining('on purpose'),
      step: { input: { ...kept, AlarmActions: ['arn:aws:sns:us-east-1:111122223333:trailproof-alerts'] } },
      undo: [{ operation: 'cloudwatch:PutMetricAlarm' }],
    });
  });

  it('that is both off and set wrongly is mended in one step, which says both', () => {
    const made = mended((account) => Object.assign(alarm(account).alarm, { ActionsEnabled: false, Threshold: 3 }));
    expect(brief(made)).toEqual(['PutMetricAlarm changes', 'Subscribe adds']);
    expect(made.changes[0]?.title).toMatch(/ring for a single event.* and act$/);
  });
});

describe('a topic', () => {
  const expected: Record<keyof typeof FAULTY_TOPICS, readonly string[]> = {
    deleted: ['CreateTopic adds', 'Subscribe adds'],
    'policy denies everybody': NEW_TOPIC,
    'policy for another account': ['SetTopicAttributes adds'],
    "policy for another account's alarms": ['SetTopicAttributes adds'],
    'encrypted with the AWS managed key': ['CreateKey adds', 'CreateAlias adds', 'SetTopicAttributes changes'],
    'encrypted with a key that CloudWatch may not use': ['PutKeyPolicy adds'],
    'encrypted with a disabled key': ['EnableKey changes'],
    'a data protection policy that blocks': NEW_TOPIC,
    'short messages alone': NEW_TOPIC,
    'no subscription': ['Subscribe adds'],
    'not confirmed': ['Subscribe adds'],
    'a filter policy on attributes': ['Subscribe adds'],
    'a filter policy on another state': ['Subscribe adds'],
  };
  it.each(Object.entries(FAULTY_TOPICS))('%s', (name, vary) => {
    const made = mended((account) => vary(account, topic(account)));
    expect(brief(made)).toEqual(withHim(expected[name as keyof typeof FAULTY_TOPICS]));
  });

  it('keeps every statement that its policy had', () => {
    const change = (account: World) => FAULTY_TOPICS['policy for another account'](account, topic(account));
    const made = world({ controls: [control] });
    change(made);
    const old = JSON.parse(topic(made).attributes.Policy ?? '{}');
    const input = mended(change).changes[0]?.step.input;
    const policy = JSON.parse(input && 'AttributeValue' in input ? String(input.AttributeValue) : '{}');
    expect(policy.Statement.slice(0, old.Statement.length)).toEqual(old.Statement);
    expect(policy.Statement).toHaveLength(old.Statement.length + 1);
  });
});

describe('without anybody to subscribe', () => {
  it('the rest is planned, and somebody is asked for', () => {
    const made = mended((account) => {
      account.trails = [];
    }, {});
    expect(brief(made)).toEqual([...NEW_TRAIL, 'PutMetricFilter adds', 'CreateTopic adds', 'PutMetricAlarm adds']);
    expect(made.controls).toEqual([{ control: 'kms-key-loss', before: 'broken', after: 'broken' }]);
    expect(made.remains).toMatchObject([{ code: 'subscriber-needed', controls: ['kms-key-loss'] }]);
  });

  it('a pending subscription waits for a person', () => {
    const made = mended((account) => FAULTY_TOPICS['not confirmed'](account, topic(account)), {});
    expect(brief(made)).toEqual([]);
    expect(made.remains).toMatchObject([{ code: 'confirm-email' }]);
    expect(made.controls).toMatchObject([{ before: 'broken', after: 'proved' }]);
  });

  it('a filter policy is taken away, which is said', () => {
    const made = mended((account) => FAULTY_TOPICS['a filter policy on attributes'](account, topic(account)), {});
    expect(brief(made)).toEqual(['SetSubscriptionAttributes replaces']);
    expect(made.changes[0]?.warning).toMatch(/every message/);
  });

  it('a telephone is subscribed where it is asked for, and is no proof', () => {
    const subscribe = [{ protocol: 'sms', endpoint: '+15555550100' }];
    const made = mended((account) => FAULTY_TOPICS['no subscription'](account, topic(account)), { subscribe });
    expect(brief(made)).toEqual(['Subscribe adds']);
    expect(made.controls).toMatchObject([{ after: 'unknown' }]);
    expect(made.remains).toMatchObject([{ code: 'subscriber-needed' }]);
  });
});
