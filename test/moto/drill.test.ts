import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CancelKeyDeletionCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  KMSClient,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import { ListSubscriptionsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { type FakeIo, fakeIo } from '../../src/cli/io.case.js';
import { run } from '../../src/cli/program.js';
import type { DrillRecord } from '../../src/drill/record.js';
import { matchMessage, parse } from '../../src/languages/cloudwatch/index.js';
import type { JsonObject } from '../../src/predicate/json.js';
import { built, environmentOf } from '../cli/executable.js';
import { furtherAlarms } from '../proxy/alarms.js';
import { type Behaviour, isCall, jsonAnswer } from '../proxy/call.js';
import { likeAws } from '../proxy/like-aws.js';
import { testMetricFilter } from '../proxy/log-groups.js';
import { type AwsProxy, startProxy, tally } from '../proxy/proxy.js';
import { deny, failWith } from '../proxy/refusals.js';
import { regions } from '../proxy/regions.js';
import { type Bell, type Ringing, ringing, type Temper } from '../proxy/ringing.js';
import { writesLikeAws } from '../proxy/writes.js';
import { chain, type Differences, topicArn } from './configuration.js';
import { rulesIn } from './configuration-parts.js';
import { deploy } from './deploy.js';
import { openSandbox, type Sandbox } from './sandbox.js';
import { HOME } from './spec.js';

const moto = inject('moto');
const REGIONS = regions(['eu-west-1', HOME]);
/** So much faster than the clock is everything that is waited for. */
const FASTER = 50;
const DRILL = ['--control', 'kms-key-loss', '--region', HOME, '--wait', '1', '--yes'];
const SOUND: Temper = { delay: 60, back: 250 };
const ofKeys = ({ eventName }: JsonObject) => eventName === 'DisableKey' || eventName === 'ScheduleKeyDeletion';

describe.skipIf(moto.url === null)('drill', () => {
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

  interface World {
    readonly differences?: Differences;
    readonly temper?: Temper;
    readonly bells?: readonly Bell[];
    readonly behaviours?: readonly Behaviour[];
    /** Between what rings and moto. */
    readonly beneath?: readonly Behaviour[];
  }

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
  const CLEAN = { queues: [], subscriptions: ['email'], streams: [], keys: [] };

  const steps = ({ record }: { readonly record: DrillRecord }) =>
    record.steps.map(({ step, outcome }) => [step, outcome]);
  const calls = (proxy: AwsProxy) => Object.keys(tally(proxy.calls));
  const after = (operation: string, then: () => void): Behaviour => {
    return async (call, next) => {
      const answer = await next(call);
      if (isCall(call, operation)) then();
      return answer;
    };
  };

  it('measures a sound chain, removes what it made, and records it; and again right after', async () => {
    const { drill, file } = await here();
    const ended = await drill([...DRILL, '--alarm-state', '--log-event']);
    expect([ended.err, ended.status, steps(ended)]).toEqual([
      '',
      0,
      [
        ['alarm-state', 'passed'],
        ['log-event', 'passed'],
      ],
    ]);
    expect(await remains()).toEqual({ ...CLEAN, alarm: 'OK' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { record } = ended;
    expect(record).toMatchObject({
      schema: 'trailproof/drill/1',
      account: sandbox.account,
      control: 'kms-key-loss',
      verdict: 'proved',
      chains: [{ filter: 'kms-key-loss', topic: bell().topic, promisedWaitSeconds: 60, promisedSeconds: 360 }],
    });
    expect(record.things.every(({ state }) => state === 'removed')).toBe(true);
    const [set, sent] = record.steps.flatMap(({ measurements }) => measurements);
    expect(set).toMatchObject({ event: 'cloudwatch:SetAlarmState', message: 'received', promisedSeconds: null });
    expect(sent).toMatchObject({ event: 'kms.amazonaws.com:DisableKey', promisedSeconds: 60, within: true });
    expect(Date.parse(sent?.messageAt ?? '')).toBeGreaterThanOrEqual(Date.parse(sent?.sentAt ?? ''));
    for (const line of ended.out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(ended.out.replace(/\s+/g, ' ')).toContain(
      'its 1 subscriber (email security@example.com) gets a message each time',
    );
    const again = await drill([...DRILL, '--log-event']);
    expect([again.status, again.record.id === record.id]).toEqual([0, false]);
  });

  it('sends an event that says what it is, and that the control requires', async () => {
    const { drill, proxy } = await here();
    const { record } = await drill([...DRILL, '--log-event']);
    const sent = proxy.calls.find((call) => isCall(call, 'logs:PutLogEvents'))?.input.logEvents as
      | readonly { message: string }[]
      | undefined;
    const event = JSON.parse(sent?.[0]?.message ?? '{}') as JsonObject;
    expect(event).toMatchObject({
      eventSource: 'kms.amazonaws.com',
      eventName: 'DisableKey',
      recipientAccountId: sandbox.account,
      awsRegion: HOME,
      eventID: record.steps[0]?.measurements[0]?.eventID,
      requestParameters: { trailproofDrill: record.id },
    });
    expect(event.userAgent).toContain('nothing has happened');
    expect(JSON.stringify(event)).not.toContain('Alice');
  });

  it('says that an alarm never rang, and cleans up', async () => {
    const { drill } = await here({ bells: [bell({ matches: () => false })] });
    const { status, out, record } = await drill([...DRILL, '--log-event']);
    expect([status, steps({ record })]).toEqual([1, [['log-event', 'failed']]]);
    expect(record.steps[0]?.reason).toBe('the alarm kms-key-loss did not go to ALARM within 1 minute');
    expect(out).toMatch(/^✗ log-event/m);
    expect(await remains()).toMatchObject(CLEAN);
  });

  it('says that CloudWatch could not publish, in its words', async () => {
    const { drill } = await here({ temper: { ...SOUND, refused: 'CloudWatch Alarms is not authorized' } });
    const { status, record } = await drill([...DRILL, '--alarm-state']);
    expect(status).toBe(1);
    expect(record.steps[0]?.reason).toMatch(/^CloudWatch could not publish: .*not authorized/);
    expect(await remains()).toEqual({ ...CLEAN, alarm: 'OK' });
  });

  it('measures what remains where nobody may subscribe, and says what is missing', async () => {
    const { drill } = await here({ behaviours: [deny('sns:Subscribe')] });
    const { status, record } = await drill([...DRILL, '--log-event']);
    const [step] = record.steps;
    expect([status, step?.outcome, step?.measurements[0]?.message]).toEqual([2, 'unknown', 'not-watched']);
    expect(step?.measurements[0]?.secondsToAlarm).toBeGreaterThanOrEqual(0);
    expect(step?.reason).toMatch(
      /sns:Subscribe is not allowed: `trailproof permissions drill`.*says that it published it$/,
    );
    expect(await remains()).toMatchObject(CLEAN);
  });

  it.each([
    ['cloudwatch:SetAlarmState', '--alarm-state'],
    ['logs:CreateLogStream', '--log-event'],
    ['logs:PutLogEvents', '--log-event'],
    ['kms:CreateKey', '--create-key'],
    ['sqs:CreateQueue', '--alarm-state'],
  ])('says that %s is denied, and cleans up', async (operation, step) => {
    const { drill } = await here({ behaviours: [deny(operation as never)] });
    const { status, record } = await drill([...DRILL, step]);
    expect([status, record.steps[0]?.outcome]).toEqual([2, 'unknown']);
    expect(record.steps[0]?.reason).toContain(`${operation} is not allowed`);
    expect(record.things.filter(({ state }) => state !== 'removed')).toEqual([]);
    expect(await remains()).toMatchObject(CLEAN);
  });

  it('does nothing to an alarm that is in ALARM and stays there', async () => {
    const { drill, proxy } = await here();
    const input = { AlarmName: 'kms-key-loss', StateValue: 'ALARM', StateReason: 'a real one' } as const;
    await new CloudWatchClient(config()).send(new SetAlarmStateCommand(input));
    const { status, record } = await drill([...DRILL, '--alarm-state', '--log-event']);
    expect([status, steps({ record })]).toEqual([
      2,
      [
        ['alarm-state', 'unknown'],
        ['log-event', 'unknown'],
      ],
    ]);
    expect(record.steps[0]?.reason).toMatch(/is in ALARM since .*sends nothing before it has left that state$/);
    expect(calls(proxy)).not.toContain('logs:PutLogEvents');
    expect(calls(proxy)).not.toContain('cloudwatch:SetAlarmState');
    expect(await remains()).toMatchObject({ ...CLEAN, alarm: 'ALARM' });
  });

  it('drills no alarm that an event would put into ALARM for ever', async () => {
    const { drill } = await here({ differences: { alarm: { input: { TreatMissingData: 'ignore' } } } });
    const { status, out, err } = await drill([...DRILL, '--alarm-state']);
    expect([status, out, err]).toEqual([1, '', expect.stringMatching(/stops at the alarm.*ignore/)]);
  });

  it('puts back at once the state of an alarm that may not leave it by itself', async () => {
    const { drill, proxy } = await here({
      // A value for minutes without an event may take it out of ALARM, as long as anything is logged at all.
      differences: { alarm: { input: { TreatMissingData: 'ignore' } }, filter: { defaultValue: 0 } },
      temper: { ...SOUND, back: null },
    });
    const { status, record, out, err } = await drill([...DRILL, '--alarm-state']);
    expect([err, status, record.verdict, steps({ record })]).toEqual(['', 0, 'unknown', [['alarm-state', 'passed']]]);
    expect(out.replace(/\s+/g, ' ')).toContain('its state is put back by the drill');
    const set = proxy.calls.filter((call) => isCall(call, 'cloudwatch:SetAlarmState')).map(({ input }) => input);
    expect(set.map(({ StateValue, StateReason }) => [StateValue, StateReason])).toEqual([
      ['ALARM', expect.stringContaining(record.id)],
      ['OK', expect.stringContaining(record.id)],
    ]);
    expect(await remains()).toEqual({ ...CLEAN, alarm: 'OK' });
  });

  it('puts it back after an event only when the event is out of its window', { timeout: 120_000 }, async () => {
    const { drill } = await here({
      differences: { alarm: { input: { TreatMissingData: 'ignore', Period: 60 } }, filter: { defaultValue: 0 } },
      temper: { ...SOUND, back: null },
    });
    const { status, record } = await drill([...DRILL.map((word) => (word === '1' ? '10' : word)), '--log-event']);
    expect([status, steps({ record })]).toEqual([0, [['log-event', 'passed']]]);
    const seen = record.steps[0]?.measurements[0];
    const waited = Date.parse(record.endedAt ?? '') - Date.parse(seen?.messageAt ?? '');
    expect(waited).toBeGreaterThanOrEqual((4 * 60_000) / FASTER);
    expect(await remains()).toEqual({ ...CLEAN, alarm: 'OK' });
  });

  it('puts back the state of a composite alarm, which does not return by itself', async () => {
    const topic = topicArn(sandbox.account, 'security');
    const any = {
      AlarmName: 'any',
      AlarmArn: `arn:aws:cloudwatch:${HOME}:${sandbox.account}:alarm:any`,
      AlarmRule: 'ALARM("kms-key-loss")',
      ActionsEnabled: true,
      AlarmActions: [topic],
      StateValue: 'OK',
      StateReason: 'so far',
    };
    const states: unknown[] = [];
    const set: Behaviour = async (call, next) => {
      if (!isCall(call, 'cloudwatch:SetAlarmState') || call.input.AlarmName !== 'any') return next(call);
      states.push(call.input.StateValue);
      Object.assign(any, { StateValue: call.input.StateValue, StateReason: call.input.StateReason });
      return jsonAnswer({});
    };
    const { drill } = await here({
      differences: { alarm: { topics: [] } },
      bells: [bell({ alarm: 'any' })],
      temper: { ...SOUND, back: null },
      beneath: [set, furtherAlarms(HOME, { composite: [any] })],
    });
    const { status, record, out, err } = await drill([...DRILL, '--alarm-state']);
    expect([err, status, steps({ record }), states]).toEqual(['', 0, [['alarm-state', 'passed']], ['ALARM', 'OK']]);
    expect(out.replace(/\s+/g, ' ')).toContain('It is a composite alarm, whose state is put back by the drill');
  });

  it('keeps an alarm from staying in ALARM for the drill', async () => {
    const { drill } = await here({ temper: { ...SOUND, back: null } });
    const { status, record } = await drill([...DRILL, '--alarm-state']);
    expect([status, record.things.find(({ kind }) => kind === 'alarm-state')?.state]).toEqual([0, 'removed']);
    expect(await remains()).toEqual({ ...CLEAN, alarm: 'OK' });
  });

  it('says that an event keeps the alarm in ALARM, and that `--clean` leaves a later one alone', async () => {
    const { drill, file } = await here({ temper: { ...SOUND, back: null } });
    const { status, record, out } = await drill([...DRILL, '--log-event']);
    expect([status, steps({ record })]).toEqual([2, [['log-event', 'passed']]]);
    expect(out.replace(/\s+/g, ' ')).toContain('another event sends nothing');
    const alarm = new CloudWatchClient(config());
    const set = (StateValue: 'OK' | 'ALARM') =>
      alarm.send(new SetAlarmStateCommand({ AlarmName: 'kms-key-loss', StateValue, StateReason: 'a real one' }));
    await set('OK');
    await set('ALARM');
    const cleaned = await drill(['--clean', file]);
    expect([cleaned.status, (await remains()).alarm]).toEqual([2, 'ALARM']);
    await set('OK');
    expect((await drill(['--clean', file])).status).toBe(0);
  });

  it('with Ctrl-C removes everything, and begins no further step', async () => {
    const io = quickIo();
    const { drill, proxy } = await here({
      bells: [bell({ matches: () => false })],
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
    expect(await remains()).toMatchObject(CLEAN);
  });

  describe('with a key', () => {
    it('loses one really, and leaves it pending deletion', async () => {
      const { drill } = await here();
      const { status, record, out } = await drill([...DRILL, '--create-key']);
      expect([status, steps({ record })]).toEqual([0, [['create-key', 'passed']]]);
      expect(
        record.steps[0]?.measurements.map(({ event, promisedSeconds, within }) => [event, promisedSeconds, within]),
      ).toEqual([
        ['kms.amazonaws.com:DisableKey', 360, true],
        ['kms.amazonaws.com:ScheduleKeyDeletion', 360, true],
      ]);
      expect(await remains()).toMatchObject({ ...CLEAN, keys: ['PendingDeletion'] });
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
      const { drill } = await here({ behaviours: [refused] });
      const { status } = await drill([...DRILL, '--create-key']);
      expect(status).toBe(operation === 'EnableKey' ? 0 : 2);
      expect(await remains()).toMatchObject({ ...CLEAN, keys: ['PendingDeletion'] });
    });

    it('schedules its deletion also after Ctrl-C', async () => {
      const io = quickIo();
      const { drill } = await here({ behaviours: [after('kms:DisableKey', () => io.interrupt())] });
      const { status } = await drill([...DRILL, '--create-key'], { io });
      expect(status).toBe(130);
      expect(await remains()).toMatchObject({ ...CLEAN, keys: ['PendingDeletion'] });
    });

    it('names a key whose deletion is denied, and `--clean` ends it', async () => {
      const { drill, file, at } = await here({
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
      expect([cleaned.status, cleaned.out]).toEqual([0, '1 of 1 thing removed or put back.\n']);
      expect(await remains()).toMatchObject({ ...CLEAN, keys: ['PendingDeletion'] });
    });

    it('is found by its description where the run did not learn its id; another key is not touched', async () => {
      const { drill, file } = await here();
      const { record } = await drill([...DRILL, '--create-key']);
      const kms = new KMSClient(config());
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
      expect((await remains()).keys.sort()).toEqual(['Enabled', 'PendingDeletion']);
    });
  });

  describe('as a process', { timeout: 120_000 }, () => {
    /** Ends when the event is sent, by the signal; the alarm never rings. */
    async function ended(signal: NodeJS.Signals) {
      built();
      const world = await here({ bells: [bell({ matches: () => false })] });
      const { proxy, file } = world;
      const child = spawn(
        process.execPath,
        ['bin/trailproof.js', 'drill', ...DRILL, '--log-event', '-o', file, '--endpoint-url', proxy.url],
        { stdio: 'ignore', env: { ...process.env } },
      );
      const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
      await vi.waitFor(() => expect(calls(proxy)).toContain('logs:PutLogEvents'), { timeout: 60_000, interval: 100 });
      child.kill(signal);
      return { ...world, status: await exit };
    }

    it('cleans up when it is asked to end', async () => {
      const { status, file } = await ended('SIGTERM');
      expect(status).toBe(130);
      expect(await remains()).toMatchObject(CLEAN);
      const record = JSON.parse(await readFile(file, 'utf8')) as DrillRecord;
      expect(record.things.every(({ state }) => state === 'removed')).toBe(true);
    });

    it('is cleaned up by its record after it was killed, and once is enough', async () => {
      const { drill, proxy, file } = await ended('SIGKILL');
      expect(await remains()).toMatchObject({ subscriptions: ['email', 'sqs'], queues: [expect.anything()] });
      const cleaned = await drill(['--clean', file]);
      expect([cleaned.err, cleaned.status]).toEqual(['', 0]);
      expect(await remains()).toMatchObject(CLEAN);
      const before = proxy.calls.length;
      const twice = await drill(['--clean', file]);
      expect([twice.status, twice.out, proxy.calls.length]).toEqual([0, 'Nothing is left of this drill.\n', before]);
    });
  });

  it('cleans up only in the account of the drill', async () => {
    const { drill, file } = await here({ temper: { ...SOUND, back: null } });
    const { record } = await drill([...DRILL, '--log-event']);
    await writeFile(file, JSON.stringify({ ...record, account: '111122223333' }));
    const { status, err } = await drill(['--clean', file]);
    expect([status, err]).toEqual([3, expect.stringMatching(/the drill was in account 111122223333/)]);
    await writeFile(file, '{"schema":"trailproof/drill/1"');
    const cut = await drill(['--clean', file]);
    expect([cut.status, cut.err]).toEqual([3, expect.stringMatching(/it is not JSON; name the file/)]);
  });

  describe('asking AWS about the pattern', () => {
    const evaluate = (pattern: string, message: string): boolean | null => {
      const parsed = parse(pattern);
      return parsed.ok ? matchMessage(parsed.pattern, message).matches : null;
    };

    it('is what is done without a step, asks nobody and changes nothing', async () => {
      const { drill, proxy, file } = await here({ behaviours: [testMetricFilter(evaluate)] });
      const { status, out, record } = await drill(DRILL.filter((word) => word !== '--yes'));
      expect([status, steps({ record })]).toEqual([0, [['test-filter', 'passed']]]);
      expect(record.steps[0]?.samples.filter(({ required }) => required).map(({ name, aws }) => [name, aws])).toEqual([
        ['kms.amazonaws.com:DisableKey', true],
        ['kms.amazonaws.com:ScheduleKeyDeletion', true],
      ]);
      expect(record.steps[0]?.samples.some(({ aws }) => aws === false)).toBe(true);
      expect(out).toMatch(/^✓ test-filter/m);
      expect(calls(proxy).filter((name) => /:(Create|Put|Set|Subscribe|Delete|Schedule)/.test(name))).toEqual([]);
      await rm(file);
    });

    it('says where AWS disagrees', async () => {
      const { drill } = await here({
        behaviours: [
          testMetricFilter((pattern, text) => evaluate(pattern, text) && !text.includes('"ScheduleKeyDeletion"')),
        ],
      });
      const { status, record } = await drill([...DRILL, '--test-filter']);
      expect([status, record.steps[0]?.reason]).toEqual([
        1,
        'AWS says that the filter’s pattern does not match kms.amazonaws.com:ScheduleKeyDeletion, and we say that it does',
      ]);
    });

    it('says that the endpoint does not answer, which is no fault of the chain', async () => {
      const { drill } = await here();
      const { status, record } = await drill([...DRILL, '--test-filter']);
      expect([status, record.steps[0]?.reason]).toEqual([2, 'this endpoint does not answer logs:TestMetricFilter']);
    });
  });

  it('tries each chain where two carry the events, over one queue', async () => {
    const only = (name: string) => `{ ($.eventSource = kms.amazonaws.com) && ($.eventName = ${name}) }`;
    const { drill, proxy } = await here({
      differences: {
        pattern: only('DisableKey'),
        more: {
          filters: [{ name: 'deletion', logGroup: 'cloudtrail', pattern: only('ScheduleKeyDeletion'), metric: 'D' }],
          alarms: [{ name: 'deletion', metric: 'D', topics: ['others'] }],
          topics: [{ name: 'others', subscriptions: [{ protocol: 'email', endpoint: 'others@example.com' }] }],
        },
      },
      bells: [
        bell({ matches: ({ eventName }) => eventName === 'DisableKey' }),
        bell({
          matches: ({ eventName }) => eventName === 'ScheduleKeyDeletion',
          alarm: 'deletion',
          topic: topicArn(sandbox.account, 'others'),
        }),
      ],
    });
    const { status, record, out } = await drill([...DRILL, '--alarm-state', '--log-event', '--create-key']);
    expect([status, record.verdict, record.steps.map(({ step, chain: at, outcome }) => [step, at, outcome])]).toEqual([
      0,
      'proved',
      [
        ['alarm-state', 0, 'passed'],
        ['alarm-state', 1, 'passed'],
        ['log-event', 0, 'passed'],
        ['log-event', 1, 'passed'],
        ['create-key', 0, 'passed'],
      ],
    ]);
    expect(out).toContain('chain 2: ScheduleKeyDeletion in us-east-1');
    expect(tally(proxy.calls)).toMatchObject({ 'sqs:CreateQueue': 1, 'sns:Subscribe': 2, 'logs:CreateLogStream': 1 });
    expect(await remains()).toMatchObject({ queues: [], streams: [], subscriptions: ['email', 'email'] });
  });

  it('finds a new key although KMS does not know it everywhere yet', async () => {
    const missing = (operation: string, times: number) =>
      failWith(operation as never, 'NotFoundException', 'Key does not exist', { times });
    const io = quickIo();
    const gone = missing('kms:DescribeKey', 2); // asked for by whoever cleans up, after the interruption
    const { drill } = await here({
      behaviours: [missing('kms:DisableKey', 2), after('kms:EnableKey', () => io.interrupt()), gone],
    });
    const { status } = await drill([...DRILL, '--create-key'], { io });
    expect([status, (await remains()).keys]).toEqual([130, ['PendingDeletion']]);
  });

  it('tries a rule by its messages, which name the key', async () => {
    const { rules, topics } = rulesIn(sandbox.account, [HOME, 'eu-west-1']);
    const { drill } = await here({
      differences: { filter: null, alarm: null, topic: null, more: { rules, topics } },
      bells: [bell({ group: null, alarm: null, topic: topicArn(sandbox.account, `rules-${HOME}`) })],
    });
    const { status, record } = await drill([...DRILL, '--alarm-state', '--log-event', '--create-key']);
    expect([status, steps({ record })]).toEqual([
      2,
      [
        ['alarm-state', 'unknown'],
        ['log-event', 'unknown'],
        ['create-key', 'passed'],
      ],
    ]);
    expect(record.steps[1]?.reason).toContain('has no log group');
    expect(record.chains[0]).toMatchObject({ rule: 'key-loss', filter: null, alarm: null });
    expect(await remains()).toMatchObject({ queues: [], streams: [], keys: ['PendingDeletion'] });
  });

  it('drills nothing where nothing carries the event, and names what mends it', async () => {
    const { drill, proxy } = await here({ differences: { alarm: { input: { ActionsEnabled: false } } } });
    const { status, out, err } = await drill([...DRILL, '--log-event']);
    expect([status, out]).toEqual([1, '']);
    expect(err).toMatch(
      /nothing to drill: .*stops at the alarm `kms-key-loss`: `ActionsEnabled` is false.*`trailproof fix --control kms-key-loss`/,
    );
    expect(calls(proxy)).not.toContain('sqs:CreateQueue');
  });

  it('asks, and does nothing without a yes', async () => {
    const { drill, proxy } = await here();
    const asking = DRILL.filter((word) => word !== '--yes');
    const no = await drill([...asking, '--log-event'], { io: quickIo({ answers: ['n'] }) });
    expect([no.status, no.err]).toEqual([3, expect.stringContaining('Carry out this step? [y/N]')]);
    const nobody = await drill([...asking, '--log-event']);
    expect([nobody.status, nobody.err]).toEqual([3, expect.stringMatching(/^trailproof: nobody can be asked/)]);
    expect(calls(proxy).filter((name) => /:(Create|Put|Set|Subscribe)/.test(name))).toEqual([]);
  });

  it('does nothing where its record cannot be written', async () => {
    const { drill, proxy } = await here();
    const { status, err } = await drill([...DRILL, '--log-event', '-o', join(folder, 'none', 'record.json')]);
    expect([status, err]).toEqual([3, expect.stringMatching(/cannot write .*there is no such folder/)]);
    expect(calls(proxy)).not.toContain('sqs:CreateQueue');
  });

  it('prints hostile names harmlessly, and works with them', async () => {
    const name = 'key "loss" $(id) \u202e';
    const { drill } = await here({
      differences: { alarm: { name }, filter: { name: 'a\x1b[2J`b`' } },
      bells: [bell({ alarm: name })],
    });
    const { status, out, record } = await drill([...DRILL, '--alarm-state']);
    expect([status, record.steps[0]?.outcome]).toEqual([0, 'passed']);
    for (const character of ['\x1b', '\u202e']) expect(out).not.toContain(character);
  });

  it('calls nothing that the policy does not name, and what it names for other steps it does not call', async () => {
    const { drill, proxy } = await here();
    await drill([...DRILL, '--alarm-state', '--log-event', '--create-key', '--test-filter']);
    const io = fakeIo();
    await run(['permissions', 'drill'], io);
    const allowed = (JSON.parse(io.written.out).Statement as readonly { Action: readonly string[] }[]).flatMap(
      ({ Action }) => Action,
    );
    // The throw-away key allows these by itself.
    const made = proxy.calls.find((call) => isCall(call, 'kms:CreateKey'))?.input.Policy;
    const byKey = ['kms:DisableKey', 'kms:EnableKey', 'kms:ScheduleKeyDeletion'];
    for (const one of byKey) expect(made).toContain(`"${one}"`);
    const called = calls(proxy).filter((one) => ![...byKey, 'sts:GetCallerIdentity'].includes(one));
    expect(called.filter((one) => !allowed.includes(one))).toEqual([]);
    const spare = allowed.filter((one) => !called.includes(one));
    expect(spare.filter((one) => !/:(Describe|Get|List)/.test(one))).toEqual([
      'events:TestEventPattern',
      'kms:TagResource',
    ]);
  });
});
