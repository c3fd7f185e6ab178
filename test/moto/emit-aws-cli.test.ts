import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  KMSClient,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Account } from '../../src/account/account.js';
import { alarmInput } from '../../src/change/build/alarm.js';
import { metricAlarmsIn, topicOf } from '../../src/change/look.js';
import { type AwsProxy, startProxy } from '../proxy/proxy.js';
import { chain } from './configuration.js';
import { accountWith, awsEnvironment, planFor, ran, read, verdictOn, WRITING, written } from './emitting.js';
import { pythonTool } from './python-tool.js';
import { HOME } from './spec.js';

const moto = inject('moto');
const OTHER = `arn:aws:lambda:${HOME}:111122223333:function:others`;

describe.skipIf(moto.url === null)('the script of a plan, run by bash with the AWS CLI', () => {
  const url = moto.url ?? '';
  let tools: string | null;
  let proxy: AwsProxy;
  beforeAll(async () => {
    tools = await pythonTool('aws');
    proxy = await startProxy(url, WRITING);
  }, 600_000);
  afterAll(() => proxy.close());

  it('where there was nothing, all is proved and nothing is left to do, also when it is run again', {
    timeout: 600_000,
  }, async () => {
    const sandbox = await accountWith(url, {});
    const before = await read(sandbox);
    const plan = planFor(before);
    expect(verdictOn(before)).toEqual(['broken']);
    const { folder, names } = await written('aws-cli', plan);
    expect(names).toEqual(['trailproof-fix.sh']);
    const run = () =>
      ran('bash', ['trailproof-fix.sh'], { cwd: folder, env: awsEnvironment(sandbox, proxy.url), tools: [tools] });
    const first = await run();
    expect(first).toMatchObject({ status: 0, err: '' });
    expect(first.out.match(/^\[\d+\/\d+\] /gm)).toHaveLength(plan.changes.length);
    const after = await read(sandbox);
    expect(verdictOn(after)).toEqual(['proved']);
    expect(planFor(after).changes).toEqual([]);
    expect(await run()).toMatchObject({ status: 0, err: '' });
    expect(found(await read(sandbox))).toEqual(found(after));
    await rm(folder, { recursive: true });
  });

  const FAULTY = chain({
    trail: { multiRegion: false, selectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }] },
    pattern: '{ ($.eventSource = "kms.amazonaws.com") && ($.eventName = "DisableKey") }',
    filter: { defaultValue: 0 },
    alarm: { input: { Threshold: 100, AlarmDescription: 'it`s "$(touch pwned)" \\u0060 é', OKActions: [OTHER] } },
    topic: { policy: { Version: '2012-10-17', Statement: [] } },
  });

  it('changes what the plan saw and nothing else; what others added since stays when it is run again', {
    timeout: 600_000,
  }, async () => {
    const sandbox = await accountWith(url, FAULTY);
    const { folder } = await written('aws-cli', planFor(await read(sandbox)));
    const env = awsEnvironment(sandbox, proxy.url);
    const run = () => ran('bash', ['trailproof-fix.sh'], { cwd: folder, env, tools: [tools] });
    expect(await run()).toMatchObject({ status: 0, err: '' });
    const after = await read(sandbox);
    expect(verdictOn(after)).toEqual(['proved']);
    const cloudwatch = new CloudWatchClient({ ...sandbox, region: HOME });
    const [alarm] = metricAlarmsIn(after, HOME);
    const AlarmActions = [...(alarm?.AlarmActions ?? []), OTHER];
    await cloudwatch.send(new PutMetricAlarmCommand({ ...alarmInput(alarm!), AlarmActions }));
    const again = await run();
    expect(again).toMatchObject({ status: 0, err: '' });
    expect(again.out.match(/is there already/g)).toHaveLength(5);
    expect(metricAlarmsIn(await read(sandbox), HOME)[0]?.AlarmActions).toEqual(AlarmActions);
    await rm(folder, { recursive: true });
  });

  it('leaves alone what somebody changed since the plan, and stops', { timeout: 600_000 }, async () => {
    const sandbox = await accountWith(url, FAULTY);
    const { folder } = await written('aws-cli', planFor(await read(sandbox)));
    const [alarm] = metricAlarmsIn(await read(sandbox), HOME);
    const cloudwatch = new CloudWatchClient({ ...sandbox, region: HOME });
    await cloudwatch.send(new PutMetricAlarmCommand({ ...alarmInput(alarm!), Threshold: 50 }));
    const before = await read(sandbox);
    const env = awsEnvironment(sandbox, proxy.url);
    const stopped = await ran('bash', ['trailproof-fix.sh'], { cwd: folder, env, tools: [tools] });
    expect(stopped.status).toBe(1);
    expect(stopped.err).toMatch(/^somebody has changed it since the plan was made.*\nstopped; /);
    expect(metricAlarmsIn(await read(sandbox), HOME)).toEqual(metricAlarmsIn(before, HOME));
    await rm(folder, { recursive: true });
  });

  it('encrypts a topic with no key of somebody else, and makes no key twice', { timeout: 600_000 }, async () => {
    const spec = chain({ topic: { key: 'alias/aws/sns' } });
    const sandbox = await accountWith(url, spec);
    const made = planFor(await read(sandbox));
    const { folder } = await written('aws-cli', made);
    const env = awsEnvironment(sandbox, proxy.url);
    const run = () => ran('bash', ['trailproof-fix.sh'], { cwd: folder, env, tools: [tools] });
    const kms = new KMSClient({ ...sandbox, region: HOME });
    const topicKey = async () => topicOf(await read(sandbox), `arn:aws:sns:${HOME}:${sandbox.account}:security`);
    const theirs = (await kms.send(new CreateKeyCommand({ Description: 'Billing' }))).KeyMetadata?.KeyId;
    const AliasName = 'alias/security-alerts';
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: theirs }));
    const refused = await run();
    expect([refused.status, refused.err]).toEqual([1, expect.stringMatching(/^the alias names another key/)]);
    expect((await topicKey())?.KmsMasterKeyId).toBe('alias/aws/sns');
    await kms.send(new DeleteAliasCommand({ AliasName }));
    // A run that was stopped between the key and its alias.
    const script = join(folder, 'trailproof-fix.sh');
    const whole = await readFile(script, 'utf8');
    await writeFile(script, `${whole.slice(0, whole.indexOf('# 2. '))}`);
    expect(await run()).toMatchObject({ status: 0 });
    await writeFile(script, whole);
    expect(await run()).toMatchObject({ status: 0, err: '' });
    expect(await run()).toMatchObject({ status: 0, err: '' });
    const keys = (await kms.send(new ListKeysCommand({}))).Keys ?? [];
    const described = await Promise.all(keys.map(({ KeyId }) => kms.send(new DescribeKeyCommand({ KeyId }))));
    const ours = described.filter(({ KeyMetadata }) => KeyMetadata?.Description === 'Encrypts the SNS topic security');
    expect(ours).toHaveLength(1);
    expect(verdictOn(await read(sandbox))).toEqual(['proved']);
    await rm(folder, { recursive: true });
  });
});

/** What is there, without times. A session has another id each time, and moto adds a filter again where AWS replaces it. */
function found({ reads }: Account): readonly unknown[] {
  const others = reads.filter(({ operation }) => !/GetCallerIdentity|DescribeMetricFilters/.test(operation));
  return JSON.parse(JSON.stringify(others), (name, value: unknown) =>
    /Time|Date/.test(name) ? null : value,
  ) as unknown[];
}
