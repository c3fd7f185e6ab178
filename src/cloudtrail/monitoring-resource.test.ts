import { describe, expect, it } from 'vitest';
import type { Json } from '../predicate/json.js';
import { monitoringResources } from './monitoring-resource.js';

const record = (eventSource: string, requestParameters: Json, more = {}) => ({
  eventSource,
  awsRegion: 'eu-west-1',
  recipientAccountId: '111122223333',
  requestParameters,
  ...more,
});
const ARN = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/all';

describe('the monitoring that a call names', () => {
  it.each<[string, string, Json, readonly string[]]>([
    ['a trail by name', 'cloudtrail', { name: 'all' }, [ARN]],
    ['a trail by its ARN', 'cloudtrail', { name: ARN }, [ARN]],
    ['a trail whose selectors are put', 'cloudtrail', { trailName: 'all', eventSelectors: [] }, [ARN]],
    ['an alarm', 'monitoring', { alarmName: 'kms' }, ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:kms']],
    [
      'alarms',
      'monitoring',
      { alarmNames: ['a', 'b', 'a'] },
      ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a', 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:b'],
    ],
    [
      'a mute rule and what it mutes',
      'monitoring',
      { name: 'quiet', muteTargets: { alarmNames: ['a'] } },
      [
        'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a',
        'arn:aws:cloudwatch:eu-west-1:111122223333:alarm-mute-rule:quiet',
      ],
    ],
    ['no dashboard', 'monitoring', { dashboardName: 'd', name: 'd' }, []],
    ['a log group', 'logs', { logGroupName: '/trail' }, ['arn:aws:logs:eu-west-1:111122223333:log-group:/trail']],
    [
      'a log group by its ARN',
      'logs',
      { logGroupIdentifier: 'arn:aws:logs:eu-west-1:111122223333:log-group:/trail:*' },
      ['arn:aws:logs:eu-west-1:111122223333:log-group:/trail'],
    ],
    [
      'a metric filter',
      'logs',
      { logGroupName: '/trail', filterName: 'kms' },
      ['arn:aws:logs:eu-west-1:111122223333:log-group:/trail:metric-filter:kms'],
    ],
    ['a topic', 'sns', { topicArn: 'arn:aws:sns:eu-west-1:111122223333:t' }, ['arn:aws:sns:eu-west-1:111122223333:t']],
    [
      'a subscription',
      'sns',
      { subscriptionArn: 'arn:aws:sns:eu-west-1:111122223333:t:1' },
      ['arn:aws:sns:eu-west-1:111122223333:t:1'],
    ],
    ['an event rule', 'events', { name: 'r' }, ['arn:aws:events:eu-west-1:111122223333:rule/r']],
    ['the rule of targets', 'events', { rule: 'r', ids: ['1'] }, ['arn:aws:events:eu-west-1:111122223333:rule/r']],
    [
      'a rule of the default bus',
      'events',
      { name: 'r', eventBusName: 'default' },
      ['arn:aws:events:eu-west-1:111122223333:rule/r'],
    ],
    [
      'a rule of another bus',
      'events',
      { name: 'r', eventBusName: 'arn:aws:events:eu-west-1:111122223333:event-bus/b' },
      ['arn:aws:events:eu-west-1:111122223333:rule/b/r'],
    ],
    ['another service', 'kms', { name: 'x' }, []],
    ['nothing', 'cloudtrail', null, []],
    ['no text', 'cloudtrail', { name: 7 }, []],
  ])('%s', (_, service, parameters, expected) =>
    expect(monitoringResources(record(`${service}.amazonaws.com`, parameters))).toEqual(expected),
  );

  it('is of the event’s partition and account', () => {
    const event = {
      eventSource: 'cloudtrail.amazonaws.com',
      awsRegion: 'cn-north-1',
      userIdentity: { accountId: '444455556666' },
      requestParameters: { name: 'all' },
    };
    expect(monitoringResources(event)).toEqual(['arn:aws-cn:cloudtrail:cn-north-1:444455556666:trail/all']);
  });
});
