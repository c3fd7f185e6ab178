import { describe, expect, it } from 'vitest';
import type { Account } from '../account/account.js';
import {
  changed,
  event,
  filterAccount,
  GROUP,
  GROUP_KEY,
  ME,
  SUBSCRIPTION,
  TOPIC,
  TOPIC_KEY,
  TRAIL,
  told,
  withItem,
} from './example-account.case.js';
import { filterPaths } from './filter-paths.js';

const paths = (account: Account, all: readonly Account[] = [account]) => filterPaths({ account, all });
const toldIn = (account: Account, record = event(), all?: readonly Account[]) => told(paths(account, all), record);
const last = (account: Account) => paths(account).map(({ links }) => links.at(-1));

const trail = (members: object) => withItem(filterAccount(), 'cloudtrail:DescribeTrails', 'trailList', members);
const status = (members: object) =>
  changed(filterAccount(), 'cloudtrail:GetTrailStatus', (page) => ({ ...page, ...members }));
const group = (members: object) => withItem(filterAccount(), 'logs:DescribeLogGroups', 'logGroups', members);
const filter = (members: object) => withItem(filterAccount(), 'logs:DescribeMetricFilters', 'metricFilters', members);
const alarm = (members: object) => withItem(filterAccount(), 'cloudwatch:DescribeAlarms', 'MetricAlarms', members);
const topic = (members: object) =>
  changed(filterAccount(), 'sns:GetTopicAttributes', (page) => ({
    Attributes: { ...(page.Attributes as object), ...members },
  }));
const subscription = (members: object) =>
  withItem(filterAccount(), 'sns:ListSubscriptionsByTopic', 'Subscriptions', members);
const attributes = (members: object) =>
  changed(filterAccount(), 'sns:GetSubscriptionAttributes', () => ({ Attributes: members }));
const key = (arn: string, members: object) =>
  changed(filterAccount(), 'kms:DescribeKey', (page, read) =>
    read.input.KeyId === arn ? { KeyMetadata: { ...(page.KeyMetadata as object), ...members } } : page,
  );

