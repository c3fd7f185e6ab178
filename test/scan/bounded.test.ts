import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { built } from '../cli/executable.js';
import { eventText, scanProcess } from './scan-process.js';

/** Inputs that are far larger than what may be held. The documented goal is 250 MB; the bound leaves room for another machine's Node. */
const BOUND = 400;
const MB = 1 << 20;
const GB = 1 << 30;

let folder: string;
const peaks: string[] = [];
beforeAll(() => {
  built();
  folder = mkdtempSync(join(tmpdir(), 'trailproof-bounded-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  console.info(`peak memory, of which the goal is 250 MB: ${peaks.join(', ')}`);
});

/** Writes a gzip file of one member: the head, the block many times, the tail. Its checksum is wrong, which is a problem told. */
function bomb(name: string, head: string, block: Buffer, times: number, tail: string): string {
  const file = join(folder, name);
  const to = openSync(file, 'w');
  const whole = { finishFlush: constants.Z_FULL_FLUSH, level: 9 };
  writeSync(to, gzipSync('').subarray(0, 10));
  writeSync(to, deflateRawSync(head, whole));
  const packed = deflateRawSync(block, whole);
  for (let n = 0; n < times; n++) writeSync(to, packed);
  writeSync(to, deflateRawSync(tail));
  writeSync(to, Buffer.alloc(8));
  closeSync(to);
  return file;
}

async function bounded(argv: readonly string[], stdin?: Iterable<Uint8Array>) {
  const ended = await scanProcess(argv, stdin);
  peaks.push(`${argv.at(-1)!.split('/').at(-1)} ${ended.peak}`);
  expect(ended.peak).toBeLessThan(BOUND);
  return { ...ended, found: ended.report.alerts.flatMap(({ events }) => events).sort() };
}

const [first, last] = [eventText('DisableKey', 'first'), eventText('DisableKey', 'last')];

describe('memory is bounded, and what lies around is found', () => {
  test('ten gigabytes of one string', { timeout: 300_000 }, async () => {
    const file = bomb('string.json.gz', `${first}\n"`, Buffer.alloc(64 * MB, 'x'), 160, `"\n${last}`);
    const { status, report, found } = await bounded([file]);
    expect(status).toBe(2);
    expect(report.stats.bytesInflated).toBeGreaterThan(10 * GB);
    expect(found).toEqual(['first', 'last']);
    expect(report.problems).toContainEqual({
      file,
      offset: first.length,
      reason: expect.stringMatching(/too large/),
    });
  });

  test.each([
    ['zeros', `${first}\n`, '\0', `\n${last}`, ['first', 'last'], first.length],
    ['blanks', `${first}\n`, ' ', `\n${last}`, ['first', 'last'], null],
    ['a string without end', `${first}\n"`, 'x', '', ['first'], first.length],
    ['a record of one value', `{"Records":[${first},{"a":"`, 'x', `"},${last}]}`, ['first', 'last'], first.length + 13],
    ['a list of events that are none', `${first}{"a":[`, '{},[],', `0]}${last}`, ['first', 'last'], first.length],
    ['brackets without end', first, '[', '', ['first'], first.length + 8],
    ['braces without end', first, '{', '', ['first'], first.length],
    ['lines that are cut', first, '\n{"eventVersion":[', '', ['first'], first.length + 1],
    ['escapes', `${first}"`, '\\u0041', `"${last}`, ['first', 'last'], first.length],
    [
      'damage that turns strings inside out',
      `${first}\n"\n`,
      `${eventText('Decrypt', 'x')}\n`,
      last,
      ['first', 'last'],
      null,
    ],
  ])('200 MB of %s', { timeout: 300_000 }, async (name, head, text, tail, ids, offset) => {
    const block = Buffer.from(text.repeat(Math.floor((16 * MB) / text.length)));
    const file = bomb(`${name.replaceAll(' ', '-')}.json.gz`, head, block, 12, tail);
    const { status, report, found } = await bounded([file]);
    expect(status).toBe(2);
    expect(found).toEqual(ids);
    expect(report.stats.bytesInflated).toBe(head.length + block.length * 12 + tail.length);
    if (offset !== null)
      expect(report.problems).toContainEqual({ file, offset, reason: expect.stringMatching(/too large/) });
  });

  test('300 MB of records on one line, packed, plain and from a pipe', { timeout: 300_000 }, async () => {
    const many = Array.from({ length: 1000 }, (_, n) => eventText('Decrypt', `n${n}`, { filler: 'x'.repeat(650) }));
    const block = Buffer.from(`${many.join(',')},`);
    const times = Math.ceil((300 * MB) / block.length);
    const pieces = [Buffer.from(`{"Records":[${first},`), ...Array(times).fill(block), Buffer.from(`${last}]}`)];
    const packed = join(folder, 'records.json.gz');
    writeFileSync(packed, Buffer.concat(pieces.map((piece) => gzipSync(piece, { level: 1 }))));
    const plain = join(folder, 'records.json');
    const to = openSync(plain, 'w');
    for (const piece of pieces) writeSync(to, piece);
    closeSync(to);
    for (const scanned of [await bounded([packed]), await bounded([plain]), await bounded(['-'], pieces)]) {
      expect(scanned.status).toBe(1);
      expect(scanned.report.problems).toEqual([]);
      expect(scanned.report.stats.events).toBe(times * 1000 + 2);
      expect(scanned.found).toEqual(['first', 'last']);
    }
    rmSync(plain);
  });

  test('300 MB of one answer of Elasticsearch', { timeout: 300_000 }, async () => {
    const hit = (id: string, name: string) => {
      const original = eventText(name, id, { filler: 'x'.repeat(650) });
      return JSON.stringify({ _id: id, _source: { '@timestamp': '2026-11-20T10:00:00Z', event: { original } } });
    };
    const many = Array.from({ length: 1000 }, (_, n) => hit(`n${n}`, 'Decrypt'));
    const block = Buffer.from(`${many.join(',')},`);
    const times = Math.ceil((300 * MB) / block.length);
    const head = `{"took":12,"hits":{"total":{"value":9},"hits":[${hit('first', 'DisableKey')},`;
    const pieces = [head, ...Array<Buffer>(times).fill(block), `${hit('last', 'DisableKey')}]},"timed_out":false}`];
    const file = join(folder, 'hits.json.gz');
    writeFileSync(file, Buffer.concat(pieces.map((piece) => gzipSync(piece, { level: 1 }))));
    const { status, report, found } = await bounded([file]);
    expect([status, report.problems, found]).toEqual([1, [], ['first', 'last']]);
    expect(report.stats.events).toBe(times * 1000 + 2);
  });

  test('many large records and many members', { timeout: 300_000 }, async () => {
    const many = join(folder, 'many');
    mkdirSync(many);
    const large = gzipSync(first + eventText('Decrypt', 'large', { filler: 'x'.repeat(3.8 * MB) }));
    for (let n = 0; n < 40; n++) writeFileSync(join(many, `${n}.json.gz`), large);
    const empty = gzipSync('');
    writeFileSync(join(many, 'members.json.gz'), Buffer.concat([...Array(10_000).fill(empty), gzipSync(last)]));
    const { status, report, found } = await bounded([many]);
    expect([status, report.problems, found]).toEqual([1, [], ['first', 'last']]);
  });

  test('10,000 small files', { timeout: 300_000 }, async () => {
    const many = join(folder, 'small');
    for (let n = 0; n < 10_000; n++) {
      if (n % 1000 === 0) mkdirSync(join(many, String(n)), { recursive: true });
      writeFileSync(join(many, String(n - (n % 1000)), `${n}.json`), n === 7777 ? last : eventText('Decrypt', `n${n}`));
    }
    const { report, found } = await bounded([many]);
    expect([report.stats.files, found, report.problems]).toEqual([10_000, ['last'], []]);
  });
});
