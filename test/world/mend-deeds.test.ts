import { describe, expect, it } from 'vitest';
import { FAULTY_ALARMS } from './alarm-variants.js';
import { setPattern } from './filter-variants.js';
import { ADDRESS, accountOf, brief, CATALOGUE, control, expectLaws, filterIn, planFor } from './mend.case.js';
import { FAULTY_PATTERNS } from './pattern-variants.js';
import { groupsOf } from './reads.js';
import type { AlarmSpec, World } from './specs.js';
import { topicsOf } from './topic-reads.js';
import { FAULTY_TOPICS } from './topic-variants.js';
import { FAULTY_TRAILS } from './trail-variants.js';
import { metricAlarm, metricFilter } from './world.js';

const TERMINATE = 'arn:aws:automate:us-east-1:ec2:terminate';
const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:lock-everybody';
const ONCALL = 'arn:aws:sns:us-east-1:111122223333:oncall';
const subscribe = [ADDRESS];

/** What the alarm does besides. */
function does(
  made: World,
  action: string,
  list: 'AlarmActions' | 'OKActions' | 'InsufficientDataActions' = 'AlarmActions',
  members: object = {},
) {
  const { alarm } = filterIn(made).alarms[0]!;
  alarm[list] = [...(alarm[list] ?? []), action];
  return Object.assign(alarm, members);
}

const narrow = (made: World) =>
  setPattern(filterIn(made), control, FAULTY_PATTERNS['one name missing'](control), false);

/** Another alarm on the metric, which somebody else has set up. */
function stranger(made: World, members: object, name = 'of-somebody-else'): AlarmSpec {
  const other = metricAlarm(made, filterIn(made), 'us-east-1', name, null);
  Object.assign(other.alarm, members);
  filterIn(made).alarms.push(other);
  return other;
}

