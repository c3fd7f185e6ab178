import { describe, expect, it } from 'vitest';
import type { Account, Read } from '../account/account.js';
import { canonical } from '../account/canonical.js';
import { digestOf } from '../account/save.js';
import { answerTo } from '../account/view.js';
import {
  failing,
  filterAccount,
  ME,
  ruleAccount,
  SUBSCRIPTION,
  TOPIC,
  TOPIC_KEY,
  TRAIL,
  told,
} from '../chain/example-account.case.js';
import { pathsOf } from '../chain/paths.js';
import { apply, applyAll } from './apply.js';
import { type Step, step } from './step.js';
import {
  alarm,
  EVERY_STEP,
  FROM_NOTHING,
  filter,
  NEW_GROUP,
  NEW_TRAIL,
  nothing,
  pageOf,
  subscription,
} from './steps.case.js';

const HOME = 'us-east-1';
const STEPS = Object.values(EVERY_STEP).flat();
const named = STEPS.map((one) => [`${one.operation} ${JSON.stringify(one.input)}`, one] as const);

const ACCOUNTS = { filters: filterAccount(), rules: ruleAccount(), nothing: nothing() } as const;
const each = Object.entries(ACCOUNTS).flatMap(([name, account]) =>
  named.map(([what, one]) => [what, name, one, account] as const),
);

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null)
    for (const member of Object.values(Object.freeze(value))) frozen(member);
  return value;
}

describe('applying a step', () => {
  it.each(each)(
    '%s to the account with %s: twice is as once, and edits nothing in place',
    (_what, _name, one, account) => {
      for (const confirmed of [false, true]) {
        const once = apply(one, frozen(structuredClone(account)), { confirmed });
        expect(digestOf(apply(one, frozen(once), { confirmed }))).toBe(digestOf(once));
      }
    },
  );

  it.each(named)('%s: what could not be read stays unread', (_what, one) => {
    for (const account of [ACCOUNTS.filters, ACCOUNTS.rules])
      for (const kind of ['denied', 'throttled', 'unsupported'] as const)
        for (const failed of account.reads) {
          const after = apply(one, failing(account, failed, kind));
          const same = after.reads.filter((other) => other.region === failed.region && asksAlike(other, failed));
          for (const found of same) expect([found.pages, found.error?.kind]).toEqual([[], kind]);
        }
  });

  it('changes nothing of another Region or account', () => {
    const elsewhere = STEPS.filter(({ operation }) => /^(logs|cloudwatch|kms|events):/.test(operation)).filter(
      ({ operation }) => !/Create|PutMetric/.test(operation),
    );
    expect(elsewhere.length).toBeGreaterThan(10);
    for (const one of elsewhere) {
      const there = { ...one, region: 'eu-west-1' } as Step;
      for (const account of Object.values(ACCOUNTS)) expect(apply(there, account)).toEqual(account);
    }
  });

  it.each(named.filter(([, { operation }]) => /^(s3|iam):/.test(operation)))(
    '%s: what no read shows changes nothing',
    (_what, one) => {
      expect(apply(one, ACCOUNTS.filters)).toBe(ACCOUNTS.filters);
    },
  );
});

function asksAlike(one: Read, other: Read): boolean {
  return (
    one.operation === other.operation && JSON.stringify(canonical(one.input)) === JSON.stringify(canonical(other.input))
  );
}

describe('what is built where nothing was', () => {
  it('tells of the loss of a key once the address is confirmed, and not before', () => {
    expect(told(pathsOf(nothing(), []))).toBe(false);
    const pending = applyAll(FROM_NOTHING, nothing());
    expect(told(pathsOf(pending, []))).toBe(false);
    expect(told(pathsOf(applyAll(FROM_NOTHING, nothing(), { confirmed: true }), []))).toBe(true);
  });

  it.each(
    FROM_NOTHING.map((one, index) => [one.operation, index] as const).filter(
      ([operation]) => /^(s3|iam)/.test(operation) === false && operation !== 'logs:PutRetentionPolicy',
    ),
  )('without %s nobody can be said to be told', (_operation, left) => {
    const others = FROM_NOTHING.filter((_, index) => index !== left);
    expect(told(pathsOf(applyAll(others, nothing(), { confirmed: true }), []))).not.toBe(true);
  });

  it('is seen as a shadow trail in every Region', () => {
    const after = applyAll(FROM_NOTHING, nothing());
    for (const region of after.regions)
      expect(pageOf(after, 'cloudtrail:DescribeTrails', {}, region)).toMatchObject({
        trailList: [{ TrailARN: NEW_TRAIL, HomeRegion: HOME }],
      });
  });

  it('does not say what else is in a listing that was never read', () => {
    const unread = {
      ...nothing(),
      reads: nothing().reads.filter(({ operation }) => operation !== 'cloudwatch:DescribeAlarms'),
    };
    const answer = answerTo(apply(alarm('new'), unread), HOME, 'cloudwatch:DescribeAlarms');
    expect(answer).toMatchObject({ kind: 'answered', incomplete: { kind: 'truncated' } });
  });

  it('leaves unknown what stands in a log group that was never read', () => {
    const moved = apply(
      step('cloudtrail:UpdateTrail', HOME, {
        Name: TRAIL,
        CloudWatchLogsLogGroupArn: `${NEW_GROUP}:*`,
        CloudWatchLogsRoleArn: 'r',
      }),
      ACCOUNTS.filters,
    );
    expect(told(pathsOf(moved, []))).toBe(null);
    expect(told(pathsOf(apply(step('logs:CreateLogGroup', HOME, { logGroupName: 'new' }), moved), []))).toBe(false);
  });
});

