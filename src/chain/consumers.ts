import type { Account } from '../account/account.js';
import type { EventRule, EventTarget, LogAlarm, SubscriptionFilter } from '../account/answers.js';
import { logGroupNameOf, parseArn } from '../account/arn.js';
import { seesAwsEvents } from '../account/rule-relevance.js';
import { eventDraft } from '../languages/cloudwatch/index.js';
import { type Draft, unknown } from '../predicate/predicate.js';
import { accountOf, ask, listingOf, type World } from './evidence.js';
import type { Path } from './link.js';
import { targetKind } from './links/target.js';
import { descriptionOf } from './links/trail.js';
import type { Spot } from './missing.js';
import { trailsOf } from './trails.js';

/**
 * Who else gets the account's events, a sentence each: what reads the log groups and the buckets of its trails, and what its rules
 * send elsewhere. Whether any of them tells somebody was not read, so they are named and nothing is proved by them.
 */
export function consumersOf(account: Account, all: readonly Account[]): readonly string[] {
  const world: World = { account, all };
  const groups = logGroups(world);
  return [
    ...new Set([
      ...groups.flatMap((group) => subscriptionFilters(world, group)),
      ...logAlarms(world, groups),
      ...account.regions.flatMap((region) => ruleTargets(world, region)),
      ...buckets(world),
    ]),
  ];
}

/** Something that was given the event and was not read: for people, with its name, and the events that it may be given. */
export interface Unjudged {
  readonly name: string;
  readonly takes: Draft;
}

/**
 * What is made to be told of events as they come and may be given this one: subscription filters by their pattern, and log alarms
 * with an action. Whether they tell anybody was not read, so that they change no verdict; but nobody may say that nobody is told.
 */
export function unjudgedOf(account: Account, all: readonly Account[], paths: readonly Path[]): readonly Unjudged[] {
  const world: World = { account, all };
  return logGroups(world).flatMap((group) => {
    const reaches = reaching(group, paths);
    const filters = filtersOn(world, group).items.map(({ filterName, destinationArn, filterPattern }) => ({
      name: `the subscription filter \`${filterName ?? '?'}\` (to ${destinationArn ?? 'an unknown destination'})`,
      takes: and(reaches, patternDraft(filterPattern ?? '')),
    }));
    const { items } = listingOf<LogAlarm>(
      ask(world, group.account, group.region, 'cloudwatch:DescribeAlarms'),
      'LogAlarms',
    );
    const acting = items.filter(({ AlarmActions, ActionsEnabled }) => AlarmActions?.length && ActionsEnabled !== false);
    const alarms = acting.map(({ AlarmName }) => ({ name: `the log alarm \`${AlarmName ?? '?'}\``, takes: reaches }));
    return [...filters, ...alarms];
  });
}

const and = (...of: readonly Draft[]): Draft => ({ kind: 'all', of });

/** The events that get into the log group, over whichever trail. */
function reaching(group: Group, paths: readonly Path[]): Draft {
  const ways = paths.flatMap(({ links }) => {
    const at = links.findIndex(({ kind, id }) => kind === 'log-group' && id.endsWith(`:log-group:${group.name}`));
    const found = links[at];
    if (found?.account !== group.account || found.region !== group.region) return [];
    return [and(...links.slice(0, at + 1).flatMap(({ conditions }) => conditions.map(({ passes }) => passes)))];
  });
  return { kind: 'any', of: ways };
}

function patternDraft(pattern: string): Draft {
  const parsed = eventDraft(pattern);
  return parsed.ok ? parsed.draft : unknown({ code: 'pattern-unreadable', message: parsed.error.message });
}

interface Group extends Spot {
  readonly name: string;
}

function logGroups(world: World): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const known of trailsOf(world).known) {
    const arn = parseArn(descriptionOf(world, known)?.CloudWatchLogsLogGroupArn);
    const name = arn && logGroupNameOf(arn);
    if (arn && name && accountOf(world, arn.account))
      groups.set(`${arn.account}\n${arn.region}\n${name}`, { account: arn.account, region: arn.region, name });
  }
  return [...groups.values()];
}

function filtersOn(world: World, group: Group) {
  const input = { logGroupName: group.name };
  const asked = ask(world, group.account, group.region, 'logs:DescribeSubscriptionFilters', input);
  return listingOf<SubscriptionFilter>(asked, 'subscriptionFilters');
}

function subscriptionFilters(world: World, group: Group): readonly string[] {
  const { items, more } = filtersOn(world, group);
  const named = items.map(
    ({ filterName, destinationArn }) =>
      `subscription filter \`${filterName ?? '?'}\` sends the events of log group \`${group.name}\` on to ${destinationArn ?? 'an unknown destination'}; what happens there was not read`,
  );
  return more ? [...named, `there may be subscription filters on log group \`${group.name}\`: ${more.message}`] : named;
}

function logAlarms(world: World, groups: readonly Group[]): readonly string[] {
  const places = new Map(groups.map((group) => [`${group.account}\n${group.region}`, group]));
  return [...places.values()].flatMap(({ account, region }) => {
    const { items } = listingOf<LogAlarm>(ask(world, account, region, 'cloudwatch:DescribeAlarms'), 'LogAlarms');
    return items.map(
      ({ AlarmName }) =>
        `log alarm \`${AlarmName ?? '?'}\` in ${region} runs a query over log groups; what its query finds was not judged`,
    );
  });
}

function ruleTargets(world: World, region: string): readonly string[] {
  const { account } = world.account;
  const { items } = listingOf<EventRule>(ask(world, account, region, 'events:ListRules'), 'Rules');
  const enabled = items.filter(({ State }) => State !== 'DISABLED');
  return enabled.flatMap((rule) => {
    const name = `rule \`${rule.Name ?? '?'}\` in ${region}`;
    if (!seesAwsEvents(rule))
      return seesAlarms(rule)
        ? [`${name} may listen to the state changes of alarms; whom it tells of them was not read`]
        : [];
    const asked = ask(world, account, region, 'events:ListTargetsByRule', { Rule: rule.Name });
    return listingOf<EventTarget>(asked, 'Targets').items.flatMap(({ Arn }) =>
      Arn === undefined || targetKind(Arn) === 'topic'
        ? []
        : [`${name} sends the events that it matches to ${Arn}; what happens there was not read`],
    );
  });
}

/** An alarm without an action can still be heard: EventBridge gets every change of its state. */
function seesAlarms({ EventPattern }: EventRule): boolean {
  return EventPattern?.includes('CloudWatch Alarm State Change') === true;
}

function buckets(world: World): readonly string[] {
  return trailsOf(world).known.flatMap(({ trail }) => {
    if (!trail.S3BucketName) return [];
    return [
      `trail \`${trail.Name ?? trail.TrailARN ?? '?'}\` also writes to the bucket \`${trail.S3BucketName}\`, from which a SIEM may read; that was not looked at`,
    ];
  });
}
