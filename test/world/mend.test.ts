import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { alarmInput } from '../../src/change/build/alarm.js';
import { compile } from './account-builder.js';
import { FAULTY_ALARMS } from './alarm-variants.js';
import { type BusVariant, encryptBus, FAULTY_BUSES } from './bus-variants.js';
import { controlOf } from './controls.js';
import { FAULTY_FILTERS, setPattern } from './filter-variants.js';
import { FAULTY_GROUPS, SOUND_GROUPS } from './group-variants.js';
import { ADDRESS, brief, expectLaws, planFor, tellByRulesAlone } from './mend.case.js';
import { FAULTY_PATTERNS, GUARDS, guarded } from './pattern-variants.js';
import { groupsOf } from './reads.js';
import { FAULTY_RULES } from './rule-variants.js';
import type { AlarmSpec, FilterSpec, TopicSpec, World } from './specs.js';
import { topicsOf } from './topic-reads.js';
import { FAULTY_TOPICS } from './topic-variants.js';
import { FAULTY_TRAILS } from './trail-variants.js';
import { world } from './world.js';

const control = controlOf('kms-key-loss');
const group = (made: World) => groupsOf(made)[0]!;
const filter = (made: World): FilterSpec => group(made).filters[0]!;
const alarm = (made: World): AlarmSpec => filter(made).alarms[0]!;
const topic = (made: World): TopicSpec => topicsOf(made)[0]!;

function broken(change: (made: World) => void): Account {
  const made = world({ controls: [control] });
  change(made);
  return compile(made);
}

/** Plans for key loss with somebody to subscribe; every law holds of the plan. */
function mended(change: (made: World) => void, options: Parameters<typeof planFor>[2] = { subscribe: [ADDRESS] }) {
  const account = broken(change);
  const made = planFor(account, ['kms-key-loss'], options);
  expectLaws(made, account, options);
  return made;
}

const NEW_GROUP = ['CreateLogGroup adds', 'PutRetentionPolicy adds', 'CreateRole adds', 'PutRolePolicy adds'];
const NEW_TRAIL = [
  'CreateBucket adds',
  'PutPublicAccessBlock adds',
  'PutBucketPolicy adds',
  ...NEW_GROUP,
  'CreateTrail adds',
  'StartLogging adds',
];
const NEW_FILTER = ['PutMetricFilter adds', 'PutMetricAlarm adds'];
const NEW_TOPIC = ['CreateTopic adds', 'PutMetricAlarm adds', 'Subscribe adds'];

/** Whoever is named is subscribed, needed or not. */
const withHim = (changes: readonly string[]) =>
  changes.includes('Subscribe adds') ? changes : [...changes, 'Subscribe adds'];

