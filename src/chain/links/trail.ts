import type { EventSelectors, LogGroup, Trail, TrailStatus } from '../../account/answers.js';
import { logGroupNameOf, parseArn } from '../../account/arn.js';
import { any, at, between, type Draft, is, not, TRUE } from '../../predicate/predicate.js';
import { doubtful, fails, holds, passing } from '../condition.js';
import { deliveryOf } from '../delivery.js';
import { accountOf, ask, doubtOf, listingOf, pageOf, type World } from '../evidence.js';
import type { Condition, Link } from '../link.js';
import { linkName } from '../link-name.js';
import { homeEnabled, isLoggingDenied, memberDelivery } from '../membership.js';
import { selectionOf } from '../selectors.js';
import type { KnownTrail } from '../trails.js';
import { unknownSettings } from '../unknown-settings.js';

const LIST = ['cloudtrail:DescribeTrails'] as const;
const STATUS = ['cloudtrail:GetTrailStatus'] as const;
const SELECTORS = ['cloudtrail:GetEventSelectors'] as const;

/** A trail as a link: what it records, and whether it delivers that to a log group. */
export function trailLink(world: World, known: KnownTrail): Link {
  const link = { kind: 'trail' as const, id: known.arn, account: known.owner, region: known.home };
  const trail = descriptionOf(world, known);
  if (trail === null) return { ...link, conditions: [ownerUnread(world, known)] };
  const conditions = [...recording(world, known, trail), ...delivering(world, known, trail)];
  return { ...link, conditions };
}

/**
 * The trail as its owner sees it; null when the owner was not read, or could not list it, or lists it elsewhere and not in its home
 * Region.
 */
export function descriptionOf(world: World, known: KnownTrail): Trail | null {
  const isOwn = known.owner === world.account.account;
  const asked = ask(world, known.owner, known.home, 'cloudtrail:DescribeTrails');
  if (isOwn && (asked.answer.kind !== 'answered' || asked.answer.incomplete)) return known.trail;
  const { items } = listingOf<Trail>(asked, 'trailList');
  const listed = items.find(({ TrailARN }) => TrailARN === known.arn);
  return listed ?? (isOwn && known.trail.TrailARN === undefined ? known.trail : null);
}

export function ownerUnread(world: World, known: KnownTrail): Condition {
  const asked = ask(world, known.owner, known.home, 'cloudtrail:DescribeTrails');
  const read = accountOf(world, known.owner) !== null;
  const why = read
    ? (doubtOf(asked)?.message ?? 'it is not in that account’s list of trails')
    : 'that account was not read';
  return doubtful(
    'owner',
    { code: 'owner-unread', message: `the trail belongs to account ${known.owner}, and ${why}` },
    LIST,
    `audit account ${known.owner} together with this one`,
  );
}

/**
 * What the trail records, wherever it delivers it: also what EventBridge needs of a trail. `RecursiveLogging: false` is no affair
 * of ours: it leaves out CloudTrail's own PutObject and PutLogEvents (user guide, "Suppressing recursive events"), which are data
 * events, and every control asks for management events.
 */
export function recording(world: World, known: KnownTrail, trail: Trail): readonly Condition[] {
  return [
    ...organization(world, known, trail),
    ...homeEnabled(world, known),
    logging(world, known),
    regions(known, trail),
    globalServices(known, trail),
    selectors(world, known, trail),
    ...unknownSettings('cloudtrail:DescribeTrails', ['trail', trail]),
  ];
}

/** Another account's trail records this account's events only as the trail of their organization. */
function organization(world: World, known: KnownTrail, trail: Trail): readonly Condition[] {
  if (known.owner === world.account.account) return [];
  if (trail.IsOrganizationTrail === true && known.trail.IsOrganizationTrail === true)
    return [holds('organization', 'it records every account of the organization', LIST)];
  const message = `it belongs to account ${known.owner}, and not both accounts say that it is an organization’s trail`;
  const mend = 'make it an organization’s trail: `aws cloudtrail update-trail --is-organization-trail`';
  return [doubtful('organization', { code: 'not-organization', message }, LIST, mend)];
}

function statusOf(world: World, known: KnownTrail) {
  return ask(world, known.owner, known.home, 'cloudtrail:GetTrailStatus', { Name: known.arn });
}

export function logging(world: World, known: KnownTrail): Condition {
  const asked = statusOf(world, known);
  const why = doubtOf(asked);
  if (why) return doubtful('logging', why, STATUS);
  switch (pageOf<TrailStatus>(asked)?.IsLogging) {
    case true: {
      if (!isLoggingDenied(world, known)) return holds('logging', 'it is logging', STATUS);
      const message = `its owner says that it is logging, and account ${world.account.account} is told that it is not`;
      return doubtful('logging', { code: 'logging-unknown', message }, STATUS);
    }
    case false:
      return fails('logging', 'it is not logging', STATUS, 'start logging: `aws cloudtrail start-logging`');
    case undefined:
      return doubtful('logging', { code: 'logging-unknown', message: 'whether it is logging was not told' }, STATUS);
  }
}