describe('single answers', () => {
  const account = ACCOUNTS.filters;

  it('an alarm that is there keeps its state, a new one has none', () => {
    const { MetricAlarms: alarms } = pageOf(
      applyAll([alarm('key-loss'), alarm('new')], account),
      'cloudwatch:DescribeAlarms',
    ) as {
      MetricAlarms: readonly object[];
    };
    expect(alarms).toMatchObject([
      { AlarmName: 'key-loss', StateValue: 'OK', Namespace: 'CISBenchmark' },
      { AlarmName: 'new', StateValue: 'INSUFFICIENT_DATA', ActionsEnabled: true, OKActions: [] },
    ]);
  });

  it('an alarm is replaced whole', () => {
    const once = apply(alarm('new', { DatapointsToAlarm: 1, Unit: 'Count' }), account);
    const { MetricAlarms: alarms } = pageOf(apply(alarm('new'), once), 'cloudwatch:DescribeAlarms') as {
      MetricAlarms: readonly object[];
    };
    expect(alarms[1]).not.toHaveProperty('DatapointsToAlarm');
    expect(alarms[1]).not.toHaveProperty('Unit');
  });

  it('filters stand in the order of their names', () => {
    const after = applyAll(
      [filter('trail', 'z'), filter('trail', 'a'), filter('trail', 'key-loss', '{ $.a = 1 }')],
      account,
    );
    expect(pageOf(after, 'logs:DescribeMetricFilters', { logGroupName: 'trail' })).toMatchObject({
      metricFilters: [
        { filterName: 'a' },
        { filterName: 'key-loss', filterPattern: '{ $.a = 1 }' },
        { filterName: 'z' },
      ],
    });
  });

  it('a new filter stands on the page where it belongs', () => {
    const item = (filterName: string) => ({ filterName });
    const paged = {
      ...account,
      reads: account.reads.map((one) =>
        one.operation === 'logs:DescribeMetricFilters'
          ? {
              ...one,
              pages: [
                { metricFilters: [item('a'), item('c')], nextToken: 't' },
                { metricFilters: [item('e'), item('g')] },
              ],
            }
          : one,
      ),
    };
    const names = (after: Account) =>
      after.reads
        .find(({ operation }) => operation === 'logs:DescribeMetricFilters')!
        .pages.map((page) => (page.metricFilters as { filterName: string }[]).map(({ filterName }) => filterName));
    expect(names(apply(filter('trail', 'b'), paged))).toEqual([
      ['a', 'b', 'c'],
      ['e', 'g'],
    ]);
    expect(names(apply(filter('trail', 'd'), paged))).toEqual([
      ['a', 'c'],
      ['d', 'e', 'g'],
    ]);
    expect(names(apply(filter('trail', 'h'), paged))).toEqual([
      ['a', 'c'],
      ['e', 'g', 'h'],
    ]);
    expect(names(apply(filter('trail', 'e'), paged))).toEqual([
      ['a', 'c'],
      ['e', 'g'],
    ]);
  });

  it.each([
    ['email', 'new@example.com', false],
    ['https', 'https://hooks.example.com/s3cr3t', false],
    ['sms', '+15550100199', true],
    ['sqs', `arn:aws:sqs:us-east-1:${ME}:queue`, true],
    ['sqs', 'arn:aws:sqs:us-east-1:444455556666:queue', false],
    ['lambda', `arn:aws:lambda:us-east-1:${ME}:function:f`, true],
  ])('a subscription of %s to %s: confirmed at once %s, and by consent', (protocol, endpoint, atOnce) => {
    const one = subscription(protocol, endpoint, TOPIC);
    const arnAfter = (after: Account) =>
      (
        pageOf(after, 'sns:ListSubscriptionsByTopic', { TopicArn: TOPIC }) as {
          Subscriptions: { SubscriptionArn: string }[];
        }
      ).Subscriptions[1]!.SubscriptionArn;
    expect(arnAfter(apply(one, account)) !== 'PendingConfirmation').toBe(atOnce);
    const confirmed = apply(one, apply(one, account), { confirmed: true });
    expect(arnAfter(confirmed)).toMatch(new RegExp(`^${TOPIC}:0000`));
    expect(
      answerTo(confirmed, HOME, 'sns:GetSubscriptionAttributes', { SubscriptionArn: arnAfter(confirmed) }).kind,
    ).toBe('answered');
    expect(JSON.stringify(confirmed)).not.toMatch(/s3cr3t|5550100199/);
  });

  it('a key that is created and named is read under its alias, with its policy', () => {
    const created = applyAll([...EVERY_STEP['kms:CreateKey'], EVERY_STEP['kms:CreateAlias'][1]!], account);
    const metadata = (pageOf(created, 'kms:DescribeKey', { KeyId: 'alias/new' }) as { KeyMetadata: { Arn: string } })
      .KeyMetadata;
    expect(metadata).toMatchObject({ KeyState: 'Enabled', KeyManager: 'CUSTOMER', KeySpec: 'SYMMETRIC_DEFAULT' });
    expect(pageOf(created, 'kms:GetKeyPolicy', { KeyId: metadata.Arn, PolicyName: 'default' })).toHaveProperty(
      'Policy',
    );
  });

  it('a key that is pending deletion is not enabled', () => {
    const pending = applyAll([EVERY_STEP['kms:ScheduleKeyDeletion'][0]!, ...EVERY_STEP['kms:EnableKey']], account);
    expect(pageOf(pending, 'kms:DescribeKey', { KeyId: TOPIC_KEY })).toMatchObject({
      KeyMetadata: { KeyState: 'PendingDeletion' },
    });
  });

  it('a deleted topic that an alarm still names is not found; one that nobody names is not read', () => {
    const gone = apply(step('sns:DeleteTopic', HOME, { TopicArn: TOPIC }), account);
    expect(answerTo(gone, HOME, 'sns:GetTopicAttributes', { TopicArn: TOPIC }).kind).toBe('not-found');
    const forgotten = applyAll([...EVERY_STEP['cloudwatch:DeleteAlarms'], ...EVERY_STEP['sns:DeleteTopic']], account);
    expect(answerTo(forgotten, HOME, 'sns:GetTopicAttributes', { TopicArn: TOPIC }).kind).toBe('not-read');
    for (const after of [gone, forgotten])
      expect(answerTo(after, HOME, 'sns:GetSubscriptionAttributes', { SubscriptionArn: SUBSCRIPTION }).kind).toBe(
        'not-read',
      );
  });

  it('a log group that stands beside another one in its listing is there: nothing is claimed of its filters', () => {
    const beside = {
      ...account,
      reads: account.reads.map((one) =>
        one.operation === 'logs:DescribeLogGroups'
          ? { ...one, pages: [...one.pages, { logGroups: [{ logGroupName: 'trail-old' }] }] }
          : one,
      ),
    };
    expect(apply(step('logs:CreateLogGroup', HOME, { logGroupName: 'trail-old' }), beside)).toBe(beside);
  });

  it('a deleted log group into which a trail delivers is not there', () => {
    const gone = apply(EVERY_STEP['logs:DeleteLogGroup'][0]!, account);
    expect(pageOf(gone, 'logs:DescribeLogGroups', { logGroupNamePrefix: 'trail' })).toEqual({ logGroups: [] });
    expect(answerTo(gone, HOME, 'logs:DescribeMetricFilters', { logGroupName: 'trail' }).kind).toBe('not-found');
    expect(told(pathsOf(gone, []))).toBe(false);
  });

  it('a trail that moves to another log group has delivered there when the account is read', () => {
    const failed = {
      ...account,
      reads: account.reads.map((one) =>
        one.operation === 'cloudtrail:GetTrailStatus'
          ? {
              ...one,
              pages: one.pages.map((page) => ({ ...page, LatestCloudWatchLogsDeliveryError: 'Access denied' })),
            }
          : one,
      ),
    };
    const moved = apply(
      step('cloudtrail:UpdateTrail', HOME, {
        Name: TRAIL,
        CloudWatchLogsLogGroupArn: `${NEW_GROUP}:*`,
        CloudWatchLogsRoleArn: 'r',
      }),
      failed,
    );
    const status = pageOf(moved, 'cloudtrail:GetTrailStatus', { Name: TRAIL });
    expect(status).not.toHaveProperty('LatestCloudWatchLogsDeliveryError');
    expect(status).toMatchObject({ LatestCloudWatchLogsDeliveryTime: account.readAt });
    const same = apply(step('cloudtrail:UpdateTrail', HOME, { Name: TRAIL, IsMultiRegionTrail: true }), failed);
    expect(pageOf(same, 'cloudtrail:GetTrailStatus', { Name: TRAIL })).toHaveProperty(
      'LatestCloudWatchLogsDeliveryError',
    );
  });
});