describe('a trail', () => {
  const expected: Record<keyof typeof FAULTY_TRAILS, readonly string[]> = {
    stopped: ['StartLogging changes'],
    'single-Region': ['UpdateTrail changes'],
    'single-Region without global services': ['UpdateTrail changes'],
    'delivery error': ['CreateRole adds', 'PutRolePolicy adds', 'UpdateTrail changes'],
    'read-only': ['PutEventSelectors changes'],
    'write-only': [],
    'no management events': ['PutEventSelectors changes'],
    'KMS excluded': ['PutEventSelectors changes'],
    'KMS excluded by an advanced selector': ['PutEventSelectors changes'],
    'reads only by an advanced selector': ['PutEventSelectors changes'],
    'data events only': ['PutEventSelectors changes'],
    'no log group': [...NEW_GROUP, 'UpdateTrail adds', 'PutMetricFilter adds', ...NEW_TOPIC],
  };
  it.each(Object.entries(FAULTY_TRAILS))('%s', (name, vary) => {
    const made = mended((account) => vary(account, account.trails[0]!));
    expect(brief(made)).toEqual(withHim(expected[name as keyof typeof FAULTY_TRAILS]));
  });

  it('that is not there is built with all that it needs', () => {
    const made = mended((account) => {
      account.trails = [];
    });
    expect(brief(made)).toEqual([...NEW_TRAIL, 'PutMetricFilter adds', ...NEW_TOPIC]);
  });

  it('keeps what it selects of data events', () => {
    const DataResources = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }];
    const selecting = (ReadWriteType: string, ...more: readonly object[]) =>
      mended((account) => {
        const first = { ReadWriteType, IncludeManagementEvents: false, DataResources };
        Object.assign(account.trails[0]!.selectors, { EventSelectors: [first, ...more] });
      }).changes[0]?.step.input;
    const whole = { ReadWriteType: 'All', IncludeManagementEvents: true, ExcludeManagementEventSources: [] };
    const none = { IncludeManagementEvents: false, ExcludeManagementEventSources: [] };
    expect(selecting('All')).toMatchObject({ EventSelectors: [{ DataResources, ...whole }] });
    expect(selecting('ReadOnly')).toMatchObject({
      EventSelectors: [whole, { DataResources, ReadWriteType: 'ReadOnly', ...none }],
    });
  });

  it('gives back whatever is not in the way of what is wanted, and says what it turns on', () => {
    const selecting = (selectors: object) =>
      mended((account) => {
        Object.assign(account.trails[0]!.selectors, { EventSelectors: undefined, ...selectors });
      }).changes[0]!;
    const [kms, rds] = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];
    const basic = selecting({
      EventSelectors: [
        { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true, ExcludeManagementEventSources: [kms, rds] },
      ],
    });
    expect(basic.step.input).toMatchObject({
      EventSelectors: [{ ReadWriteType: 'WriteOnly', ExcludeManagementEventSources: [rds] }],
    });
    expect(basic.title).toContain('record the management events of kms.amazonaws.com as well');
    expect(basic.warning).toContain('kms.amazonaws.com');
    expect(basic.warning).not.toContain('rdsdata');

    const reads = selecting({
      EventSelectors: [
        { ReadWriteType: 'ReadOnly', IncludeManagementEvents: true, ExcludeManagementEventSources: [rds] },
      ],
    });
    expect(reads.step.input).toMatchObject({
      EventSelectors: [{ ReadWriteType: 'All', ExcludeManagementEventSources: [rds] }],
    });
    expect(reads.warning).toContain('management events that write');

    const field = (Field: string, more: object) => ({ Field, ...more });
    const management = field('eventCategory', { Equals: ['Management'] });
    const advanced = selecting({
      AdvancedEventSelectors: [
        {
          FieldSelectors: [
            management,
            field('eventSource', { NotEquals: [kms, rds] }),
            field('readOnly', { Equals: ['false'] }),
          ],
        },
      ],
    });
    expect(advanced.step.input).toMatchObject({
      AdvancedEventSelectors: [
        {
          FieldSelectors: [
            management,
            field('eventSource', { NotEquals: [rds] }),
            field('readOnly', { Equals: ['false'] }),
          ],
        },
      ],
    });

    const whole = selecting({
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: false, ExcludeManagementEventSources: [rds] }],
    });
    expect(whole.warning).toContain('kms.amazonaws.com and rdsdata.amazonaws.com among them');
  });

  it('keeps its other advanced selectors', () => {
    const made = mended((account) => FAULTY_TRAILS['data events only'](account, account.trails[0]!));
    const before = broken((account) => FAULTY_TRAILS['data events only'](account, account.trails[0]!));
    const read = before.reads.find(({ operation }) => operation === 'cloudtrail:GetEventSelectors');
    const old = read?.pages[0]?.AdvancedEventSelectors as readonly object[];
    expect(made.changes[0]?.step.input).toMatchObject({
      AdvancedEventSelectors: [...old, { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }],
    });
  });
});

describe('a log group', () => {
  it.each(Object.entries(FAULTY_GROUPS))('%s', (name, vary) => {
    const made = mended((account) => vary(account, group(account)));
    expect(brief(made)).toEqual(
      name === 'infrequent access'
        ? withHim([...NEW_GROUP, 'UpdateTrail replaces', ...NEW_FILTER])
        : ['PutMetricFilter adds', ...NEW_TOPIC],
    );
  });

  it('that masks what it gets is left for another one; of one that the account masks nothing is planned', () => {
    const own = mended((account) => {
      group(account).group.dataProtectionStatus = 'ACTIVATED';
    });
    expect(brief(own)).toEqual(withHim([...NEW_GROUP, 'UpdateTrail replaces', ...NEW_FILTER]));
    const account = mended((made) => {
      group(made).group.inheritedProperties = ['ACCOUNT_DATA_PROTECTION'];
    });
    expect(brief(account)).toEqual([]);
    expect(account.remains).toMatchObject([{ controls: ['kms-key-loss'], code: 'no-plan' }]);
    expect(account.remains[0]?.message).toContain('`you@example.com` is not subscribed for it');
  });

  it('that masks what it gets, and from which others are handed it, goes on to get it', () => {
    const own = mended((account) => {
      group(account).group.dataProtectionStatus = 'ACTIVATED';
      SOUND_GROUPS['another consumer'](account, group(account));
    });
    expect(own.changes.map(({ risk }) => risk)).not.toContain('replaces');
    expect(brief(own).filter((line) => /Trail/.test(line))).toEqual(['CreateTrail adds']);
    expect(own.changes.map(({ title }) => title)).toContainEqual(
      expect.stringMatching(/^create the multi-Region trail .*, because subscription filters may hand on what/),
    );
  });

  it('that is missing is made again under its name', () => {
    const account = broken(() => {});
    const reads = account.reads.map((read) =>
      read.operation === 'logs:DescribeLogGroups' ? { ...read, pages: [{ logGroups: [] }] } : read,
    );
    const made = planFor({ ...account, reads }, ['kms-key-loss'], { subscribe: [ADDRESS] });
    expect(made.changes[0]?.step).toMatchObject({
      operation: 'logs:CreateLogGroup',
      input: { logGroupName: 'CloudTrail/DefaultLogGroup' },
    });
  });
});

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
    const made = mended((account) => vary(account, filter(account)));
    expect(brief(made)).toEqual(withHim(expected[name as keyof typeof FAULTY_FILTERS]));
  });
});

