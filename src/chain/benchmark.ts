import type { Account } from '../account/account.js';
import type { Control } from '../catalogue/control.js';
import { type FilterChain, filterChains } from './benchmark-filter.js';
import { type TrailSteps, trailSteps } from './benchmark-trail.js';
import type { BenchmarkStep } from './result.js';

export interface Benchmark {
  readonly steps: readonly BenchmarkStep[];
  readonly verdict: 'met' | 'not-met' | 'unknown';
}

/** Does a filter pattern cover the events that the control requires? Null: it cannot be told. */
export type CoversControl = (pattern: string) => boolean | null;

const STEP_TITLES = [
  'an active multi-Region trail and its log group',
  'all management events captured',
  'the metric filters of that log group',
  "a filter pattern that covers the control's events",
  'an alarm on that metric',
  'the SNS action of that alarm',
  'an active subscriber of that topic',
] as const;

/** What one step of the procedure came to, before it has its number and title. */
export interface Observation {
  readonly holds: boolean | null;
  readonly observed: string;
}

/**
 * The second answer: would the audit procedure that the CIS benchmark prints pass? It asks for less than the verdict in places
 * (no word about thresholds, policies, encryption) and for more in others (`ReadWriteType` All, where WriteOnly would do).
 * The steps shown are those of the chain that gets furthest. `all` are the accounts read together, so that the owner of an
 * organization trail can be among them.
 */
export function benchmarkOf(
  account: Account,
  all: readonly Account[],
  control: Control,
  coversControl: CoversControl,
): Benchmark {
  const chains = chainsOf(trailSteps(account, all), control, coversControl);
  const best = chains.reduce((a, b) => (better(b, a) ? b : a));
  return {
    steps: best.map((observation, index) => ({ step: index + 1, title: STEP_TITLES[index]!, ...observation })),
    verdict: best.every(({ holds }) => holds) ? 'met' : chains.some(isOpen) ? 'unknown' : 'not-met',
  };
}

/** Every chain of seven observations: one for each trail, filter, alarm and topic that can be combined. Never empty. */
function chainsOf(
  trails: readonly TrailSteps[],
  control: Control,
  coversControl: CoversControl,
): readonly (readonly Observation[])[] {
  return trails.flatMap((trail) =>
    (trail.group === null ? [missing(trail)] : filterChains(trail.group, control, coversControl)).map((chain) => [
      trail.multiRegion,
      trail.management,
      ...chain,
    ]),
  );
}

/** Without a log group there is nothing to look at; when the trail itself is not known, neither is the rest. */
function missing(trail: TrailSteps): FilterChain {
  const holds = trail.multiRegion.holds === null ? null : false;
  const nothing = (what: string): Observation => ({ holds, observed: `no log group in which to look for ${what}` });
  return [
    nothing('metric filters'),
    nothing('a pattern'),
    nothing('an alarm'),
    nothing('its action'),
    nothing('a subscriber'),
  ];
}

function isOpen(chain: readonly Observation[]): boolean {
  return chain.every(({ holds }) => holds !== false);
}

/** Complete chains first, then those that may be complete, then those that hold the longest from the start, and in the most steps. */
function better(a: readonly Observation[], b: readonly Observation[]): boolean {
  const difference = rank(a).map((value, index) => value - rank(b)[index]!);
  return (difference.find((value) => value !== 0) ?? 0) > 0;
}

function rank(chain: readonly Observation[]): readonly number[] {
  const held = chain.filter(({ holds }) => holds === true).length;
  const first = chain.findIndex(({ holds }) => holds !== true);
  return [held === chain.length ? 2 : isOpen(chain) ? 1 : 0, first, held];
}