describe('the path over a metric filter', () => {
  it('tells somebody, in every Region', () => {
    expect(toldIn(filterAccount())).toBe(true);
    expect(toldIn(filterAccount(), event({ awsRegion: 'eu-west-1' }))).toBe(true);
    expect(toldIn(filterAccount(), event({ eventName: 'PutKeyPolicy' }))).toBe(false);
    const [path, ...further] = paths(filterAccount());
    expect(further).toEqual([]);
    expect(path?.links.map(({ kind }) => kind)).toEqual([
      'trail',
      'log-group',
      'metric-filter',
      'metric',
      'alarm',
      'topic',
      'subscription',
    ]);
    expect(path).toMatchObject({ end: 'person', keys: [GROUP_KEY, TOPIC_KEY] });
  });

  it.each<[string, Account, boolean | null]>([
    ['the trail is not logging', status({ IsLogging: false }), false],
    ['the delivery fails', status({ LatestCloudWatchLogsDeliveryError: 'AccessDenied' }), false],
    ['the trail has no log group', trail({ CloudWatchLogsLogGroupArn: '' }), false],
    ['the trail has no role', trail({ CloudWatchLogsRoleArn: '' }), false],
    [
      'the trail names a log group of another Region',
      trail({ CloudWatchLogsLogGroupArn: `${GROUP.replace('us-east-1', 'eu-west-1')}:*` }),
      null,
    ],
    ['the trail names a log group of another name', group({ arn: `${GROUP}2:*`, logGroupArn: `${GROUP}2` }), false],
    ['the log group is of the class for infrequent access', group({ logGroupClass: 'INFREQUENT_ACCESS' }), false],
    ['the log group’s key is disabled', key(GROUP_KEY, { KeyState: 'Disabled' }), null],
    ['the filter has another pattern', filter({ filterPattern: '{ $.eventName = EnableKey }' }), false],
    ['the filter has an unreadable pattern', filter({ filterPattern: '{ $.eventName ~ DisableKey }' }), null],
    ['the filter looks at another account', filter({ fieldSelectionCriteria: '@aws.account = "444455556666"' }), false],
    ['the filter looks at transformed events', filter({ applyOnTransformedLogs: true }), null],
    ['the filter publishes nothing', filter({ metricTransformations: [] }), false],
    [
      'the filter publishes another metric',
      filter({ metricTransformations: [{ metricName: 'Other', metricNamespace: 'Trail', metricValue: '1' }] }),
      false,
    ],
    ['the alarm does nothing', alarm({ AlarmActions: [] }), false],
    ['the alarm calls a function', alarm({ AlarmActions: [`arn:aws:lambda:us-east-1:${ME}:function:tell`] }), null],
    [
      'the alarm notifies a topic of another Region',
      alarm({ AlarmActions: [TOPIC.replace('us-east-1', 'eu-west-1')] }),
      false,
    ],
    ['the topic lets nobody publish', topic({ Policy: '{"Statement":[]}' }), false],
    ['the topic’s policy is not there', topic({ Policy: undefined }), null],
    ['the topic is encrypted with the AWS managed key', topic({ KmsMasterKeyId: 'alias/aws/sns' }), false],
    ['the topic is encrypted with a disabled key', key(TOPIC_KEY, { KeyState: 'PendingDeletion' }), false],
    [
      'the topic is encrypted with a key of another policy',
      changed(filterAccount(), 'kms:GetKeyPolicy', () => ({ Policy: '{"Statement":[]}' })),
      false,
    ],
    ['the topic is not encrypted', topic({ KmsMasterKeyId: '' }), true],
    ['the subscription is pending', subscription({ SubscriptionArn: 'PendingConfirmation' }), false],
    [
      'the subscriber is a phone whose platform endpoint may be disabled',
      subscription({ Protocol: 'application' }),
      null,
    ],
    ['the subscriber is a function that was not read', subscription({ Protocol: 'lambda' }), null],
    ['the subscriber is a stream', subscription({ Protocol: 'firehose' }), null],
    ['the subscriber is a queue that was not read', subscription({ Protocol: 'sqs' }), null],
    ['the subscriber is of a kind that is not known', subscription({ Protocol: 'pager' }), null],
    ['of the subscriber it is not said what it is', subscription({ Protocol: undefined }), null],
    ['the subscriber is a web page, which has answered', subscription({ Protocol: 'https' }), true],
    ['the subscription was deleted', subscription({ SubscriptionArn: 'Deleted' }), false],
    ['the subscription filters by attributes', attributes({ FilterPolicy: '{"severity":["high"]}' }), false],
    [
      'the subscription filters by state',
      attributes({ FilterPolicy: '{"NewStateValue":["ALARM"]}', FilterPolicyScope: 'MessageBody' }),
      true,
    ],
    [
      'the subscription filters by another state',
      attributes({ FilterPolicy: '{"NewStateValue":["OK"]}', FilterPolicyScope: 'MessageBody' }),
      false,
    ],
    [
      'the subscription filters by what is not known before',
      attributes({ FilterPolicy: '{"OldStateValue":["OK"]}', FilterPolicyScope: 'MessageBody' }),
      null,
    ],
    [
      'the subscription filters by the alarm',
      attributes({ FilterPolicy: '{"AlarmName":["key-loss"]}', FilterPolicyScope: 'MessageBody' }),
      true,
    ],
    [
      'the subscription filters by another alarm',
      attributes({ FilterPolicy: '{"AlarmName":["other"]}', FilterPolicyScope: 'MessageBody' }),
      false,
    ],
  ])('%s', (_name, account, expected) => {
    expect(toldIn(account)).toBe(expected);
  });
});

