import type { Operation } from '../../src/account/account.js';
import { furtherAlarms } from '../proxy/alarms.js';
import type { Behaviour } from '../proxy/call.js';
import { busMembers } from '../proxy/event-buses.js';
import { keyOfFunction } from '../proxy/functions.js';
import { filterMembers } from '../proxy/log-groups.js';
import { endless, pages } from '../proxy/paging.js';
import { breakDown, deny, failWith, throttle } from '../proxy/refusals.js';
import { dataProtection } from '../proxy/topics.js';
import { alarmArn, type Configuration, chain, REGIONS, topicArn, unknown } from './configuration.js';
import {
  busKeyPolicy,
  KEY_LOSS_RULE,
  keyPolicy,
  protection,
  queueKeyPolicy,
  rulesIn,
  toFunction,
  toQueue,
} from './configuration-parts.js';
import { KEY_LOSS_PATTERN, type Spec } from './spec.js';

const encrypted = (account: string): Spec =>
  chain({
    group: { key: 'logs' },
    topic: { key: 'topic' },
    more: { keys: [{ name: 'topic', policy: keyPolicy(account, true) }, { name: 'logs' }] },
  });
const byRules = (account: string): Spec => ({
  trails: [{ name: 'management', logGroup: null }],
  ...rulesIn(account, REGIONS),
});

const last = (operation: Operation) => new RegExp(operation.slice(operation.indexOf(':') + 1));
const refused = (
  how: string,
  operation: Operation,
  behaviour: Behaviour,
  spec: (account: string) => Spec = () => chain(),
): Configuration => ({
  name: `${operation} ${how}`,
  spec: ({ account }) => spec(account),
  behaviours: () => [behaviour],
  expected: unknown(last(operation), operation),
});

const ON_THE_PATH: readonly Operation[] = [
  'ec2:DescribeRegions',
  'cloudtrail:DescribeTrails',
  'cloudtrail:GetTrailStatus',
  'cloudtrail:GetEventSelectors',
  'logs:DescribeLogGroups',
  'logs:DescribeMetricFilters',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:ListAlarmMuteRules',
  'sns:GetTopicAttributes',
  'sns:GetDataProtectionPolicy',
  'sns:ListSubscriptionsByTopic',
  'sns:GetSubscriptionAttributes',
];

