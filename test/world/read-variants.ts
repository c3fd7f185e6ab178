import type { Operation, ReadError } from '../../src/account/account.js';
import { groupsOf } from './reads.js';
import type { GroupSpec, World } from './specs.js';
import { topicsOf } from './topic-reads.js';
import type { Tag } from './truth.js';

/** A read that fails, and what can then not be known any more. */
export type ReadVariant = (made: World, kind: ReadError['kind']) => void;

const unknown = (operation: Operation, link: Tag['link']): Tag => ({
  fault: `${operation} not read`,
  link,
  passes: 'unknown',
});

function fail(made: World, operation: Operation, region: string | null, kind: ReadError['kind']): void {
  // Only a listing can be cut short.
  const isListing = !/:(Get|DescribeEventBus)/.test(operation);
  const possible = kind === 'truncated' && !isListing ? 'failed' : kind;
  made.readFaults.push({ operation, region, kind: possible, input: null });
}

const alarmsOf = (group: GroupSpec) => group.filters.flatMap((filter) => filter.alarms);

function eachGroup(made: World, operation: Operation, kind: ReadError['kind'], act: (group: GroupSpec) => void): void {
  for (const group of groupsOf(made)) {
    fail(made, operation, group.region, kind);
    act(group);
  }
}

/** Reads on which every alarm path depends. */
export const UNREAD = {
  trails: (made, kind) => {
    fail(made, 'cloudtrail:DescribeTrails', null, kind);
    made.unseenTrails = true;
    for (const trail of made.trails) trail.tags.push(unknown('cloudtrail:DescribeTrails', 'trail'));
  },
  'trail status': (made, kind) => {
    fail(made, 'cloudtrail:GetTrailStatus', null, kind);
    for (const trail of made.trails) trail.tags.push(unknown('cloudtrail:GetTrailStatus', 'trail'));
  },
  'event selectors': (made, kind) => {
    fail(made, 'cloudtrail:GetEventSelectors', null, kind);
    for (const trail of made.trails) trail.tags.push(unknown('cloudtrail:GetEventSelectors', 'trail'));
  },
  'log groups': (made, kind) =>
    eachGroup(made, 'logs:DescribeLogGroups', kind, (group) => {
      group.tags.push(unknown('logs:DescribeLogGroups', 'log-group'));
    }),
  'metric filters': (made, kind) =>
    eachGroup(made, 'logs:DescribeMetricFilters', kind, (group) => {
      group.unseenFilters = true;
      for (const filter of group.filters) filter.tags.push(unknown('logs:DescribeMetricFilters', 'metric-filter'));
    }),
  alarms: (made, kind) =>
    eachGroup(made, 'cloudwatch:DescribeAlarms', kind, (group) => {
      made.unseenAlarms.add(group.region);
      for (const alarm of alarmsOf(group)) alarm.tags.push(unknown('cloudwatch:DescribeAlarms', 'alarm'));
    }),
  'mute rules': (made, kind) =>
    eachGroup(made, 'cloudwatch:ListAlarmMuteRules', kind, (group) => {
      for (const alarm of alarmsOf(group)) alarm.tags.push(unknown('cloudwatch:ListAlarmMuteRules', 'alarm'));
    }),
  topics: (made, kind) => {
    fail(made, 'sns:GetTopicAttributes', null, kind);
    for (const topic of topicsOf(made)) topic.tags.push(unknown('sns:GetTopicAttributes', 'topic'));
  },
  'data protection': (made, kind) => {
    fail(made, 'sns:GetDataProtectionPolicy', null, kind);
    for (const topic of topicsOf(made)) topic.tags.push(unknown('sns:GetDataProtectionPolicy', 'topic'));
  },
  subscriptions: (made, kind) => {
    fail(made, 'sns:ListSubscriptionsByTopic', null, kind);
    for (const topic of topicsOf(made)) {
      topic.unseenSubscriptions = true;
      for (const one of topic.subscriptions) one.truth = 'unknown';
    }
  },
  'filter policies': (made, kind) => {
    fail(made, 'sns:GetSubscriptionAttributes', null, kind);
    for (const topic of topicsOf(made))
      for (const one of topic.subscriptions) if (one.truth === 'holds') one.truth = 'unknown';
  },
  functions: (made, kind) => {
    fail(made, 'lambda:GetFunctionConfiguration', null, kind);
    for (const topic of topicsOf(made))
      for (const { lambda } of topic.subscriptions) if (lambda) lambda.truth = 'unknown';
  },
  'policies of functions': (made, kind) => {
    fail(made, 'lambda:GetPolicy', null, kind);
    for (const topic of topicsOf(made))
      for (const { lambda } of topic.subscriptions)
        if (lambda?.truth === 'holds' || lambda?.policy === null) lambda.truth = 'unknown';
  },
  queues: (made, kind) => {
    fail(made, 'sqs:GetQueueAttributes', null, kind);
    for (const topic of topicsOf(made)) for (const { queue } of topic.subscriptions) if (queue) queue.truth = 'unknown';
  },
} satisfies Record<string, ReadVariant>;

/** Reads of which a proof by alarms does not need the answer, though a break does. */
export const UNREAD_BESIDE = {
  rules: (made, kind) => {
    fail(made, 'events:ListRules', null, kind);
    for (const region of made.regions) made.unseenRules.add(region);
    for (const rule of made.rules) rule.tags.push(unknown('events:ListRules', 'rule'));
  },
  'event buses': (made, kind) => {
    fail(made, 'events:DescribeEventBus', null, kind);
    for (const rule of made.rules) rule.tags.push(unknown('events:DescribeEventBus', 'event-bus'));
  },
  targets: (made, kind) => {
    fail(made, 'events:ListTargetsByRule', null, kind);
    for (const rule of made.rules) rule.tags.push(unknown('events:ListTargetsByRule', 'target'));
  },
  alias: (made, kind) => {
    fail(made, 'iam:ListAccountAliases', null, kind);
  },
} satisfies Record<string, ReadVariant>;
