import { expect, it } from 'vitest';
import { consumersOf } from './consumers.js';
import { changed, failing, filterAccount, ME, ruleAccount, withItem } from './example-account.case.js';

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