/** A filter of the same log group rings an alarm that ends machines; the trail is as it is named. */
function withAnother(made: World, fault: keyof typeof FAULTY_TRAILS): void {
  const group = groupsOf(made)[0]!;
  const other = metricFilter(group, control, '-mining');
  Object.assign(other.filter, { filterName: 'mining', filterPattern: '{ $.eventName = "RunInstances" }' });
  other.metric.metricName = 'Mining';
  const ends = metricAlarm(made, other, 'us-east-1', 'mining', null);
  ends.alarm.AlarmActions = [TERMINATE];
  other.alarms.push(ends);
  group.filters.push(other);
  FAULTY_TRAILS[fault](made, made.trails[0]!);
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
    ['that does so when it is over', (made) => void does(made, TERMINATE, 'OKActions', { Threshold: 5 })],
    [
      'that does so for want of data',
      (made) => void does(made, TERMINATE, 'InsufficientDataActions', { ActionsEnabled: false }),
    ],
    ['of another filter, when the trail was stopped', (made) => withAnother(made, 'stopped')],
    ['of another filter, when the trail is of one Region', (made) => withAnother(made, 'single-Region')],
    [
      'that finds the metric by a query',
      (made) => {
        narrow(made);
        const Expression = `SELECT SUM("${filterIn(made).metric.metricName}") FROM "CISBenchmark"`;
        const Metrics = [{ Id: 'q', Expression, Period: 300, ReturnData: true }];
        stranger(made, { MetricName: undefined, Namespace: undefined, Metrics, AlarmActions: [TERMINATE] });
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
  it('where an alarm over it does it', () => {
    const over = warnings((made) => {
      narrow(made);
      const spec = filterIn(made).alarms[0]!;
      FAULTY_ALARMS['a composite alarm that needs two'](made, spec, filterIn(made));
      const parent = spec.parents[0]!.alarm;
      Object.assign(parent, { AlarmRule: `ALARM("${spec.alarm.AlarmName}")`, AlarmActions: [FUNCTION] });
    });
    expect(over[0]).toMatch(words);
  });
  it('where other alarms look at the metric, with whom they tell', () => {
    const told = warnings((made) => {
      narrow(made);
      stranger(made, { Threshold: 5, AlarmActions: [ONCALL] });
    });
    expect(told[0]).toContain(`when the alarm \`of-somebody-else\` rings, it publishes to ${ONCALL}`);
  });
  it('where it tells others than those of the topic', () => {
    const [switched] = warnings((made) => void does(made, ONCALL, 'AlarmActions', { ActionsEnabled: false }));
    expect(switched).toContain(`publishes to ${ONCALL}`);
  });
  it('not where it is only given a topic', () => {
    expect(
      warnings((made) => {
        filterIn(made).alarms[0]!.alarm.AlarmActions = [FUNCTION];
      }).join(),
    ).not.toMatch(/when the alarm/);
  });
});

describe('an alarm of somebody else on the metric is left as it is', () => {
  const muted = (made: World) => {
    FAULTY_ALARMS.muted(made, filterIn(made).alarms[0]!);
  };
  it.each<[string, (made: World) => void]>([
    ['that waits for many', (made) => void stranger(made, { Threshold: 50, AlarmActions: [ONCALL] })],
    [
      'that was switched off',
      (made) => void stranger(made, { Threshold: 50, ActionsEnabled: false, AlarmActions: [ONCALL] }),
    ],
    [
      'that rings when no logs come',
      (made) => {
        const silence = { Statistic: 'SampleCount', ComparisonOperator: 'LessThanThreshold' };
        stranger(made, { ...silence, TreatMissingData: 'breaching', AlarmActions: [ONCALL] });
      },
    ],
  ])('%s', (_name, change) => {
    const made = planned((world) => {
      muted(world);
      change(world);
    });
    expect(brief(made)).toEqual(['PutMetricAlarm adds', 'Subscribe adds']);
  });

  it('one that another alarm is silent for is not made to ring', () => {
    const made = planned((world) => {
      const own = filterIn(world).alarms[0]!;
      own.alarm.Threshold = 5;
      const down = stranger(world, { Threshold: 9, AlarmActions: [ONCALL] });
      FAULTY_ALARMS['a composite alarm that needs two'](world, down, filterIn(world));
      const rule = { AlarmRule: 'ALARM("of-somebody-else")', ActionsSuppressor: own.alarm.AlarmName };
      Object.assign(down.parents[0]!.alarm, rule);
    });
    expect(brief(made)).toEqual(['PutMetricAlarm adds', 'Subscribe adds']);
  });
});

describe('an alarm that waits for a metric', () => {
  /** There is no filter; an alarm is named after the control. */
  const waiting = (members: object, more: (made: World) => void = () => {}) =>
    brief(
      planned((made) => {
        const spec = filterIn(made).alarms[0]!;
        Object.assign(spec.alarm, { Namespace: 'MyApp', MetricName: 'KmsKeyLoss', ...members });
        made.strayAlarms.push(spec);
        more(made);
        groupsOf(made)[0]!.filters.length = 0;
      }),
    );
  const BUILT = ['PutMetricFilter adds', 'PutMetricAlarm adds', 'Subscribe adds'];

  it('gets it where nothing came so far', () => {
    expect(waiting({})).toEqual(['PutMetricFilter adds', 'Subscribe adds']);
  });
  it('does not where something came: a program publishes it', () => {
    const StateReason = 'Threshold Crossed: 1 datapoint [0.0 (01/03/26 09:00:00)] was not greater than the threshold';
    expect(waiting({ StateReason })).toEqual(BUILT);
  });
  it('does not where another one looks at it as well', () => {
    const beside = (made: World) =>
      made.strayAlarms.push(stranger(made, { Namespace: 'MyApp', MetricName: 'KmsKeyLoss' }));
    expect(waiting({}, beside)).toEqual(BUILT);
  });
});

it('a proof of another control that looks at the same metric is not lost for the literal text', () => {
  const both = CATALOGUE.find(({ slug }) => slug === 'cloudtrail-configuration-changes')!;
  const account = accountOf((made) => {
    const { alarm } = filterIn(made).alarms[0]!;
    Object.assign(alarm, { Statistic: 'Average', Period: 60, MetricName: 'Security' });
    filterIn(made).filter.filterName = 'security';
    filterIn(made).metric.metricName = 'Security';
    const names = '($.eventName = ScheduleKeyDeletion) || ($.eventName = DisableKey)';
    const keys = `($.eventSource = kms.amazonaws.com) && (${names})`;
    filterIn(made).filter.filterPattern = `{ (${keys}) || (${both.canonicalPattern.slice(1, -1)}) }`;
  });
  const made = planFor(account, ['kms-key-loss'], { literal: true });
  const fed = made.changes.flatMap(({ step }) => (step.operation === 'logs:PutMetricFilter' ? [step.input] : []));
  expect(fed.flatMap((filter) => filter.metricTransformations.map(({ metricName }) => metricName))).not.toContain(
    'Security',
  );
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
