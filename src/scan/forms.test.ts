import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ItemResult } from './item.js';
import { PLAN, type Scanned, scanBytes } from './scan.case.js';
import { scanItems } from './scan-items.js';

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

const base64 = (given: string): string => Buffer.from(given).toString('base64');
const packed = (given: string): string => gzipSync(given).toString('base64');
const SUBSCRIPTION = JSON.stringify({
  messageType: 'DATA_MESSAGE',
  logEvents: [a, b].map((message, n) => ({ id: `${n}`, timestamp: n, message })),
});
const NOTIFICATION = {
  Records: [
    { eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: { object: { key: 'k' } } },
  ],
};
const INSIGHT = {
  eventVersion: '1.07',
  eventTime: '2026-11-20T10:00:00Z',
  eventType: 'AwsCloudTrailInsight',
  insightDetails: { eventSource: 'kms.amazonaws.com', eventName: 'DisableKey', eventTime: '2026-11-20T10:00:00Z' },
  eventCategory: 'Insight',
};
const DIGEST = { digestS3Object: 'x', digestStartTime: '2026-11-20T10:00:00Z', logFiles: [] };

const both = async (bytes: Uint8Array): Promise<Scanned> => {
  const { parts, ...fast } = await scanBytes(bytes);
  expect(await scanBytes(bytes, { engine: 'plain' })).toMatchObject(fast);
  return { parts, ...fast };
};
const codes = ({ problems }: Scanned): readonly string[] => problems.map(({ code }) => code);

/** It begins as an event does. */
const NATIVE =
  '{"eventVersion":"1.11","userIdentity":{"type":"IAMUser"},"eventName":"DisableKey","awsRegion":"eu-west-1"}';

