import { readFile, writeFile } from 'node:fs/promises';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { describe, expect, inject, it, vi } from 'vitest';
import type { DrillRecord } from '../../src/drill/record.js';
import { type Behaviour, isCall } from '../proxy/call.js';
import { breakDown, deny, failWith } from '../proxy/refusals.js';
import { after, CLEAN, calls, DRILL, drilling, steps } from './drilling.js';

/** The call is done, and its answer is lost on the way: so often. */
const lost = (operation: string, times = Number.POSITIVE_INFINITY): Behaviour => {
  let left = times;
  return async (call, next) => {
    const answer = await next(call);
    if (!isCall(call, operation) || left-- <= 0) return answer;
    return { status: 500, headers: { 'content-type': 'text/plain' }, body: '' };
  };
};

/** From the drill's first call on. */
const begun = (behaviour: Behaviour): Behaviour => {
  let isBegun = false;
  return (call, next) => {
    isBegun ||= isCall(call, 'sqs:CreateQueue');
    return isBegun ? behaviour(call, next) : next(call);
  };
};

const ofKind = ({ things }: DrillRecord, kind: string) => things.find((thing) => thing.kind === kind);

/** Nothing is left without being said, and what is said to be gone is gone. */
describe.skipIf(inject('moto').url === null)('what a drill leaves', () => {
  const world = drilling();

  it('is one key, also where the answer to its making was lost and the SDK may repeat calls', async () => {
    vi.stubEnv('AWS_MAX_ATTEMPTS', '3');
    const { drill, proxy } = await world.here({ behaviours: [lost('kms:CreateKey', 1)] });
    const { status, record } = await drill([...DRILL, '--create-key']);
    expect([status, steps({ record })]).toEqual([2, [['create-key', 'unknown']]]);
    expect(proxy.calls.filter((call) => isCall(call, 'kms:CreateKey'))).toHaveLength(1);
    expect(ofKind(record, 'key')).toMatchObject({ state: 'removed', due: expect.stringMatching(/^\d{4}-/) });
    expect((await world.remains()).keys).toEqual(['PendingDeletion']);
  });

  it('is found though other keys may not be described', async () => {
    const ids = new Set<unknown>();
    const locked: Behaviour = (call, next) =>
      (isCall(call, 'kms:DescribeKey') && ids.has(call.input.KeyId) ? deny('kms:DescribeKey') : passed)(call, next);
    const { drill } = await world.here({ behaviours: [lost('kms:CreateKey'), locked] });
    const kms = new KMSClient(world.config());
    ids.add((await kms.send(new CreateKeyCommand({ Description: 'orders' }))).KeyMetadata?.KeyId);
    const { record } = await drill([...DRILL, '--create-key']);
    expect(ofKind(record, 'key')).toMatchObject({ state: 'removed' });
    expect((await world.remains()).keys.sort()).toEqual(['Enabled', 'PendingDeletion']);
  });

  it('is not said to be gone where somebody else, who may not describe it, looks for it', async () => {
    const { drill, file, at } = await world.here({
      behaviours: [lost('kms:CreateKey'), failWith('kms:ListKeys' as never, 'InternalFailure', 'x', { times: 1 })],
    });
    const { record } = await drill([...DRILL, '--create-key']);
    expect(ofKind(record, 'key')).toMatchObject({ state: 'left', name: '' });
    await writeFile(file, JSON.stringify({ ...record, caller: record.caller.replace(/role\/\w+/, 'role/another') }));
    const denied = await drill(['--clean', file], { url: (await at([deny('kms:DescribeKey')])).url });
    expect([denied.status, ofKind(denied.record, 'key')?.reason]).toEqual([
      2,
      expect.stringMatching(/^kms:DescribeKey is not allowed/),
    ]);
    expect((await drill(['--clean', file], { url: (await at()).url })).status).toBe(0);
    expect((await world.remains()).keys).toEqual(['PendingDeletion']);
  });

  it('is not known where KMS did not answer, and lists no such key yet; and is, once time has passed', async () => {
    const { drill, file, at } = await world.here({ behaviours: [breakDown('kms:CreateKey' as never)] });
    const { status, record } = await drill([...DRILL, '--create-key']);
    expect([status, ofKind(record, 'key')]).toEqual([
      2,
      expect.objectContaining({ state: 'left', reason: expect.stringMatching(/^whether it was made is not known/) }),
    ]);
    const things = record.things.map((thing) => ({ ...thing, at: '2026-01-01T00:00:00.000Z' }));
    await writeFile(file, JSON.stringify({ ...record, things }));
    expect((await drill(['--clean', file], { url: (await at()).url })).status).toBe(0);
  });

  it.each([
    ['sqs:CreateQueue', failWith('sqs:GetQueueUrl' as never, 'QueueDoesNotExist', 'none', { times: 2 })],
    [
      'logs:CreateLogStream',
      failWith('logs:DeleteLogStream' as never, 'ResourceNotFoundException', 'none', { times: 2 }),
    ],
  ])('is looked for again where %s was not answered and nothing is known of it at once', async (operation, unknown) => {
    const { drill } = await world.here({ behaviours: [lost(operation), unknown] });
    const { record } = await drill([...DRILL, '--log-event']);
    expect(record.things.filter(({ state }) => state !== 'removed')).toEqual([]);
    expect(await world.remains()).toMatchObject(CLEAN);
  });

  it('is no subscription of which the ARN is known, also where the topic may not be listed', async () => {
    const { drill } = await world.here({ behaviours: [begun(deny('sns:ListSubscriptionsByTopic'))] });
    const { status } = await drill([...DRILL, '--alarm-state']);
    expect([status, await world.remains()]).toEqual([0, { ...CLEAN, alarm: 'OK' }]);
  });

  it('can be removed as long as it is there: its record is not written over', async () => {
    const { drill, file, proxy, at } = await world.here({
      behaviours: [deny('sqs:DeleteQueue' as never, { times: 1 })],
    });
    const { record } = await drill([...DRILL, '--alarm-state']);
    const before = await readFile(file, 'utf8');
    const asked = proxy.calls.length;
    const again = await drill([...DRILL, '--alarm-state']);
    expect([again.status, again.out]).toEqual([3, '']);
    expect(again.err).toContain(`is the record of the drill ${record.id}, of which something is left; remove it with`);
    expect([await readFile(file, 'utf8'), proxy.calls.length]).toEqual([before, asked]);
    const { url } = await at();
    expect((await drill(['--clean', file], { url })).status).toBe(0);
    expect((await drill([...DRILL, '--alarm-state'], { url })).status).toBe(0);
  });

  it('is told where it is an event whose alarm may still ring', async () => {
    const io = world.quickIo();
    const { drill } = await world.here({
      bells: [world.bell({ matches: () => false })],
      behaviours: [after('logs:PutLogEvents', () => io.interrupt())],
    });
    const { status, record } = await drill([...DRILL, '--log-event'], { io });
    expect([status, record.steps[0]?.reason]).toEqual([130, expect.stringMatching(/the alarm may still ring/)]);
  });

  it('is nothing that was not begun before it was stopped', async () => {
    const io = world.quickIo();
    const { drill, proxy } = await world.here({ behaviours: [after('sns:Subscribe', () => io.interrupt())] });
    const { status, record } = await drill([...DRILL, '--log-event'], { io });
    expect([status, record.steps[0]?.reason]).toEqual([130, 'the drill was stopped before its end']);
    expect(calls(proxy)).not.toContain('logs:PutLogEvents');
  });
});

const passed: Behaviour = (call, next) => next(call);
