import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { unreadOf } from '../../src/change/told.js';
import { controlOf } from './controls.js';
import { ADDRESS, accountOf, brief, expectLaws, filterIn, planFor } from './mend.case.js';
import type { TopicSpec } from './specs.js';
import { subscription } from './world.js';

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:terminate-instances';
const isOfTopics = ({ operation }: Account['reads'][number]) => operation.startsWith('sns:');

/** Nothing of the control is there; an alarm of another team's, on a metric of AWS's own, notifies the topic. */
function elsewhere(change: (topic: TopicSpec) => void): Account {
  const told = accountOf((made) => change(filterIn(made).alarms[0]!.topics[0]!));
  const silent = accountOf((made) => {
    const { alarm } = filterIn(made).alarms[0]!;
    Object.assign(alarm, { AlarmName: 'cpu', Namespace: 'AWS/EC2', MetricName: 'CPUUtilization' });
    delete alarm.Metrics;
  });
  return {
    ...silent,
    reads: [...silent.reads.filter((one) => !isOfTopics(one)), ...told.reads.filter(isOfTopics)],
  };
}

const only =
  (...who: readonly (readonly [string, string])[]) =>
  (topic: TopicSpec) => {
    topic.subscriptions = who.map(([protocol, endpoint]) => subscription(topic, '111122223333', protocol, endpoint));
  };

const actionsOf = (made: ReturnType<typeof planFor>) =>
  made.changes.flatMap(({ step }) => (step.operation === 'cloudwatch:PutMetricAlarm' ? [step.input.AlarmActions] : []));

describe('a topic that is there', () => {
  const machines: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    'a function': [['lambda', FUNCTION]],
    'a queue': [['sqs', 'arn:aws:sqs:us-east-1:111122223333:jobs']],
    'an endpoint': [['https', 'https://hooks.example.com/x']],
    'a function beside a person': [
      ['lambda', FUNCTION],
      ['email', 'ops@example.com'],
    ],
  };
  it.each(Object.entries(machines))(
    'of another team, at whose end is %s, is not given to a new alarm',
    (_name, who) => {
      const account = elsewhere(only(...who));
      for (const options of [{}, { subscribe: [ADDRESS] }]) {
        const made = planFor(account, ['kms-key-loss'], options);
        expectLaws(made, account, options);
        expect(brief(made)).toContain('CreateTopic adds');
        expect(actionsOf(made)).toEqual([[expect.stringMatching(/:trailproof-alerts$/)]]);
      }
    },
  );

  it('is given where people alone hear of it, and the plan says who', () => {
    const account = elsewhere(only(['email', 'ops@example.com']));
    const made = planFor(account, ['kms-key-loss']);
    expectLaws(made, account);
    expect(brief(made)).toEqual(['PutMetricAlarm adds']);
    expect(made.changes[0]?.told).toEqual([{ protocol: 'email', endpoint: 'ops@example.com' }]);
  });

  it('is given where it is named, and the plan says who hears of it', () => {
    const account = elsewhere(only(['lambda', FUNCTION]));
    const options = { topic: 'arn:aws:sns:us-east-1:111122223333:security-alerts' };
    const made = planFor(account, ['kms-key-loss'], options);
    expectLaws(made, account, options);
    expect(actionsOf(made)).toEqual([[options.topic]]);
    expect(made.changes[0]?.told).toEqual([{ protocol: 'lambda', endpoint: FUNCTION }]);
  });

  it('is given, machine or not, where another control is proved by it', () => {
    const other = controlOf('root-usage');
    const account = accountOf(
      (made) => only(['https', 'https://events.example.com/x'])(filterIn(made).alarms[0]!.topics[0]!),
      [other],
    );
    const made = planFor(account, ['kms-key-loss']);
    expectLaws(made, account);
    expect(brief(made)).toEqual(['PutMetricFilter adds', 'PutMetricAlarm adds']);
  });
});

describe('who is subscribed', () => {
  it('is a queue or a function of which it is said that its policy is not read', () => {
    expect(unreadOf({ protocol: 'sqs', endpoint: 'arn:aws:sqs:us-east-1:111122223333:q' })).toMatch(/queue `q`/);
    expect(unreadOf({ protocol: 'lambda', endpoint: FUNCTION })).toMatch(/function `terminate-instances`/);
    expect(unreadOf({ protocol: 'email', endpoint: 'a@example.com' })).toBe(null);
    expect(unreadOf({ protocol: 'https', endpoint: 'https://example.com' })).toBe(null);
  });
});
