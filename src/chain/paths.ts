import type { Account } from '../account/account.js';
import { any, at, is, not } from '../predicate/predicate.js';
import { passing } from './condition.js';
import { eventPaths } from './event-paths.js';
import type { World } from './evidence.js';
import { filterPaths } from './filter-paths.js';
import type { Path } from './link.js';
import { unseenLink } from './missing.js';

/**
 * Every path that an event of the account can take to a subscriber: over its trails, log groups, metric filters and alarms, and over
 * its event buses. `all` are the accounts that were read together, among which are looked up the owners of what the account only
 * uses. A chain that ends too early is a path whose last link no event passes; what could not be read is a path that nobody can
 * vouch for.
 */
export function pathsOf(account: Account, all: readonly Account[]): readonly Path[] {
  const world: World = { account, all };
  return [...filterPaths(world), ...eventPaths(world), ...elsewhere(account)];
}

/** Of an account that was read for some Regions only, the events of the others may be told by what is there. */
function elsewhere({ account, regions, narrowed }: Account): readonly Path[] {
  if (!narrowed) return [];
  const reads = ['cloudtrail:DescribeTrails', 'events:ListRules'] as const;
  const read = regions.join(', ');
  const message = `only ${read} of account ${account} was read, and other Regions may have trails and rules of their own`;
  const link = unseenLink('trail', { account, region: '' }, { code: 'narrowed', message }, reads);
  const others = not(at(['awsRegion'], any(...regions.map(is))));
  const condition = passing('region', others, `of the events outside ${read}`, reads);
  return [
    { links: [{ ...link, conditions: [...link.conditions, condition] }], waitSeconds: null, end: null, keys: [] },
  ];
}
