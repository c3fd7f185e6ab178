import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { applyChanges } from '../../src/change/apply.js';
import { prepared, questionsToPlan } from '../../src/change/prepare.js';
import { FAULTY_ALARMS } from './alarm-variants.js';
import { CONTROLS } from './controls.js';
import { ADDRESS, accountOf, brief, emptyAccount, expectLaws, FIFTEEN, filterIn, planFor } from './mend.case.js';
import type { World } from './specs.js';
import { topicsOf } from './topic-reads.js';
import { FAULTY_TOPICS } from './topic-variants.js';
import { metricAlarm, snsTopic } from './world.js';

describe('what is asked before a plan', () => {
  it('is what stands where a chain would be built, and the topic that is named', () => {
    const topic = 'arn:aws:sns:us-east-1:111122223333:mine';
    const asked = questionsToPlan(emptyAccount(), topic).map(({ region, operation }) => `${region} ${operation}`);
    expect(asked).toContain('us-east-1 cloudwatch:DescribeAlarms');
    expect(asked).toContain('us-east-1 cloudwatch:ListAlarmMuteRules');
    expect(asked.filter((one) => one.endsWith('sns:ListSubscriptionsByTopic'))).toHaveLength(2);
    expect(new Set(asked.map((one) => one.split(' ')[0]))).toEqual(new Set(['us-east-1']));
  });

  it('is about the topics of all alarms that stand there: one with a subscriber is told before a new one is made', () => {
    const told = accountOf();
    const isOfTopics = ({ operation }: Account['reads'][number]) => operation.startsWith('sns:');
    const silent = accountOf((made) => {
      const { alarm } = filterIn(made).alarms[0]!;
      // Another team's, on a metric of AWS's own.
      Object.assign(alarm, { AlarmName: 'cpu', Namespace: 'AWS/EC2', MetricName: 'CPUUtilization' });
      delete alarm.Metrics;
    });
    const read = { ...silent, reads: silent.reads.filter((one) => !isOfTopics(one)) };
    const asked = questionsToPlan(read, null).filter(({ input }) =>
      String(input.TopicArn).endsWith(':security-alerts'),
    );
    expect(asked.map(({ operation }) => operation)).toEqual(['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic']);
    const known = { ...read, reads: [...read.reads, ...told.reads.filter(isOfTopics)] };
    const made = planFor(known, ['kms-key-loss']);
    expectLaws(made, known);
    expect(brief(made)).toEqual(['PutMetricAlarm adds']);
    expect(made.remains).toEqual([]);
    expect(made.changes[0]?.step.input).toMatchObject({ AlarmActions: [expect.stringMatching(/:security-alerts$/)] });
  });

  it('is not asked twice, and what was refused is not taken for nothing', () => {
    const read = prepared(emptyAccount(), null);
    expect(questionsToPlan(read, null).map(({ operation }) => operation)).not.toContain('cloudwatch:DescribeAlarms');
    expect(prepared(read, null)).toBe(read);
    const reads = read.reads.map((one) =>
      one.operation === 'cloudwatch:DescribeAlarms'
        ? { ...one, pages: [], error: { kind: 'denied' as const, code: 'AccessDenied', message: 'no' } }
        : one,
    );
    const made = planFor({ ...read, reads }, ['kms-key-loss'], { subscribe: [ADDRESS] });
    expect(made).toMatchObject({ changes: [], remains: [{ controls: ['kms-key-loss'] }] });
  });
});

describe('the topic that is asked for', () => {
  const mine = 'arn:aws:sns:us-east-1:111122223333:security-alerts';
  it('is notified by an alarm that notifies nobody who is told', () => {
    const broken = accountOf((made) => FAULTY_ALARMS['in another Region'](made, filterIn(made).alarms[0]!));
    const ready = accountOf();
    const reads = ready.reads.filter(({ operation }) => operation.startsWith('sns:'));
    const known = {
      ...broken,
      reads: [...broken.reads.filter(({ operation }) => !operation.startsWith('sns:')), ...reads],
    };
    const made = planFor(known, ['kms-key-loss'], { topic: mine });
    expect(brief(made)).toEqual(['PutMetricAlarm adds']);
    expect(made.changes[0]?.step.input).toMatchObject({ AlarmActions: [mine] });
  });

  it('must have been read, and be of this account', () => {
    const unread = 'arn:aws:sns:us-east-1:111122223333:mine';
    expect(planFor(emptyAccount(), ['kms-key-loss'], { topic: unread })).toMatchObject({
      changes: [],
      remains: [{ code: 'not-read', controls: ['kms-key-loss'] }],
    });
    const foreign = 'arn:aws:sns:us-east-1:999999999999:mine';
    expect(planFor(emptyAccount(), ['kms-key-loss'], { topic: foreign })).toMatchObject({
      changes: [],
      remains: [{ code: 'other-account' }],
    });
  });
});

