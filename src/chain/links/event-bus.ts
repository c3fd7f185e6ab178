import { decide } from '../../predicate/doubts-met.js';
import { all, any, at, between, type Draft, is, unknown } from '../../predicate/predicate.js';
import { defaultBusArn } from '../bus-key.js';
import { passing } from '../condition.js';
import type { World } from '../evidence.js';
import type { Condition, Link } from '../link.js';
import type { KeyUse } from '../topic-key.js';
import { trailsOf } from '../trails.js';
import { descriptionOf, logging, ownerUnread, recording, regions } from './trail.js';

const READS = ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'] as const;

/**
 * The default event bus of one Region as a link: it sees what its Region records, API calls only where a trail logs them, and its rules
 * only with the key that encrypts them (`use`).
 */
export function eventBusLink(world: World, region: string, use: KeyUse): Link {
  const { account } = world.account;
  const conditions = [
    passing(
      'region',
      at(['awsRegion'], is(region)),
      `it sees the events of ${region} only`,
      ['events:ListRules'],
      'a rule is needed in every Region, or a trail of all Regions with a metric filter',
    ),
    trailNeeded(world, region),
    ...use.conditions,
  ];
  const id = defaultBusArn(world.account, { account, region });
  return { kind: 'event-bus', id, account, region, conditions };
}

const NOT_SELECTED = {
  code: 'trail-selection',
  message: 'whether EventBridge sees calls that the selectors of every logging trail leave out is not documented',
};

/**
 * Events come through CloudTrail only when a trail with logging turned on exists (EventBridge user guide, "AWS service events
 * delivered via CloudTrail"). What a logging trail of this Region leaves out by its selectors is a doubt.
 */
function trailNeeded(world: World, region: string): Condition {
  const trails = trailsOf(world);
  const parts: Draft[] = trails.known.map((known) => {
    const trail = descriptionOf(world, known);
    if (trail === null) return ownerUnread(world, known).passes;
    const recorded = all(...recording(world, known, trail).map(({ passes }) => passes));
    const logs = all(logging(world, known).passes, regions(known, trail).passes);
    return between(recorded, logs, NOT_SELECTED);
  });
  for (const missing of trails.unlisted) if (missing.region === region) parts.push(unknown(missing.why));
  const because =
    parts.length === 0
      ? 'no trail logs, and EventBridge sees API calls only where one does'
      : 'EventBridge sees API calls only where a trail logs them';
  const passes = any(...parts);
  return {
    ...passing('trail', passes, because, READS, `let a trail log management events in ${region}`),
    whyNot: (event) =>
      parts.length > 0 && decide(passes, event) === false
        ? `EventBridge sees API calls only where a trail logs them, and none logs in ${region}`
        : null,
  };
}
