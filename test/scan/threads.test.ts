import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { all, at, is } from '../../src/predicate/predicate.js';
import type { ItemResult, ScanItem } from '../../src/scan/item.js';
import { built } from '../cli/executable.js';
import { compiledScan, eventText } from './scan-process.js';

/** Files that several threads read, the calling one among them. */
let folder: string;
const paths: string[] = [];
beforeAll(() => {
  built();
  folder = mkdtempSync(join(tmpdir(), 'trailproof-threads-'));
  for (let n = 0; n < 240; n++) {
    const events = Array.from({ length: 1 + (n % 40) }, (_, at) =>
      eventText(at % 3 === 0 ? 'DisableKey' : 'Decrypt', `${n}-${at}`),
    );
    const whole = gzipSync(`{"Records":[${events.join(',')}]}`);
    const path = join(folder, `${n}.json.gz`);
    writeFileSync(path, n % 50 === 7 ? whole.subarray(0, whole.length - 9) : whole);
    paths.push(path);
  }
  paths.push(join(folder, 'none.json'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const plan = {
  rules: [
    {
      id: 'disabled',
      predicate: all(at(['eventSource'], is('kms.amazonaws.com')), at(['eventName'], is('DisableKey'))),
    },
  ],
};

async function scanned(workers: number, onItem: (result: ItemResult) => void | Promise<void>): Promise<object> {
  const { scanItems } = await compiledScan();
  async function* items(): AsyncGenerator<ScanItem> {
    for (const path of paths) yield { kind: 'file', path };
  }
  return scanItems(items(), plan, { workers, onItem });
}

/** All that is told of each file, whichever thread read it. */
async function told(workers: number): Promise<object> {
  const files = new Map<string, { matched: string[]; problems: string[]; events: number; ended: number }>();
  const totals = await scanned(workers, ({ name, matched, problems, events, complete }) => {
    const own = files.get(name) ?? { matched: [], problems: [], events: 0, ended: 0 };
    files.set(name, own);
    own.matched.push(...matched.map(({ event, text }) => `${JSON.stringify(event) === text} ${text}`));
    own.problems.push(...problems.map(({ code, offset }) => `${code} ${offset}`));
    own.events += events;
    own.ended += complete ? 1 : 0;
  });
  return { totals, files: [...files].sort(([a], [b]) => (a < b ? -1 : 1)) };
}

test('the same is found by any number of threads, once', async () => {
  const here = await told(0);
  expect(here).toMatchObject({ totals: { items: paths.length } });
  for (const workers of [1, 2, 3]) expect(await told(workers)).toEqual(here);
});

test('a slow consumer gets one result at a time, and all of them', async () => {
  let running = 0;
  let most = 0;
  let ended = 0;
  await scanned(2, async ({ complete }) => {
    most = Math.max(most, ++running);
    await new Promise((done) => setTimeout(done, 1));
    running--;
    if (complete) ended++;
  });
  expect(most).toBe(1);
  expect(ended).toBe(paths.length);
});

test.each([
  ['throws', () => Promise.resolve(), true],
  ['rejects', () => Promise.reject(new Error('the disk is full')), false],
] as const)('a consumer that %s ends the scan', async (_, end, throws) => {
  let calls = 0;
  const failing = scanned(2, () => {
    if (++calls < 20) return;
    if (throws) throw new Error('the disk is full');
    return end();
  });
  await expect(failing).rejects.toThrow('the disk is full');
  expect(calls).toBe(20);
});
