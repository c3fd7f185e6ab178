import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Scanned, scanBytes } from './scan.case.js';

const event = (id: string, over: object = {}) => ({
  eventVersion: '1.11',
  eventSource: 'kms.amazonaws.com',
  eventName: 'DisableKey',
  eventTime: '2026-11-20T10:00:00Z',
  eventID: id,
  ...over,
});
const text = (id: string, over: object = {}): string => JSON.stringify(event(id, over));
const ids = ({ matched }: Scanned): readonly string[] =>
  matched.map((one) => (JSON.parse(one.slice(one.indexOf(' ') + 1)) as { eventID: string }).eventID);
const [a, b, c] = ['a', 'b', 'c'].map((id) => text(id)) as [string, string, string];

const both = async (bytes: Uint8Array): Promise<Scanned> => {
  const { parts, ...fast } = await scanBytes(bytes);
  expect(await scanBytes(bytes, { engine: 'plain' })).toMatchObject(fast);
  return { parts, ...fast };
};
const codes = ({ problems }: Scanned): readonly string[] => problems.map(({ code }) => code);

describe('forms in which events are kept', () => {
  it.each<[string, string | Buffer, string]>([
    ['nothing', '', ''],
    ['blanks', ' \r\n\t\n', ''],
    ['documents without anything between', `{"Records":[${a}]}${b}[${c}]`, 'a,b,c'],
    ['CR LF', `${a}\r\n${b}\r\n`, 'a,b'],
    ['a byte order mark', `\ufeff${a}`, 'a'],
    ['UTF-16', Buffer.from(`\ufeff{"Records":[${text('ü')}]}`, 'utf16le'), 'ü'],
    ['UTF-16 the other way', Buffer.from(`\ufeff${a}\n${b}`, 'utf16le').swap16(), 'a,b'],
    [
      'members of gzip, one of them empty',
      Buffer.concat([a.slice(0, 9), '', `${a.slice(9)}\n`, b].map((x) => gzipSync(x))),
      'a,b',
    ],
    ['zeros behind gzip', Buffer.concat([gzipSync(a), Buffer.alloc(700)]), 'a'],
    ['an export of CloudWatch Logs', `2026-11-20T10:00:01.000Z ${a}\n2026-11-20T10:00:02.000Z ${b}\n`, 'a,b'],
    ['`aws logs tail`', `2026-11-20T10:00:01.123000+00:00 111122223333_CloudTrail_us-east-1 ${a}\n`, 'a'],
    ['`aws logs tail --format short`', `2026-11-20T10:00:01 ${a}\n2026-11-20T10:00:02 ${b}\n`, 'a,b'],
    [
      '`aws logs filter-log-events`',
      JSON.stringify({ events: [{ logStreamName: 's', timestamp: 1, message: a }] }, null, 4),
      'a',
    ],
    [
      '`aws cloudtrail lookup-events`',
      JSON.stringify({ Events: [{ EventId: 'a', CloudTrailEvent: a }, { CloudTrailEvent: b }] }, null, 4),
      'a,b',
    ],
    [
      'a subscription',
      JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', timestamp: 1, message: a }] }),
      'a',
    ],
    [
      'EventBridge',
      JSON.stringify({
        version: '0',
        'detail-type': 'AWS API Call via CloudTrail',
        source: 'aws.kms',
        detail: event('a'),
      }),
      'a',
    ],
  ])('%s', async (_, given, found) => {
    const scanned = await both(Buffer.from(given as string));
    expect(ids(scanned).join()).toBe(found);
    expect(scanned.problems).toEqual([]);
  });

  it.each<[string, string | Buffer, string, string]>([
    ['a line that is cut off', `${a}\n${b.slice(0, 60)}\n${c}\n`, 'a,c', 'truncated'],
    ['a line with a quote too many', `${a}\n"\n${b}\n${c}\n`, 'a,b,c', 'not-json'],
    ['a line of another kind', `${a}\nERROR {not json} here\n${c}\n`, 'a,c', 'not-json'],
    ['an array that does not end', `{"Records":[${a},${b},`, 'a,b', 'truncated'],
    ['an object that does not end', `{"Records":[${a},${b}]`, 'a,b', 'truncated'],
    ['garbage behind gzip', Buffer.concat([gzipSync(a), Buffer.from('garbage')]), 'a', 'trailing-garbage'],
    ['a wrong checksum', Buffer.concat([gzipSync(a).subarray(0, -8), Buffer.alloc(8, 1)]), 'a', 'checksum'],
    ['a wrong length', Buffer.concat([gzipSync(a).subarray(0, -4), Buffer.alloc(4, 1)]), 'a', 'checksum'],
    ['a zip archive', Buffer.from('504b03041400', 'hex'), '', 'unsupported'],
    ['Parquet', Buffer.from('PAR1....'), '', 'unsupported'],
    [
      'an event nested without end',
      text('a', { x: 0 }).replace('"x":0', `"x":${'['.repeat(20_000)}${']'.repeat(20_000)}`),
      '',
      'not-json',
    ],
  ])('%s is told', async (_, given, found, code) => {
    const scanned = await both(Buffer.from(given as string));
    expect(ids(scanned).join()).toBe(found);
    expect(codes(scanned)).toContain(code);
  });

  it('law: a file that is cut anywhere gives the events before the cut, and is said to be cut', async () => {
    const texts = Array.from({ length: 6 }, (_, n) => text(`id${n}`, { filler: 'x'.repeat(n * 7) }));
    const records = `{"Records":[${texts.join(',')}]}`;
    const ends = texts.map((_, n) => '{"Records":['.length + texts.slice(0, n + 1).join(',').length);
    const plain = Buffer.from(records);
    for (let cut = 1; cut < plain.length; cut++) {
      const scanned = await scanBytes(plain.subarray(0, cut));
      expect(ids(scanned), `at ${cut}`).toHaveLength(ends.filter((end) => end <= cut).length);
      expect(codes(scanned), `at ${cut}`).toContain('truncated');
    }
    const zipped = gzipSync(records);
    for (let cut = 1; cut < zipped.length; cut++) {
      const scanned = await scanBytes(zipped.subarray(0, cut));
      expect(ids(scanned), `at ${cut}`).toHaveLength(ends.filter((end) => end <= scanned.inflated).length);
      // One byte does not say that it is gzip.
      expect(codes(scanned), `at ${cut}`).toContain(cut === 1 ? 'not-json' : 'truncated');
      expect(codes(scanned), `at ${cut}`).not.toContain('corrupt');
    }
  });
});