describe('a listing of filters that was cut off', () => {
  const cutOff = (from: Account): Account => ({
    ...from,
    reads: from.reads.map((one) =>
      one.operation === 'logs:DescribeMetricFilters'
        ? { ...one, error: { kind: 'throttled', code: 'ThrottlingException', message: 'slow down' } }
        : one,
    ),
  });

  it('leaves a sum as it is, and an average in doubt, which another filter may take down', () => {
    expect(toldIn(alarm({ Statistic: 'Average' }))).toBe(true);
    expect(toldIn(cutOff(alarm({ Statistic: 'Average' })))).toBe(null);
    expect(toldIn(cutOff(alarm({ Statistic: 'Sum' })))).toBe(true);
  });
});

describe('a trail', () => {
  const single = trail({ IsMultiRegionTrail: false });
  it('of one Region records only that', () => {
    expect(toldIn(single)).toBe(true);
    expect(toldIn(single, event({ awsRegion: 'eu-west-1' }))).toBe(false);
  });

  const matchAll = (members: object) => {
    const open = withItem(trail(members), 'logs:DescribeMetricFilters', 'metricFilters', { filterPattern: '' });
    return (eventSource: string, awsRegion = 'us-east-1') => toldIn(open, event({ eventSource, awsRegion }));
  };

  it('without global services loses IAM, keeps KMS, and leaves the others in doubt', () => {
    const records = matchAll({ IncludeGlobalServiceEvents: false });
    expect(records('iam.amazonaws.com')).toBe(false);
    expect(records('kms.amazonaws.com')).toBe(true);
    expect(records('organizations.amazonaws.com')).toBe(null);
    expect(records('sts.amazonaws.com')).toBe(null);
    expect(records('sts.amazonaws.com', 'eu-west-1')).toBe(true);
  });

  it('of one other Region has no global events, whatever it says', () => {
    const elsewhere = { IsMultiRegionTrail: false, HomeRegion: 'eu-west-1', IncludeGlobalServiceEvents: true };
    const account = withItem(filterAccount(), 'cloudtrail:DescribeTrails', 'trailList', elsewhere);
    const reads = account.reads.map((one) =>
      one.operation.startsWith('cloudtrail:Get') ? { ...one, region: 'eu-west-1' } : one,
    );
    expect(toldIn({ ...account, reads }, event({ awsRegion: 'eu-west-1' }))).toBe(true);
    expect(toldIn({ ...account, reads }, event({ eventSource: 'iam.amazonaws.com' }))).toBe(false);
  });

  it('none: the path says so', () => {
    const account = changed(filterAccount(), 'cloudtrail:DescribeTrails', () => ({ trailList: [] }));
    expect(toldIn(account)).toBe(false);
    expect(last(account)).toMatchObject([{ kind: 'trail', conditions: [{ because: 'no trail' }] }]);
  });
});

describe('a chain that ends too early says what is missing', () => {
  it.each<[string, Account, object]>([
    [
      'no log group',
      group({ arn: 'arn:aws:logs:us-east-1:111122223333:log-group:x:*', logGroupArn: undefined }),
      { kind: 'log-group' },
    ],
    [
      'no filter',
      changed(filterAccount(), 'logs:DescribeMetricFilters', () => ({ metricFilters: [] })),
      { kind: 'metric-filter', id: '(none)' },
    ],
    [
      'no subscription',
      changed(filterAccount(), 'sns:ListSubscriptionsByTopic', () => ({ Subscriptions: [] })),
      { kind: 'subscription', id: '(none)' },
    ],
  ])('%s', (_name, account, expected) => {
    expect(toldIn(account)).toBe(false);
    expect(last(account)).toMatchObject([expected]);
  });

  it('no alarm', () => {
    const account = changed(filterAccount(), 'cloudwatch:DescribeAlarms', () => ({ MetricAlarms: [] }));
    expect(toldIn(account)).toBe(false);
    expect(paths(account)).toHaveLength(1);
  });

  it('no topic', () => {
    const error = { kind: 'not-found', code: 'NotFound', message: 'Topic does not exist' } as const;
    const whole = filterAccount();
    const reads = whole.reads.map((one) =>
      one.operation === 'sns:GetTopicAttributes' ? { ...one, pages: [], error } : one,
    );
    expect(toldIn({ ...whole, reads })).toBe(false);
    expect(last({ ...whole, reads })).toMatchObject([{ kind: 'topic', id: TOPIC }]);
  });
});

