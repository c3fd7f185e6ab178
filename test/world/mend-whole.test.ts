import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { applyChanges } from '../../src/change/apply.js';
import type { Change, Plan } from '../../src/change/change.js';
import { prepared, questionsToPlan } from '../../src/change/prepare.js';
import { eventDraft, MAX_PATTERN_LENGTH } from '../../src/languages/cloudwatch/index.js';
import { bound } from '../../src/predicate/bound.js';
import { compare } from '../../src/prove/index.js';
import { compile } from './account-builder.js';
import { FAULTY_ALARMS } from './alarm-variants.js';
import { CONTROLS, controlOf } from './controls.js';
import { setPattern } from './filter-variants.js';
import { generate } from './generate.js';
import { ADDRESS, brief, DEFAULT, expectLaws, planFor } from './mend.case.js';
import { FAULTY_PATTERNS, GUARDS, guarded, SOUND_PATTERNS } from './pattern-variants.js';
import { groupsOf } from './reads.js';
import type { World } from './specs.js';
import { topicsOf } from './topic-reads.js';
import { FAULTY_TOPICS } from './topic-variants.js';
import { FAULTY_TRAILS } from './trail-variants.js';
import { metricAlarm, metricFilter, snsTopic, world } from './world.js';

const control = controlOf('kms-key-loss');
const FIFTEEN = DEFAULT.map(({ slug }) => slug);
const filter = (made: World) => groupsOf(made)[0]!.filters[0]!;

function account(change: (made: World) => void = () => {}, controls = [control]): Account {
  const made = world({ controls });
  change(made);
  return compile(made);
}
const empty = () =>
  account((made) => {
    made.trails = [];
  }, []);
const patternsOf = ({ changes }: Plan) =>
  changes.flatMap(({ step }) => (step.operation === 'logs:PutMetricFilter' ? [step.input.filterPattern] : []));

/** What a change creates, as later ones name it. */
function createdBy({ step }: Change): readonly string[] {
  const arn = (service: string, resource: string) => `arn:aws:${service}:${step.region}:111122223333:${resource}`;
  switch (step.operation) {
    case 's3:CreateBucket':
      return [step.input.Bucket];
    case 'iam:CreateRole':
      return [`arn:aws:iam::111122223333:role/${step.input.RoleName}`];
    case 'logs:CreateLogGroup':
      return [arn('logs', `log-group:${step.input.logGroupName}`)];
    case 'cloudtrail:CreateTrail':
      return [arn('cloudtrail', `trail/${step.input.Name}`)];
    case 'sns:CreateTopic':
      return [arn('sns', step.input.Name)];
    case 'kms:CreateAlias':
      return [step.input.AliasName];
    default:
      return [];
  }
}

/** None needs a later one; what a policy says of a thing need not be there. */
function expectOrder({ changes }: Plan): void {
  for (const [index, change] of changes.entries()) {
    const {
      Policy: _policy,
      PolicyDocument: _document,
      ...input
    } = change.step.input as Readonly<Record<string, unknown>>;
    const text = JSON.stringify(input);
    const later = changes.slice(index + 1).flatMap(createdBy);
    expect(later.filter((name) => text.includes(`"${name}"`) || text.includes(`"${name}:*"`))).toEqual([]);
  }
}

