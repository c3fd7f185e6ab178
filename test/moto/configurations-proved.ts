import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { furtherAlarms } from '../proxy/alarms.js';
import { busMembers } from '../proxy/event-buses.js';
import { keyOfFunction } from '../proxy/functions.js';
import { pages } from '../proxy/paging.js';
import { regions } from '../proxy/regions.js';
import { dataProtection, pendingConfirmation } from '../proxy/topics.js';
import { delivery } from '../proxy/trails.js';
import { alarmArn, type Configuration, chain, proved, REGIONS, topicArn } from './configuration.js';
import {
  allow,
  busKeyPolicy,
  keyPolicy,
  protection,
  queueKeyPolicy,
  rulesIn,
  toFunction,
  toQueue,
} from './configuration-parts.js';
import { NOW } from './reading.js';
import { chainFor, KEY_LOSS_PATTERN, NAMESPACE } from './spec.js';

const EXCEPT_SWITCHES = { MetricName: undefined, Namespace: undefined, Statistic: undefined, Period: undefined };
const ONE: MetricDataQuery = {
  Id: 'losses',
  ReturnData: false,
  MetricStat: { Metric: { Namespace: NAMESPACE, MetricName: 'KmsKeyLoss' }, Period: 300, Stat: 'Sum' },
};
const pattern = (event: string) => `{ ($.eventSource = "kms.amazonaws.com") && ($.eventName = "${event}") }`;

