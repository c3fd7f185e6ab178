import { describe, expect, it } from 'vitest';
import { setPattern } from './filter-variants.js';
import { ADDRESS, accountOf, brief, control, expectLaws, filterIn, planFor } from './mend.case.js';
import { FAULTY_PATTERNS } from './pattern-variants.js';
import type { World } from './specs.js';
import { topicsOf } from './topic-reads.js';
import { FAULTY_TOPICS } from './topic-variants.js';

const TERMINATE = 'arn:aws:automate:us-east-1:ec2:terminate';
const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:lock-everybody';
const subscribe = [ADDRESS];

/** What the alarm does besides. */
function does(made: World, action: string) {
  const { alarm } = filterIn(made).alarms[0]!;
  alarm.AlarmActions = [...(alarm.AlarmActions ?? []), action];
  return alarm;
}

function planned(change: (made: World) => void) {
  const account = accountOf(change);
  const made = planFor(account, ['kms-key-loss'], { subscribe });
  expectLaws(made, account, { subscribe });
  return made;
}

describe('an alarm that ends machines is not made to ring', () => {
  it.each<[string, (made: World) => void]>([
    ['that was switched off', (made) => (does(made, TERMINATE).ActionsEnabled = false)],
    ['that waits for several events', (made) => (does(made, TERMINATE).Threshold = 5)],
    [
      'of a filter that is to catch more',
      (made) => {
        does(made, TERMINATE);
        setPattern(filterIn(made), control, FAULTY_PATTERNS['one name missing'](control), false);
      },
    ],
  ])('%s', (_name, change) => {
    expect(brief(planned(change)).filter((one) => !one.startsWith('Subscribe'))).toEqual(
      expect.arrayContaining(['PutMetricAlarm adds']),
    );
    expect(brief(planned(change)).filter((one) => one.endsWith('changes'))).toEqual([]);
  });
});

describe('what an alarm does besides telling is said', () => {
  const warnings = (change: (made: World) => void) => planned(change).changes.map(({ warning }) => warning ?? '');
  const words = /when the alarm `[^`]+` rings, it calls the function arn:aws:lambda:[^ ]+lock-everybody, whatever/;

  it('where it is made to ring for one event', () => {
    expect(warnings((made) => (does(made, FUNCTION).Threshold = 5))[0]).toMatch(words);
  });
  it('where its actions are switched on', () => {
    expect(warnings((made) => (does(made, FUNCTION).ActionsEnabled = false))[0]).toMatch(words);
  });
  it('where its filter catches more', () => {
    const caught = warnings((made) => {
      does(made, FUNCTION);
      setPattern(filterIn(made), control, FAULTY_PATTERNS['one name missing'](control), false);
    });
    expect(caught[0]).toMatch(words);
  });
  it('not where it is only given a topic', () => {
    expect(
      warnings((made) => {
        filterIn(made).alarms[0]!.alarm.AlarmActions = [FUNCTION];
      }).join(),
    ).not.toMatch(/when the alarm/);
  });
});

it('an alarm that rang when nothing came does so no more, which is said', () => {
  const made = planned((world) => {
    Object.assign(filterIn(world).alarms[0]!.alarm, { ComparisonOperator: 'LessThanThreshold' });
  });
  expect(made.changes[0]?.warning).toMatch(/when there were few events or none, and does so no more/);
});

describe('a filter policy', () => {
  const planOf = (protocol: string, options: Parameters<typeof planFor>[2]) => {
    const account = accountOf((made) => {
      const spec = topicsOf(made)[0]!;
      FAULTY_TOPICS['a filter policy on another state'](made, spec);
      for (const { subscription } of spec.subscriptions)
        Object.assign(subscription, { Protocol: protocol, Endpoint: FUNCTION });
    });
    const made = planFor(account, ['kms-key-loss'], options);
    expectLaws(made, account, options);
    return made;
  };

  it('of a function is not taken away: what it does with a message nobody knows', () => {
    expect(brief(planOf('lambda', {}))).not.toContain('SetSubscriptionAttributes replaces');
    expect(brief(planOf('lambda', { subscribe }))).not.toContain('SetSubscriptionAttributes replaces');
  });

  it('of a person is, and it is said whose', () => {
    const [change] = planOf('email', {}).changes;
    expect(change?.title).toMatch(
      /^take the filter policy from the email subscription of `arn:aws:lambda:.*` to the topic/,
    );
  });
});