describe('forms in which events are kept', () => {
  it('gzip within gzip is read from a file, and told otherwise', async () => {
    const twice = gzipSync(gzipSync(`${a}\n${b}`));
    const folder = await mkdtemp(join(tmpdir(), 'trailproof-forms-'));
    const read = async (bytes: Uint8Array): Promise<readonly ItemResult[]> => {
      const parts: ItemResult[] = [];
      await writeFile(join(folder, 'twice.gz'), bytes);
      const items = async function* () {
        yield { kind: 'file', path: join(folder, 'twice.gz') } as const;
      };
      await scanItems(items(), PLAN, { workers: 0, onItem: (part) => void parts.push(part) });
      return parts;
    };
    try {
      expect(await read(twice)).toMatchObject([{ problems: [], events: 2, matched: [{}, {}] }]);
      expect((await read(twice.subarray(0, -20))).flatMap(({ problems }) => problems)).not.toEqual([]);
      expect((await read(gzipSync(twice)))[0]!.problems[0]!.code).toBe('unsupported');
    } finally {
      await rm(folder, { recursive: true });
    }
    expect(codes(await both(twice))).toContain('unsupported');
  });

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
    ['a subscription’s record', JSON.stringify({ awslogs: { data: packed(SUBSCRIPTION) } }), 'a,b'],
    [
      'Kinesis',
      JSON.stringify({
        Records: [
          {
            kinesis: { data: base64(a) },
            eventSource: 'aws:kinesis',
            eventName: 'aws:kinesis:record',
            eventVersion: '1.0',
          },
          { eventVersion: '1.0', kinesis: { data: base64(`${b}\n${c}`) }, eventSource: 'aws:kinesis' },
        ],
      }),
      'a,b,c',
    ],
    ['Firehose', JSON.stringify({ records: [{ recordId: '1', data: packed(SUBSCRIPTION) }] }), 'a,b'],
    ['SNS', JSON.stringify({ Type: 'Notification', Message: JSON.stringify({ detail: event('a') }) }), 'a'],
    [
      'SQS with SNS in it',
      JSON.stringify({
        Messages: [{ Body: JSON.stringify({ Type: 'Notification', Message: `{"Records":[${a},${b}]}` }) }],
      }),
      'a,b',
    ],
    ['Filebeat', JSON.stringify({ '@timestamp': '2026-11-20T10:00:00Z', message: a, input: { type: 's3' } }), 'a'],
    ['an answer of Elasticsearch', JSON.stringify({ hits: { hits: [{ _source: { event: { original: a } } }] } }), 'a'],
    [
      'an answer of CloudTrail Lake',
      JSON.stringify({ QueryResultRows: [[{ eventJson: a }], [{ eventJson: b }]] }),
      'a,b',
    ],
    ['an event of another source, from Lake', JSON.stringify({ eventData: event('a') }), 'a'],
    [
      'an answer of Logs Insights',
      JSON.stringify({
        results: [
          [
            { field: '@message', value: a },
            { field: '@ptr', value: 'CmEKJgo' },
          ],
        ],
      }),
      'a',
    ],
    ['an export of Logs Insights', JSON.stringify([{ '@timestamp': '2026-11-20', '@message': event('a') }]), 'a'],
    ['a result of Splunk', JSON.stringify({ preview: false, result: { _raw: a } }), 'a'],
    ['any object', JSON.stringify({ data: { items: [event('a'), event('b')] } }), 'a,b'],
    ['any object after an event', `${a}\n${JSON.stringify({ x: { y: b } })}\n${c}`, 'a,b,c'],
    ['arrays in arrays', `${'['.repeat(9)}${a},${b}${']'.repeat(9)}${c}`, 'a,b,c'],
    ['what S3 notifies', `${JSON.stringify(NOTIFICATION)}\n${a}\n{"Service":"Amazon S3","Event":"s3:TestEvent"}`, 'a'],
    [
      'control messages',
      `{"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}${a}`,
      'a',
    ],
    ['an event that holds another', text('a', { requestParameters: { testEvent: b } }), 'a'],
    ['Insights and digests', JSON.stringify({ Records: [INSIGHT] }) + JSON.stringify(DIGEST), ''],
  ])('%s', async (_, given, found) => {
    const scanned = await both(Buffer.from(given as string));
    expect(ids(scanned).join()).toBe(found);
    expect(scanned.problems).toEqual([]);
  });

  it.each<[string, string, number]>([
    ['some JSON', '{"name":"package","version":"1.0.0"}', 0],
    ['ECS without the original', '{"event":{"action":"DisableKey","provider":"kms.amazonaws.com"}}', 0],
    ['the second of two', `${a}\n{"event":{"action":"DisableKey"}}`, a.length + 1],
    ['part of an event', '{"data":{"eventName":"DisableKey","eventSource":"kms.amazonaws.com"}}', 0],
    ['another stream', '{"Records":[{"eventName":"INSERT","eventSource":"aws:dynamodb","dynamodb":{}}]}', 12],
    ['events without their source', `{"Records":[${NATIVE},${NATIVE}]}`, 0],
    ['arrays without end', `${'['.repeat(40)}1${']'.repeat(40)}`, -1],
    ['what looks like gzip', JSON.stringify({ data: `H4sI${'A'.repeat(80)}` }), -1],
  ])('%s is no event, and is told', async (_, given, offset) => {
    const scanned = await both(Buffer.from(given));
    if (offset >= 0)
      expect(scanned.problems.map((found) => [found.code, found.offset])).toEqual([['no-events', offset]]);
    else expect(scanned.problems).toHaveLength(1);
  });

  it('of many records without an event one problem is told, that counts them', async () => {
    const scanned = await both(Buffer.from(`${a}\n${'{"x":1}\n'.repeat(5000)}`));
    expect(scanned.problems).toHaveLength(1);
    expect(scanned.problems[0]!.reason).toContain('5000');
    expect(scanned.events).toBe(1);
  });

  it('what a wrapper carries is counted, and not the wrapper', async () => {
    expect((await both(Buffer.from(JSON.stringify({ data: [event('a'), event('b'), event('c')] })))).events).toBe(3);
    expect((await both(Buffer.from('{"x":1}'))).events).toBe(0);
    const native = (id: string): string =>
      JSON.stringify({ ...event(id), userIdentity: {} }).replace(
        /^(\{"eventVersion":"1.11",)(.*),("userIdentity":\{\})\}$/,
        '$1$3,$2}',
      );
    const damaged = await both(Buffer.from(`${native('a')}\n{"eventName":"x\n${native('b')}\n{"a" 1}\n${native('c')}`));
    expect([ids(damaged), damaged.events]).toEqual([['a', 'b', 'c'], 3]);
  });

  it('a text that decompresses without end is not decompressed to its end', async () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20, 32)).toString('base64');
    expect(codes(await both(Buffer.from(JSON.stringify({ data: bomb }))))).toEqual(['not-json']);
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
    ['zlib', deflateSync(a), '', 'unsupported'],
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