describe('fifteen controls', () => {
  it('of an empty account: one trail, one topic, and a filter and an alarm for each', () => {
    const made = planFor(empty(), FIFTEEN, { subscribe: [ADDRESS] });
    expectLaws(made, empty(), { subscribe: [ADDRESS] });
    expectOrder(made);
    const count = (wanted: string) => brief(made).filter((one) => one === wanted).length;
    const once = ['CreateTrail adds', 'CreateTopic adds', 'Subscribe adds'];
    expect(once.map(count)).toEqual([1, 1, 1]);
    expect(['PutMetricFilter adds', 'PutMetricAlarm adds'].map(count)).toEqual([15, 15]);
    expect(made.changes).toHaveLength(41);
    expect(made.controls.every(({ after }) => after === 'proved')).toBe(true);
    const trail = made.changes.find(({ step }) => step.operation === 'cloudtrail:CreateTrail');
    expect(trail?.controls).toHaveLength(15);
  });

  it('with one fault for all of them have one change', () => {
    const all = account((made) => FAULTY_TRAILS.stopped(made, made.trails[0]!), [...CONTROLS]);
    const made = planFor(all, FIFTEEN);
    expect(brief(made)).toEqual(['StartLogging changes']);
    expect(made.changes[0]?.controls.length).toBeGreaterThan(10);
  });

  it('of which one is missing: the topic of the others is told', () => {
    const rest = account(
      () => {},
      CONTROLS.filter(({ slug }) => slug !== 'kms-key-loss'),
    );
    const made = planFor(rest, FIFTEEN);
    expectLaws(made, rest);
    expect(brief(made)).toEqual(['PutMetricFilter adds', 'PutMetricAlarm adds']);
  });

  it('that are proved need nothing', () => {
    expect(
      planFor(
        account(() => {}, [...CONTROLS]),
        FIFTEEN,
      ).changes,
    ).toEqual([]);
  });
});

describe('a filter that is extended', () => {
  const narrowed = [
    ...Object.values(GUARDS).map((guard) => guarded(control, guard).pattern),
    ...Object.values(FAULTY_PATTERNS).map((write) => write(control).pattern),
  ];
  it.each(narrowed.filter((pattern) => pattern.startsWith('{')))('%s: catches what it caught', (pattern) => {
    const broken = account((made) => setPattern(filter(made), control, { pattern, covers: () => 'open' }, false));
    const [made] = patternsOf(planFor(broken, ['kms-key-loss']));
    const [before, after] = [eventDraft(pattern), eventDraft(made ?? '')];
    if (!before.ok || !after.ok) throw new Error('a pattern could not be read');
    expect(made?.length).toBeLessThanOrEqual(MAX_PATTERN_LENGTH);
    for (const side of ['must', 'may'] as const)
      expect(['wider', 'equal']).toContain(compare(bound(after.draft, side), bound(before.draft, side)).relation);
  });

  it('names only what is missing', () => {
    const lacking = { filterName: '', lacks: '' };
    const broken = account((made) => {
      setPattern(filter(made), control, FAULTY_PATTERNS['one name missing'](control), false);
      const { filterName = '', filterPattern = '' } = filter(made).filter;
      const lacks = filterPattern.includes('DisableKey') ? 'ScheduleKeyDeletion' : 'DisableKey';
      Object.assign(lacking, { filterName, lacks });
    });
    const planned = planFor(broken, ['kms-key-loss']);
    const [made] = patternsOf(planned);
    expect(made?.match(/DisableKey/g)).toHaveLength(1);
    expect(made?.match(/ScheduleKeyDeletion/g)).toHaveLength(1);
    const { filterName, lacks } = lacking;
    expect(planned.changes[0]?.title).toBe(
      `extend the pattern of the metric filter \`${filterName}\` so that it catches \`${lacks}\` as well`,
    );
  });

  it('lacks many events: its title names a few', () => {
    const broad = controlOf('network-acl-changes');
    const broken = account(
      (made) => {
        const pattern = '{ ($.eventSource = ec2.amazonaws.com) && ($.eventName = CreateNetworkAcl) }';
        setPattern(filter(made), broad, { pattern, covers: () => 'open' }, false);
      },
      [broad],
    );
    const [change] = planFor(broken, [broad.slug]).changes;
    expect(change?.title).toMatch(/so that it catches (`\w+`, ){2}`\w+` and 2 others as well$/);
  });

  it('would be too long: another one publishes into its metric', () => {
    const names = Array.from({ length: 40 }, (_, index) => `($.eventName = "Name${index}")`).join(' || ');
    const pattern = `{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ${names}) }`;
    expect(pattern.length).toBeGreaterThan(900);
    const broken = account((made) =>
      setPattern(filter(made), control, { pattern: pattern.slice(0, 1024), covers: () => 'open' }, false),
    );
    const made = planFor(broken, ['kms-key-loss']);
    expectLaws(made, broken);
    expect(brief(made)).toEqual(['PutMetricFilter adds']);
  });

  it('is not one that another control is proved by', () => {
    const other = controlOf('s3-bucket-policy-changes');
    const made = planFor(
      account(() => {}, [other]),
      ['kms-key-loss', 's3-bucket-policy-changes'],
    );
    expect(brief(made)).toEqual(['PutMetricFilter adds', 'PutMetricAlarm adds']);
  });

  it('is not one that is named after another control, though that one is broken as well', () => {
    const other = controlOf('s3-bucket-policy-changes');
    const broken = account(
      (made) => {
        const write = FAULTY_PATTERNS['one name missing'];
        setPattern(filter(made), other, write(other), false);
      },
      [other],
    );
    const made = planFor(broken, ['kms-key-loss']);
    expect(brief(made)).toEqual(['PutMetricFilter adds', 'PutMetricAlarm adds']);
  });
});

