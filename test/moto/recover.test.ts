import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { fakeIo } from '../../src/cli/io.case.js';
import { run } from '../../src/cli/program.js';
import type { RecoveryRecord } from '../../src/keys/record.js';
import type { JsonObject } from '../../src/predicate/json.js';
import { environmentOf } from '../cli/executable.js';
import type { Behaviour } from '../proxy/call.js';
import { eventHistory } from '../proxy/event-history.js';
import { endsAfter, keyMembers, lateStates, withoutKeys } from '../proxy/keys.js';
import { likeAws } from '../proxy/like-aws.js';
import { type AwsProxy, startProxy, tally } from '../proxy/proxy.js';
import { deny, failWith } from '../proxy/refusals.js';
import { deed, keyDesk, type MadeKey } from './key-desk.js';
import { openSandbox, type Sandbox } from './sandbox.js';

const moto = inject('moto');
const NOW = new Date('2026-11-21T09:12:00.000Z');
const AT = '2026-11-20T10:00:00Z';

describe.skipIf(moto.url === null)('recover', () => {
  const url = moto.url ?? '';
  let sandbox: Sandbox;
  let desk: ReturnType<typeof keyDesk>;
  let folder: string;
  let proxies: AwsProxy[] = [];
  const saved = { ...process.env };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trailproof-'));
  });
  beforeEach(async () => {
    sandbox = await openSandbox(url);
    desk = keyDesk(sandbox);
    Object.assign(process.env, environmentOf(sandbox.credentials));
  });
  afterEach(async () => {
    for (const proxy of proxies) await proxy.close();
    proxies = [];
  });
  afterAll(async () => {
    process.env = saved;
    await rm(folder, { recursive: true });
  });

  interface Asked {
    readonly behaviours?: readonly Behaviour[];
    readonly history?: readonly JsonObject[];
    readonly answers?: readonly string[];
    readonly io?: ReturnType<typeof fakeIo>;
  }

  async function recover(argv: readonly string[], { behaviours = [], history = [], answers, io: given }: Asked = {}) {
    const proxy = await startProxy(url, [...behaviours, eventHistory(history), ...likeAws(NOW)]);
    proxies.push(proxy);
    const io = given ?? fakeIo({ columns: 80, ...(answers && { answers }) });
    const status = await run(['recover', '--endpoint-url', proxy.url, ...argv], io);
    return { status, ...io.written, waits: io.waits, calls: tally(proxy.calls) };
  }
  /** Without asking, the record. */
  async function recorded(argv: readonly string[], asked: Asked = {}) {
    const ended = await recover([...argv, '--yes', '--format', 'json'], asked);
    return { ...ended, record: JSON.parse(ended.out) as RecoveryRecord };
  }
  const pending = async (wanted: Parameters<typeof desk.make>[0] = {}, days = 7): Promise<MadeKey> => {
    const key = await desk.make(wanted);
    await desk.schedule(key, days);
    return key;
  };

  it('cancels, enables, checks after each step, and records it', async () => {
    const key = await pending({ alias: 'alias/orders' });
    const { status, record, err } = await recorded(['alias/orders'], {
      history: [deed('ScheduleKeyDeletion', AT, 'mallory', key)],
    });
    expect([status, await desk.state(key)]).toEqual([0, 'Enabled']);
    expect(err).toContain('kms:CancelKeyDeletion, then kms:EnableKey');
    expect(record).toMatchObject({
      schema: 'trailproof/recovery/1',
      account: sandbox.account,
      enable: false,
      notFound: [],
      unread: [],
      keys: [
        { arn: key.arn, outcome: 'recovered', stateBefore: 'PendingDeletion', stateAfter: 'Enabled', reason: null },
      ],
    });
    expect(record.keys[0]?.calls.map(({ operation, outcome, state }) => [operation, outcome, state])).toEqual([
      ['kms:DescribeKey', 'done', 'PendingDeletion'],
      ['kms:CancelKeyDeletion', 'done', null],
      ['kms:DescribeKey', 'done', 'Disabled'],
      ['kms:DescribeKey', 'done', 'Disabled'],
      ['kms:EnableKey', 'done', null],
      ['kms:DescribeKey', 'done', 'Enabled'],
    ]);
    const again = await recorded([key.arn]);
    expect([again.status, again.record.keys[0]?.outcome]).toEqual([0, 'nothing']);
    expect(again.calls['kms:EnableKey']).toBeUndefined();
  });

  it('waits for a change to show, and no longer than is bounded', async () => {
    const key = await pending();
    const late = await recorded([key.id, '--region', 'eu-west-1'], { behaviours: [lateStates(3)] });
    expect([late.status, late.record.keys[0]?.outcome]).toEqual([0, 'recovered']);
    const never = await pending();
    const ended = await recorded([never.arn], {
      behaviours: [keyMembers(() => ({ KeyState: 'PendingDeletion' }))],
    });
    expect([ended.status, ended.record.keys[0]?.outcome]).toEqual([1, 'failed']);
    expect(ended.record.keys[0]?.reason).toMatch(/still says that the key is PendingDeletion/);
    expect(ended.waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(120_000);
  });

  it('leaves disabled what was disabled on purpose, also when it is run again, unless asked', async () => {
    const key = await pending();
    const history = [
      deed('DisableKey', '2026-10-01T10:00:00Z', 'ana', key),
      deed('ScheduleKeyDeletion', AT, 'mallory', key),
    ];
    const first = await recorded([key.arn], { history });
    expect([first.status, await desk.state(key), first.record.keys[0]?.outcome]).toEqual([2, 'Disabled', 'stays']);
    expect(first.record.keys[0]?.notes.join()).toContain('it was disabled by ana on 2026-10-01');
    // The event history shows the cancellation only some minutes later.
    for (const later of [history, [...history, deed('CancelKeyDeletion', '2026-11-21T09:00:00Z', 'rescue', key)]]) {
      const again = await recorded([key.arn], { history: later });
      expect([again.status, await desk.state(key)]).toEqual([2, 'Disabled']);
      expect(again.calls['kms:EnableKey']).toBeUndefined();
    }
    const asked = await recorded([key.arn, '--enable'], { history });
    expect([asked.status, await desk.state(key)]).toEqual([0, 'Enabled']);
  });

  it('goes on where a run was ended between the steps, and keeps what that run did', async () => {
    const key = await pending();
    const file = join(folder, 'record.json');
    const history = [deed('ScheduleKeyDeletion', AT, 'mallory', key)];
    const io = fakeIo({ columns: 80 });
    const ended = await recover(['--all-pending', '--yes', '-o', file], {
      history,
      io,
      behaviours: [endsAfter('kms:CancelKeyDeletion', () => io.interrupt())],
    });
    expect([ended.status, await desk.state(key)]).toEqual([130, 'Disabled']);
    const record = JSON.parse(await readFile(file, 'utf8')) as RecoveryRecord;
    expect(record.keys[0]).toMatchObject({ outcome: 'not-done', stateAfter: 'Disabled' });
    expect(record.keys[0]?.calls.map(({ operation }) => operation)).toContain('kms:CancelKeyDeletion');
    // Without the record, and once the event history tells who cancelled it.
    const cancelled = {
      ...deed('CancelKeyDeletion', '2026-11-21T09:10:00Z', 'x', key),
      userIdentity: { type: 'IAMUser', arn: record.caller },
    };
    const again = await recorded(['--all-pending'], { history: [...history, cancelled] });
    expect([again.status, await desk.state(key)]).toEqual([0, 'Enabled']);
    expect(again.calls['kms:CancelKeyDeletion']).toBeUndefined();
  });

  describe('a run over all pending keys that was ended, where the event history tells nothing', () => {
    const SILENT: readonly (readonly [string, readonly Behaviour[]])[] = [
      ['is empty', []],
      ['is denied', [deny('cloudtrail:LookupEvents' as never)]],
    ];
    /** Two keys, of which the run cancelled the first one alone; its record. */
    async function interrupted(name: string) {
      const file = join(folder, `${name}.json`);
      const keys = [await pending({ alias: `alias/${name}` }), await pending({ region: 'us-east-1' }, 20)];
      const io = fakeIo({ columns: 80 });
      const { status } = await recover(['--all-pending', '--yes', '-o', file], {
        io,
        behaviours: [endsAfter('kms:CancelKeyDeletion', () => io.interrupt())],
      });
      const first = JSON.parse(await readFile(file, 'utf8')) as RecoveryRecord;
      expect([status, await desk.state(keys[0]!)]).toEqual([130, 'Disabled']);
      return { file, keys, first };
    }

    it.each(SILENT)('(%s) is gone on with by its record, of which nothing is lost', async (what, behaviours) => {
      const { file, keys, first } = await interrupted(`goes-on-${what.replaceAll(' ', '-')}`);
      const { status, err } = await recover(['--all-pending', '--yes', '-o', file], { behaviours });
      expect([status, ...(await Promise.all(keys.map(desk.state)))]).toEqual([0, 'Enabled', 'Enabled']);
      expect(err).toContain(`the record of ${first.startedAt} is gone on with`);
      const both = JSON.parse(await readFile(file, 'utf8')) as RecoveryRecord;
      expect(both.keys.map(({ outcome }) => outcome)).toEqual(['recovered', 'recovered']);
      for (const { arn, calls, stateBefore } of first.keys) {
        const now = both.keys.find((key) => key.arn === arn);
        expect(now?.calls.slice(0, calls.length)).toEqual(calls);
        expect(now?.stateBefore).toBe(stateBefore);
      }
      expect(both.earlier).toHaveLength(1);
      // And once more: it stays as it is, and is no worse end.
      const again = await recover(['--all-pending', '--yes', '-o', file], { behaviours });
      expect(again.status).toBe(0);
      expect(again.calls['kms:EnableKey']).toBeUndefined();
      expect((JSON.parse(await readFile(file, 'utf8')) as RecoveryRecord).keys).toHaveLength(2);
    });

    it.each(SILENT)(
      '(%s) without its record leaves what nobody can tell, and is no good end',
      async (what, behaviours) => {
        const { keys } = await interrupted(`left-${what.replaceAll(' ', '-')}`);
        const [half, other] = keys as [MadeKey, MadeKey];
        await recover([other.arn, '--yes']);
        const again = await recover(['--all-pending', '--yes'], { behaviours });
        expect([again.status, await desk.state(half)]).toEqual([2, 'Disabled']);
        expect(again.out).not.toContain('Nothing is to be done');
        expect(again.out.replace(/\s+/g, ' ')).toContain(`trailproof recover ${half.id} --region eu-west-1`);
        const named = await recover([half.arn, '--yes'], { behaviours });
        expect([named.status, await desk.state(half)]).toEqual([0, 'Enabled']);
      },
    );

    it('one that KMS deleted since is told', async () => {
      const { file, keys } = await interrupted('deleted');
      const { status, out } = await recover(['--all-pending', '--yes', '-o', file], {
        behaviours: [
          failWith('kms:DescribeKey', 'NotFoundException', 'no such key', { region: 'us-east-1' }),
          withoutKeys('us-east-1'),
        ],
      });
      expect([status, await desk.state(keys[0]!)]).toEqual([1, 'Enabled']);
      expect(out).toContain(keys[1]!.arn);
    });
  });

  it('a file that is no record of this account is never overwritten', async () => {
    const key = await pending();
    const file = join(folder, 'other.json');
    const record = JSON.stringify({
      schema: 'trailproof/recovery/1',
      account: '000000000001',
      partition: 'aws',
      caller: 'x',
      startedAt: AT,
      keys: [],
      notFound: [],
      unread: [],
      earlier: [],
    });
    for (const text of ['{"schema":"trailproof/plan/1"}', 'notes', record]) {
      await writeFile(file, text);
      const { status, err } = await recover([key.arn, '--yes', '-o', file]);
      expect([status, await desk.state(key), await readFile(file, 'utf8')]).toEqual([3, 'PendingDeletion', text]);
      expect(err).toMatch(/^trailproof: `[^\n]*other\.json` is [^\n]*--output[^\n]*\n$/m);
    }
    await writeFile(file, '');
    expect((await recover([key.arn, '--yes', '-o', file])).status).toBe(0);
  });

  it('leaves disabled what somebody else cancelled, and says how it is enabled', async () => {
    const key = await pending();
    const history = [
      deed('ScheduleKeyDeletion', AT, 'mallory', key),
      deed('CancelKeyDeletion', '2026-11-21T08:12:00Z', 'forensics', key),
    ];
    await desk.cancel(key);
    const { status, out, calls } = await recover(['--all-pending', '--yes'], { history });
    expect([status, await desk.state(key), calls['kms:EnableKey']]).toEqual([2, 'Disabled', undefined]);
    expect(out).toContain('forensics');
  });

  describe('a key that may not be described, because its policy was changed', () => {
    const locked = [deny('kms:DescribeKey', { region: 'eu-west-1' })];
    /** As KMS answers of a key that is not pending; moto takes the call. */
    const notPending = failWith(
      'kms:CancelKeyDeletion' as never,
      'KMSInvalidStateException',
      'is not pending deletion',
    );

    it.each([
      ['by its ARN', (key: MadeKey) => key.arn],
      ['by its ID', (key: MadeKey) => key.id],
      ['by its alias', () => 'alias/locked'],
    ])('is tried all the same, %s', async (_, name) => {
      const key = await pending({ alias: 'alias/locked' });
      const { status, record } = await recorded([name(key)], { behaviours: locked });
      expect([status, await desk.state(key), record.keys[0]?.outcome]).toEqual([2, 'Enabled', 'unchecked']);
      expect(record.keys[0]).toMatchObject({ arn: key.arn, stateBefore: 'NotDescribed' });
      // It was cancelled before, and nobody enabled it.
      const half = await pending();
      await desk.cancel(half);
      const again = await recorded([half.arn], { behaviours: [...locked, notPending] });
      expect([again.status, await desk.state(half)]).toEqual([2, 'Enabled']);
    });

    it('is among all that are pending where the history says so, and told where it does not', async () => {
      const [key, other] = [await pending(), await pending()];
      const history = [
        deed('PutKeyPolicy', '2026-11-20T09:58:00Z', 'mallory', key),
        deed('ScheduleKeyDeletion', AT, 'mallory', key),
      ];
      const { status, out } = await recover(['--all-pending', '--yes'], { behaviours: locked, history });
      expect([status, await desk.state(key), await desk.state(other)]).toEqual([2, 'Enabled', 'PendingDeletion']);
      expect(out).toContain(other.arn);
      expect(out.replace(/\s+/g, ' ')).toMatch(/changed by mallory on 2026-11-20T09:58:00Z, before it was scheduled/);
    });

    it('and may not be cancelled either: who changed the policy is named', async () => {
      const key = await pending();
      const { status, record } = await recorded([key.arn], {
        history: [
          deed('PutKeyPolicy', '2026-11-20T09:58:00Z', 'mallory', key),
          deed('ScheduleKeyDeletion', AT, 'mallory', key),
        ],
        behaviours: [...locked, deny('kms:CancelKeyDeletion' as never)],
      });
      expect([status, record.keys[0]?.outcome]).toEqual([1, 'failed']);
      expect(record.keys[0]?.reason).toMatch(/mallory changed the key's policy on 2026-11-20T09:58:00Z, before/);
    });

    it('is not enabled where it was not pending and was not named', async () => {
      const key = await pending();
      await desk.cancel(key);
      const { status, record } = await recorded(['--all-pending'], {
        behaviours: [...locked, notPending],
        history: [deed('ScheduleKeyDeletion', AT, 'mallory', key)],
      });
      expect([status, await desk.state(key), record.keys[0]?.outcome]).toEqual([2, 'Disabled', 'unchecked']);
    });
  });

  it('recovers each copy of a multi-Region key in its own Region', async () => {
    const primary = await desk.make({ region: 'us-east-1', multiRegion: true });
    const copy = await desk.replicate(primary, 'eu-west-1');
    await desk.schedule(primary);
    await desk.schedule(copy);
    const { status, record } = await recorded([primary.id]);
    expect(status).toBe(0);
    expect(record.keys.map(({ arn, outcome }) => [arn, outcome]).sort()).toEqual(
      [copy, primary].map(({ arn }) => [arn, 'recovered']).sort(),
    );
    expect([await desk.state(primary), await desk.state(copy)]).toEqual(['Enabled', 'Enabled']);
  });

  it('of a copy that was named by its ARN only that one, and tells of the others', async () => {
    const primary = await desk.make({ region: 'us-east-1', multiRegion: true });
    const copy = await desk.replicate(primary, 'eu-west-1');
    await desk.schedule(primary);
    await desk.schedule(copy);
    const { status, record } = await recorded([copy.arn]);
    expect([status, await desk.state(copy), await desk.state(primary)]).toEqual([0, 'Enabled', 'PendingDeletion']);
    expect(record.keys[0]?.notes.join()).toContain(primary.arn);
  });

  it('says so when the Region of a copy cannot be asked', async () => {
    const primary = await desk.make({ region: 'us-east-1', multiRegion: true });
    await desk.replicate(primary, 'ap-east-1'); // not enabled here
    await desk.schedule(primary);
    const { status, record } = await recorded([primary.id], {
      behaviours: [
        failWith('kms:DescribeKey', 'UnrecognizedClientException', 'The security token is invalid', {
          region: 'ap-east-1',
        }),
      ],
    });
    expect([status, record.keys[0]?.outcome]).toEqual([2, 'recovered']);
    expect(record.unread).toMatchObject([{ region: 'ap-east-1', operation: 'kms:DescribeKey' }]);
    expect(record.keys[0]?.notes.join()).toContain('ap-east-1');
  });

  it('goes on with the other keys, and says which policy was in the way and who changed it', async () => {
    const locked = await pending({ alias: 'alias/locked' });
    const other = await pending({ region: 'us-east-1', alias: 'alias/other' }, 10);
    const { status, record } = await recorded(['--all-pending'], {
      history: [
        deed('ScheduleKeyDeletion', AT, 'mallory', locked),
        deed('PutKeyPolicy', '2026-11-20T10:05:00Z', 'mallory', locked),
      ],
      behaviours: [
        failWith(
          'kms:CancelKeyDeletion' as never,
          'AccessDeniedException',
          'User: x is not authorized to perform: kms:CancelKeyDeletion on this resource because no resource-based policy allows the kms:CancelKeyDeletion action',
          { region: 'eu-west-1' },
        ),
      ],
    });
    expect(status).toBe(1);
    expect(record.keys.map(({ arn, outcome }) => [arn, outcome])).toEqual([
      [locked.arn, 'failed'],
      [other.arn, 'recovered'],
    ]);
    expect(record.keys[0]?.reason).toMatch(/^the key's policy does not allow kms:CancelKeyDeletion.*mallory changed/);
    expect(await desk.state(locked)).toBe('PendingDeletion');
  });

  it.each([
    ['KMSInvalidStateException', /its state does not allow kms:CancelKeyDeletion/],
    ['NotFoundException', /it was deleted, and what it encrypted cannot be read again/],
    ['ThrottlingException', /limits the rate of calls/],
  ])('explains %s', async (code, reason) => {
    process.env.AWS_MAX_ATTEMPTS = '1';
    const key = await pending();
    const { status, record } = await recorded([key.arn], {
      behaviours: [failWith('kms:CancelKeyDeletion' as never, code, 'said KMS')],
    });
    delete process.env.AWS_MAX_ATTEMPTS;
    expect([status, record.keys[0]?.outcome]).toEqual([1, 'failed']);
    expect(record.keys[0]?.reason).toMatch(reason);
  });

  it('cancels where the material is gone, and says what is left to do', async () => {
    const key = await pending();
    const { status, record } = await recorded([key.arn], {
      behaviours: [
        keyMembers(({ KeyState }) => ({
          Origin: 'EXTERNAL',
          KeyState: KeyState === 'Disabled' ? 'PendingImport' : KeyState,
        })),
      ],
    });
    expect([status, record.keys[0]?.outcome]).toEqual([2, 'stays']);
    expect(record.keys[0]?.reason).toMatch(/import it again/);
    expect(await desk.state(key)).toBe('Disabled');
  });

  it('tells a key that was deleted from one that never was, and from an alias in two Regions', async () => {
    const gone = { ...(await pending()), id: '11111111-2222-3333-4444-555555555555' };
    const arn = `${gone.arn.split('/')[0]}/${gone.id}`;
    await pending({ alias: 'alias/twice' });
    await pending({ alias: 'alias/twice', region: 'us-east-1' });
    const deleted = { ...deed('DeleteKey', '2026-11-19T10:00:00Z', 'x', { ...gone, arn }), requestParameters: null };
    const { status, record } = await recorded(
      [
        arn,
        '99999999-2222-3333-4444-555555555555',
        'alias/twice',
        'alias/none',
        arn.replace(/:\d{12}:/, ':000000000001:'),
      ],
      { history: [deleted] },
    );
    expect(status).toBe(1);
    expect(record.keys).toEqual([]);
    const [was, never, twice, none, others] = record.notFound.map(({ reason }) => reason);
    expect(was).toMatch(/KMS deleted it in eu-west-1 on 2026-11-19T10:00:00Z/);
    expect(never).toMatch(/there is no such key in any of 17 Regions/);
    expect(twice).toMatch(/different keys in eu-west-1, us-east-1/);
    expect(none).toMatch(/there is no such alias/);
    expect(others).toMatch(/belongs to account 000000000001/);
  });

  it('asks, and does nothing without a yes', async () => {
    const key = await pending({ description: 'evil \x1b[2J' });
    for (const answer of ['', 'n', 'yesterday']) {
      const { status, out, err } = await recover([key.arn], { answers: [answer] });
      expect([status, await desk.state(key)]).toEqual([3, 'PendingDeletion']);
      expect(out).toContain(key.id);
      expect(out).not.toContain('\x1b');
      expect(err).toContain('Recover this key? [y/N]');
      for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    }
    const { status, out } = await recover([key.arn], { answers: ['y'] });
    expect([status, await desk.state(key)]).toEqual([0, 'Enabled']);
    expect(out).toMatch(/1 recovered\.\n$/);
  });

  it('does nothing where its record cannot be written', async () => {
    const key = await pending();
    const { status, err } = await recover([key.arn, '--yes', '-o', join(folder, 'none', 'record.json')]);
    expect([status, await desk.state(key)]).toEqual([3, 'PendingDeletion']);
    expect(err).toMatch(/^trailproof: cannot write .*there is no such folder/m);
  });

  it('ends what it has begun where the credentials end in the middle, and says so', async () => {
    const key = await pending();
    const { status, record } = await recorded([key.arn], {
      behaviours: [failWith('kms:EnableKey' as never, 'ExpiredTokenException', 'The security token is expired')],
    });
    expect([status, record.keys[0]?.outcome, record.keys[0]?.stateAfter]).toEqual([1, 'failed', 'Disabled']);
    expect(record.keys[0]?.reason).toMatch(/credentials have expired/);
  });

  it('asks nothing of AWS when nobody can be asked', async () => {
    const { status, out, err, calls } = await recover(['alias/orders']);
    expect([status, out, calls]).toEqual([3, '', {}]);
    expect(err).toMatch(/^trailproof: nobody can be asked[^\n]*--yes[^\n]*\n$/);
  });

  it('calls nothing that the policy does not name', async () => {
    await pending();
    const { calls } = await recorded(['--all-pending']);
    const io = fakeIo();
    await run(['permissions', 'recover'], io);
    const allowed = (JSON.parse(io.written.out).Statement as readonly { Action: readonly string[] }[]).flatMap(
      ({ Action }) => Action,
    );
    expect([...Object.keys(calls)].filter((name) => name !== 'sts:GetCallerIdentity').sort()).toEqual(
      [...allowed].sort(),
    );
  });

  it('recovers all the same where the event history may not be read', async () => {
    const key = await pending();
    const { status, record } = await recorded([key.arn], { behaviours: [deny('cloudtrail:LookupEvents' as never)] });
    expect([status, await desk.state(key)]).toEqual([0, 'Enabled']);
    expect(record.keys[0]?.notes.join()).toContain('the event history could not be read');
    expect(record.unread).toMatchObject([{ operation: 'cloudtrail:LookupEvents' }]);
  });
});
