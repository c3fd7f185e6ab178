import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keyArn, kmsEvent, NOW, named, query, ruleFor, run } from '../detect/events.case.js';
import type { JsonObject } from '../predicate/json.js';
import { openAlertStore } from './alert-store.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailproof-states-'));
});
afterEach(() => rm(folder, { recursive: true }));

const place = (name = 'a.db') => `sqlite:${join(folder, name)}`;
const RULES = [
  ruleFor('disabled', ['DisableKey']),
  ruleFor('scheduled', ['ScheduleKeyDeletion']),
  ruleFor('burst', [], {
    detection: {
      kind: 'value-count',
      query: query(named('DisableKey')),
      by: ['user.name'],
      field: 'kms.key.arn',
      count: 2,
      within: 600,
    },
  }),
];
const [ONE, TWO] = ['1', '2'].map((n) => keyArn(`0a1b2c3d-1111-4222-8333-44445555666${n}`)) as [string, string];
const disabled = kmsEvent('DisableKey', '09:00:00', {}, ONE);
const disabledTwo = kmsEvent('DisableKey', '09:05:00', {}, TWO);
const enabled = kmsEvent('EnableKey', '09:30:00', {}, ONE);
const enabledTwo = kmsEvent('EnableKey', '09:40:00', {}, TWO);
const scheduled = kmsEvent('ScheduleKeyDeletion', '10:00:00', {}, ONE);
const cancelled = kmsEvent('CancelKeyDeletion', '11:00:00', {}, ONE);
const enabledAgain = kmsEvent('EnableKey', '12:00:00', {}, ONE);

/** Scans one after the other, with one store. */
async function kept(scans: readonly (readonly JsonObject[])[], name?: string) {
  const store = await openAlertStore(place(name), true);
  const saved = scans.map((events) => {
    const { alerts, keyStates } = run(RULES, events);
    return store.save(alerts, NOW, keyStates);
  });
  const list = store.list({}).map(({ alert }) => alert);
  store.close();
  return { saved, list };
}

test('a later scan that holds the recovery alone closes the alert', async () => {
  const { saved, list } = await kept([[disabled], [enabled]]);
  expect(saved).toEqual([
    { added: 1, changed: 0 },
    { added: 0, changed: 1 },
  ]);
  const [whole] = run(RULES, [disabled, enabled]).alerts;
  expect(list).toEqual([whole]);
  expect(list[0]).toMatchObject({ status: 'recovered', statusEvent: { name: 'EnableKey' } });
});

test('the recovery of another key, or an earlier one, does not', async () => {
  const early = kmsEvent('EnableKey', '08:00:00', {}, ONE);
  expect((await kept([[disabled], [enabledTwo], [early]])).list).toMatchObject([{ status: 'open', statusEvent: null }]);
});

test('step by step, and lost at the end', async () => {
  const { list } = await kept([[scheduled], [cancelled]]);
  expect(list).toEqual(run(RULES, [scheduled, cancelled]).alerts);
  expect(list[0]).toMatchObject({ status: 'deletion-cancelled' });
  expect((await kept([[enabledAgain]])).list).toEqual(run(RULES, [scheduled, cancelled, enabledAgain]).alerts);
});

test('the order of the scans does not matter', async () => {
  const events = [disabled, enabled, scheduled, cancelled, enabledAgain];
  const orders = [events, [...events].reverse(), [enabledAgain, disabled, cancelled, enabled, scheduled]];
  const whole = run(RULES, events).alerts.map(({ id, status, statusEvent, title }) => ({
    id,
    status,
    statusEvent,
    title,
  }));
  for (const [index, order] of orders.entries()) {
    const { list } = await kept(
      order.map((event) => [event]),
      `${index}.db`,
    );
    expect(list.map(({ id, status, statusEvent, title }) => ({ id, status, statusEvent, title })).reverse()).toEqual(
      whole,
    );
  }
});

test('what took several keys has recovered when the last of them has', async () => {
  const status = ({ list }: Awaited<ReturnType<typeof kept>>) => list.find(({ rule }) => rule === 'burst')?.status;
  expect(status(await kept([[disabled, disabledTwo], [enabled]]))).toBe('open');
  const last = await kept([[enabledTwo]]);
  expect(status(last)).toBe('recovered');
  expect(last.list.find(({ rule }) => rule === 'burst')?.title).toMatch(/it was enabled again on 2026-11-21$/);
});

test('the same scans again change no byte', async () => {
  const scans = [[disabled, disabledTwo], [enabled], [scheduled], [cancelled]];
  await kept(scans);
  const before = await readFile(join(folder, 'a.db'));
  const { saved } = await kept([...scans, ...scans.reverse()]);
  for (const each of saved) expect(each).toEqual({ added: 0, changed: 0 });
  expect(before.equals(await readFile(join(folder, 'a.db')))).toBe(true);
});
