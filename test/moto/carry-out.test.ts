import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { type CarryOutOptions, carryOut, type Progress, takeBack } from '../../src/aws/carry-out-plan.js';
import { collect } from '../../src/aws/collect.js';
import type { Change } from '../../src/change/change.js';
import type { CarriedChange } from '../../src/change/outcome.js';
import { type Behaviour, changed } from '../proxy/call.js';
import { likeAws } from '../proxy/like-aws.js';
import { type AwsProxy, startProxy } from '../proxy/proxy.js';
import { breakDown, deny, failWith, throttle } from '../proxy/refusals.js';
import { regions } from '../proxy/regions.js';
import { writesLikeAws } from '../proxy/writes.js';
import { chainChanges } from './chain-changes.js';
import { NOW } from './reading.js';
import { comparable, replayed } from './replay.js';
import { openSandbox, type Sandbox } from './sandbox.js';
import { HOME } from './spec.js';

const moto = inject('moto');
const REGIONS = ['eu-west-1', HOME];

describe.skipIf(moto.url === null)('a plan that is carried out', () => {
  beforeAll(() => vi.stubEnv('AWS_MAX_ATTEMPTS', '1'));
  afterAll(() => vi.unstubAllEnvs());
  const proxies: AwsProxy[] = [];
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.close();
  });

  interface Here {
    readonly sandbox: Sandbox;
    readonly proxy: AwsProxy;
    readonly changes: readonly Change[];
    /** The latest state of each change, in order. */
    readonly file: Map<string, CarriedChange>;
    readonly waits: number[];
    readonly options: CarryOutOptions;
    read(): Promise<readonly unknown[]>;
  }

  async function here(behaviours: readonly Behaviour[] = [], sandbox?: Sandbox): Promise<Here> {
    const own = sandbox ?? (await openSandbox(moto.url ?? ''));
    const proxy = await startProxy(own.endpoint, [
      ...behaviours,
      regions(REGIONS),
      ...writesLikeAws(),
      ...likeAws(NOW),
    ]);
    proxies.push(proxy);
    const aws = { endpointUrl: proxy.url, credentials: own.credentials };
    const file = new Map<string, CarriedChange>();
    const waits: number[] = [];
    return {
      sandbox: own,
      proxy,
      changes: chainChanges(own.account),
      file,
      waits,
      options: {
        ...aws,
        account: own.account,
        record: (carried) => void file.set(carried.change.id, carried),
        wait: async (milliseconds) => void waits.push(milliseconds),
      },
      async read() {
        return readingOf(await collect({ ...aws, now: () => NOW }), own.account);
      },
    };
  }

  /** Without what differs between two accounts. */
  async function readingOf(account: Account, id: string): Promise<readonly unknown[]> {
    const { reads } = await replayed(account);
    return JSON.parse(JSON.stringify(comparable(reads, new Set())).replaceAll(id, '<account>')) as readonly unknown[];
  }

  async function keysOf({ endpoint, credentials }: Sandbox) {
    const kms = new KMSClient({ endpoint, region: HOME, credentials });
    const { Keys = [] } = await kms.send(new ListKeysCommand({}));
    return Promise.all(Keys.map(async ({ KeyId }) => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata));
  }

  const sent = (proxy: AwsProxy) =>
    proxy.calls
      .map(({ service, operation }) => `${service}:${operation}`)
      .filter((name) => /:(Create|Put|Set|Subscribe|Start|Update|Delete|Schedule|Unsubscribe)/.test(name));

  it('is recorded before and after each change, told on the way, and is all there afterwards', async () => {
    const { changes, options, file, read } = await here();
    const entries: string[] = [];
    const told: Progress[] = [];
    const record = (carried: CarriedChange) => {
      entries.push(`${carried.change.id} ${carried.state}`);
      file.set(carried.change.id, carried);
    };
    const before = await read();
    const result = await carryOut(changes, { ...options, record, progress: (one) => told.push(one) });
    expect(result.failed).toBe(null);
    expect(result.left).toEqual([]);
    expect(result.carried.map(({ outcome }) => outcome.outcome)).toEqual(changes.map(() => 'done'));
    expect(entries).toEqual(changes.flatMap(({ id }) => [`${id} begun`, `${id} done`]));
    expect(told.map(({ change, outcome }) => `${change.id} ${outcome?.outcome ?? ''}`)).toEqual(
      changes.flatMap(({ id }) => [`${id} `, `${id} done`]),
    );
    expect(await read()).not.toEqual(before);

    const back = await takeBack([...file.values()], options);
    expect(back.failed).toBe(null);
    expect([...file.values()].map(({ state }) => state)).toEqual(changes.map(() => 'undone'));
    expect(await read()).toEqual(before);
  });

  it('makes nothing twice when it is run again', async () => {
    const { changes, options, read, sandbox } = await here();
    await carryOut(changes, options);
    const first = await read();
    const again = await here([], sandbox);
    const result = await carryOut(changes, again.options);
    expect(result.failed).toBe(null);
    expect(sent(again.proxy).filter((name) => /Create|Subscribe/.test(name))).toEqual([]);
    expect(await again.read()).toEqual(first);
    const other = await here([], sandbox);
    const earlier = [{ change: changes[0]!, state: 'begun', answered: {} } as const];
    await carryOut(changes, { ...other.options, earlier });
    expect(other.file.get(changes[0]!.id)?.state).toBe('done');
    // What was there before this run is not this run's to take back.
    for (const operation of ['CreateTrail', 'CreateTopic', 'CreateLogGroup', 'CreateKey', 'Subscribe', 'StartLogging'])
      expect([...again.file.values()].find(({ change }) => change.step.operation.endsWith(operation))?.state).toBe(
        'already',
      );
  });

  it('takes up a key that an earlier run left without an alias, and none that has another one', async () => {
    const { changes, options, sandbox } = await here();
    const { endpoint, credentials } = sandbox;
    const kms = new KMSClient({ endpoint, region: HOME, credentials });
    const { step } = changes.find(({ id }) => id === 'key')!;
    if (step.operation !== 'kms:CreateKey') throw new Error('not a key');
    const create = async () => (await kms.send(new CreateKeyCommand(step.input))).KeyMetadata?.KeyId;
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/of-somebody', TargetKeyId: await create() }));
    const left = await create();
    expect((await carryOut(changes, options)).failed).toBe(null);
    expect(await keysOf(sandbox)).toHaveLength(2);
    const { Aliases = [] } = await kms.send(new ListAliasesCommand({ KeyId: left }));
    expect(Aliases.map(({ AliasName }) => AliasName)).toEqual(['alias/new']);
  });

  it('looks more than once for a key that an earlier run may have made: keys are listed late', async () => {
    const killed = await here();
    const kill = (carried: CarriedChange) => {
      if (carried.change.id === 'key' && carried.state !== 'begun') throw new Error('killed');
      killed.file.set(carried.change.id, carried);
    };
    await expect(carryOut(killed.changes, { ...killed.options, record: kill })).rejects.toThrow('killed');
    let hidden = 2;
    const late: Behaviour = async (call, next) => {
      const answer = await next(call);
      if (call.operation !== 'ListKeys' || hidden-- <= 0) return answer;
      return changed(answer, (body) => ({ ...body, Keys: [] }));
    };
    const next = await here([late], killed.sandbox);
    const earlier = [...killed.file.values()];
    expect((await carryOut(next.changes, { ...next.options, earlier })).failed).toBe(null);
    expect(next.waits).toEqual([2000, 4000]);
    expect(await keysOf(next.sandbox)).toHaveLength(1);
    // Of a step that was never begun nothing is to be waited for.
    expect(killed.waits).toEqual([]);
  });

  it.each([
    ['denied', deny('sns:CreateTopic'), 'denied', 'AuthorizationErrorException'],
    ['throttled', throttle('sns:CreateTopic'), 'throttled', 'Throttling'],
    ['refused', failWith('sns:CreateTopic', 'InvalidParameter', 'no'), 'failed', 'InvalidParameterException'],
    ['left without an answer', breakDown('sns:CreateTopic'), 'unanswered', expect.any(String)],
  ] as const)('stops at the first step that is %s, and goes on from there', async (_how, behaviour, kind, code) => {
    const refused = await here([behaviour]);
    const at = refused.changes.findIndex(({ step }) => step.operation === 'sns:CreateTopic');
    const result = await carryOut(refused.changes, refused.options);
    expect(result.failed).toMatchObject({
      change: { id: refused.changes[at]?.id },
      outcome: { outcome: 'failed', kind, code, permission: 'sns:CreateTopic', message: expect.any(String) },
    });
    expect(result.carried).toHaveLength(at);
    expect(result.left).toEqual(refused.changes.slice(at + 1));
    expect(sent(refused.proxy).at(-1)).toBe('sns:CreateTopic');
    // What may have been carried out stays begun, so that it is taken back.
    expect(refused.file.get(refused.changes[at]?.id ?? '')?.state).toBe(kind === 'unanswered' ? 'begun' : 'failed');
    const next = await here([], refused.sandbox);
    expect((await carryOut(next.changes, next.options)).failed).toBe(null);
  });

  it('names the permission that AWS names', async () => {
    const passRole = failWith(
      'cloudtrail:CreateTrail',
      'AccessDeniedException',
      'User: arn:aws:iam::111122223333:user/u is not authorized to perform: iam:PassRole on resource: r',
    );
    const { changes, options } = await here([passRole]);
    expect((await carryOut(changes, options)).failed?.outcome).toMatchObject({ permission: 'iam:PassRole' });
  });

  it('waits for a role that is not known everywhere yet, and not for ever', async () => {
    const code = 'InvalidCloudWatchLogsRoleArnException';
    const fresh = 'Access denied. Check the trust relationships for your role.';
    const soon = await here([failWith('cloudtrail:CreateTrail', code, fresh, { times: 3 })]);
    expect((await carryOut(soon.changes, soon.options)).failed).toBe(null);
    expect(soon.waits).toEqual([2000, 4000, 8000]);

    const never = await here([failWith('cloudtrail:CreateTrail', code, fresh)]);
    expect((await carryOut(never.changes, never.options)).failed?.outcome).toMatchObject({ kind: 'failed', code });
    expect(never.waits.reduce((sum, one) => sum + one, 0)).toBe(90_000);

    const wrong = await here([failWith('cloudtrail:CreateTrail', code, 'You must specify a role ARN.')]);
    expect((await carryOut(wrong.changes, wrong.options)).failed?.outcome).toMatchObject({ kind: 'failed', code });
    expect(wrong.waits).toEqual([]);
  });

  it('leaves alone what is there and the plan does not know, also when it is taken back', async () => {
    const { changes, options, sandbox, file } = await here();
    const at = { endpoint: sandbox.endpoint, region: HOME, credentials: sandbox.credentials };
    await new SNSClient(at).send(new CreateTopicCommand({ Name: 'new' }));
    const alarm = {
      AlarmName: 'key-loss',
      MetricName: 'Orders',
      Namespace: 'Shop',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
    } as const;
    await new CloudWatchClient(at).send(new PutMetricAlarmCommand(alarm));
    const result = await carryOut(changes, options);
    expect(result.failed).toMatchObject({
      change: { step: { operation: 'cloudwatch:PutMetricAlarm' } },
      outcome: { kind: 'taken', message: expect.stringContaining('`key-loss`') },
    });
    const states = [...file.values()].map(({ change, state }) => [change.step.operation, state]);
    expect(states).toContainEqual(['sns:CreateTopic', 'already']);
    const undoing = await here([], sandbox);
    expect((await takeBack([...file.values()], undoing.options)).failed).toBe(null);
    expect(sent(undoing.proxy)).not.toContain('sns:DeleteTopic');
    expect(sent(undoing.proxy)).not.toContain('cloudwatch:DeleteAlarms');
  });

  it('goes past what AWS does not let go when it is taken back, and says so', async () => {
    const pending = failWith(
      'sns:Unsubscribe',
      'InvalidParameter',
      'Invalid parameter: This subscription is pending confirmation',
    );
    const { changes, options, file } = await here([pending]);
    await carryOut(changes, options);
    const back = await takeBack([...file.values()], options);
    expect(back.failed).toBe(null);
    expect(back.carried.find(({ change }) => change.step.operation === 'sns:Subscribe')?.outcome).toMatchObject({
      outcome: 'stays',
      because: expect.stringContaining('48 hours'),
    });
  });

  it('sends nothing to another account', async () => {
    const { changes, options, proxy } = await here();
    await expect(carryOut(changes, { ...options, account: '999999999999' })).rejects.toMatchObject({
      code: 'other-account',
    });
    expect(sent(proxy)).toEqual([]);
  });
});
