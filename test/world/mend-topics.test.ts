import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { controlOf } from './controls.js';
import { ADDRESS, accountOf, brief, CATALOGUE, expectLaws, filterIn, planFor } from './mend.case.js';
import { groupsOf } from './reads.js';
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
    expect(made.changes[0]?.told).toEqual([
      { protocol: 'lambda', endpoint: FUNCTION, doubt: expect.stringContaining('lambda:GetFunctionConfiguration') },
    ]);
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

  it('is given, machine or not, where another control will be proved by it, whichever is planned first', () => {
    const controls = CATALOGUE.filter(({ slug }) => ['kms-key-loss', 'root-usage'].includes(slug));
    const slugs = controls.map(({ slug }) => slug);
    const account = accountOf(
      (made) => {
        filterIn(made).alarms[0]!.alarm.ActionsEnabled = false;
        only(['https', 'https://events.example.com/x'])(filterIn(made).alarms[0]!.topics[0]!);
      },
      [controlOf('root-usage')],
    );
    for (const order of [controls, controls.toReversed()]) {
      const made = planFor(account, slugs, { controls: order });
      expectLaws(made, account, { controls: order });
      expect(brief(made)).toEqual(expect.arrayContaining(['EnableAlarmActions changes']));
      expect(brief(made)).not.toContain('CreateTopic adds');
      expect(made.controls.map(({ after }) => after)).toEqual(['proved', 'proved']);
    }
  });
});

describe('a topic of another account', () => {
  const CENTRAL = 'arn:aws:sns:us-east-1:999999999999:central';
  /** The alarm of the control notifies it alone. */
  const central = (): Account => {
    const account = accountOf();
    const text = JSON.stringify(account.reads.filter((one) => !isOfTopics(one)));
    return {
      ...account,
      reads: JSON.parse(text.replaceAll('arn:aws:sns:us-east-1:111122223333:security-alerts', CENTRAL)),
    };
  };

  it('is left to that account, and who could be told here is asked for', () => {
    const account = central();
    const made = planFor(account, ['kms-key-loss']);
    expectLaws(made, account);
    expect(brief(made)).toEqual([]);
    expect(made.remains).toMatchObject([{ code: 'other-account', help: expect.stringContaining('--subscribe') }]);
  });

  it('stays, and the alarm is given one of ours, where somebody here is named', () => {
    const ours = 'arn:aws:sns:us-east-1:111122223333:trailproof-alerts';
    for (const options of [{ subscribe: [ADDRESS] }, { subscribe: [ADDRESS], topic: ours }]) {
      const account = 'topic' in options ? without(central(), ours) : central();
      const made = planFor(account, ['kms-key-loss'], options);
      if (!('topic' in options)) expectLaws(made, account, options);
      expect(brief(made)).toEqual(['CreateTopic adds', 'PutMetricAlarm adds', 'Subscribe adds']);
      expect(actionsOf(made)).toEqual([[CENTRAL, ours]]);
      expect(made.controls).toMatchObject([{ before: 'unknown', after: 'proved' }]);
    }
  });

  it('without anybody, as that account tells: the alarm is given one of ours, and no second trail is built', () => {
    const [account, options] = [central(), { subscribe: [ADDRESS] }];
    const other: Account = {
      ...account,
      account: '999999999999',
      reads: [
        {
          region: 'us-east-1',
          operation: 'sns:GetTopicAttributes',
          input: { TopicArn: CENTRAL },
          pages: [{ Attributes: {} }],
        },
        {
          region: 'us-east-1',
          operation: 'sns:ListSubscriptionsByTopic',
          input: { TopicArn: CENTRAL },
          pages: [{ Subscriptions: [] }],
        },
      ],
    };
    const made = planFor(account, ['kms-key-loss'], { ...options, accounts: [account, other] });
    expect(brief(made)).toEqual(['CreateTopic adds', 'PutMetricAlarm adds', 'Subscribe adds']);
    expect(actionsOf(made)).toEqual([[CENTRAL, expect.stringMatching(/:trailproof-alerts$/)]]);
  });
});

describe('a topic that is named', () => {
  const silent = () =>
    accountOf((made) => {
      groupsOf(made)[0]!.filters = [];
    });

  it.each([
    [
      'in another Region than the trail',
      'arn:aws:sns:eu-central-1:111122223333:alerts',
      /notifies topics of its own Region alone/,
    ],
    [
      'in a Region that was not read',
      'arn:aws:sns:mars-1:111122223333:alerts',
      /`mars-1`, which is no Region that was read/,
    ],
    ['in another partition', 'arn:aws-cn:sns:us-east-1:111122223333:alerts', /partition `aws-cn`/],
    ['as no topic is', 'arn:aws:sns:us-east-1:111122223333:a b', /SNS takes no such name/],
    ['as FIFO topics are, and is not there', 'arn:aws:sns:us-east-1:111122223333:alerts.fifo', /no FIFO topic/],
  ])('%s: nothing is planned, and it is said why', (_name, topic, message) => {
    const account = silent();
    const known = topic.includes('mars') || topic.includes('aws-cn') ? account : without(account, topic);
    const made = planFor(known, ['kms-key-loss'], { topic, subscribe: [ADDRESS] });
    expect(brief(made)).toEqual([]);
    expect(made.remains).toMatchObject([{ message: expect.stringMatching(message) }]);
  });

  it('where there is no trail yet has the chain built about it', () => {
    const account = accountOf((made) => {
      made.trails = [];
    }, []);
    const topic = 'arn:aws:sns:eu-central-1:111122223333:alerts';
    const made = planFor(without(account, topic), ['kms-key-loss'], { topic, subscribe: [ADDRESS] });
    expect(brief(made)).toContain('CreateTrail adds');
    expect(new Set(made.changes.map(({ step }) => step.region))).toEqual(new Set(['eu-central-1']));
  });
});

/** The account as it is read for a plan with a topic that is not there. */
function without(account: Account, TopicArn: string): Account {
  const [, , , region = ''] = TopicArn.split(':');
  const error = { kind: 'not-found', code: 'NotFound', message: 'Topic does not exist' } as const;
  const operations = ['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'] as const;
  const reads = operations.map((operation) => ({ region, operation, input: { TopicArn }, pages: [], error }));
  return { ...account, reads: [...account.reads, ...reads] };
}
