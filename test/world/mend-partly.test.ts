import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { applyChanges } from '../../src/change/apply.js';
import type { Plan } from '../../src/change/change.js';
import { prepared } from '../../src/change/prepare.js';
import { compile } from './account-builder.js';
import { ADDRESS, accountOf, brief, control, emptyAccount, filterIn, planFor } from './mend.case.js';
import { groupsOf } from './reads.js';
import { topicsOf } from './topic-reads.js';
import { FAULTY_TOPICS } from './topic-variants.js';
import { metricAlarm, metricFilter, world } from './world.js';

describe('a plan that was carried out in part', () => {
  const options = { subscribe: [ADDRESS] };
  const whole = planFor(emptyAccount(), ['kms-key-loss'], options);
  // Buckets and roles are not among what is read: their steps are repeated, which changes nothing.
  const unseen = ['CreateBucket', 'PutPublicAccessBlock', 'PutBucketPolicy', 'CreateRole', 'PutRolePolicy'];

  it.each(whole.changes.map((_, index) => index))('%i steps of it: the others are planned, nothing twice', (count) => {
    const done = whole.changes.slice(0, count);
    const state = applyChanges(done, prepared(emptyAccount(), null), { confirmed: true });
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
    const state = applyChanges(whole.changes, prepared(emptyAccount(), null));
    const again = planFor(state, ['kms-key-loss'], options);
    expect(again).toMatchObject({ changes: [], remains: [{ code: 'confirm-email' }] });
    expect(again.controls).toMatchObject([{ before: 'broken', after: 'proved' }]);
  });
});

describe('what cannot be mended here', () => {
  const denying = (operation: string, read = accountOf()): Account => ({
    ...read,
    reads: read.reads.map((one) =>
      one.operation === operation
        ? { ...one, pages: [], error: { kind: 'denied', code: 'AccessDenied', message: 'no' } }
        : one,
    ),
  });

  it('what stands beside a narrow pattern was denied: no second trail is built in another Region', () => {
    for (const operation of ['cloudwatch:DescribeAlarms', 'logs:DescribeMetricFilters']) {
      const narrow = world({ controls: [control], home: 'us-west-2' });
      filterIn(narrow).filter.filterPattern = '{ $.eventName = Nothing }';
      const made = planFor(denying(operation, compile(narrow)), ['kms-key-loss'], { subscribe: [ADDRESS] });
      expect(brief(made), operation).toEqual([]);
      expect(made.remains, operation).toMatchObject([{ code: 'not-read', help: expect.stringContaining(operation) }]);
    }
  });

  it('filters that split the events may tell together, were all read', () => {
    const split = accountOf((made) => {
      const group = groupsOf(made)[0]!;
      const pattern = (name: string) => `{ ($.eventSource = kms.amazonaws.com) && ($.eventName = ${name}) }`;
      filterIn(made).filter.filterPattern = pattern('DisableKey');
      const other = metricFilter(group, control, '-2');
      other.filter.filterPattern = pattern('ScheduleKeyDeletion');
      other.alarms.push(metricAlarm(made, other, made.home, 'second', filterIn(made).alarms[0]!.topics[0]!));
      group.filters.push(other);
    });
    for (const operation of ['cloudwatch:ListAlarmMuteRules', 'sns:ListSubscriptionsByTopic']) {
      const made = planFor(denying(operation, split), ['kms-key-loss'], { subscribe: [ADDRESS] });
      expect(brief(made), operation).toEqual([]);
      expect(made.remains, operation).toMatchObject([{ code: 'not-read' }]);
    }
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
    const broken = accountOf((one) => {
      filterIn(one).alarms = [];
    });
    const made = planFor(denying('cloudwatch:DescribeAlarms', broken), ['kms-key-loss'], { subscribe: [ADDRESS] });
    expect(made).toMatchObject({ changes: [], remains: [{ code: 'not-read' }] });
  });

  it('but what is plainly broken is mended, whatever else was not read', () => {
    const broken = accountOf((one) => {
      filterIn(one).alarms[0]!.alarm.ActionsEnabled = false;
    });
    expect(brief(planFor(denying('events:ListRules', broken), ['kms-key-loss']))).toEqual([
      'EnableAlarmActions changes',
    ]);
  });

  it('an organization’s trail is its owner’s', () => {
    const owner = world({ id: '444455556666', controls: [] });
    const read = accountOf((one) => {
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
      accountOf((one) => {
        FAULTY_TOPICS['encrypted with a disabled key'](one, topicsOf(one)[0]!);
        Object.assign(one.keys[0]!.metadata, { KeyState: 'PendingDeletion' });
      }),
      ['kms-key-loss'],
      { subscribe: [ADDRESS] },
    );
    expect(brief(made)).toEqual(['CreateTopic adds', 'PutMetricAlarm adds', 'Subscribe adds']);
  });
});
