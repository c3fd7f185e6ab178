import type { ScanItem, ScanOptions, ScanTotals } from './item.js';
import { type ScanPlan, searchOf } from './plan.js';

/**
 * Reads every item and hands over what matches. Rejects only when `onItem` or the item list itself does, or when the threads cannot
 * be started; what is wrong with an item is one of its problems.
 */
export async function scanItems(
  items: AsyncIterable<ScanItem>,
  plan: ScanPlan,
  options: ScanOptions,
): Promise<ScanTotals> {
  let count = 0;
  for await (const item of items) {
    count++;
    const name = item.kind === 'file' ? (item.name ?? item.path) : item.name;
    const reason = 'scanning is not built yet';
    await options.onItem({
      ...{ name, complete: true, bytesRead: 0, bytesInflated: 0, events: 0, matched: [] },
      problems: [{ file: name, offset: 0, code: 'unreadable', reason }],
    });
  }
  return {
    items: count,
    bytesRead: 0,
    bytesInflated: 0,
    events: 0,
    parseAll: searchOf(plan).parseAll,
    engine: 'plain',
  };
}
