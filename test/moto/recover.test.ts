import { mkdir, mkdtemp, readdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { fakeIo } from '../../src/cli/io.case.js';
import { run } from '../../src/cli/program.js';
import { keyMembers, lateStates } from '../proxy/keys.js';
import { deny, failWith } from '../proxy/refusals.js';
import { deed } from './key-desk.js';
import { AT, recovering } from './recovering.js';

describe.skipIf(inject('moto').url === null)('recover', () => {
  const here = recovering();
  const { recover, recorded, pending } = here;

  it('cancels, enables, checks after each step, and records it', async () => {
    const key = await pending({ alias: 'alias/orders' });
    const { status, record, err } = await recorded(['alias/orders'], {
      history: [deed('ScheduleKeyDeletion', AT, 'mallory', key)],
    });
    expect([status, await here.desk.state(key)]).toEqual([0, 'Enabled']);
    expect(err).toContain('kms:CancelKeyDeletion, then kms:EnableKey');
    expect(record).toMatchObject({
      schema: 'trailproof/recovery/1',
      account: here.sandbox.account,
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
    expect([first.status, await here.desk.state(key), first.record.keys[0]?.outcome]).toEqual([2, 'Disabled', 'stays']);
    expect(first.record.keys[0]?.notes.join()).toContain('it was disabled by ana on 2026-10-01');
    // The event history shows the cancellation only some minutes later.
    for (const later of [history, [...history, deed('CancelKeyDeletion', '2026-11-21T09:00:00Z', 'rescue', key)]]) {
      const again = await recorded([key.arn], { history: later });
      expect([again.status, await here.desk.state(key)]).toEqual([2, 'Disabled']);
      expect(again.calls['kms:EnableKey']).toBeUndefined();
    }
    const asked = await recorded([key.arn, '--enable'], { history });
    expect([asked.status, await here.desk.state(key)]).toEqual([0, 'Enabled']);
  });

  it('recovers each copy of a multi-Region key in its own Region', async () => {
    const primary = await here.desk.make({ region: 'us-east-1', multiRegion: true });
    const copy = await here.desk.replicate(primary, 'eu-west-1');
    await here.desk.schedule(primary);
    await here.desk.schedule(copy);
    const { status, record } = await recorded([primary.id]);
    expect(status).toBe(0);
    expect(record.keys.map(({ arn, outcome }) => [arn, outcome]).sort()).toEqual(
      [copy, primary].map(({ arn }) => [arn, 'recovered']).sort(),
    );
    expect([await here.desk.state(primary), await here.desk.state(copy)]).toEqual(['Enabled', 'Enabled']);
  });

  it('of a copy that was named by its ARN only that one, and tells of the others', async () => {
    const primary = await here.desk.make({ region: 'us-east-1', multiRegion: true });
    const copy = await here.desk.replicate(primary, 'eu-west-1');
    await here.desk.schedule(primary);
    await here.desk.schedule(copy);
    const { status, record } = await recorded([copy.arn]);
    expect([status, await here.desk.state(copy), await here.desk.state(primary)]).toEqual([
      0,
      'Enabled',
      'PendingDeletion',
    ]);
    expect(record.keys[0]?.notes.join()).toContain(primary.arn);
  });

  it('says so when the Region of a copy cannot be asked', async () => {
    const primary = await here.desk.make({ region: 'us-east-1', multiRegion: true });
    await here.desk.replicate(primary, 'ap-east-1'); // not enabled here
    await here.desk.schedule(primary);
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
    expect(await here.desk.state(locked)).toBe('PendingDeletion');
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
    expect(await here.desk.state(key)).toBe('Disabled');
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
      expect([status, await here.desk.state(key)]).toEqual([3, 'PendingDeletion']);
      expect(out).toContain(key.id);
      expect(out).not.toContain('\x1b');
      expect(err).toContain('Recover this key? [y/N]');
      for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    }
    const { status, out } = await recover([key.arn], { answers: ['y'] });
    expect([status, await here.desk.state(key)]).toEqual([0, 'Enabled']);
    expect(out).toMatch(/1 recovered\.\n$/);
  });

  it('keeps a record where nobody asked for one, and loses no key for want of a place', async () => {
    const key = await here.pending();
    const there = process.cwd();
    const own = await mkdtemp(join(here.folder, 'here-'));
    const asked = ['--yes', '--format', 'terminal'];
    try {
      process.chdir(own);
      const { status, err } = await recover([key.arn, ...asked]);
      expect(status).toBe(0);
      const [name = '', ...more] = await readdir(own);
      expect([name, more]).toEqual([expect.stringMatching(/^trailproof-recovery-\d{8}T\d{6}Z\.json$/), []]);
      expect(err).toContain(`the record is in ${name}\n`);
      expect(JSON.parse(await readFile(join(own, name), 'utf8'))).toMatchObject({
        keys: [{ arn: key.arn, outcome: 'recovered' }],
      });
      // Nothing is done: nothing is recorded.
      expect((await recover([key.arn, ...asked])).status).toBe(0);
      expect(await readdir(own)).toEqual([name]);

      const second = await here.pending();
      await mkdir('none');
      process.chdir('none');
      await rmdir(join(own, 'none'));
      const without = await recover([second.arn, ...asked]);
      expect(without.status).toBe(0);
      expect(without.err).toContain('there is no record: cannot write');
    } finally {
      process.chdir(there);
    }
  });

  it('does nothing where its record cannot be written', async () => {
    const key = await pending();
    const { status, err } = await recover([key.arn, '--yes', '-o', join(here.folder, 'none', 'record.json')]);
    expect([status, await here.desk.state(key)]).toEqual([3, 'PendingDeletion']);
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
    expect([status, await here.desk.state(key)]).toEqual([0, 'Enabled']);
    expect(record.keys[0]?.notes.join()).toContain('the event history could not be read');
    expect(record.unread).toMatchObject([{ operation: 'cloudtrail:LookupEvents' }]);
  });
});
