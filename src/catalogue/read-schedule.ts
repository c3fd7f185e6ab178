import { isMapping, type Node } from './node.js';
import { duration, oneOf } from './node-values.js';
import { someFieldsOf } from './read-detection.js';
import type { Grouping, Schedule } from './rule.js';

export const DEFAULT_MAX_ALERTS = 100;
/** Elastic's: every five minutes, with a minute to overlap. */
export const DEFAULT_SCHEDULE: Schedule = { interval: 300, lookBack: 360 };

export function readSchedule(node: Node): Schedule {
  if (node.value === undefined) return DEFAULT_SCHEDULE;
  node.only(['interval', 'lookBack']);
  if (!isMapping(node.value)) node.refuse('not-a-mapping', 'a schedule has an `interval` and a `lookBack`');
  return {
    interval: duration(node.at('interval'), DEFAULT_SCHEDULE.interval),
    lookBack: duration(node.at('lookBack'), DEFAULT_SCHEDULE.lookBack),
  };
}

/** None: every match is an alert of its own. */
export function readGrouping(node: Node): Grouping | null {
  if (node.value === undefined) return null;
  node.only(['by', 'within', 'missing']);
  return {
    by: someFieldsOf(node.at('by')),
    within: node.has('within') ? duration(node.at('within'), undefined) : null,
    missing: oneOf(node.at('missing'), ['group', 'apart'] as const, 'apart') ?? 'apart',
  };
}