/** All holds as far as it could be read: nobody may say more. And places where AWS's behaviour is not known. */
export const UNKNOWN: readonly Configuration[] = [
  ...ON_THE_PATH.map((operation) => refused('denied', operation, deny(operation))),
  refused('denied for the topic’s key', 'kms:DescribeKey', deny('kms:DescribeKey'), encrypted),
  refused('denied for the topic’s key', 'kms:GetKeyPolicy', deny('kms:GetKeyPolicy'), encrypted),
  refused('denied, with EventBridge alone', 'events:ListRules', deny('events:ListRules'), byRules),
  refused('denied, with EventBridge alone', 'events:ListTargetsByRule', deny('events:ListTargetsByRule'), byRules),
  refused('denied, with EventBridge alone', 'events:DescribeEventBus', deny('events:DescribeEventBus'), byRules),
  refused('denied', 'sqs:GetQueueAttributes', deny('sqs:GetQueueAttributes'), toQueue),
  refused('denied', 'lambda:GetFunctionConfiguration', deny('lambda:GetFunctionConfiguration'), toFunction),
  refused('denied', 'lambda:GetFunctionConcurrency', deny('lambda:GetFunctionConcurrency'), toFunction),
  refused('denied', 'lambda:GetPolicy', deny('lambda:GetPolicy'), toFunction),
  refused('denied for the queue’s key', 'kms:GetKeyPolicy', deny('kms:GetKeyPolicy'), (account) =>
    toQueue(account, { key: 'alias/queue' }, [{ name: 'queue', policy: queueKeyPolicy(account) }]),
  ),
  refused('throttled', 'cloudtrail:GetTrailStatus', throttle('cloudtrail:GetTrailStatus')),
  refused('throttled', 'logs:DescribeMetricFilters', throttle('logs:DescribeMetricFilters')),
  refused('throttled', 'cloudwatch:DescribeAlarms', throttle('cloudwatch:DescribeAlarms')),
  refused('throttled', 'sns:ListSubscriptionsByTopic', throttle('sns:ListSubscriptionsByTopic')),
  refused('broken down', 'cloudwatch:DescribeAlarms', breakDown('cloudwatch:DescribeAlarms')),
  refused('without a Region', 'events:ListRules', failWith('events:ListRules', 'OptInRequired', 'no'), byRules),
  refused('denied in one Region', 'events:ListRules', deny('events:ListRules', { region: 'us-west-2' }), byRules),
  {
    name: 'a listing of alarms that never ends, and the alarm not among those read',
    spec: () => chain({ alarm: null }),
    behaviours: () => [endless('cloudwatch:DescribeAlarms')],
    expected: unknown(/DescribeAlarms/, 'cloudwatch:DescribeAlarms'),
  },
  {
    name: 'the second page of the filters denied, with the filter on it',
    spec: () =>
      chain({
        filter: { name: 'z' },
        more: {
          filters: ['a', 'b'].map((name) => ({ name, logGroup: 'cloudtrail', pattern: '{ $.a = 1 }', metric: name })),
        },
      }),
    behaviours: () => [
      deny('logs:DescribeMetricFilters', { furtherPages: true }),
      pages('logs:DescribeMetricFilters', 2),
    ],
    expected: unknown(/DescribeMetricFilters/, 'logs:DescribeMetricFilters'),
  },
  {
    name: 'alarms without actions, and rules that could not be listed',
    spec: () => chain({ alarm: { input: { ActionsEnabled: false } } }),
    behaviours: () => [deny('events:ListRules')],
    expected: unknown(/ListRules/, 'events:ListRules'),
  },
  {
    name: 'a trail of one Region, and rules of another that could not be listed',
    spec: () => chain({ trail: { multiRegion: false } }),
    behaviours: () => [deny('cloudtrail:DescribeTrails', { region: 'us-west-2' })],
    regions: ['us-east-1', 'us-west-2'],
    expected: unknown(/DescribeTrails/, 'cloudtrail:DescribeTrails'),
  },
  {
    name: 'a function whose variables are encrypted with a key that is disabled',
    spec: ({ account }) => toFunction(account, {}, [{ name: 'tell', state: 'disabled' }]),
    behaviours: ({ account }) => [keyOfFunction(account, 'tell')],
    expected: unknown(/function’s key .* is Disabled/),
  },
  {
    name: 'a function whose variables are encrypted with a key that will be deleted',
    spec: ({ account }) => toFunction(account, {}, [{ name: 'tell', state: 'pending-deletion' }]),
    behaviours: ({ account }) => [keyOfFunction(account, 'tell')],
    expected: unknown(/function’s key .* is PendingDeletion/),
  },
  {
    name: 'a version of a function, which was not read',
    spec: ({ account }) =>
      chain({
        topic: {
          subscriptions: [{ protocol: 'lambda', endpoint: `arn:aws:lambda:us-east-1:${account}:function:tell:1` }],
        },
      }),
    expected: unknown(/version or alias .* was not read/),
  },
  {
    name: 'a queue of another account',
    spec: () =>
      chain({
        topic: { subscriptions: [{ protocol: 'sqs', endpoint: 'arn:aws:sqs:us-east-1:999999999999:alerts' }] },
      }),
    expected: unknown(/GetQueueAttributes/),
  },
  {
    name: 'a filter that looks at transformed events',
    spec: () => chain(),
    behaviours: () => [filterMembers(() => ({ applyOnTransformedLogs: true }))],
    expected: unknown(/transform/),
  },
  {
    name: 'a pattern that is none',
    spec: () => chain({ pattern: '{ $.eventSource = "kms.amazonaws.com" && ' }),
    expected: unknown(/could not be read/),
  },
  {
    name: 'a pattern with blanks around its braces',
    spec: () => chain({ pattern: ` ${KEY_LOSS_PATTERN} ` }),
    expected: unknown(/could not be read/),
  },
  {
    name: 'an account number without quotes, which may not equal the text',
    spec: ({ account }) =>
      chain({ pattern: `{ $.eventSource = "kms.amazonaws.com" && $.recipientAccountId = ${account} }` }),
    expected: unknown(/unquoted number/),
  },
  {
    name: 'a field that not every record was seen to have',
    spec: () => chain({ pattern: '{ $.eventSource = "kms.amazonaws.com" && $.readOnly IS FALSE }' }),
    expected: unknown(/an event without `readOnly` would be missed/),
  },
  {
    name: 'a filter that looks at one Region beside its pattern',
    spec: () => chain(),
    behaviours: () => [filterMembers(() => ({ fieldSelectionCriteria: '@aws.region = "us-east-1"' }))],
    expected: unknown(/@aws\.region/),
  },
  {
    name: 'a filter that publishes a field that is no number',
    spec: () => chain({ filter: { value: '$.eventName' } }),
    expected: unknown(/\$\.eventName/),
  },
  {
    name: 'a term that stands in the name of a field',
    spec: () => chain({ pattern: 'managementEvent' }),
    expected: unknown(/searches the text/),
  },
  {
    name: 'a composite alarm that waits for another alarm as well',
    spec: () => chain({ alarm: { topics: [] }, more: { alarms: [{ name: 'other', metric: 'Other' }] } }),
    behaviours: ({ account }) => [
      furtherAlarms('us-east-1', {
        composite: [
          {
            AlarmName: 'both',
            AlarmArn: alarmArn(account, 'both'),
            AlarmRule: 'ALARM("kms-key-loss") AND ALARM("other")',
            ActionsEnabled: true,
            AlarmActions: [topicArn(account, 'security')],
            StateValue: 'OK',
          },
        ],
      }),
    ],
    expected: unknown(/other/),
  },
  {
    name: 'a log group whose key is disabled',
    spec: () => chain({ group: { key: 'logs' }, more: { keys: [{ name: 'logs', state: 'disabled' }] } }),
    expected: unknown(/Disabled/),
  },
  {
    name: 'a topic whose data protection policy blocks what it takes for an e-mail address',
    spec: () => chain(),
    behaviours: () => [dataProtection(protection({ Deny: {} }))],
    expected: unknown(/blocks messages in which SNS finds EmailAddress/),
  },
  {
    name: 'rules on a bus that is encrypted with a disabled key',
    spec: ({ account }) => ({
      ...byRules(account),
      keys: [{ name: 'bus', policy: busKeyPolicy(account, 'us-east-1'), state: 'disabled' }],
    }),
    behaviours: () => [busMembers((region) => (region === 'us-east-1' ? { KmsKeyIdentifier: 'alias/bus' } : {}))],
    expected: unknown(/which is Disabled; what EventBridge then does/),
  },
  {
    name: 'rules on a bus that is encrypted with a key that EventBridge may not use',
    spec: ({ account }) => ({ ...byRules(account), keys: [{ name: 'bus', policy: keyPolicy(account, true) }] }),
    behaviours: () => [busMembers((region) => (region === 'us-east-1' ? { KmsKeyIdentifier: 'alias/bus' } : {}))],
    expected: unknown(/no statement allows kms:Decrypt to events/),
  },
  {
    name: 'a rule that hands an empty message to its topic',
    spec: ({ account }) => {
      const { rules, topics } = rulesIn(account, REGIONS);
      const trails = [{ name: 'management', logGroup: null }];
      return { trails, topics, rules: rules.map((rule) => ({ ...rule, input: '""' })) };
    },
    expected: unknown(/SNS takes no empty message/),
  },
  {
    name: 'a rule that hands the event to a function, of which nothing was read',
    spec: ({ account }) => ({
      trails: [{ name: 'management', logGroup: null }],
      rules: REGIONS.map((region) => ({
        name: 'key-loss',
        region,
        pattern: KEY_LOSS_RULE,
        targets: [`arn:aws:lambda:${region}:${account}:function:tell`],
      })),
    }),
    expected: unknown(/function:tell/),
  },
];
