import type { Detection, Schedule } from '../catalogue/rule.js';
import { byKey, type Candidate, candidate, ValueCounts } from './candidate.js';
import type { Entry } from './entry.js';

type Threshold = Extract<Detection, { kind: 'threshold' }>;

/**
 * Enough matches, with enough different values, in what one execution looks at: the last `lookBack` seconds before its end, and at
 * least its own interval, so that nothing falls between two. What an alert has counted is not counted again.
 *
 * Only executions in whose own interval there is a match need be looked at: in the others nothing can have become enough.
 */
export function threshold(
  entries: readonly Entry[],
  { count, distinct }: Pick<Threshold, 'count' | 'distinct'>,
  { interval, lookBack }: Schedule,
): readonly Candidate[] {
  const width = interval * 1000;
  const reach = Math.max(interval, lookBack) * 1000;
  return [...byKey(entries).values()].flatMap((own) => {
    const found: Candidate[] = [];
    let from = 0;
    let to = 0;
    while (to < own.length) {
      const end = (Math.floor(own[to]!.time! / width) + 1) * width;
      while (to < own.length && own[to]!.time! < end) to++;
      while (own[from]!.time! < end - reach) from++;
      const enough = enoughOf(own, from, to, count, distinct);
      if (enough === null) continue;
      found.push(candidate(own.slice(from, enough), own.slice(enough, to)));
      from = to;
    }
    return found;
  });
}

/** The end of the shortest beginning that is enough. */
function enoughOf(
  entries: readonly Entry[],
  from: number,
  to: number,
  count: number,
  distinct: Threshold['distinct'],
): number | null {
  const values = distinct.map(() => new ValueCounts());
  for (let at = from; at < to; at++) {
    values.forEach((counts, index) => {
      counts.add(entries[at]!.values[index] ?? []);
    });
    if (at - from + 1 >= count && values.every((counts, index) => counts.distinct >= distinct[index]!.count))
      return at + 1;
  }
  return null;
}
