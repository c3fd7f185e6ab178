import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest';
import { fakeIo } from '../../src/cli/io.case.js';
import { run } from '../../src/cli/program.js';
import type { RecoveryRecord } from '../../src/keys/record.js';
import type { JsonObject } from '../../src/predicate/json.js';
import { environmentOf } from '../cli/executable.js';
import type { Behaviour } from '../proxy/call.js';
import { eventHistory } from '../proxy/event-history.js';
import { likeAws } from '../proxy/like-aws.js';
import { type AwsProxy, startProxy, tally } from '../proxy/proxy.js';
import { keyDesk, type MadeKey } from './key-desk.js';
import { openSandbox, type Sandbox } from './sandbox.js';

const NOW = new Date('2026-11-21T09:12:00.000Z');

/** When keys are scheduled, by the event histories of these tests. */
export const AT = '2026-11-20T10:00:00Z';

interface Asked {
  readonly behaviours?: readonly Behaviour[];
  readonly history?: readonly JsonObject[];
  readonly answers?: readonly string[];
  readonly io?: ReturnType<typeof fakeIo>;
}

/** `trailproof recover` on an account of its own for each test, through a proxy of its own. Call it within `describe`. */
export function recovering() {
  const url = inject('moto').url ?? '';
  const saved = { ...process.env };
  const proxies: AwsProxy[] = [];
  const now: { sandbox?: Sandbox; desk?: ReturnType<typeof keyDesk>; folder?: string } = {};
  const there = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('no test is running');
    return value;
  };

  beforeAll(async () => {
    now.folder = await mkdtemp(join(tmpdir(), 'trailproof-'));
  });
  beforeEach(async () => {
    now.sandbox = await openSandbox(url);
    now.desk = keyDesk(now.sandbox);
    Object.assign(process.env, environmentOf(now.sandbox.credentials));
  });
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.close();
  });
  afterAll(async () => {
    process.env = saved;
    await rm(there(now.folder), { recursive: true });
  });

  async function recover(argv: readonly string[], { behaviours = [], history = [], answers, io: given }: Asked = {}) {
    const proxy = await startProxy(url, [...behaviours, eventHistory(history), ...likeAws(NOW)]);
    proxies.push(proxy);
    const io = given ?? fakeIo({ columns: 80, ...(answers && { answers }) });
    // The record that nobody asked for would go into the folder in which the tests run.
    const isKept = argv.some((word) => ['-o', '--output', '--format'].includes(word));
    const record = isKept ? [] : ['-o', join(there(now.folder), `${randomUUID()}.json`)];
    const status = await run(['recover', '--endpoint-url', proxy.url, ...argv, ...record], io);
    return { status, ...io.written, waits: io.waits, calls: tally(proxy.calls) };
  }

  return {
    get sandbox() {
      return there(now.sandbox);
    },
    get desk() {
      return there(now.desk);
    },
    get folder() {
      return there(now.folder);
    },
    recover,
    /** Without asking, the record. */
    async recorded(argv: readonly string[], asked: Asked = {}) {
      const ended = await recover([...argv, '--yes', '--format', 'json'], asked);
      return { ...ended, record: JSON.parse(ended.out) as RecoveryRecord };
    },
    async pending(wanted: Parameters<ReturnType<typeof keyDesk>['make']>[0] = {}, days = 7): Promise<MadeKey> {
      const key = await there(now.desk).make(wanted);
      await there(now.desk).schedule(key, days);
      return key;
    },
  };
}