export function regions(known: KnownTrail, trail: Trail): Condition {
  if (trail.IsMultiRegionTrail === true) return holds('multi-region', 'it records every enabled Region', LIST);
  return passing(
    'multi-region',
    at(['awsRegion'], is(known.home)),
    `it records ${known.home} only`,
    LIST,
    'make it a multi-Region trail: `aws cloudtrail update-trail --is-multi-region-trail`',
  );
}

/** Where the events of global services are recorded, in each partition. */
const GLOBAL_REGIONS = ['us-east-1', 'cn-north-1', 'cn-northwest-1', 'us-gov-west-1'];
/** Services whose events are surely recorded as a Region's own. */
const REGIONAL = ['kms', 'ec2', 's3', 'cloudtrail', 'config'].map((name) => `${name}.amazonaws.com`);
/** Services whose events IncludeGlobalServiceEvents surely decides about. STS has endpoints of both kinds. */
const GLOBAL = ['iam', 'cloudfront'].map((name) => `${name}.amazonaws.com`);

const anyOf = (field: string, values: readonly string[]): Draft =>
  any(...values.map((value) => at([field], is(value))));

/**
 * IncludeGlobalServiceEvents. Global services' events are recorded in us-east-1 (of the `aws` partition), so the setting decides
 * nothing for a trail of another Region alone: since November 2021 such a trail has none of them either way (CloudTrail user
 * guide, "Global service events").
 */
export function globalServices(known: KnownTrail, trail: Trail): Condition {
  const code = 'global-services';
  if (trail.IncludeGlobalServiceEvents === true) return holds(code, 'it includes the events of global services', LIST);
  if (trail.IsMultiRegionTrail !== true && !GLOBAL_REGIONS.includes(known.home))
    return holds(code, `global services do not record in ${known.home}`, LIST);
  const told = trail.IncludeGlobalServiceEvents === false;
  const surely = any(not(anyOf('awsRegion', GLOBAL_REGIONS)), anyOf('eventSource', REGIONAL));
  const message = told
    ? 'it leaves out the events of global services, and which services these are is not documented to the end'
    : 'whether it includes the events of global services was not told';
  return passing(
    code,
    between(surely, told ? not(anyOf('eventSource', GLOBAL)) : TRUE, { code: 'global-services', message }),
    told ? 'it leaves out the events of global services' : message,
    LIST,
    'include them: `aws cloudtrail update-trail --include-global-service-events`',
  );
}

export function selectors(world: World, known: KnownTrail, trail: Trail): Condition {
  const asked = ask(world, known.owner, known.home, 'cloudtrail:GetEventSelectors', { TrailName: known.arn });
  const why = doubtOf(asked);
  if (why) return doubtful('selectors', why, SELECTORS);
  if (asked.answer.kind === 'not-found') {
    const message = 'the trail was listed, and gone when its selectors were asked for';
    return doubtful('selectors', { code: 'selectors-gone', message }, SELECTORS);
  }
  const { passes, because } = selectionOf(pageOf<EventSelectors>(asked) ?? {}, trail);
  return passing(
    'selectors',
    passes,
    because,
    SELECTORS,
    'let its event selectors record all write management events and exclude no event source',
  );
}

function delivering(world: World, known: KnownTrail, trail: Trail): readonly Condition[] {
  const group = trail.CloudWatchLogsLogGroupArn ?? '';
  if (group === '')
    return [
      fails(
        'log-group',
        'it delivers to no log group',
        LIST,
        'set a CloudWatch Logs log group and a role for the trail',
      ),
    ];
  const role = trail.CloudWatchLogsRoleArn ?? '';
  const asked = statusOf(world, known);
  const why = doubtOf(asked);
  const readAt = (accountOf(world, known.owner) ?? world.account).readAt;
  return [
    holds('log-group', `it delivers to the log group \`${linkName('log-group', group)}\``, LIST),
    role === ''
      ? fails(
          'role',
          'it has no role with which to write to its log group',
          LIST,
          'give the trail a CloudWatch Logs role',
        )
      : holds('role', `it writes with the role ${role}`, LIST),
    why
      ? doubtful('delivery', why, STATUS)
      : deliveryOf(pageOf<TrailStatus>(asked) ?? {}, readAt, groupMade(world, group)),
    ...memberDelivery(world, known),
  ];
}

/** When the log group was made, if it was read. */
function groupMade(world: World, group: string): number | null {
  const arn = parseArn(group.replace(/:\*$/, ''));
  const name = arn && logGroupNameOf(arn);
  if (!arn || !name) return null;
  const asked = ask(world, arn.account, arn.region, 'logs:DescribeLogGroups', { logGroupNamePrefix: name });
  const { items } = listingOf<LogGroup>(asked, 'logGroups');
  return items.find(({ logGroupName }) => logGroupName === name)?.creationTime ?? null;
}