/** Accounts in which everybody may lose a key and somebody is told, although few look like the benchmark's own text. */
export const PROVED: readonly Configuration[] = [
  { name: 'the benchmark’s own chain', spec: () => chain(), expected: proved },
  {
    name: 'a trail of write events only',
    spec: () => chain({ trail: { selectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] } }),
    expected: proved,
  },
  {
    name: 'two basic selectors, the second without exclusions',
    spec: () =>
      chain({
        trail: {
          selectors: [
            {
              ReadWriteType: 'All',
              IncludeManagementEvents: true,
              ExcludeManagementEventSources: ['kms.amazonaws.com'],
            },
            { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true },
          ],
        },
      }),
    expected: proved,
  },
  {
    name: 'advanced selectors without an exclusion',
    spec: () =>
      chain({
        trail: {
          advancedSelectors: [
            {
              FieldSelectors: [
                { Field: 'eventCategory', Equals: ['Management'] },
                { Field: 'readOnly', Equals: ['false'] },
              ],
            },
          ],
        },
      }),
    expected: proved,
  },
  {
    name: 'split over two filters of one metric',
    spec: () =>
      chain({
        pattern: pattern('DisableKey'),
        more: {
          filters: [
            {
              name: 'deletion',
              logGroup: 'cloudtrail',
              pattern: pattern('ScheduleKeyDeletion'),
              metric: 'KmsKeyLoss',
            },
          ],
        },
      }),
    expected: proved,
  },
  {
    name: 'split over two filters with a metric and an alarm each',
    spec: () =>
      chain({
        pattern: pattern('DisableKey'),
        more: {
          filters: [
            { name: 'deletion', logGroup: 'cloudtrail', pattern: pattern('ScheduleKeyDeletion'), metric: 'Deletion' },
          ],
          alarms: [{ name: 'deletion', metric: 'Deletion', topics: ['security'] }],
        },
      }),
    expected: proved,
  },
  {
    name: 'names by glob',
    spec: () =>
      chain({ pattern: '{ $.eventSource = kms.* && ($.eventName = Disable* || $.eventName = ScheduleKey*) }' }),
    expected: proved,
  },
  {
    name: 'names by regular expression',
    spec: () =>
      chain({
        pattern: '{ $.eventSource = "kms.amazonaws.com" && $.eventName = %^DisableKey$|^ScheduleKeyDeletion$% }',
      }),
    expected: proved,
  },
  {
    name: 'terms that occur in every such record',
    spec: () => chain({ pattern: '?DisableKey ?ScheduleKeyDeletion' }),
    expected: proved,
  },
  {
    name: 'every event of KMS',
    spec: () => chain({ pattern: '{ $.eventSource = "kms.amazonaws.com" }' }),
    expected: proved,
  },
  {
    name: 'every event at all',
    spec: () => chain({ pattern: '' }),
    expected: proved,
    notes: /matches nearly every event/,
  },
  {
    name: 'successful calls only',
    spec: () => chain({ pattern: KEY_LOSS_PATTERN.replace(/ }$/, ' && ($.errorCode NOT EXISTS) }') }),
    expected: proved,
    notes: /fail|attempt/,
  },
  {
    name: 'this account’s own events only',
    spec: ({ account }) =>
      chain({ pattern: KEY_LOSS_PATTERN.replace(/ }$/, ` && ($.recipientAccountId = "${account}") }`) }),
    expected: proved,
  },
  {
    name: 'a trail that was stopped beside one that logs',
    spec: () => chain({ more: { trails: [{ name: 'old', logGroup: 'cloudtrail', logging: false }] } }),
    expected: proved,
  },
  {
    name: 'a chain of its own in each Region',
    regions: ['eu-west-1', 'us-east-1'],
    spec: () => {
      const here = chain({ trail: { multiRegion: false } });
      const there = chainFor(KEY_LOSS_PATTERN);
      const at = <T extends object>(items: readonly T[]) => items.map((item) => ({ ...item, region: 'eu-west-1' }));
      return {
        logGroups: [...(here.logGroups ?? []), ...at(there.logGroups)],
        trails: [
          ...(here.trails ?? []),
          { name: 'europe', region: 'eu-west-1', logGroup: 'cloudtrail', multiRegion: false },
        ],
        filters: [...(here.filters ?? []), ...at(there.filters)],
        topics: [...(here.topics ?? []), ...at(there.topics).map((topic) => ({ ...topic, name: 'europe' }))],
        alarms: [...(here.alarms ?? []), ...at(there.alarms).map((alarm) => ({ ...alarm, topics: ['europe'] }))],
      };
    },
    expected: proved,
  },
  {
    name: 'a trail of us-east-1 alone, for a control whose events are recorded there',
    control: 'iam-policy-changes',
    spec: () => chain({ pattern: '{ $.eventSource = "iam.amazonaws.com" }', trail: { multiRegion: false } }),
    expected: proved,
  },
  {
    name: 'logging started half an hour ago',
    spec: () => chain(),
    behaviours: () => [
      delivery({
        LatestDeliveryTime: undefined,
        LatestCloudWatchLogsDeliveryTime: undefined,
        StartLoggingTime: new Date(NOW.getTime() - 30 * 60_000),
      }),
    ],
    expected: proved,
    notes: /no delivery to CloudWatch Logs is recorded yet/,
  },
  {
    name: 'a maximum instead of a sum, above zero',
    spec: () =>
      chain({
        filter: { defaultValue: 0 },
        alarm: { input: { Statistic: 'Maximum', Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' } },
      }),
    expected: proved,
  },
  {
    name: 'one of three data points',
    spec: () => chain({ alarm: { input: { Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 1 } } }),
    expected: proved,
  },
  {
    name: 'metric math',
    spec: () =>
      chain({
        alarm: {
          input: {
            ...EXCEPT_SWITCHES,
            Metrics: [ONE, { Id: 'twice', Expression: 'FILL(losses, 0) * 2', ReturnData: true }],
          },
        },
      }),
    expected: proved,
  },
  {
    name: 'a metric for each event name, and an alarm for each value',
    spec: () =>
      chain({
        filter: { dimensions: { EventName: '$.eventName' } },
        alarm: { input: { Dimensions: [{ Name: 'EventName', Value: 'DisableKey' }] } },
        more: {
          alarms: [
            {
              name: 'deletion',
              metric: 'KmsKeyLoss',
              topics: ['security'],
              input: { Dimensions: [{ Name: 'EventName', Value: 'ScheduleKeyDeletion' }] },
            },
          ],
        },
      }),
    expected: proved,
  },
  {
    name: 'a composite alarm that tells what its child sees',
    spec: () => chain({ alarm: { topics: [] }, more: { alarms: [{ name: 'another', metric: 'Another' }] } }),
    behaviours: ({ account }) => [
      furtherAlarms('us-east-1', {
        composite: [
          {
            AlarmName: 'any',
            AlarmArn: alarmArn(account, 'any'),
            AlarmRule: 'ALARM("kms-key-loss")',
            ActionsEnabled: true,
            AlarmActions: [topicArn(account, 'security')],
            StateValue: 'OK',
          },
        ],
      }),
    ],
    expected: proved,
  },
  {
    name: 'a topic whose policy names CloudWatch and this account',
    spec: ({ account }) =>
      chain({
        topic: {
          policy: allow('cloudwatch.amazonaws.com', topicArn(account, 'security'), {
            StringEquals: { 'aws:SourceAccount': account },
          }),
        },
      }),
    expected: proved,
  },
  {
    name: 'a topic encrypted with a key that CloudWatch may use',
    spec: ({ account }) =>
      chain({ topic: { key: 'topic' }, more: { keys: [{ name: 'topic', policy: keyPolicy(account, true) }] } }),
    expected: proved,
  },
  {
    name: 'one subscription pending, another confirmed',
    spec: () =>
      chain({
        topic: {
          subscriptions: [
            { protocol: 'email', endpoint: 'late@example.com' },
            { protocol: 'email', endpoint: 'security@example.com' },
          ],
        },
      }),
    behaviours: () => [pendingConfirmation(['late@example.com'])],
    expected: proved,
  },
  {
    name: 'a subscription that takes alarms only',
    spec: () =>
      chain({
        topic: {
          subscriptions: [
            {
              protocol: 'email',
              endpoint: 'security@example.com',
              attributes: { FilterPolicy: '{"NewStateValue":["ALARM"]}', FilterPolicyScope: 'MessageBody' },
            },
          ],
        },
      }),
    expected: proved,
  },
  {
    name: 'the filter and the alarm on the last of many pages',
    spec: () =>
      chain({
        more: {
          filters: numbered(6).map((name) => ({ name, logGroup: 'cloudtrail', pattern: '{ $.a = 1 }', metric: name })),
          alarms: numbered(4).map((name) => ({ name, metric: name })),
        },
      }),
    behaviours: () => [pages('logs:DescribeMetricFilters', 2), pages('cloudwatch:DescribeAlarms', 2)],
    expected: proved,
  },
  {
    name: 'a single-Region trail, in an account with no other enabled Region',
    spec: () => chain({ trail: { multiRegion: false } }),
    behaviours: () => [regions(['us-east-1'], ['eu-west-1', 'me-south-1'])],
    expected: proved,
  },
  {
    name: 'EventBridge in every Region, and a trail that delivers to S3 alone',
    spec: ({ account }) => ({ trails: [{ name: 'management', logGroup: null }], ...rulesIn(account, REGIONS) }),
    expected: proved,
  },
  {
    name: 'EventBridge in every Region, on buses encrypted with keys that it may use',
    spec: ({ account }) => ({
      trails: [{ name: 'management', logGroup: null }],
      ...rulesIn(account, REGIONS),
      keys: REGIONS.map((region) => ({ name: 'bus', region, policy: busKeyPolicy(account, region) })),
    }),
    behaviours: () => [busMembers(() => ({ KmsKeyIdentifier: 'alias/bus' }))],
    expected: proved,
  },
  {
    name: 'a topic whose data protection policy masks e-mail addresses',
    spec: () => chain(),
    behaviours: () => [dataProtection(protection({ Deidentify: { MaskConfig: { MaskWithCharacter: '#' } } }))],
    expected: proved,
  },
  {
    name: 'a queue that lets the topic send',
    spec: ({ account }) => toQueue(account),
    expected: proved,
  },
  {
    name: 'a function that lets the topic in',
    spec: ({ account }) => toFunction(account, { reserved: 1 }),
    expected: proved,
  },
  {
    name: 'a function whose variables are encrypted with its own key',
    spec: ({ account }) => toFunction(account, {}, [{ name: 'tell' }]),
    behaviours: ({ account }) => [keyOfFunction(account, 'tell')],
    expected: proved,
  },
  {
    name: 'a queue encrypted with a key that SNS may use',
    spec: ({ account }) =>
      toQueue(account, { key: 'alias/queue' }, [{ name: 'queue', policy: queueKeyPolicy(account) }]),
    expected: proved,
  },
  {
    name: 'a metric filter for one Region, EventBridge in the others',
    spec: ({ account }) => {
      const { rules = [], topics = [] } = rulesIn(account, ['eu-west-1', 'us-west-2']);
      return chain({
        trail: { multiRegion: false },
        more: {
          topics,
          rules,
          trails: [
            { name: 'europe', region: 'eu-west-1', logGroup: null, multiRegion: false },
            { name: 'oregon', region: 'us-west-2', logGroup: null, multiRegion: false },
          ],
        },
      });
    },
    expected: proved,
  },
];

function numbered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `a-${index}`);
}
