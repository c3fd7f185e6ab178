import type { Trail } from '../account/answers.js';
import { parseArn } from '../account/arn.js';
import type { Reason } from '../predicate/predicate.js';
import { ask, listingOf, type World } from './evidence.js';

/** A trail that can record the account's events, and the account that owns it. */
export interface KnownTrail {
  readonly arn: string;
  readonly owner: string;
  readonly home: string;
  readonly trail: Trail;
}

export interface Trails {
  readonly known: readonly KnownTrail[];
  /** Regions whose trails could not be listed (to the end). */
  readonly unlisted: readonly { readonly region: string; readonly why: Reason }[];
}

/**
 * The trails that the account sees, each once. A multi-Region trail is listed in every Region (as a shadow trail outside its
 * home), and an organization's trail in every member; the whole ARN tells them apart, never the name. What its home Region says
 * of it counts.
 */
export function trailsOf(world: World): Trails {
  const { account } = world;
  const known = new Map<string, KnownTrail>();
  const unlisted: { region: string; why: Reason }[] = [];
  for (const region of regionsWithTrails(world)) {
    const { items, more } = listingOf<Trail>(
      ask(world, account.account, region, 'cloudtrail:DescribeTrails'),
      'trailList',
    );
    if (more && account.regions.includes(region)) unlisted.push({ region, why: more });
    for (const trail of items) {
      const home = trail.HomeRegion ?? parseArn(trail.TrailARN)?.region ?? region;
      const arn =
        trail.TrailARN ?? `arn:${account.partition}:cloudtrail:${home}:${account.account}:trail/${trail.Name ?? ''}`;
      if (!known.has(arn) || region === home)
        known.set(arn, { arn, home, owner: parseArn(arn)?.account ?? account.account, trail });
    }
  }
  return { known: [...known.values()], unlisted };
}

/** The account's Regions, and others whose trails were read as well: a trail's home Region is read even when not asked for. */
function regionsWithTrails({ account }: World): ReadonlySet<string> {
  const others = account.reads.filter(({ operation }) => operation === 'cloudtrail:DescribeTrails');
  return new Set([...account.regions, ...others.map(({ region }) => region)]);
}
