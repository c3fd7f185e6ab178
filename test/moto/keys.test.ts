import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { fakeIo } from '../../src/cli/io.case.js';
import { run } from '../../src/cli/program.js';
import type { KeysReport } from '../../src/keys/keys-report.js';
import { KEYS_READS } from '../../src/keys/operations.js';
import { environmentOf } from '../cli/executable.js';
import type { Behaviour } from '../proxy/call.js';
import { eventHistory } from '../proxy/event-history.js';
import { lastUsage } from '../proxy/keys.js';
import { likeAws } from '../proxy/like-aws.js';
import { type AwsProxy, startProxy, tally } from '../proxy/proxy.js';
import { deny, failWith } from '../proxy/refusals.js';
import { chain } from './configuration.js';
import { deploy } from './deploy.js';
import { deed, keyDesk, type MadeKey } from './key-desk.js';
import { openSandbox, type Sandbox } from './sandbox.js';

const moto = inject('moto');
const NOW = new Date('2026-11-21T09:12:00.000Z');

describe.skipIf(moto.url === null)('keys', () => {
  const url = moto.url ?? '';
  let sandbox: Sandbox;
  let folder: string;
  let orders: MadeKey;
  let ledger: MadeKey;
  let well: MadeKey;
  let copy: MadeKey;
  let proxy: AwsProxy;
  const saved = { ...process.env };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trailproof-'));
    sandbox = await openSandbox(url);
    await deploy(sandbox, chain({ trail: { multiRegion: false } })); // us-east-1 alone is watched
    const desk = keyDesk(sandbox);
    orders = await desk.make({ alias: 'alias/orders', description: 'evil \x1b[31m\u202e name' });
    ledger = await desk.make({ region: 'us-east-1', alias: 'alias/ledger', multiRegion: true });
    copy = await desk.replicate(ledger, 'eu-west-1');
    well = await desk.make({ region: 'us-east-1', alias: 'alias/well' });
    await desk.grant(well, 'arn:aws:iam::111122223333:role/reader');
    await desk.schedule(orders, 7);
    await desk.disable(ledger);
    Object.assign(process.env, environmentOf(sandbox.credentials));
  });

  afterEach(async () => {
    await proxy?.close();
  });

  afterAll(async () => {
    process.env = saved;
    await rm(folder, { recursive: true });
  });

  const history = () => [
    deed('ScheduleKeyDeletion', '2026-11-20T10:00:00Z', 'mallory', orders),
    deed('PutKeyPolicy', '2026-11-20T10:05:00Z', 'mallory', orders),
    deed('DisableKey', '2026-10-01T10:00:00Z', 'ana', ledger),
  ];

  async function keys(argv: readonly string[], behaviours: readonly Behaviour[] = []) {
    proxy = await startProxy(url, [
      ...behaviours,
      eventHistory(history()),
      lastUsage({ [well.id]: { at: new Date('2026-11-19T08:00:00Z'), operation: 'Decrypt' } }),
      ...likeAws(NOW),
    ]);
    const io = fakeIo({ columns: 80 });
    const status = await run(['keys', '--endpoint-url', proxy.url, ...argv], io);
    return { status, ...io.written, waits: io.waits };
  }
  const json = ({ out }: { readonly out: string }) => JSON.parse(out) as KeysReport;

  it('lists the keys of every Region, the most urgent first, with their past and what depends on them', async () => {
    const ended = await keys(['--format', 'json']);
    expect([ended.status, ended.err]).toEqual([1, '']);
    const report = json(ended);
    expect(report.keys.map(({ arn }) => arn)).toEqual([orders.arn, ledger.arn, copy.arn, well.arn]);
    const [first, second, third, last] = report.keys;
    expect(first).toMatchObject({
      danger: 'pending',
      state: 'PendingDeletion',
      aliases: ['alias/orders'],
      rotation: null,
    });
    expect(first?.past?.scheduled).toMatchObject({ who: 'mallory', time: '2026-11-20T10:00:00Z' });
    expect(first?.past?.policyChanges).toHaveLength(1);
    expect(second).toMatchObject({ danger: 'unusable', past: { disabledBefore: { who: 'ana' } } });
    expect(second?.multiRegion).toMatchObject({ isPrimary: true, replicas: [copy.arn] });
    expect(third).toMatchObject({ danger: null, past: null, region: 'eu-west-1' });
    expect(last).toMatchObject({
      danger: null,
      rotation: { isEnabled: false },
      lastUse: { operation: 'Decrypt', time: '2026-11-19T08:00:00.000Z' },
      grants: [{ grantee: 'arn:aws:iam::111122223333:role/reader', encryptionContext: { tenant: 'a' } }],
    });
    // The trail is in us-east-1 alone.
    expect(report.keys.map(({ reported }) => reported)).toEqual(['broken', 'proved', 'broken', 'proved']);
    expect([report.unread, report.unsupported]).toEqual([[], []]);
  });

  it('asks the event history of no Region in which all is well, two times a second at the most', async () => {
    const { waits } = await keys(['--format', 'json']);
    const asked = new Set(
      proxy.calls.filter(({ operation }) => operation === 'LookupEvents').map(({ region }) => region),
    );
    expect([...asked].sort()).toEqual(['eu-west-1', 'us-east-1']);
    expect(waits.length).toBe((tally(proxy.calls)['cloudtrail:LookupEvents'] ?? 0) - asked.size);
    for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(500);
  });

  it('reads every page of the event history', async () => {
    const many = Array.from({ length: 130 }, (_, at) =>
      deed('ScheduleKeyDeletion', `2026-11-${10 + (at % 9)}T10:00:${String(at % 60).padStart(2, '0')}Z`, 'x', well),
    );
    const ended = await keys(['--format', 'json'], [eventHistory([...many, ...history()])]);
    expect(json(ended).keys.find(({ arn }) => arn === orders.arn)?.past?.scheduled).toMatchObject({ who: 'mallory' });
    expect(tally(proxy.calls)['cloudtrail:LookupEvents']).toBe(10 + 2);
  });

  it('calls nothing that the policy does not name', async () => {
    await keys(['--format', 'json']);
    const io = fakeIo();
    await run(['permissions', 'keys'], io);
    const allowed = new Set(JSON.parse(io.written.out).Statement[0].Action as readonly string[]);
    const called = Object.keys(tally(proxy.calls)).filter((name) => name !== 'sts:GetCallerIdentity');
    expect(called.filter((name) => !allowed.has(name))).toEqual([]);
    for (const operation of KEYS_READS) expect(called).toContain(operation);
  });

  it('is read at 80 columns, and hostile text does nothing to the terminal', async () => {
    const { status, out } = await keys([]);
    expect(status).toBe(1);
    expect(out).toMatch(/✗ deleted in \d days/);
    expect(out).toContain('evil \\x1b[31m\\u{202e} name');
    for (const character of ['\x1b', '\u202e']) expect(out).not.toContain(character);
    expect(out).toContain('recover --all-pending');
    for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it.each([
    ['kms:ListKeys', 2],
    ['kms:DescribeKey', 1], // the event history says that one is pending
    ['kms:ListAliases', 1],
    ['kms:ListGrants', 1],
    ['kms:GetKeyRotationStatus', 1],
    ['kms:GetKeyLastUsage', 1],
    ['cloudtrail:LookupEvents', 1],
  ] as const)(
    'says that %s was denied, with its permission, and takes it for nothing else',
    async (operation, expected) => {
      const ended = await keys(['--format', 'json'], [deny(operation as never)]);
      const report = json(ended);
      expect(ended.status).toBe(expected);
      const denied = report.unread.filter((one) => one.operation === operation);
      expect(denied.length).toBeGreaterThan(0);
      for (const one of denied) expect(one.permission).toBe(operation);
      if (operation === 'kms:ListGrants') for (const { grants } of report.keys) expect(grants).toBeNull();
      if (operation === 'kms:ListAliases') for (const { aliases } of report.keys) expect(aliases).toBeNull();
      if (operation === 'cloudtrail:LookupEvents') for (const { past } of report.keys) expect(past).toBeNull();
      const shown = await keys([], [deny(operation as never)]);
      expect(shown.out).toContain(`allow: ${operation}`);
    },
  );

  it('shows a key that may not be described: its name, and what the event history says of it', async () => {
    const denied = [deny('kms:DescribeKey', { region: 'eu-west-1' })];
    const report = json(await keys(['--format', 'json'], denied));
    expect(report.keys.find(({ arn }) => arn === orders.arn)).toMatchObject({
      state: 'NotDescribed',
      danger: 'pending',
      aliases: ['alias/orders'],
      past: { scheduled: { who: 'mallory' }, policyChanges: [{ who: 'mallory' }] },
    });
    expect(report.keys.find(({ arn }) => arn === copy.arn)).toMatchObject({ state: 'NotDescribed', danger: 'unknown' });
    const { out } = await keys([], denied);
    expect(out.replace(/\s+/g, ' ')).toMatch(/not known: KMS does not describe it.*scheduled by mallory/);
    expect(out.replace(/\s+/g, ' ')).toContain(`trailproof recover ${orders.id} --region eu-west-1`);
    expect(out).toMatch(/1 pending deletion.*1 not described/);
    for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it('says of an operation that the Region lacks that it is not known, and needs no permission', async () => {
    const ended = await keys(
      ['--region', 'us-east-1', '--format', 'json'],
      [failWith('kms:GetKeyLastUsage' as never, 'UnknownOperationException', 'no')],
    );
    const { unread, unsupported, keys: found } = json(ended);
    expect([unread, unsupported]).toEqual([[], [{ region: 'us-east-1', operation: 'kms:GetKeyLastUsage' }]]);
    for (const { lastUse } of found) expect(lastUse).toBeNull();
  });

  it('finds what used a key in logs', async () => {
    const file = join(folder, 'log.json');
    const use = {
      ...deed('Decrypt', '2026-11-19T08:00:00Z', 'app', orders),
      requestParameters: { encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::orders' } },
    };
    await writeFile(
      file,
      JSON.stringify({ Records: [use, deed('Decrypt', '2026-11-19T08:00:00Z', 'app', { ...orders, arn: 'x' })] }),
    );
    const ended = await keys(['--format', 'json', '--logs', file]);
    const report = json(ended);
    expect(report.keys[0]?.uses).toEqual([
      {
        name: 'Decrypt',
        encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::orders' },
        principal: `arn:aws:iam::${sandbox.account}:user/app`,
        count: 1,
        last: '2026-11-19T08:00:00Z',
      },
    ]);
    expect(report.keys[1]?.uses).toEqual([]);
    expect(report.logs).toMatchObject({ files: 1, events: 2, problems: [] });
  });

  it('is 0 in a Region in which all is well, and 2 where the logs could not be read', async () => {
    const file = join(folder, 'broken.json.gz');
    await writeFile(file, 'no gzip');
    expect((await keys(['--region', 'us-west-2', '--format', 'csv'])).status).toBe(0);
    const ended = await keys(['--region', 'us-west-2', '--format', 'csv', '--logs', file]);
    expect([ended.status, ended.out.split('\r\n').length]).toEqual([2, 2]);
    expect(ended.err).toContain('broken.json.gz');
  });
});
