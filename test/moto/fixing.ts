import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, inject, vi } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { fakeIo } from '../../src/cli/io.case.js';
import type { Io } from '../../src/cli/io.js';
import { run } from '../../src/cli/program.js';
import { environmentOf } from '../cli/executable.js';
import type { Behaviour } from '../proxy/call.js';
import { likeAws } from '../proxy/like-aws.js';
import { type AwsProxy, startProxy } from '../proxy/proxy.js';
import { regions } from '../proxy/regions.js';
import { writesLikeAws } from '../proxy/writes.js';
import { accountWith } from './emitting.js';
import { collected } from './judged.js';
import { NOW } from './reading.js';
import { comparable, replayed } from './replay.js';
import type { Sandbox } from './sandbox.js';
import { HOME, type Spec } from './spec.js';

const REGIONS = regions(['eu-west-1', HOME]);

type RunOptions = Parameters<typeof fakeIo>[0] & { readonly io?: Partial<Io>; readonly url?: string };

/** `trailproof fix` on an account of its own, through a proxy of its own. Call it within `describe`. */
export function fixing() {
  const url = inject('moto').url ?? '';
  const proxies: AwsProxy[] = [];
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trailproof-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(() => {
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    for (const proxy of proxies.splice(0)) await proxy.close();
  });

  return async function here(spec: Spec, behaviours: readonly Behaviour[] = []) {
    const sandbox = await accountWith(url, spec);
    for (const [name, value] of Object.entries(environmentOf(sandbox.credentials))) vi.stubEnv(name, value);
    const at = async (more: readonly Behaviour[]) => {
      const proxy = await startProxy(sandbox.endpoint, [...more, REGIONS, ...writesLikeAws(), ...likeAws(NOW)]);
      proxies.push(proxy);
      return proxy;
    };
    const proxy = await at(behaviours);
    const own = await mkdtemp(join(folder, 'run-'));
    const undoFile = join(own, 'undo.json');
    const fix = async (argv: readonly string[], options: RunOptions = {}) => {
      const io = { ...fakeIo(options), ...options.io };
      const status = await run(['fix', ...argv, '--endpoint-url', options.url ?? proxy.url], io);
      return { status, ...io.written };
    };
    return { sandbox, proxy, at, own, undoFile, fix, read: () => readingOf(sandbox) };
  };
}

/** Who is told, and has confirmed as soon as they are subscribed: moto waits for no answer. */
export const SOMEBODY = ['--subscribe', 'email:alarms@example.com'];

async function readingOf(sandbox: Sandbox) {
  const account: Account = await collected(sandbox, [REGIONS, ...writesLikeAws(), ...likeAws(NOW)]);
  return comparable((await replayed(account)).reads, new Set());
}
