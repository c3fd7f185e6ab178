import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { ListSubscriptionsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, inject, vi } from 'vitest';
import { type FakeIo, fakeIo } from '../../src/cli/io.case.js';
import { run } from '../../src/cli/program.js';
import type { DrillRecord } from '../../src/drill/record.js';
import type { JsonObject } from '../../src/predicate/json.js';
import { environmentOf } from '../cli/executable.js';
import { type Behaviour, isCall } from '../proxy/call.js';
import { likeAws } from '../proxy/like-aws.js';
import { type AwsProxy, startProxy, tally } from '../proxy/proxy.js';
import { regions } from '../proxy/regions.js';
import { type Bell, type Ringing, ringing, type Temper } from '../proxy/ringing.js';
import { writesLikeAws } from '../proxy/writes.js';
import { chain, type Differences, topicArn } from './configuration.js';
import { deploy } from './deploy.js';
import { openSandbox, type Sandbox } from './sandbox.js';
import { HOME } from './spec.js';

const REGIONS = regions(['eu-west-1', HOME]);
/** So much faster than the clock is everything that is waited for. */
export const FASTER = 50;
export const DRILL = ['--control', 'kms-key-loss', '--region', HOME, '--wait', '1', '--yes'];
/** Waits longer than the chain of these tests promises: an alarm that did not ring by then has failed. */
export const LONGER = DRILL.map((word) => (word === '1' ? '3' : word));
export const SOUND: Temper = { delay: 60, back: 250 };
const ofKeys = ({ eventName }: JsonObject) => eventName === 'DisableKey' || eventName === 'ScheduleKeyDeletion';

/** What remains of a drill that is cleaned up, in the account of these tests. */
export const CLEAN = { queues: [], subscriptions: ['email'], streams: [], keys: [] };

export const steps = ({ record }: { readonly record: DrillRecord }) =>
  record.steps.map(({ step, outcome }) => [step, outcome]);

export const calls = (proxy: AwsProxy) => Object.keys(tally(proxy.calls));

/** Something happens once a call was answered. */
export const after = (operation: string, then: () => void): Behaviour => {
  return async (call, next) => {
    const answer = await next(call);
    if (isCall(call, operation)) then();
    return answer;
  };
};

interface World {
  readonly differences?: Differences;
  readonly temper?: Temper;
  readonly bells?: readonly Bell[];
  readonly behaviours?: readonly Behaviour[];
  /** Between what rings and moto. */
  readonly beneath?: readonly Behaviour[];
}

/** An account of its own for each test, and AWS as it rings there. Call it within `describe`. */
export function drilling() {
  const moto = inject('moto');
  let folder: string;
  let sandbox: Sandbox;
  const proxies: AwsProxy[] = [];
  const bells: Ringing[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trailproof-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
    sandbox = await openSandbox(moto.url ?? '');
    for (const [name, value] of Object.entries(environmentOf(sandbox.credentials))) vi.stubEnv(name, value);
  });
  afterEach(async () => {
    for (const one of bells.splice(0)) await one.quiet();
    for (const proxy of proxies.splice(0)) await proxy.close();
    vi.unstubAllEnvs();
  });

  const bell = (differences: Partial<Bell> = {}): Bell => ({
    region: HOME,
    group: 'cloudtrail',
    matches: ofKeys,
    alarm: 'kms-key-loss',
    topic: topicArn(sandbox.account, 'security'),
    ...differences,
  });

  async function here({ differences = {}, temper = SOUND, bells: own, behaviours = [], beneath = [] }: World = {}) {
    await deploy(sandbox, chain(differences));
    const at = async (more: readonly Behaviour[] = []) => {
      const rings = ringing(sandbox, own ?? [bell()], temper);
      bells.push(rings);
      const given = [
        ...more,
        ...behaviours,
        rings.behaviour,
        ...beneath,
        REGIONS,
        ...writesLikeAws(),
        ...likeAws(new Date()),
      ];
      const proxy = await startProxy(sandbox.endpoint, given);
      proxies.push(proxy);
      return proxy;
    };
    const proxy = await at();
    const file = join(folder, `${sandbox.account}.json`);
    return {
      proxy,
      file,
      at,
      async drill(argv: readonly string[], { io = quickIo(), url = proxy.url }: { io?: FakeIo; url?: string } = {}) {
        const output = argv.includes('--clean') || argv.includes('-o') ? [] : ['-o', file];
        const status = await run(['drill', ...argv, ...output, '--endpoint-url', url], io);
        const text = await readFile(file, 'utf8').catch(() => 'null');
        const isWhole = text.endsWith('}\n');
        return { status, ...io.written, record: JSON.parse(isWhole ? text : 'null') as DrillRecord };
      },
    };
  }

  /** The real time, which passes faster where it is waited for. */
  function quickIo(options: Parameters<typeof fakeIo>[0] = {}): FakeIo {
    return {
      ...fakeIo({ columns: 80, ...options }),
      now: () => new Date().toISOString(),
      wait: async (milliseconds, signal) =>
        void (await sleep(milliseconds / FASTER, undefined, signal && { signal }).catch(() => {})),
    };
  }

  const config = () => ({ endpoint: sandbox.endpoint, region: HOME, credentials: sandbox.credentials });
  /** What a drill may leave behind. */
  async function remains() {
    const streams = new DescribeLogStreamsCommand({ logGroupName: 'cloudtrail' });
    const alarms = new DescribeAlarmsCommand({ AlarmNames: ['kms-key-loss'] });
    const kms = new KMSClient(config());
    const { Keys = [] } = await kms.send(new ListKeysCommand({}));
    const keys = await Promise.all(Keys.map(({ KeyId }) => kms.send(new DescribeKeyCommand({ KeyId }))));
    return {
      queues: (await new SQSClient(config()).send(new ListQueuesCommand({}))).QueueUrls ?? [],
      subscriptions: ((await new SNSClient(config()).send(new ListSubscriptionsCommand({}))).Subscriptions ?? []).map(
        ({ Protocol }) => Protocol,
      ),
      streams: ((await new CloudWatchLogsClient(config()).send(streams)).logStreams ?? []).map(
        (one) => one.logStreamName,
      ),
      alarm: (await new CloudWatchClient(config()).send(alarms)).MetricAlarms?.[0]?.StateValue,
      keys: keys.map(({ KeyMetadata }) => KeyMetadata?.KeyState),
    };
  }

  return {
    get account() {
      return sandbox.account;
    },
    get folder() {
      return folder;
    },
    bell,
    here,
    quickIo,
    config,
    remains,
  };
}