describe('what is named though nothing needs it', () => {
  const other = 'arn:aws:sns:us-east-1:111122223333:other';
  /** All is told by a topic; another one is known, with its own subscriber. */
  const two = (change: (made: World) => void = () => {}) =>
    accountOf((made) => {
      const { alarm, topics } = filterIn(made).alarms[0]!;
      const beside = metricAlarm(made, filterIn(made), made.home, 'beside', null);
      beside.alarm.MetricName = 'Heartbeat';
      const known = snsTopic(made, made.home, 'other');
      beside.topics = [known];
      beside.alarm.AlarmActions = [known.arn];
      filterIn(made).alarms.push(beside);
      expect([alarm.AlarmActions, topics.length]).toEqual([[topics[0]!.arn], 1]);
      change(made);
    });

  it('is done where all is proved, once; all of it at one topic', () => {
    const proved = accountOf(() => {}, [...CONTROLS]);
    const options = { subscribe: [ADDRESS, { protocol: 'sms', endpoint: '+15555550100' }] };
    const made = planFor(proved, FIFTEEN, options);
    expectLaws(made, proved, options);
    expect(brief(made)).toEqual(['Subscribe adds', 'Subscribe adds']);
    expect(made.changes[0]?.controls).toHaveLength(15);
    expect(made.remains).toMatchObject([{ code: 'confirm-email' }]);
  });

  it('is not done twice, and who has not confirmed is reminded', () => {
    const subscribe = [{ protocol: 'email', endpoint: 'security@example.com' }];
    expect(planFor(accountOf(), ['kms-key-loss'], { subscribe })).toMatchObject({ changes: [], remains: [] });
    const [first] = planFor(accountOf(), ['kms-key-loss'], { subscribe: [ADDRESS] }).changes;
    const pending = applyChanges([first!], accountOf());
    expect(planFor(pending, ['kms-key-loss'], { subscribe: [ADDRESS] })).toMatchObject({
      changes: [],
      remains: [{ code: 'confirm-email', message: expect.stringContaining('never confirmed') }],
    });
  });

  it('the topic is notified as well, and subscribed to', () => {
    for (const options of [{ topic: other }, { topic: other, subscribe: [ADDRESS] }]) {
      const made = planFor(two(), ['kms-key-loss'], options);
      expectLaws(made, two(), options);
      expect(brief(made)).toEqual(['PutMetricAlarm adds', ...('subscribe' in options ? ['Subscribe adds'] : [])]);
      expect(made.changes[0]?.step.input).toMatchObject({
        AlarmActions: ['arn:aws:sns:us-east-1:111122223333:security-alerts', other],
      });
      for (const { step } of made.changes.slice(1)) expect(step.input).toMatchObject({ TopicArn: other });
    }
  });

  it('the topic is made to let the alarm publish; one to which nobody listens is said', () => {
    const closed = two((made) => {
      const known = topicsOf(made).find(({ arn }) => arn === other)!;
      known.subscriptions = [];
      FAULTY_TOPICS['policy for another account'](made, known);
    });
    const made = planFor(closed, ['kms-key-loss'], { topic: other });
    expectLaws(made, closed, { topic: other });
    expect(brief(made)).toEqual(['PutMetricAlarm adds', 'SetTopicAttributes adds']);
    expect(made.remains).toMatchObject([{ code: 'subscriber-needed', controls: ['kms-key-loss'] }]);
  });

  it('or it is said why not', () => {
    const why = (topic: string, read = accountOf()) => {
      const made = planFor(read, ['kms-key-loss'], { topic });
      expect(made).toMatchObject({ changes: [], controls: [{ after: 'proved' }] });
      return made.remains.map(({ code, message }) => `${code} ${message}`);
    };
    expect(why('arn:aws:sns:us-east-1:999999999999:x')).toEqual([expect.stringMatching(/^other-account /)]);
    expect(why('arn:aws:sns:us-east-1:111122223333:x')).toEqual([expect.stringMatching(/^not-read /)]);
    const elsewhere = 'arn:aws:sns:us-west-2:111122223333:x';
    const listed = accountOf();
    const reads = listed.reads.flatMap((one) =>
      one.operation.startsWith('sns:') && 'TopicArn' in one.input
        ? [one, { ...one, region: 'us-west-2', input: { TopicArn: elsewhere } }]
        : [one],
    );
    expect(why(elsewhere, { ...listed, reads })).toEqual([expect.stringMatching(/^no-plan .* is in us-west-2, /)]);
    const full = two((made) => {
      const { alarm } = filterIn(made).alarms[0]!;
      const others = [1, 2, 3, 4].map((at) => `arn:aws:lambda:us-east-1:111122223333:function:f${at}`);
      alarm.AlarmActions = [...(alarm.AlarmActions ?? []), ...others];
    });
    expect(why(other, full)).toEqual([expect.stringMatching(/^no-plan .*five actions already/)]);
  });
});
