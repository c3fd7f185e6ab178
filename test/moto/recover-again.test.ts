import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { fakeIo } from '../../src/cli/io.case.js';
import type { RecoveryRecord } from '../../src/keys/record.js';
import type { Behaviour } from '../proxy/call.js';
import { endsAfter, withoutKeys } from '../proxy/keys.js';
import { deny, failWith } from '../proxy/refusals.js';
import { deed, type MadeKey } from './key-desk.js';
import { AT, recovering } from './recovering.js';

describe.skipIf(inject('moto').url === null)('recover, where it was run before, or little may be known', () => {
  const here = recovering();
  const { recover, recorded, pending } = here;

  it('goes on where a run was ended between the steps, and keeps what that run did', async () => {
    const key = await pending();
    const file = join(here.folder, 'record.json');
    const history = [deed('ScheduleKeyDeletion', AT, 'mallory', key)];
    const io = fakeIo({ columns: 80 });
    const ended = await recover(['--all-pending', '--yes', '-o', file], {
      history,
      io,
      behaviours: [endsAfter('kms:CancelKeyDeletion', () => io.interrupt())],
    });
    expect([ended.status, await here.desk.state(key)]).toEqual([130, 'Disabled']);
    const record = JSON.parse(await readFile(file, 'utf8')) as RecoveryRecord;
    expect(record.keys[0]).toMatchObject({ outcome: 'not-done', stateAfter: 'Disabled' });
    expect(record.keys[0]?.calls.map(({ operation }) => operation)).toContain('kms:CancelKeyDeletion');
    // Without the record, and once the event history tells who cancelled it.
    const cancelled = {
      ...deed('CancelKeyDeletion', '2026-11-21T09:10:00Z', 'x', key),
      userIdentity: { type: 'IAMUser', arn: record.caller },
    };
    const again = await recorded(['--all-pending'], { history: [...history, cancelled] });
    expect([again.status, await here.desk.state(key)]).toEqual([0, 'Enabled']);
    expect(again.calls['kms:CancelKeyDeletion']).toBeUndefined();
  });

  describe('a run over all pending keys that was ended, where the event history tells nothing', () => {
    const SILENT: readonly (readonly [string, readonly Behaviour[]])[] = [
      ['is empty', []],
      ['is denied', [deny('cloudtrail:LookupEvents' as never)]],
    ];
    /** Two keys, of which the run cancelled the first one alone; its record. */
    async function interrupted(name: string) {
      const file = join(here.folder, `${name}.json`);
      const keys = [await pending({ alias: `alias/${name}` }), await pending({ region: 'us-east-1' }, 20)];
      const io = fakeIo({ columns: 80 });
      const { status } = await recover(['--all-pending', '--yes', '-o', file], {
        io,
        behaviours: [endsAfter('kms:CancelKeyDeletion', () => io.interrupt())],
      });
      const first = JSON.parse(await readFile(file, 'utf8')) as RecoveryRecord;
      expect([status, await here.desk.state(keys[0]!)]).toEqual([130, 'Disabled']);
      return { file, keys, first };
    }

    it.each(SILENT)('(%s) is gone on with by its record, of which nothing is lost', async (what, behaviours) => {
      const { file, keys, first } = await interrupted(`goes-on-${what.replaceAll(' ', '-')}`);
      const { status, err } = await recover(['--all-pending', '--yes', '-o', file], { behaviours });
      expect([status, ...(await Promise.all(keys.map(here.desk.state)))]).toEqual([0, 'Enabled', 'Enabled']);
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
        expect([again.status, await here.desk.state(half)]).toEqual([2, 'Disabled']);
        expect(again.out).not.toContain('Nothing is to be done');
        expect(again.out.replace(/\s+/g, ' ')).toContain(`trailproof recover ${half.id} --region eu-west-1`);
        const named = await recover([half.arn, '--yes'], { behaviours });
        expect([named.status, await here.desk.state(half)]).toEqual([0, 'Enabled']);
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
      expect([status, await here.desk.state(keys[0]!)]).toEqual([1, 'Enabled']);
      expect(out).toContain(keys[1]!.arn);
    });
  });

  it('a file that is no record of this account is never overwritten', async () => {
    const key = await pending();
    const file = join(here.folder, 'other.json');
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
      expect([status, await here.desk.state(key), await readFile(file, 'utf8')]).toEqual([3, 'PendingDeletion', text]);
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
    await here.desk.cancel(key);
    const { status, out, calls } = await recover(['--all-pending', '--yes'], { history });
    expect([status, await here.desk.state(key), calls['kms:EnableKey']]).toEqual([2, 'Disabled', undefined]);
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
      expect([status, await here.desk.state(key), record.keys[0]?.outcome]).toEqual([2, 'Enabled', 'unchecked']);
      expect(record.keys[0]).toMatchObject({ arn: key.arn, stateBefore: 'NotDescribed' });
      // It was cancelled before, and nobody enabled it.
      const half = await pending();
      await here.desk.cancel(half);
      const again = await recorded([half.arn], { behaviours: [...locked, notPending] });
      expect([again.status, await here.desk.state(half)]).toEqual([2, 'Enabled']);
    });

    it('is among all that are pending where the history says so, and told where it does not', async () => {
      const [key, other] = [await pending(), await pending()];
      const history = [
        deed('PutKeyPolicy', '2026-11-20T09:58:00Z', 'mallory', key),
        deed('ScheduleKeyDeletion', AT, 'mallory', key),
      ];
      const { status, out } = await recover(['--all-pending', '--yes'], { behaviours: locked, history });
      expect([status, await here.desk.state(key), await here.desk.state(other)]).toEqual([
        2,
        'Enabled',
        'PendingDeletion',
      ]);
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
      await here.desk.cancel(key);
      const { status, record } = await recorded(['--all-pending'], {
        behaviours: [...locked, notPending],
        history: [deed('ScheduleKeyDeletion', AT, 'mallory', key)],
      });
      expect([status, await here.desk.state(key), record.keys[0]?.outcome]).toEqual([2, 'Disabled', 'unchecked']);
    });
  });
});
