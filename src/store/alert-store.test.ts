import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Alert } from '../detect/alert.js';
import { parseJson } from '../predicate/json.js';
import { openAlertStore } from './alert-store.js';

let folder: string;
let place: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailproof-store-'));
  place = `sqlite:${join(folder, 'alerts.db')}`;
});
afterEach(() => rm(folder, { recursive: true }));

const NOW = '2026-11-21T12:00:00.000Z';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-1111-4222-8333-00000000c0de';

const alert = (id: string, over: Partial<Alert> = {}): Alert => ({
  id,
  rule: 'kms-key-disabled',
  severity: 'high',
  risk: 73,
  time: '2026-11-20T10:00:00.000Z',
  account: '111122223333',
  region: 'us-east-1',
  event: { id: `event-${id}`, source: 'kms.amazonaws.com', name: 'DisableKey', outcome: 'success', errorCode: null },
  events: [`event-${id}`],
  actor: {
    type: 'IAMUser',
    account: '111122223333',
    principal: 'arn:aws:iam::111122223333:user/alice',
    role: null,
    session: null,
    user: 'alice',
    accessKey: null,
    sourceAddress: null,
    userAgent: null,
    mfa: null,
    invokedBy: null,
  },
  key: { arn: KEY, deletionDate: null, daysLeft: null, pendingWindowInDays: null, isComputed: false },
  title: "alice disabled a key: it's `done`",
  status: 'open',
  statusEvent: null,
  supersedes: [],
  grouped: 0,
  context: null,
  notes: [],
  record: { eventName: 'DisableKey' },
  ...over,
});

const recovered = (time: string): Partial<Alert> => ({
  status: 'recovered',
  statusEvent: { id: 'e', name: 'EnableKey', time },
});

describe('alerts that are kept', () => {
  test('come back as they were, in another process of the program too', async () => {
    const store = await openAlertStore(place, true);
    expect(store.save([alert('a'), alert('b', { time: '2026-11-20T11:00:00.000Z' })], NOW)).toEqual({
      added: 2,
      changed: 0,
    });
    store.close();
    const again = await openAlertStore(place, false);
    expect(again.list({})).toEqual([
      { alert: alert('b', { time: '2026-11-20T11:00:00.000Z' }), added: NOW, changed: NOW },
      { alert: alert('a'), added: NOW, changed: NOW },
    ]);
    again.close();
  });

  test('the same again changes no byte of the file', async () => {
    const store = await openAlertStore(place, true);
    store.save([alert('a', recovered('2026-11-20T12:00:00.000Z'))], NOW);
    store.close();
    const before = await readFile(join(folder, 'alerts.db'));
    const again = await openAlertStore(place, true);
    expect(again.save([alert('a', recovered('2026-11-20T12:00:00.000Z'))], '2026-11-22T00:00:00.000Z')).toEqual({
      added: 0,
      changed: 0,
    });
    again.close();
    expect(before.equals(await readFile(join(folder, 'alerts.db')))).toBe(true);
  });

  test('hold nothing that another day makes untrue, and the numbers of a record as they were written', async () => {
    const store = await openAlertStore(place, true);
    const key = { arn: KEY, deletionDate: '2026-12-01T10:00:00Z', pendingWindowInDays: 10, isComputed: false };
    const record = parseJson('{"price":1.50}');
    store.save([alert('a', { key: { ...key, daysLeft: 9 }, record })], NOW);
    expect(store.save([alert('a', { key: { ...key, daysLeft: 3 }, record })], NOW)).toEqual({ added: 0, changed: 0 });
    expect(store.list({})).toMatchObject([{ alert: { key: { ...key, daysLeft: null }, record } }]);
    store.close();
  });

  test('context that a second look found is kept', async () => {
    const context = { sameActor: [], keyUses: [] };
    const store = await openAlertStore(place, true);
    store.save([alert('a')], NOW);
    store.save([alert('a', { context })], NOW);
    store.save([alert('a')], NOW);
    expect(store.list({})[0]!.alert.context).toEqual(context);
    store.close();
  });

  test.each([
    [{ rule: 'kms-key-disabled' }, ['a', 'c']],
    [{ severity: 'critical' as const }, ['b']],
    [{ severity: 'low' as const }, ['b', 'a', 'c']],
    [{ status: 'recovered' as const }, ['c']],
    [{ key: KEY, since: '2026-11-20T10:00:00.000Z', until: '2026-11-20T11:00:00.000Z' }, ['a', 'c']],
    [{ account: "x' or 1=1 --" }, []],
  ])('%j', async (wanted, ids) => {
    const store = await openAlertStore(place, true);
    store.save(
      [
        alert('a'),
        alert('b', { rule: 'kms-key-deletion-scheduled', severity: 'critical', time: '2026-11-20T11:00:00.000Z' }),
        alert('c', recovered('2026-11-20T12:00:00.000Z')),
      ],
      NOW,
    );
    expect(store.list(wanted).map((kept) => kept.alert.id)).toEqual(ids);
    store.close();
  });

  test('by the beginning of an id, in which no character is a wildcard', async () => {
    const store = await openAlertStore(place, true);
    store.save([alert('abc1'), alert('abd2')], NOW);
    expect(store.find('abc').map((kept) => kept.alert.id)).toEqual(['abc1']);
    expect(store.find('ab')).toHaveLength(2);
    expect(store.find('%')).toEqual([]);
    store.close();
  });

  test('several processes write at once: nothing is lost, nothing twice', async () => {
    (await openAlertStore(place, true)).close();
    const script = join(folder, 'write.mjs');
    const libsql = new URL('../../node_modules/libsql/index.js', import.meta.url).href;
    await writeFile(
      script,
      `import L from ${JSON.stringify(libsql)};
       const d = new L(${JSON.stringify(join(folder, 'alerts.db'))}, { timeout: 10000 });
       for (let n = 0; n < 50; n++) { d.exec('begin immediate'); d.prepare("insert or ignore into alerts values (?,'r',1,'t',null,null,null,'open','{}','','')").run(process.argv[2] + n); d.exec('commit'); }`,
    );
    const ended = ['p', 'q'].map(
      (name) =>
        new Promise((resolve) => spawn(process.execPath, [script, name], { stdio: 'inherit' }).on('exit', resolve)),
    );
    const store = await openAlertStore(place, true);
    for (let n = 0; n < 50; n++) store.save([alert(`own${n}`)], NOW);
    expect(await Promise.all(ended)).toEqual([0, 0]);
    expect(store.find('')).toHaveLength(150);
    store.close();
  });
});

describe('what cannot be a store', () => {
  test('a file that is not there, when it is only read', async () => {
    await expect(openAlertStore(place, false)).rejects.toMatchObject({
      message: expect.stringMatching(/alerts\.db/),
      help: expect.any(String),
    });
  });
  test('a file of something else', async () => {
    await writeFile(join(folder, 'alerts.db'), 'x'.repeat(5000));
    await expect(openAlertStore(place, true)).rejects.toThrow(/is not a SQLite database/);
  });
  test('a folder that is not there', async () => {
    await expect(openAlertStore(`sqlite:${folder}/no/alerts.db`, true)).rejects.toThrow(/cannot be opened/);
  });
  test.each(['alerts.db', 'postgres://x', 'sqlite:'])('%s', async (text) => {
    await expect(openAlertStore(text, true)).rejects.toThrow(/is not a store/);
  });
  test.each(['sqlite::memory:', 'sqlite:file:alerts?mode=memory'])('%s, which no file keeps', async (text) => {
    await expect(openAlertStore(text, true)).rejects.toThrow(/keeps nothing/);
  });
});
