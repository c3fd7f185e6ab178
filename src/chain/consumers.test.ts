import { describe, expect, it } from 'vitest';
import type { Account } from '../account/account.js';
import { loadControls } from '../catalogue/load.js';
import { audit } from './audit.js';
import { consumersOf } from './consumers.js';
import { changed, failing, filterAccount, ME, ruleAccount, TOPIC, withItem } from './example-account.case.js';

const consumers = (account = filterAccount()) => consumersOf(account, [account]);

it('names the trail’s bucket and nobody else when nobody else is there', () => {
  expect(consumers()).toEqual([expect.stringContaining('`bucket`')]);
});

it('names subscription filters with their destination', () => {
  const destinationArn = `arn:aws:firehose:us-east-1:${ME}:deliverystream/siem`;
  const account = changed(filterAccount(), 'logs:DescribeSubscriptionFilters', () => ({
    subscriptionFilters: [{ filterName: 'to-siem', destinationArn }],
  }));
  expect(consumers(account).join('\n')).toContain(destinationArn);
});

it('says that there may be some when they could not be listed', () => {
  const account = filterAccount();
  const read = account.reads.find(({ operation }) => operation === 'logs:DescribeSubscriptionFilters')!;
  expect(consumers(failing(account, read, 'denied')).join('\n')).toContain('there may be subscription filters');
});

it('names log alarms', () => {
  const account = changed(filterAccount(), 'cloudwatch:DescribeAlarms', () => ({
    LogAlarms: [{ AlarmName: 'query' }],
  }));
  expect(consumers(account).join('\n')).toContain('log alarm `query`');
});

it('names what rules send to other places than topics, unless they are disabled', () => {
  const queue = `arn:aws:sqs:us-east-1:${ME}:q`;
  const account = withItem(ruleAccount(), 'events:ListTargetsByRule', 'Targets', { Arn: queue });
  expect(consumers(account).join('\n')).toContain(queue);
  expect(consumers(ruleAccount()).join('\n')).not.toContain('sends');
  expect(consumers(withItem(account, 'events:ListRules', 'Rules', { State: 'DISABLED' })).join('\n')).not.toContain(
    queue,
  );
});

it('names rules that listen to alarms', () => {
  const EventPattern = '{"source":["aws.cloudwatch"],"detail-type":["CloudWatch Alarm State Change"]}';
  const account = withItem(ruleAccount(), 'events:ListRules', 'Rules', { EventPattern });
  expect(consumers(account).join('\n')).toContain('state changes of alarms');
});

const { controls } = loadControls();
const judged = (account: Account) =>
  audit({
    accounts: [account],
    controls: controls.filter(({ slug }) => slug === 'kms-key-loss'),
    benchmark: 'cis-7.0',
    includeAttempts: false,
    generatedAt: '2026-03-01T12:00:00Z',
    tool: { name: 'trailproof', version: '0' },
  }).results[0]!;
const silent = () => changed(filterAccount(), 'logs:DescribeMetricFilters', () => ({ metricFilters: [] }));
const sending = (filterPattern: string, account = silent()) =>
  changed(account, 'logs:DescribeSubscriptionFilters', () => ({
    subscriptionFilters: [
      { filterName: 'to-siem', filterPattern, destinationArn: `arn:aws:lambda:us-east-1:${ME}:function:f` },
    ],
  }));

it('of an event that nobody is told of, what is given it besides is named beside the verdict, which stays', () => {
  const named = judged(sending('{ $.eventName = DisableKey || $.eventName = ScheduleKeyDeletion }'));
  expect(named.verdict).toBe('broken');
  expect(named.summary).toMatch(/; the subscription filter `to-siem` \(to .*\) may tell somebody, and was not read$/);
  expect(named.events[0]?.mayTell).toEqual([expect.stringContaining('to-siem')]);
  expect(judged(sending('')).summary).toContain('may tell somebody');
});

it('what is given other events, or none because the trail stops, is not', () => {
  expect(judged(silent()).summary).not.toContain('may tell');
  expect(judged(sending('{ $.eventName = ConsoleLogin }')).summary).not.toContain('may tell');
  const stopped = changed(filterAccount(), 'cloudtrail:GetTrailStatus', (page) => ({ ...page, IsLogging: false }));
  const result = judged(sending('', stopped));
  expect(result.verdict).toBe('broken');
  expect(result.summary).not.toContain('may tell');
});

it('log alarms without an action tell nobody, and others may', () => {
  const withLogAlarm = (AlarmActions: readonly string[]) =>
    judged(
      changed(silent(), 'cloudwatch:DescribeAlarms', () => ({ LogAlarms: [{ AlarmName: 'query', AlarmActions }] })),
    );
  expect(withLogAlarm([TOPIC]).summary).toContain('the log alarm `query` may tell somebody');
  expect(withLogAlarm([]).summary).not.toContain('may tell');
});

describe('an alarm without an action', () => {
  const mute = () => withItem(filterAccount(), 'cloudwatch:DescribeAlarms', 'MetricAlarms', { AlarmActions: [] });
  const beside = (EventPattern: object, more: object = {}) =>
    changed(mute(), 'events:ListRules', () => ({
      Rules: [{ Name: 'changes', State: 'ENABLED', EventPattern: JSON.stringify(EventPattern), ...more }],
    }));
  const CHANGES = { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] };

  it('tells nobody where no rule listens to its changes', () => {
    expect(judged(mute()).verdict).toBe('broken');
    expect(
      judged(beside({ source: ['aws.ec2'], 'detail-type': ['EC2 Instance State-change Notification'] })).verdict,
    ).toBe('broken');
    expect(judged(beside({ ...CHANGES, detail: { alarmName: ['another'] } })).verdict).toBe('broken');
    expect(judged(beside({ ...CHANGES, detail: { state: { value: ['OK'] } } })).verdict).toBe('broken');
    expect(judged(beside(CHANGES, { State: 'DISABLED' })).verdict).toBe('broken');
  });

  it('may tell somebody where one does', () => {
    const heard = judged(beside(CHANGES));
    expect(heard.verdict).toBe('unknown');
    expect(heard.summary).toContain('the rule `changes` may hear of the alarm’s change of state');
    expect(
      judged(beside({ ...CHANGES, detail: { alarmName: ['key-loss'], state: { value: ['ALARM'] } } })).verdict,
    ).toBe('unknown');
    expect(judged(beside({ source: ['aws.cloudwatch'] }, { ManagedBy: 'notifications.amazonaws.com' })).verdict).toBe(
      'unknown',
    );
  });
});
