import { printSeconds } from '../catalogue/duration.js';
import type { Rule } from '../catalogue/rule.js';
import { instantOf } from './instant.js';

/** How long before an event a rule looks for what makes it one of several, in seconds; 0: at each event alone. */
export function reachOf({ detection, schedule }: Pick<Rule, 'detection' | 'schedule'>): number {
  switch (detection.kind) {
    case 'query':
      return 0;
    case 'threshold':
      return Math.max(schedule.interval, schedule.lookBack);
    case 'new-terms':
      return detection.history;
    case 'value-count':
    case 'sequence':
      return detection.within;
  }
}

/** The rules that look back over more time than was asked for: of what began before it they know nothing. Instants are ISO 8601. */
export function shortRangeWords(
  rules: readonly Rule[],
  { since, until }: { readonly since: string | null; readonly until: string | null },
  now: string,
): readonly string[] {
  const from = since === null ? null : instantOf(since);
  const to = instantOf(until ?? now);
  if (from === null || to === null) return [];
  const blind = rules
    .map((rule) => ({ id: rule.id, reach: reachOf(rule) }))
    .filter(({ reach }) => reach * 1000 > to - from)
    .sort((a, b) => b.reach - a.reach || (a.id < b.id ? -1 : 1))
    .map(({ id, reach }) => `${id} (${printSeconds(reach)})`);
  if (blind.length === 0) return [];
  const many = blind.length > 1;
  return [
    `${blind.join(', ')} ${many ? 'look' : 'looks'} back over more than the range that was asked for, and ${many ? 'do' : 'does'} not know what was before ${since}`,
  ];
}
