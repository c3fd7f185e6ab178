import type { Account } from '../account/account.js';
import { eventPaths } from './event-paths.js';
import type { World } from './evidence.js';
import { filterPaths } from './filter-paths.js';
import type { Path } from './link.js';

/**
 * Every path that an event of the account can take to a subscriber: over its trails, log groups, metric filters and alarms, and over
 * its event buses. `all` are the accounts that were read together, among which are looked up the owners of what the account only
 * uses. A chain that ends too early is a path whose last link no event passes; what could not be read is a path that nobody can
 * vouch for.
 */
export function pathsOf(account: Account, all: readonly Account[]): readonly Path[] {
  const world: World = { account, all };
  return [...filterPaths(world), ...eventPaths(world)];
}
