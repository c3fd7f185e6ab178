import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { Collector } from './collector.js';
import { engineFor } from './engines.js';
import { ItemScanner } from './item-scanner.js';
import { judgeOf } from './judge.js';
import { type Part, resultOf } from './part.js';
import { searchOf } from './plan.js';
import { PLAN } from './scan.case.js';
import { loadWasm } from './wasm-module.js';

const event = (id: string, filler: number): string =>
  JSON.stringify({
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser' },
    eventSource: 'kms.amazonaws.com',
    eventName: 'DisableKey',
    eventID: id,
    requestParameters: { keyId: 'x'.repeat(filler) },
  });

/** The ids of the events in the files, by one engine that no other one helps out. */
async function scanned(contents: readonly Uint8Array[]): Promise<object> {
  const parts: Part[] = [];
  const collector = new Collector(await judgeOf(PLAN), (part) => parts.push(part), true);
  const scanner = new ItemScanner(engineFor(searchOf(PLAN), loadWasm()), refused, collector);
  const folder = await mkdtemp(join(tmpdir(), 'trailproof-small-file-'));
  try {
    for (const [n, bytes] of contents.entries()) {
      await writeFile(join(folder, `${n}`), bytes);
      await scanner.file(join(folder, `${n}`), `${n}`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  const ids = PLAN.rules.map(({ id }) => id);
  const matched = parts.flatMap((part) => resultOf(part, ids).matched);
  return {
    found: matched.map(({ event }) => (event as { eventID: string }).eventID),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

const refused = (): never => {
  throw new Error('the engine failed');
};

/** A frame of raw blocks: zstd that any program may write. */
function zstdRaw(text: string): Buffer {
  const bytes = Buffer.from(text);
  const header = Buffer.from('28b52ffda000000000', 'hex');
  header.writeUInt32LE(bytes.length, 5);
  const parts: Buffer[] = [header];
  for (let at = 0; at < bytes.length; at += BLOCK) {
    const block = bytes.subarray(at, at + BLOCK);
    const own = Buffer.alloc(3);
    own.writeUIntLE((block.length << 3) | (at + BLOCK >= bytes.length ? 1 : 0), 0, 3);
    parts.push(own, block);
  }
  return Buffer.concat(parts);
}
const BLOCK = 1 << 17;

// The memory into which a file is read grows with a record, and is another one for JavaScript then.
it.each([
  ['as it is', (text: string) => Buffer.from(text)],
  ['compressed', (text: string) => gzipSync(text)],
  ['stored', (text: string) => gzipSync(text, { level: 0 })],
  ['zstd', zstdRaw],
  ['in two frames of zstd', (text: string) => Buffer.concat([zstdRaw(text.slice(0, -400)), zstdRaw(text.slice(-400))])],
  ['two bytes for each character', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
])('a file whose records need more memory is read to its end: %s', async (_, packed) => {
  const file = (name: string, filler: number) =>
    packed(`{"Records":[${[event(`${name}1`, 10), event(`${name}2`, filler), event(`${name}3`, 10)].join(',')}]}`);
  const found = ['a1', 'a2', 'a3', 'b1', 'b2', 'b3', 'c1', 'c2', 'c3'];
  const contents = [file('a', 700_000), file('b', 3_000_000), file('c', 10)];
  expect(await scanned(contents)).toEqual({ found, problems: [] });
});
