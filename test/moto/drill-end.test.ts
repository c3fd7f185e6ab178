import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { CancelKeyDeletionCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { describe, expect, inject, it, vi } from 'vitest';
import { alarmReason } from '../../src/drill/marks.js';
import type { DrillRecord } from '../../src/drill/record.js';
import { built } from '../cli/executable.js';
import type { Behaviour } from '../proxy/call.js';
import { failWith } from '../proxy/refusals.js';
import { after, CLEAN, calls, DRILL, drilling, SOUND, steps } from './drilling.js';

/** However a drill ends, what it made is removed, or can be. */
describe.skipIf(inject('moto').url === null)('the end of a drill', () => {
  const world = drilling();

  it('with Ctrl-C removes everything, and begins no further step', async () => {
    const io = world.quickIo();
    const { drill, proxy } = await world.here({
      bells: [world.bell({ matches: () => false })],
      behaviours: [after('logs:PutLogEvents', () => setTimeout(() => io.interrupt(), 30))],
    });
    const { status, record, err } = await drill([...DRILL, '--log-event', '--create-key'], { io });
    expect([status, steps({ record })]).toEqual([
      130,
      [
        ['log-event', 'unknown'],
        ['create-key', 'not-begun'],
      ],
    ]);
    expect(err).toContain('what was made is removed');
    expect(calls(proxy)).not.toContain('kms:CreateKey');
    expect(record.endedAt).not.toBeNull();
    expect(await world.remains()).toMatchObject(CLEAN);
  });

  describe('with a key', () => {
    it('loses one really, and leaves it pending deletion', async () => {
      const { drill } = await world.here();
      const { status, record, out } = await drill([...DRILL, '--create-key']);
      expect([status, steps({ record })]).toEqual([0, [['create-key', 'passed']]]);
      expect(
        record.steps[0]?.measurements.map(({ event, promisedSeconds, within }) => [event, promisedSeconds, within]),
      ).toEqual([
        ['kms.amazonaws.com:DisableKey', 360, true],
        ['kms.amazonaws.com:ScheduleKeyDeletion', 360, true],
      ]);
      expect(await world.remains()).toMatchObject({ ...CLEAN, keys: ['PendingDeletion'] });
      const key = record.things.find(({ kind }) => kind === 'key');
      expect(key).toMatchObject({ state: 'removed', due: expect.stringMatching(/^\d{4}-/) });
      expect(out.replace(/\s+/g, ' ')).toContain(`The key ${key?.name} is pending deletion until`);
    });

    it.each([
      ['DisableKey', 'with an explicit deny in a service control policy'],
      ['DisableKey', 'because no identity-based policy allows the action'],
      ['EnableKey', 'x'],
    ])('schedules its deletion also where %s is denied', async (operation, why) => {
      const refused: Behaviour = (call, next) =>
        failWith(`kms:${operation}` as never, 'AccessDeniedException', `not authorized ${why}`)(call, next);
      const { drill } = await world.here({ behaviours: [refused] });
      const { status, record } = await drill([...DRILL, '--create-key']);
      expect([status, record.steps[0]?.outcome]).toEqual([2, 'unknown']);
      expect(record.calls.find((call) => call.operation === `kms:${operation}`)?.error).toContain(why);
      expect(await world.remains()).toMatchObject({ ...CLEAN, keys: ['PendingDeletion'] });
    });

    it('schedules its deletion also after Ctrl-C', async () => {
      const io = world.quickIo();
      const { drill } = await world.here({ behaviours: [after('kms:DisableKey', () => io.interrupt())] });
      const { status } = await drill([...DRILL, '--create-key'], { io });
      expect(status).toBe(130);
      expect(await world.remains()).toMatchObject({ ...CLEAN, keys: ['PendingDeletion'] });
    });

    it('names a key whose deletion is denied, and `--clean` ends it', async () => {
      const { drill, file, at } = await world.here({
        behaviours: [
          failWith('kms:ScheduleKeyDeletion', 'AccessDeniedException', 'with an explicit deny', { times: 2 }),
        ],
      });
      const { status, out, record } = await drill([...DRILL, '--create-key']);
      const key = record.things.find(({ kind }) => kind === 'key');
      expect([status, key?.state]).toEqual([2, 'left']);
      expect(out.replace(/\s+/g, ' ')).toContain(`Left: the key ${key?.name} in us-east-1: a policy denies`);
      expect(out.replace(/\s+/g, '')).toContain(`drill--clean${file}`);
      const { url } = await at();
      const cleaned = await drill(['--clean', file], { url });
      expect(cleaned.status).toBe(0);
      expect(cleaned.out.replace(/\s+/g, ' ')).toMatch(
        /pending deletion until .* That may ring its alarm .* 1 of 1 thing removed or put back\. $/,
      );
      expect(await world.remains()).toMatchObject({ ...CLEAN, keys: ['PendingDeletion'] });
    });

    it('is found by its description where the run did not learn its id; another key is not touched', async () => {
      const { drill, file } = await world.here();
      const { record } = await drill([...DRILL, '--create-key']);
      const kms = new KMSClient(world.config());
      const { KeyMetadata: theirs } = await kms.send(new CreateKeyCommand({ Description: 'orders' }));
      const id = record.things.find(({ kind }) => kind === 'key')?.name ?? '';
      await kms.send(new CancelKeyDeletionCommand({ KeyId: id }));
      const edited = (name: string) =>
        writeFile(
          file,
          JSON.stringify({
            ...record,
            things: record.things.map((one) => (one.kind === 'key' ? { ...one, name, state: 'begun' } : one)),
          }),
        );
      await edited(theirs?.KeyId ?? '');
      const refused = await drill(['--clean', file]);
      expect([refused.status, refused.record.things.find(({ kind }) => kind === 'key')?.reason]).toEqual([
        2,
        expect.stringMatching(/none of the drill’s/),
      ]);
      await edited('');
      expect((await drill(['--clean', file])).status).toBe(0);
      expect((await world.remains()).keys.sort()).toEqual(['Enabled', 'PendingDeletion']);
    });
  });

  describe('as a process', { timeout: 120_000 }, () => {
    /** Ends when the event is sent, by the signal; the alarm never rings. */
    async function ended(signal: NodeJS.Signals) {
      built();
      const started = await world.here({ bells: [world.bell({ matches: () => false })] });
      const { proxy, file } = started;
      const child = spawn(
        process.execPath,
        ['bin/trailproof.js', 'drill', ...DRILL, '--log-event', '-o', file, '--endpoint-url', proxy.url],
        { stdio: 'ignore', env: { ...process.env } },
      );
      const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
      await vi.waitFor(() => expect(calls(proxy)).toContain('logs:PutLogEvents'), { timeout: 60_000, interval: 100 });
      // What was sent is recorded before anything else is done.
      await vi.waitFor(async () => expect(await readFile(file, 'utf8')).toContain('"logs:PutLogEvents"'), {
        timeout: 20_000,
      });
      child.kill(signal);
      return { ...started, status: await exit };
    }

    it.each(['SIGTERM', 'SIGHUP'] as const)('cleans up when it is asked to end by %s', async (signal) => {
      const { status, file } = await ended(signal);
      expect(status).toBe(130);
      expect(await world.remains()).toMatchObject(CLEAN);
      const record = JSON.parse(await readFile(file, 'utf8')) as DrillRecord;
      expect(record.things.every(({ state }) => state === 'removed')).toBe(true);
    });

    it('is cleaned up by its record after it was killed, and once is enough', async () => {
      const { drill, proxy, file } = await ended('SIGKILL');
      const killed = JSON.parse(await readFile(file, 'utf8')) as DrillRecord;
      expect(killed.steps).toMatchObject([
        { outcome: 'unknown', reason: 'it was begun, and the record ends before it', startedAt: expect.any(String) },
      ]);
      expect(killed.calls.map(({ operation }) => operation)).toContain('logs:CreateLogStream');
      expect(await world.remains()).toMatchObject({ subscriptions: ['email', 'sqs'], queues: [expect.anything()] });
      const cleaned = await drill(['--clean', file]);
      expect([cleaned.err, cleaned.status]).toEqual(['', 0]);
      expect(cleaned.record.cleanings).toEqual([
        { caller: killed.caller, startedAt: expect.any(String), endedAt: expect.any(String) },
      ]);
      expect(cleaned.record.calls.map(({ operation }) => operation)).toContain('sqs:DeleteQueue');
      expect(await world.remains()).toMatchObject(CLEAN);
      const before = proxy.calls.length;
      const twice = await drill(['--clean', file]);
      expect([twice.status, twice.out, proxy.calls.length]).toEqual([0, 'Nothing is left of this drill.\n', before]);
    });
  });

  it('says of an alarm that a killed drill’s event may have rung that it is for that', async () => {
    const { drill, file } = await world.here({ temper: { ...SOUND, back: null } });
    const { record } = await drill([...DRILL, '--log-event']);
    const things = record.things.map((one) =>
      one.kind === 'alarm-state' ? { ...one, state: 'begun', due: null, reason: null } : one,
    );
    await writeFile(file, JSON.stringify({ ...record, things }));
    const { status, record: cleaned } = await drill(['--clean', file]);
    expect([status, cleaned.things.find(({ kind }) => kind === 'alarm-state')?.reason]).toEqual([
      2,
      expect.stringMatching(/^it is in ALARM since .*, it may be for the drill’s event/),
    ]);
    const later = things.map((one) => ({ ...one, at: new Date(Date.now() + 60_000).toISOString() }));
    await writeFile(file, JSON.stringify({ ...record, things: later }));
    const other = await drill(['--clean', file]);
    expect(other.record.things.find(({ kind }) => kind === 'alarm-state')?.reason).toMatch(/not for the drill/);
  });

  it('puts back the state that a killed drill set, and not one that came after it', async () => {
    const { drill, file } = await world.here();
    const { record } = await drill([...DRILL, '--alarm-state']);
    const alarm = new CloudWatchClient(world.config());
    const set = (StateReason: string) =>
      alarm.send(new SetAlarmStateCommand({ AlarmName: 'kms-key-loss', StateValue: 'ALARM', StateReason }));
    const things = record.things.map((one) => (one.kind === 'alarm-state' ? { ...one, state: 'begun' } : one));
    for (const [reason, state] of [
      [alarmReason(record.id), 'OK'],
      ['a real one', 'ALARM'],
    ] as const) {
      await set(reason);
      await writeFile(file, JSON.stringify({ ...record, things }));
      expect([(await drill(['--clean', file])).status, (await world.remains()).alarm]).toEqual([0, state]);
    }
  });

  it('fails no chain because the credentials end in the middle, and leaves the rest to `--clean`', async () => {
    let isOver = false;
    const { drill, file, at } = await world.here({
      behaviours: [
        after('logs:PutLogEvents', () => {
          isOver = true;
        }),
        (call, next) =>
          isOver ? failWith('*', 'ExpiredTokenException', 'The token is expired')(call, next) : next(call),
      ],
    });
    const { status, record } = await drill([...DRILL, '--log-event']);
    expect([status, steps({ record })]).toEqual([2, [['log-event', 'unknown']]]);
    expect(record.steps[0]?.reason).toMatch(/credentials have expired/);
    expect(record.things.filter(({ state }) => state === 'left').length).toBeGreaterThan(2);
    isOver = false;
    await vi.waitFor(async () => expect((await world.remains()).alarm).toBe('OK'), { timeout: 10_000 });
    const cleaned = await drill(['--clean', file], { url: (await at()).url });
    expect([cleaned.err, cleaned.status]).toEqual(['', 0]);
    expect(await world.remains()).toMatchObject(CLEAN);
  });

  it('cleans up only in the account of the drill', async () => {
    const { drill, file } = await world.here({ temper: { ...SOUND, back: null } });
    const { record } = await drill([...DRILL, '--log-event']);
    await writeFile(file, JSON.stringify({ ...record, account: '111122223333' }));
    const { status, err } = await drill(['--clean', file]);
    expect([status, err]).toEqual([3, expect.stringMatching(/the drill was in account 111122223333/)]);
    await writeFile(file, '{"schema":"trailproof/drill/1"');
    const cut = await drill(['--clean', file]);
    expect([cut.status, cut.err]).toEqual([3, expect.stringMatching(/it is not JSON; name the file/)]);
  });

  it('finds a new key although KMS does not know it everywhere yet', async () => {
    const missing = (operation: string, times: number) =>
      failWith(operation as never, 'NotFoundException', 'Key does not exist', { times });
    const io = world.quickIo();
    const gone = missing('kms:DescribeKey', 2); // asked for by whoever cleans up, after the interruption
    const { drill } = await world.here({
      behaviours: [missing('kms:DisableKey', 2), after('kms:EnableKey', () => io.interrupt()), gone],
    });
    const { status } = await drill([...DRILL, '--create-key'], { io });
    expect([status, (await world.remains()).keys]).toEqual([130, ['PendingDeletion']]);
  });
});
