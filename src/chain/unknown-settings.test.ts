import { expect, it } from 'vitest';
import type { Account, Operation } from '../account/account.js';
import type { JsonObject } from '../predicate/json.js';
import {
  changed,
  event,
  filterAccount,
  functionAccount,
  queueAccount,
  ruleAccount,
  told,
  withItem,
} from './example-account.case.js';
import { notesOnTheWay } from './filters.js';
import { pathsOf } from './paths.js';

const QUIET = { QuietHours: 'always' };
const OFF = { QuietHours: false };
const inItem = (from: Account, operation: Operation, member: string, members: object = QUIET) =>
  withItem(from, operation, member, members);
const inAttributes = (from: Account, operation: Operation, members: object = QUIET) =>
  changed(from, operation, (page) => ({ Attributes: { ...(page.Attributes as object), ...members } }));

// AWS may add a setting that keeps a message back. Of what selects nothing the proof stands, and whoever reads it is told.
it.each<[string, string, Account]>([
  ['trail', 'trail', inItem(filterAccount(), 'cloudtrail:DescribeTrails', 'trailList')],
  ['log-group', 'log group', inItem(filterAccount(), 'logs:DescribeLogGroups', 'logGroups')],
  ['metric-filter', 'metric filter', inItem(filterAccount(), 'logs:DescribeMetricFilters', 'metricFilters', OFF)],
  ['alarm', 'metric alarm', inItem(filterAccount(), 'cloudwatch:DescribeAlarms', 'MetricAlarms', OFF)],
  ['topic', 'topic', inAttributes(filterAccount(), 'sns:GetTopicAttributes')],
  [
    'subscription',
    'subscription',
    inAttributes(filterAccount(), 'sns:GetSubscriptionAttributes', { QuietHours: 'false' }),
  ],
  ['subscription', 'queue', inAttributes(queueAccount(), 'sqs:GetQueueAttributes')],
  [
    'subscription',
    'function',
    changed(functionAccount(), 'lambda:GetFunctionConfiguration', (page) => ({ ...page, ...QUIET })),
  ],
  ['rule', 'rule', inItem(ruleAccount(), 'events:ListRules', 'Rules')],
  ['target', 'target', inItem(ruleAccount(), 'events:ListTargetsByRule', 'Targets')],
])('a setting of the %s that nobody here knows is said of the %s', (link, words, account) => {
  const paths = pathsOf(account, [account]);
  const way = paths.filter((path) => told([path], event()) === true);
  expect(way.length).toBeGreaterThan(0);
  expect(way[0]!.links.map(({ kind }) => kind)).toContain(link);
  expect(notesOnTheWay(way)).toEqual([
    expect.stringContaining(
      `the ${words} has a setting that this version does not know: \`QuietHours\`; whether it keeps a message back was not judged`,
    ),
  ]);
});

const selectors = (members: JsonObject) => changed(filterAccount(), 'cloudtrail:GetEventSelectors', () => members);
const MANAGEMENT = { Field: 'eventCategory', Equals: ['Management'] };
const transformation = { metricName: 'KeyLoss', metricNamespace: 'Trail', metricValue: '1' };
const statistic = { Metric: { Namespace: 'Trail', MetricName: 'KeyLoss' }, Period: 60, Stat: 'Sum' };
const query = { MetricName: undefined, Namespace: undefined, Statistic: undefined, Period: undefined };

// Most of what AWS has added to these keeps something back: there it is a doubt.
it.each<[string, Account]>([
  ['event selector', selectors({ EventSelectors: [{ ReadWriteType: 'All', ...QUIET }] })],
  ['advanced event selector', selectors({ AdvancedEventSelectors: [{ FieldSelectors: [MANAGEMENT], ...QUIET }] })],
  ['field selector', selectors({ AdvancedEventSelectors: [{ FieldSelectors: [{ ...MANAGEMENT, ...QUIET }] }] })],
  ['metric filter', inItem(filterAccount(), 'logs:DescribeMetricFilters', 'metricFilters')],
  [
    'metric transformation',
    inItem(filterAccount(), 'logs:DescribeMetricFilters', 'metricFilters', {
      metricTransformations: [{ ...transformation, ...QUIET }],
    }),
  ],
  ['metric alarm', inItem(filterAccount(), 'cloudwatch:DescribeAlarms', 'MetricAlarms')],
  [
    'metric query',
    inItem(filterAccount(), 'cloudwatch:DescribeAlarms', 'MetricAlarms', {
      ...query,
      Metrics: [{ Id: 'm', MetricStat: statistic, ...QUIET }],
    }),
  ],
  [
    'metric statistic',
    inItem(filterAccount(), 'cloudwatch:DescribeAlarms', 'MetricAlarms', {
      ...query,
      Metrics: [{ Id: 'm', MetricStat: { ...statistic, ...QUIET } }],
    }),
  ],
  ['subscription', inAttributes(filterAccount(), 'sns:GetSubscriptionAttributes')],
])('a setting of the %s that nobody here knows is a doubt', (words, account) => {
  const paths = pathsOf(account, [account]);
  expect(told(paths, event())).toBe(null);
  expect(JSON.stringify(paths)).toContain(`the ${words} has a setting that this version does not know: \`QuietHours\``);
});

it('all that the examples hold is known', () => {
  for (const account of [filterAccount(), ruleAccount(), queueAccount(), functionAccount()])
    expect(notesOnTheWay(pathsOf(account, [account])).filter((note) => note.includes('does not know'))).toEqual([]);
});
