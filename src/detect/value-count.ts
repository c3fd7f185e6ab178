import { byKey, type Candidate, sameTimes, ValueCounts } from './candidate.js';
import type { Entry } from './entry.js';

/**
 * So many different values within so many seconds, wherever they begin. A burst is one alert: it lasts as long as, at each further
 * match, the seconds up to it still hold enough; when they do not, it has ended, and the next one raises its own.
 */
export function valueCount(entries: readonly Entry[], count: number, within: number): readonly Candidate[] {
  return [...byKey(entries).values()].flatMap((own) => burstsOf(own, count, within * 1000));
}

function burstsOf(entries: readonly Entry[], count: number, within: number): readonly Candidate[] {
  const bursts: { readonly events: readonly Entry[]; readonly further: Entry[] }[] = [];
  const counts = new ValueCounts();
  let burst: (typeof bursts)[number] | null = null;
  let from = 0;
  let to = 0;
  for (const group of sameTimes(entries)) {
    for (; entries[from]!.time! < group[0]!.time! - within; from++) counts.remove(entries[from]!.values[0]!);
    let completed: number | null = null;
    for (const entry of group) {
      counts.add(entry.values[0]!);
      to++;
      if (counts.distinct >= count) completed ??= to;
    }
    if (completed === null) burst = null;
    else if (burst) burst.further.push(...group);
    else {
      burst = { events: entries.slice(from, completed), further: entries.slice(completed, to) };
      bursts.push(burst);
    }
  }
  return bursts.map(({ events, further }) => ({ entry: events.at(-1)!, events, further, unseenSince: null }));
}
