import { writeFile } from 'node:fs/promises';
import { describe, expect, inject, it } from 'vitest';
import { type Behaviour, isCall } from '../proxy/call.js';
import { deny } from '../proxy/refusals.js';
import { CLEAN, DRILL, drilling } from './drilling.js';

/** Every call of a drill that changes something, as they come. */
const CHANGES = [
  'sqs:CreateQueue',
  'sns:Subscribe',
  'cloudwatch:SetAlarmState',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'kms:CreateKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:ScheduleKeyDeletion',
  'sns:Unsubscribe',
  'sqs:DeleteQueue',
  'logs:DeleteLogStream',
];
const EVERYTHING = [...DRILL, '--alarm-state', '--log-event', '--create-key'];

/** Whatever stops a drill, and wherever: what is left is in its record, and `--clean` removes it and nothing else. */
describe.skipIf(inject('moto').url === null)('a drill that is stopped', () => {
  const world = drilling();
  type World = Awaited<ReturnType<typeof world.here>>;

  /** Of each thing that is there the record says so; with the record it goes. */
  async function isTold({ drill, file, at }: World, record: Awaited<ReturnType<World['drill']>>['record']) {
    const left = (kind: string) => record.things.some((thing) => thing.kind === kind && thing.state !== 'removed');
    const there = await world.remains();
    expect(there.subscriptions).toContain('email');
    if (there.queues.length > 0) expect(left('queue')).toBe(true);
    if (there.subscriptions.includes('sqs')) expect(left('subscription')).toBe(true);
    if (there.streams.length > 0) expect(left('log-stream')).toBe(true);
    if (there.keys.some((state) => state !== 'PendingDeletion')) expect(left('key')).toBe(true);
    // A minute later everything is known everywhere.
    const things = record.things.map((thing) => ({ ...thing, at: '2026-01-01T00:00:00.000Z' }));
    await writeFile(file, `${JSON.stringify({ ...record, things })}\n`);
    const { err, record: cleaned } = await drill(['--clean', file], { url: (await at()).url });
    expect(err).toBe('');
    // An alarm that rings leaves ALARM by itself.
    expect(cleaned.things.filter(({ kind, state }) => kind !== 'alarm-state' && state !== 'removed')).toEqual([]);
    const after = await world.remains();
    expect({ ...after, keys: after.keys.filter((state) => state !== 'PendingDeletion') }).toMatchObject(CLEAN);
  }

  it.each(CHANGES)('with Ctrl-C at %s', async (operation) => {
    const io = world.quickIo();
    const pressed: Behaviour = async (call, next) => {
      const answer = await next(call);
      if (isCall(call, operation)) io.interrupt();
      return answer;
    };
    const here = await world.here({ behaviours: [pressed] });
    const { status, record } = await here.drill(EVERYTHING, { io });
    // Once it removes what it made, there is nothing more to be stopped.
    const isOver = CHANGES.indexOf(operation) > CHANGES.indexOf('kms:ScheduleKeyDeletion');
    expect([status, record.endedAt !== null]).toEqual([isOver ? 0 : 130, true]);
    expect(record.things.filter(({ kind, state }) => kind !== 'alarm-state' && state !== 'removed')).toEqual([]);
    await isTold(here, record);
  });

  it.each(CHANGES)('because %s is denied', async (operation) => {
    let isClear = false;
    const denied: Behaviour = (call, next) => (isClear ? next(call) : deny(operation as never)(call, next));
    const here = await world.here({ behaviours: [denied] });
    const { status, record } = await here.drill(EVERYTHING);
    expect(status).toBe(2);
    expect(record.calls.find((call) => call.operation === operation)?.error).toContain('is not allowed');
    isClear = true;
    await isTold(here, record);
  });

  it.each(CHANGES)('because the answer to %s is lost', async (operation) => {
    let isClear = false;
    const lost: Behaviour = async (call, next) => {
      const answer = await next(call);
      if (isClear || !isCall(call, operation)) return answer;
      return { status: 500, headers: { 'content-type': 'text/plain' }, body: '' };
    };
    const here = await world.here({ behaviours: [lost] });
    const { status, record } = await here.drill(EVERYTHING);
    expect(status).toBe(2);
    expect(record.calls.find((call) => call.operation === operation)?.error).not.toBeNull();
    isClear = true;
    await isTold(here, record);
  });
});