describe('names', () => {
  it('that are taken are not taken again', () => {
    const broken = account((made) => {
      const group = groupsOf(made)[0]!;
      const taken = metricFilter(group, control);
      taken.filter.filterName = 'kms-key-loss';
      taken.filter.filterPattern = '{ $.eventName = Nothing }';
      taken.metric.metricName = 'kms-key-loss';
      taken.alarms.push(metricAlarm(made, taken, made.home, 'kms-key-loss', null));
      taken.metric.dimensions = { name: '$.eventName' };
      delete taken.metric.defaultValue;
      group.filters.splice(0, 1, taken);
    });
    const made = planFor(broken, ['kms-key-loss'], { subscribe: [ADDRESS] });
    expectLaws(made, broken, { subscribe: [ADDRESS] });
    const named = made.changes.map(({ step }) => JSON.stringify(step.input)).join();
    expect(named).toContain('"filterName":"kms-key-loss-2"');
    expect(named).toContain('"AlarmName":"kms-key-loss-2"');
    expect(named).toContain('"metricName":"kms-key-loss-2"');
  });

  it('the hundredth filter is the last: the rest needs another log group', () => {
    const broken = account((made) => {
      const group = groupsOf(made)[0]!;
      group.filters = Array.from({ length: 100 }, (_, index) => {
        const other = metricFilter(group, control, `-${index}`);
        other.filter.filterPattern = '{ $.eventName = Nothing }';
        other.filter.filterName = `app-${index}`;
        return other;
      });
    });
    const made = planFor(broken, ['kms-key-loss'], { subscribe: [ADDRESS] });
    const filters = made.changes.flatMap(({ step }) => (step.operation === 'logs:PutMetricFilter' ? [step.input] : []));
    expect(filters.every(({ logGroupName }) => logGroupName !== 'CloudTrail/DefaultLogGroup')).toBe(true);
    expect(made.controls).toMatchObject([{ after: 'proved' }]);
  });
});

describe('an alarm that waits for what nobody publishes', () => {
  it('is given a filter, where it is named after the control', () => {
    const broken = account((made) => {
      const group = groupsOf(made)[0]!;
      // Its alarm is read with others of the Region.
      made.strayAlarms.push(...filter(made).alarms);
      group.filters = [];
    });
    const made = planFor(broken, ['kms-key-loss'], { subscribe: [ADDRESS] });
    expectLaws(made, broken, { subscribe: [ADDRESS] });
    expect(brief(made)).toEqual(['PutMetricFilter adds', 'Subscribe adds']);
  });

  it('of another control is left alone', () => {
    const other = controlOf('s3-bucket-policy-changes');
    const broken = account(
      (made) => {
        made.strayAlarms.push(...filter(made).alarms);
        groupsOf(made)[0]!.filters = [];
      },
      [other],
    );
    expect(brief(planFor(broken, ['kms-key-loss']))).toEqual(['PutMetricFilter adds', 'PutMetricAlarm adds']);
  });
});

