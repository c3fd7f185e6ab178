import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { all, at, is } from '../../src/predicate/predicate.js';
import type { ItemResult, ScanItem } from '../../src/scan/item.js';
import { built } from '../cli/executable.js';
import { compiledScan, eventText, scanProcess } from './scan-process.js';

/** Bytes that come from elsewhere, in threads: from S3, CloudWatch Logs and standard input. */
let folder: string;
beforeAll(() => {
  built();
  folder = mkdtempSync(join(tmpdir(), 'trailproof-streams-'));
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

function stream(name: string, bytes: Buffer, piece: number, failsAt = Infinity): ScanItem {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += piece) {
      if (start >= failsAt) throw new Error('the connection was lost');
      yield bytes.subarray(start, start + piece);
      if (start % 3 === 0) await new Promise((done) => setImmediate(done));
    }
  }
  return { kind: 'stream', name, chunks: chunks() };
}

async function scanned(items: readonly ScanItem[], workers: number) {
  const { scanItems } = await compiledScan();
  const results: ItemResult[] = [];
  async function* given() {
    yield* items;
  }
  await scanItems(given(), plan, { workers, onItem: (result) => void results.push(result) });
  return (name: string) => {
    const own = results.filter((result) => result.name === name);
    return {
      complete: own.filter(({ complete }) => complete).length,
      matched: own.flatMap(({ matched }) => matched.map(({ event }) => (event as { eventID: string }).eventID)),
      problems: own.flatMap(({ problems }) => problems.map(({ code, reason }) => `${code}: ${reason}`)),
      events: own.reduce((sum, { events }) => sum + events, 0),
    };
  };
}

describe('streams in threads', () => {
  test.each([1, 2, 5])('many at a time do not mix, files among them, in %i threads', async (workers) => {
    const items: ScanItem[] = [];
    for (let n = 0; n < 40; n++) {
      const text = `{"Records":[${eventText('Decrypt', `x${n}`)},${eventText('DisableKey', `id${n}`)}]}`;
      if (n % 5 === 4) {
        const path = join(folder, `${n}.json`);
        writeFileSync(path, text);
        items.push({ kind: 'file', path, name: `item${n}` });
      } else items.push(stream(`item${n}`, n % 2 === 0 ? gzipSync(text) : Buffer.from(text), 50 + n));
    }
    const of = await scanned(items, workers);
    for (let n = 0; n < 40; n++)
      expect(of(`item${n}`), `item${n}`).toEqual({ complete: 1, matched: [`id${n}`], problems: [], events: 2 });
  });

  test('one that fails, one of an unknown packing and one with garbage behind it keep none of the others waiting', async () => {
    const good = Buffer.from(eventText('DisableKey', 'good'));
    const of = await scanned(
      [
        stream('lost', Buffer.concat([good, good]), 100, good.length + 10),
        stream('xz', Buffer.concat([Buffer.from('fd377a585a00', 'hex'), Buffer.alloc(5000)]), 64),
        stream('garbage', Buffer.concat([gzipSync(good), Buffer.alloc(9000, 7)]), 64),
        stream('empty', Buffer.alloc(0), 64),
        stream('good', good, 64),
      ],
      1,
    );
    expect(of('lost')).toMatchObject({ complete: 1, matched: ['good'] });
    expect(of('lost').problems).toContain('unreadable: the connection was lost');
    expect(of('xz').problems).toEqual([expect.stringMatching(/^unsupported: xz/)]);
    expect(of('garbage')).toMatchObject({ matched: ['good'], problems: [expect.stringMatching(/^trailing-garbage/)] });
    expect(of('empty')).toEqual({ complete: 1, matched: [], problems: [], events: 0 });
    expect(of('good')).toEqual({ complete: 1, matched: ['good'], problems: [], events: 1 });
  });

  test('standard input of an unknown packing ends with 2, not never', async () => {
    const { status, report } = await scanProcess(['-'], [Buffer.from('BZh91AY&SY'), Buffer.alloc(1 << 20)]);
    expect(status).toBe(2);
    expect(report.problems).toEqual([{ file: 'standard input', offset: 0, reason: expect.stringMatching(/bunzip2/) }]);
  });
});
