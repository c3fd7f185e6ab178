import { expect, it } from 'vitest';
import type { Account, Operation } from '../account/account.js';
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
const inItem = (from: Account, operation: Operation, member: string) => withItem(from, operation, member, QUIET);
const inAttributes = (from: Account, operation: Operation) =>
  changed(from, operation, (page) => ({ Attributes: { ...(page.Attributes as object), ...QUIET } }));

// AWS may add a setting that keeps a message back. The proof stands, and whoever reads it is told.
it.each<[string, string, Account]>([
  ['trail', 'trail', inItem(filterAccount(), 'cloudtrail:DescribeTrails', 'trailList')],
  ['log-group', 'log group', inItem(filterAccount(), 'logs:DescribeLogGroups', 'logGroups')],
  ['metric-filter', 'metric filter', inItem(filterAccount(), 'logs:DescribeMetricFilters', 'metricFilters')],
  ['alarm', 'metric alarm', inItem(filterAccount(), 'cloudwatch:DescribeAlarms', 'MetricAlarms')],
  ['topic', 'topic', inAttributes(filterAccount(), 'sns:GetTopicAttributes')],
  ['subscription', 'subscription', inAttributes(filterAccount(), 'sns:GetSubscriptionAttributes')],
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

it('all that the examples hold is known', () => {
  for (const account of [filterAccount(), ruleAccount(), queueAccount(), functionAccount()])
    expect(notesOnTheWay(pathsOf(account, [account])).filter((note) => note.includes('does not know'))).toEqual([]);
});