describe('a plan that was carried out in part', () => {
  const options = { subscribe: [ADDRESS] };
  const whole = planFor(empty(), ['kms-key-loss'], options);
  // Buckets and roles are not among what is read: their steps are repeated, which changes nothing.
  const unseen = ['CreateBucket', 'PutPublicAccessBlock', 'PutBucketPolicy', 'CreateRole', 'PutRolePolicy'];

  it.each(whole.changes.map((_, index) => index))('%i steps of it: the others are planned, nothing twice', (count) => {
    const done = whole.changes.slice(0, count);
    const state = applyChanges(done, prepared(empty(), null), { confirmed: true });
    const rest = planFor(state, ['kms-key-loss'], options);
    const visible = ({ changes }: Pick<Plan, 'changes'>) =>
      changes.filter(({ step }) => !unseen.includes(step.operation.split(':')[1] ?? '')).map(({ id }) => id);
    const left = visible({ changes: whole.changes.slice(count) });
    const doneIds = visible({ changes: done });
    expect(visible(rest).filter((id) => doneIds.includes(id) && !id.includes('trailproof-cloudtrail'))).toEqual([]);
    expect(left.filter((id) => !visible(rest).includes(id))).toEqual([]);
    expect(rest.controls).toMatchObject([{ after: 'proved' }]);
  });

  it('waits for a person where only the confirmation is missing', () => {
    const state = applyChanges(whole.changes, prepared(empty(), null));
    const again = planFor(state, ['kms-key-loss'], options);
    expect(again).toMatchObject({ changes: [], remains: [{ code: 'confirm-email' }] });
    expect(again.controls).toMatchObject([{ before: 'broken', after: 'proved' }]);
  });
});