describe('several of a kind', () => {
  it('two filters on one log group cover together what neither covers alone', () => {
    const half = (name: string) => ({
      filterName: name,
      filterPattern: `{ $.eventName = ${name} }`,
      metricTransformations: [{ metricName: 'KeyLoss', metricNamespace: 'Trail', metricValue: '1' }],
    });
    const account = changed(filterAccount(), 'logs:DescribeMetricFilters', () => ({
      metricFilters: [half('DisableKey'), half('ScheduleKeyDeletion')],
    }));
    expect(toldIn(account)).toBe(true);
    expect(toldIn(account, event({ eventName: 'ScheduleKeyDeletion' }))).toBe(true);
    expect(toldIn(account, event({ eventName: 'EnableKey' }))).toBe(false);
  });

  it('one confirmed subscription is enough, and who is at its end is said', () => {
    const page = { SubscriptionArn: SUBSCRIPTION, Protocol: 'https', Endpoint: 'https://example.com/#sha256:1' };
    const pending = { SubscriptionArn: 'PendingConfirmation', Protocol: 'email', Endpoint: 'b@example.com' };
    const account = changed(filterAccount(), 'sns:ListSubscriptionsByTopic', () => ({
      Subscriptions: [pending, page],
    }));
    expect(toldIn(account)).toBe(true);
    expect(paths(account).map(({ end }) => end)).toEqual(['person', 'machine']);
    expect(told(paths(account).filter(({ end }) => end === 'person'))).toBe(false);
  });
});

describe('an organization trail', () => {
  const owner = '999988887777';
  const organization = trail({ IsOrganizationTrail: true });
  const owned = JSON.parse(JSON.stringify(organization).replaceAll(ME, owner)) as Account;
  const seen = { TrailARN: TRAIL.replace(ME, owner), IsOrganizationTrail: true };
  const shadow = withItem(filterAccount(), 'cloudtrail:DescribeTrails', 'trailList', seen);
  const member: Account = {
    ...shadow,
    reads: shadow.reads
      .filter(({ operation }) => ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus'].includes(operation))
      .map((one) => (one.operation === 'cloudtrail:GetTrailStatus' ? { ...one, input: { Name: seen.TrailARN } } : one)),
  };

  it('tells of the member’s events when its owner was read too', () => {
    expect(toldIn(member, event(), [member, owned])).toBe(true);
    expect(paths(member, [member, owned])[0]?.links.map(({ account }) => account)).toEqual(Array(7).fill(owner));
  });

  it('is in doubt when its owner was not, and names the owner', () => {
    expect(toldIn(member)).toBe(null);
    expect(last(member)[0]?.conditions[0]?.because).toContain(owner);
  });

  it('is in doubt when its owner could not list it', () => {
    const blind: Account = {
      ...owned,
      reads: owned.reads.filter(({ operation }) => operation !== 'cloudtrail:DescribeTrails'),
    };
    expect(toldIn(member, event(), [member, blind])).toBe(null);
  });

  it('does not tell of events that the owner’s filter leaves out', () => {
    const pattern = `{ $.recipientAccountId = "${owner}" && $.eventName = DisableKey }`;
    const narrow = withItem(owned, 'logs:DescribeMetricFilters', 'metricFilters', { filterPattern: pattern });
    expect(toldIn(member, event(), [member, narrow])).toBe(false);
    expect(toldIn(narrow, event({ recipientAccountId: owner }), [member, narrow])).toBe(true);
  });
});