describe('a pattern', () => {
  it.each(Object.entries(FAULTY_PATTERNS))('%s', (name, write) => {
    const made = mended((account) => setPattern(filter(account), control, write(control), false));
    // Terms cannot be joined to by others: a filter beside it publishes into the same metric.
    expect(brief(made)).toEqual(withHim([`PutMetricFilter ${name === 'an excluded term' ? 'adds' : 'changes'}`]));
  });

  it.each(Object.entries(GUARDS))('that is narrowed: %s', (_, guard) => {
    const made = mended((account) => setPattern(filter(account), control, guarded(control, guard), false));
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
    const made = mended((account) => vary(account, alarm(account), filter(account)));
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

describe('a rule', () => {
  const HIM_EVERYWHERE = Array.from({ length: 3 }, () => 'Subscribe adds');
  const inEveryRegion = (
    vary: (made: World) => void,
    more: readonly string[] = [],
    options: Parameters<typeof mended>[1] = { subscribe: [ADDRESS] },
  ) =>
    mended((made) => {
      made.regions = [...made.regions, ...more];
      tellByRulesAlone(made);
      vary(made);
    }, options);

  it('that is disabled is enabled', () => {
    const made = inEveryRegion((account) => FAULTY_RULES.disabled(account, account.rules[0]!));
    expect(brief(made)).toEqual(['EnableRule changes', ...HIM_EVERYWHERE]);
  });

  it('that is disabled and has other targets: they are named; one that ends machines is not enabled', () => {
    const disabled = (target: string) =>
      inEveryRegion((account) => {
        account.rules[0]!.targets.push({ Id: 'more', Arn: target });
        FAULTY_RULES.disabled(account, account.rules[0]!);
      });
    const lambda = 'arn:aws:lambda:us-east-1:111122223333:function:lock';
    const [change] = disabled(lambda).changes.filter(({ step }) => step.operation === 'events:EnableRule');
    expect(change?.warning).toContain(`the rule gives them to ${lambda} as well`);
    const ending = disabled('arn:aws:events:us-east-1:111122223333:target/terminate-instance');
    expect(brief(ending)).not.toContain('EnableRule changes');
  });

  it('on a bus whose key EventBridge cannot use: the key is mended, and the bus keeps it', () => {
    const keyed = (vary: BusVariant) =>
      inEveryRegion((account) => vary(account, encryptBus(account, account.rules[0]!.region)));
    expect(brief(keyed(FAULTY_BUSES['a key that is disabled']))).toEqual(['EnableKey changes', ...HIM_EVERYWHERE]);
    for (const fault of ['a key that EventBridge may not use', 'a key for another bus'] as const)
      expect(brief(keyed(FAULTY_BUSES[fault]))).toEqual(['PutKeyPolicy adds', ...HIM_EVERYWHERE]);
  });

  it('in every Region, all of them', () => {
    const made = inEveryRegion((account) => {
      for (const rule of account.rules) FAULTY_RULES.disabled(account, rule);
    });
    expect(brief(made)).toEqual([...Array.from({ length: 3 }, () => 'EnableRule changes'), ...HIM_EVERYWHERE]);
  });

  it('in every Region that there is: its topics are subscribed to rather than another chain built', () => {
    const many = Array.from({ length: 11 }, (_, index) => `xx-north-${index + 1}`);
    const silent = (made: World) => {
      for (const one of topicsOf(made)) one.subscriptions = [];
    };
    const made = inEveryRegion(silent, many);
    expect(new Set(brief(made))).toEqual(new Set(['Subscribe adds']));
    expect(made.changes.length).toBeGreaterThan(11);
    const unasked = inEveryRegion(silent, [], {});
    expect(brief(unasked)).toEqual([]);
    expect(new Set(unasked.remains.map(({ code }) => code))).toEqual(new Set(['subscriber-needed']));
  });

  it('is let publish to its topic', () => {
    const made = inEveryRegion((account) =>
      FAULTY_RULES['a topic with the default policy'](account, account.rules[0]!),
    );
    expect(brief(made)).toEqual(['SetTopicAttributes adds', ...HIM_EVERYWHERE]);
  });
});
