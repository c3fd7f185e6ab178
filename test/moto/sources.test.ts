import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { TimeRange } from '../../src/cloudtrail/object-name.js';
import type { ScanProblem } from '../../src/scan/item.js';
import { itemsOf } from '../../src/sources/open-source.js';
import { nothingSkipped } from '../../src/sources/skipped.js';
import { parseSource } from '../../src/sources/source.js';
import type { Behaviour } from '../proxy/call.js';
import { startProxy } from '../proxy/proxy.js';
import { openSandbox, type Sandbox } from './sandbox.js';

const moto = inject('moto');
const DENIED = '<Error><Code>AccessDenied</Code><Message>no</Message></Error>';
const ALWAYS: TimeRange = { since: null, until: null };

describe.skipIf(moto.url === null)('sources on the wire', () => {
  let sandbox: Sandbox;
  let bucket: string;
  const put: string[] = [];

  beforeAll(async () => {
    sandbox = await openSandbox(moto.url ?? '');
    bucket = `logs-${sandbox.account}`;
    const s3 = new S3Client({ ...clientOf(sandbox), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    const trail = `org/AWSLogs/o-abcdef1234/${sandbox.account}`;
    const keys = [
      ...['19', '20', '21'].flatMap((day) =>
        ['us-east-1', 'eu-central-1'].map(
          (region) =>
            `${trail}/CloudTrail/${region}/2026/11/${day}/${sandbox.account}_CloudTrail_${region}_202611${day}T1005Z_abc.json.gz`,
        ),
      ),
      `${trail}/CloudTrail-Digest/us-east-1/2026/11/20/d.json.gz`,
      `${trail}/Config/us-east-1/2026/11/20/c.json.gz`,
      'others/export.json',
    ];
    for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: `body of ${Key}` }));
    put.push(...keys);
    s3.destroy();
  });

  const clientOf = (place: Sandbox) => ({
    endpoint: place.endpoint,
    region: 'us-east-1',
    credentials: place.credentials,
  });

  async function read(text: string, range = ALWAYS, endpointUrl = sandbox.endpoint) {
    const parsed = parseSource(text);
    if (parsed.kind === 'refused') throw new Error(parsed.message);
    const skipped = nothingSkipped();
    const problems: ScanProblem[] = [];
    const items = itemsOf([parsed.source], {
      range,
      aws: { endpointUrl, credentials: sandbox.credentials, regions: ['us-east-1'] },
      stdin: empty(),
      skipped,
      problem: (problem) => problems.push(problem),
    });
    const bodies = new Map<string, string>();
    for await (const item of items) {
      if (item.kind !== 'stream') throw new Error('not a stream');
      const chunks: Uint8Array[] = [];
      for await (const chunk of item.chunks) chunks.push(chunk);
      bodies.set(item.name, Buffer.concat(chunks).toString());
    }
    return { bodies, skipped, problems };
  }

  async function* empty(): AsyncGenerator<Uint8Array> {}

  test('a bucket: every log, not the digests nor what other services write', async () => {
    const { bodies, skipped, problems } = await read(`s3://${bucket}`);
    const expected = put.filter((key) => !/Digest|Config/.test(key));
    expect([...bodies.keys()].sort()).toEqual(expected.map((key) => `s3://${bucket}/${key}`).sort());
    for (const [name, body] of bodies) expect(`s3://${bucket}/${body.slice('body of '.length)}`).toBe(name);
    expect([skipped.digests, skipped.other, problems]).toEqual([1, 1, []]);
  });

  test('a range: other days are not even listed', async () => {
    const proxy = await startProxy(sandbox.endpoint, []);
    const range = { since: '2026-11-21T01:00:00.000Z', until: '2026-11-21T12:00:00.000Z' };
    const { bodies } = await read(`s3://${bucket}/org/`, range, proxy.url);
    expect(proxy.calls.filter(({ path }) => /prefix=.*2026%2F11%2F(?:19|20)/.test(path))).toEqual([]);
    expect([...bodies.keys()].map((name) => /2026\/11\/(\d\d)/.exec(name)?.[1])).toEqual(['21', '21']);
    await proxy.close();
  });

  test('a prefix below which nothing lies is no empty answer', async () => {
    await expect(read(`s3://${bucket}/no-such-prefix/`)).rejects.toThrow(
      `there is nothing at \`s3://${bucket}/no-such-prefix/\``,
    );
  });

  test('one object by its key', async () => {
    expect([...(await read(`s3://${bucket}/others/export.json`)).bodies.keys()]).toEqual([
      `s3://${bucket}/others/export.json`,
    ]);
  });

  test('an object that cannot be read is a problem, and the others are read', async () => {
    const behaviour: Behaviour = async (call, next) =>
      /eu-central-1_20261120/.test(call.path)
        ? { status: 403, headers: { 'content-type': 'application/xml' }, body: DENIED }
        : next(call);
    const proxy = await startProxy(sandbox.endpoint, [behaviour]);
    const { bodies, problems } = await read(`s3://${bucket}/org`, ALWAYS, proxy.url);
    expect(bodies.size).toBe(6);
    expect(problems).toEqual([
      {
        file: expect.stringMatching(/eu-central-1_20261120/),
        offset: 0,
        code: 'unreadable',
        reason: expect.stringMatching(/s3:GetObject/),
      },
    ]);
    await proxy.close();
  });

  test('a bucket that is not there is one line that says what to do', async () => {
    await expect(read('s3://no-such-bucket-here')).rejects.toMatchObject({
      message: 'there is no bucket `no-such-bucket-here`',
      help: expect.stringMatching(/name/),
    });
  });

  test('a log group, page by page, from the time that was asked for', async () => {
    const logs = new CloudWatchLogsClient(clientOf(sandbox));
    const logGroupName = 'aws-cloudtrail-logs';
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 's' }));
    const start = Date.parse('2026-11-20T00:00:00.000Z');
    const logEvents = [0, 1, 2, 3].map((n) => ({ timestamp: start + n * 3_600_000, message: `{"n":${n}}` }));
    await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: 's', logEvents }));
    logs.destroy();
    const { bodies } = await read(`cloudwatch-logs:${logGroupName}`, {
      since: '2026-11-20T01:00:00.000Z',
      until: '2026-11-20T03:00:00.000Z',
    });
    expect([...bodies]).toEqual([[`cloudwatch-logs:${logGroupName}`, '{"n":1}\n{"n":2}\n']]);
  });

  test('a log group that is not there is one line', async () => {
    await expect(read('cloudwatch-logs:nope')).rejects.toMatchObject({
      message: 'there is no log group `nope` in us-east-1',
    });
  });
});