describe('what is asked before a plan', () => {
  it('is what stands where a chain would be built, and the topic that is named', () => {
    const topic = 'arn:aws:sns:us-east-1:111122223333:mine';
    const asked = questionsToPlan(empty(), topic).map(({ region, operation }) => `${region} ${operation}`);
    expect(asked).toContain('us-east-1 cloudwatch:DescribeAlarms');
    expect(asked).toContain('us-east-1 cloudwatch:ListAlarmMuteRules');
    expect(asked.filter((one) => one.endsWith('sns:ListSubscriptionsByTopic'))).toHaveLength(2);
    expect(new Set(asked.map((one) => one.split(' ')[0]))).toEqual(new Set(['us-east-1']));
  });

  it('is about the topics of all alarms that stand there: one with a subscriber is told before a new one is made', () => {
    const told = account();
    const isOfTopics = ({ operation }: Account['reads'][number]) => operation.startsWith('sns:');
    const silent = account((made) => {
      const { alarm } = filter(made).alarms[0]!;
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
    const read = prepared(empty(), null);
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
    const broken = account((made) => FAULTY_ALARMS['in another Region'](made, filter(made).alarms[0]!));
    const ready = account();
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
    expect(planFor(empty(), ['kms-key-loss'], { topic: unread })).toMatchObject({
      changes: [],
      remains: [{ code: 'not-read', controls: ['kms-key-loss'] }],
    });
    const foreign = 'arn:aws:sns:us-east-1:999999999999:mine';
    expect(planFor(empty(), ['kms-key-loss'], { topic: foreign })).toMatchObject({
      changes: [],
      remains: [{ code: 'other-account' }],
    });
  });
});

describe('what is named though nothing needs it', () => {
  const other = 'arn:aws:sns:us-east-1:111122223333:other';
  /** All is told by a topic; another one is known, with its own subscriber. */
  const two = (change: (made: World) => void = () => {}) =>
    account((made) => {
      const { alarm, topics } = filter(made).alarms[0]!;
      const beside = metricAlarm(made, filter(made), made.home, 'beside', null);
      beside.alarm.MetricName = 'Heartbeat';
      const known = snsTopic(made, made.home, 'other');
      beside.topics = [known];
      beside.alarm.AlarmActions = [known.arn];
      filter(made).alarms.push(beside);
      expect([alarm.AlarmActions, topics.length]).toEqual([[topics[0]!.arn], 1]);
      change(made);
    });

  it('is done where all is proved, once; all of it at one topic', () => {
    const proved = account(() => {}, [...CONTROLS]);
    const options = { subscribe: [ADDRESS, { protocol: 'sms', endpoint: '+15555550100' }] };
    const made = planFor(proved, FIFTEEN, options);
    expectLaws(made, proved, options);
    expect(brief(made)).toEqual(['Subscribe adds', 'Subscribe adds']);
    expect(made.changes[0]?.controls).toHaveLength(15);
    expect(made.remains).toMatchObject([{ code: 'confirm-email' }]);
  });

  it('is not done twice, and who has not confirmed is reminded', () => {
    const subscribe = [{ protocol: 'email', endpoint: 'security@example.com' }];
    expect(planFor(account(), ['kms-key-loss'], { subscribe })).toMatchObject({ changes: [], remains: [] });
    const [first] = planFor(account(), ['kms-key-loss'], { subscribe: [ADDRESS] }).changes;
    const pending = applyChanges([first!], account());
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
    const why = (topic: string, read = account()) => {
      const made = planFor(read, ['kms-key-loss'], { topic });
      expect(made).toMatchObject({ changes: [], controls: [{ after: 'proved' }] });
      return made.remains.map(({ code, message }) => `${code} ${message}`);
    };
    expect(why('arn:aws:sns:us-east-1:999999999999:x')).toEqual([expect.stringMatching(/^other-account /)]);
    expect(why('arn:aws:sns:us-east-1:111122223333:x')).toEqual([expect.stringMatching(/^not-read /)]);
    const elsewhere = 'arn:aws:sns:us-west-2:111122223333:x';
    const listed = account();
    const reads = listed.reads.flatMap((one) =>
      one.operation.startsWith('sns:') && 'TopicArn' in one.input
        ? [one, { ...one, region: 'us-west-2', input: { TopicArn: elsewhere } }]
        : [one],
    );
    expect(why(elsewhere, { ...listed, reads })).toEqual([expect.stringMatching(/^no-plan .* is in us-west-2, /)]);
    const full = two((made) => {
      const { alarm } = filter(made).alarms[0]!;
      const others = [1, 2, 3, 4].map((at) => `arn:aws:lambda:us-east-1:111122223333:function:f${at}`);
      alarm.AlarmActions = [...(alarm.AlarmActions ?? []), ...others];
    });
    expect(why(other, full)).toEqual([expect.stringMatching(/^no-plan .*five actions already/)]);
  });
});

describe('Security Hub’s own text', () => {
  const literal = { literal: true, subscribe: [ADDRESS] };
  it('is added to the metric that rings already', () => {
    const unlike = account((made) =>
      setPattern(filter(made), control, SOUND_PATTERNS['every event of the service'](control), false),
    );
    const made = planFor(unlike, ['kms-key-loss'], literal);
    expectLaws(made, unlike, literal);
    expect(brief(made)).toEqual(['PutMetricFilter adds', 'Subscribe adds']);
    expect(brief(planFor(unlike, ['kms-key-loss']))).toEqual([]);
  });

  it('is the pattern of a new filter where it does what is required, and stands beside it where not', () => {
    const made = planFor(empty(), ['kms-key-loss', 'security-group-changes'], literal);
    expect(made.controls.every(({ after }) => after === 'proved')).toBe(true);
    expect(patternsOf(made)).toHaveLength(3);
  });

  it('asks for a trail that records reads as well', () => {
    const made = planFor(
      account((one) => FAULTY_TRAILS['write-only'](one, one.trails[0]!)),
      ['kms-key-loss'],
      literal,
    );
    expect(brief(made)).toEqual(['PutEventSelectors changes', 'Subscribe adds']);
  });
});

describe('what cannot be mended here', () => {
  const denying = (operation: string, read = account()): Account => ({
    ...read,
    reads: read.reads.map((one) =>
      one.operation === operation
        ? { ...one, pages: [], error: { kind: 'denied', code: 'AccessDenied', message: 'no' } }
        : one,
    ),
  });

  it.each([
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetTrailStatus',
    'cloudtrail:GetEventSelectors',
    'logs:DescribeLogGroups',
    'logs:DescribeMetricFilters',
    'cloudwatch:DescribeAlarms',
    'cloudwatch:ListAlarmMuteRules',
    'sns:GetTopicAttributes',
    'sns:ListSubscriptionsByTopic',
    'sns:GetSubscriptionAttributes',
  ])('%s was denied: nothing is built beside what may be well', (operation) => {
    const made = planFor(denying(operation), ['kms-key-loss'], { subscribe: [ADDRESS] });
    expect(made).toMatchObject({ changes: [], remains: [{ code: 'not-read', controls: ['kms-key-loss'] }] });
    expect(`${made.remains[0]?.message} ${made.remains[0]?.help}`).toContain(operation);
  });

  it('what is broken and cannot be mended for what was not read', () => {
    const broken = account((one) => {
      filter(one).alarms = [];
    });
    const made = planFor(denying('cloudwatch:DescribeAlarms', broken), ['kms-key-loss'], { subscribe: [ADDRESS] });
    expect(made).toMatchObject({ changes: [], remains: [{ code: 'not-read' }] });
  });

  it('but what is plainly broken is mended, whatever else was not read', () => {
    const broken = account((one) => {
      filter(one).alarms[0]!.alarm.ActionsEnabled = false;
    });
    expect(brief(planFor(denying('events:ListRules', broken), ['kms-key-loss']))).toEqual([
      'EnableAlarmActions changes',
    ]);
  });

  it('an organization’s trail is its owner’s', () => {
    const owner = world({ id: '444455556666', controls: [] });
    const read = account((one) => {
      for (const trail of owner.trails) trail.trail.IsOrganizationTrail = true;
      one.trails = [...owner.trails];
    });
    const accounts = [read, compile(owner)];
    const made = planFor(read, ['kms-key-loss'], { accounts, subscribe: [ADDRESS] });
    expect(made).toMatchObject({ changes: [], remains: [{ code: 'other-account' }] });
    expect(made.remains[0]?.message).toContain('444455556666');
  });

  it('a key that is pending deletion is another command’s', () => {
    const made = planFor(
      account((one) => {
        FAULTY_TOPICS['encrypted with a disabled key'](one, topicsOf(one)[0]!);
        Object.assign(one.keys[0]!.metadata, { KeyState: 'PendingDeletion' });
      }),
      ['kms-key-loss'],
      { subscribe: [ADDRESS] },
    );
    expect(brief(made)).toEqual(['CreateTopic adds', 'PutMetricAlarm adds', 'Subscribe adds']);
  });
});

describe('generated accounts', () => {
  it('are mended, or it is said why not', { timeout: 180_000 }, () => {
    for (let seed = 1; seed <= 16; seed++) {
      const { worlds, controls } = generate(seed);
      // Two filters of one name, as a shared metric is built here, AWS does not have.
      const names = groupsOf(worlds[0]!).flatMap(({ filters }) => filters.map((one) => one.filter.filterName));
      if (new Set(names).size < names.length) continue;
      const accounts = worlds.map(compile);
      const options = { accounts, subscribe: seed % 3 === 0 ? [] : [ADDRESS] };
      const made = planFor(
        accounts[0]!,
        controls.map(({ slug }) => slug),
        options,
      );
      expectLaws(made, accounts[0]!, options);
      expectOrder(made);
    }
  });
});
