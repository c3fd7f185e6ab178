import { availableParallelism } from 'node:os';
import { Collector } from './collector.js';
import { Consumer, type Use } from './consumer.js';
import { engineFor, plainEngineFor } from './engines.js';
import type { ItemResult, ScanItem, ScanOptions, ScanTotals } from './item.js';
import { ItemScanner } from './item-scanner.js';
import { judgeOf } from './judge.js';
import { type Part, resultOf } from './part.js';
import { type ScanPlan, searchOf } from './plan.js';
import { canUseThreads, type Start, scanInThreads } from './pool.js';
import { loadWasm } from './wasm-module.js';

/**
 * Reads every item and hands over what matches. Rejects only when `onItem` or the item list itself does, or when the threads cannot
 * be started; what is wrong with an item is one of its problems.
 */
export async function scanItems(
  items: AsyncIterable<ScanItem>,
  plan: ScanPlan,
  options: ScanOptions,
): Promise<ScanTotals> {
  const module = options.engine === 'plain' ? undefined : loadWasm();
  const start = { plan, search: searchOf(plan), module };
  const ids = plan.rules.map(({ id }) => id);
  const totals = { items: 0, bytesRead: 0, bytesInflated: 0, events: 0 };
  const use = (part: Part): void | Promise<void> => {
    const result: ItemResult = resultOf(part, ids);
    if (result.complete) totals.items++;
    totals.bytesRead += result.bytesRead;
    totals.bytesInflated += result.bytesInflated;
    totals.events += result.events;
    return options.onItem(result);
  };
  const workers = options.workers ?? availableParallelism();
  if (workers > 0 && canUseThreads())
    await scanInThreads(items, workers, start, use, (found) => scannerOf(start, found));
  else await scanHere(items, start, use);
  return { ...totals, parseAll: start.search.parseAll, engine: module === undefined ? 'plain' : 'wasm' };
}

async function scannerOf({ plan, search, module }: Start, found: (part: Part) => void): Promise<ItemScanner> {
  const collector = new Collector(await judgeOf(plan), found, true);
  return new ItemScanner(engineFor(search, module), () => plainEngineFor(search), collector);
}

/** In this thread: for tests, and where a few small items are not worth a thread. What it finds is used at once, where that takes no promise. */
async function scanHere(items: AsyncIterable<ScanItem>, start: Start, use: Use): Promise<void> {
  const parts = new Consumer(use);
  const scanner = await scannerOf(start, (part) => parts.addOwn(part));
  for await (const item of items) {
    if (item.kind === 'file') await scanner.file(item.path, item.name ?? item.path);
    else await scanner.stream(item.name, item.chunks);
    await parts.end();
  }
}
