import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { quoted } from '../../src/change/emit/hcl.js';
import { hostile } from '../../src/change/emit/hostile.case.js';
import { type AwsProxy, startProxy } from '../proxy/proxy.js';
import { chain } from './configuration.js';
import { accountWith, awsEnvironment, planFor, type Ran, ran, read, verdictOn, WRITING, written } from './emitting.js';
import { pythonTool } from './python-tool.js';
import type { Sandbox } from './sandbox.js';
import { HOME } from './spec.js';
import { findTerraform } from './terraform-tool.js';

const moto = inject('moto');
const terraform = await findTerraform();
if (terraform.missing !== null) console.warn(`tests with Terraform are skipped: ${terraform.missing}`);

type Run = (...argv: readonly string[]) => Promise<Ran>;

/** Terraform in a folder; nothing of this machine's own configuration of it. */
async function initialized(folder: string, env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const run: Run = (command, ...argv) => ran('terraform', [command ?? '', '-no-color', ...argv], { cwd: folder, env });
  expect(await run('init', `-plugin-dir=${terraform.plugins}`, '-input=false')).toMatchObject({ status: 0 });
  return run;
}

describe.skipIf(terraform.missing !== null)('what Terraform reads', () => {
  it('is every text as it was', { timeout: 120_000 }, async () => {
    const isKept = (text: string) => text.normalize('NFC') === text && !/[\0\p{Cs}]/u.test(text);
    const texts = fc.sample(hostile.filter(isKept), { numRuns: 1500, seed: 5 });
    const folder = await mkdtemp(join(tmpdir(), 'trailproof-hcl-'));
    const outputs = texts.map((text, index) => `output "o${index}" {\n  value = ${quoted(text)}\n}\n`);
    await writeFile(join(folder, 'main.tf'), outputs.join('\n'));
    const run = await initialized(folder);
    expect(await run('apply', '-auto-approve', '-input=false')).toMatchObject({ status: 0 });
    const said = JSON.parse((await run('output', '-json')).out) as Record<string, { readonly value: string }>;
    expect(texts.map((_, index) => said[`o${index}`]?.value)).toEqual(texts);
    await rm(folder, { recursive: true });
  });
});

describe.skipIf(moto.url === null || terraform.missing !== null)('a plan as Terraform', () => {
  const url = moto.url ?? '';
  let tools: string | null;
  let proxy: AwsProxy;
  beforeAll(async () => {
    tools = await pythonTool('aws');
    proxy = await startProxy(url, WRITING);
  }, 600_000);
  afterAll(() => proxy.close());

  const applied = async (sandbox: Sandbox, folder: string): Promise<Run> => {
    const run = await initialized(folder, awsEnvironment(sandbox, proxy.url));
    expect(await run('apply', '-auto-approve', '-input=false')).toMatchObject({ status: 0, err: '' });
    return run;
  };
  /** Status 0: nothing is to be done; 2: something is. */
  const again = (run: Run) => run('plan', '-detailed-exitcode', '-input=false');

  it('of a whole chain is valid, and laid out as Terraform lays it out', { timeout: 300_000 }, async () => {
    const sandbox = await accountWith(url, {});
    const { folder, beside } = await written('terraform', planFor(await read(sandbox)));
    expect(beside).toEqual([]);
    const run = await initialized(folder);
    expect(await run('validate')).toMatchObject({ status: 0 });
    expect(await run('fmt', '-check', '-diff')).toMatchObject({ status: 0, out: '' });
    await rm(folder, { recursive: true });
  });

  it('makes what is missing behind the log group; then all is proved, and nothing is left to do', {
    timeout: 300_000,
  }, async () => {
    const sandbox = await accountWith(url, chain({ filter: null, alarm: null, topic: null }));
    const before = await read(sandbox);
    expect(verdictOn(before)).toEqual(['broken']);
    const { folder, beside } = await written('terraform', planFor(before));
    expect(beside).toEqual([]);
    const run = await applied(sandbox, folder);
    const after = await read(sandbox);
    expect(verdictOn(after)).toEqual(['proved']);
    expect(planFor(after).changes).toEqual([]);
    expect(await again(run)).toMatchObject({ status: 0 });
    await rm(folder, { recursive: true });
  });

  it('takes over a filter, an alarm and a topic policy, with the trail by the AWS CLI beside it', {
    timeout: 300_000,
  }, async () => {
    const spec = chain({
      trail: {
        multiRegion: false,
        logging: false,
        selectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }],
      },
      pattern: '{ ($.eventSource = "kms.amazonaws.com") && ($.eventName = "DisableKey") }',
      alarm: { input: { Threshold: 100 } },
      topic: { subscriptions: [], policy: { Version: '2012-10-17', Statement: [] } },
    });
    const sandbox = await accountWith(url, spec);
    const before = await read(sandbox);
    expect(verdictOn(before)).toEqual(['broken']);
    const { folder, names, beside } = await written('terraform', planFor(before));
    expect(names).toEqual(expect.arrayContaining(['imports.tf', 'beside-terraform.sh']));
    expect(beside.map((id) => id.replace(/\/.*/, '')).sort()).toEqual([
      'cloudtrail:PutEventSelectors',
      'cloudtrail:StartLogging',
      'cloudtrail:UpdateTrail',
    ]);
    const run = await applied(sandbox, folder);
    const besides = await ran('bash', ['beside-terraform.sh'], {
      cwd: folder,
      env: awsEnvironment(sandbox, proxy.url),
      tools: [tools],
    });
    expect(besides).toMatchObject({ status: 0, err: '' });
    const after = await read(sandbox);
    expect(verdictOn(after)).toEqual(['proved']);
    expect(planFor(after).changes).toEqual([]);
    expect(await again(run)).toMatchObject({ status: 0 });
    await rm(folder, { recursive: true });
  });

  it('changes of what it takes over what the plan says, and nothing else', { timeout: 300_000 }, async () => {
    const other = `arn:aws:lambda:${HOME}:111122223333:function:others`;
    const tags = [
      { Key: 'Owner', Value: 'security' },
      { Key: 'Tier', Value: '1' },
    ];
    const spec = chain({
      pattern: '{ ($.eventSource = "kms.amazonaws.com") && ($.eventName = "DisableKey") }',
      filter: { defaultValue: 0, unit: 'Count' },
      alarm: {
        input: {
          Threshold: 100,
          AlarmDescription: 'Runbook: https://wiki.example.com/keys',
          OKActions: [other],
          InsufficientDataActions: [other],
          EvaluationPeriods: 2,
          DatapointsToAlarm: 1,
          Period: 60,
          TreatMissingData: 'missing',
          Tags: tags,
        },
      },
      topic: { policy: { Version: '2012-10-17', Statement: [] } },
    });
    const sandbox = await accountWith(url, spec);
    const { endpoint, credentials } = sandbox;
    const config = { endpoint, credentials, region: HOME };
    const TopicArn = `arn:aws:sns:${HOME}:${sandbox.account}:security`;
    const named = { TopicArn, AttributeName: 'DisplayName', AttributeValue: 'Security' };
    await new SNSClient(config).send(new SetTopicAttributesCommand(named));
    const retained = { logGroupName: 'cloudtrail', retentionInDays: 400 };
    await new CloudWatchLogsClient(config).send(new PutRetentionPolicyCommand(retained));
    const before = await read(sandbox);
    const made = planFor(before);
    const { folder } = await written('terraform', made);
    const run = await initialized(folder, awsEnvironment(sandbox, proxy.url));
    expect(await run('plan', '-input=false', '-out=planned')).toMatchObject({ status: 0, err: '' });
    const { resource_changes: changes } = JSON.parse((await run('show', '-json', 'planned')).out) as Planned;
    const altered = changes
      .filter(({ change }) => change.importing)
      .map(({ type, change }) => [
        type,
        change.actions,
        Object.keys(change.after).filter((name) => !same(change.before?.[name], change.after[name])),
      ]);
    expect(altered.sort()).toEqual([
      ['aws_cloudwatch_log_metric_filter', ['update'], ['pattern']],
      ['aws_cloudwatch_metric_alarm', ['update'], ['evaluation_periods', 'period', 'threshold', 'treat_missing_data']],
      ['aws_sns_topic_policy', ['update'], ['policy']],
    ]);
    expect(await run('apply', '-auto-approve', '-input=false', 'planned')).toMatchObject({ status: 0, err: '' });
    const after = await read(sandbox);
    expect(verdictOn(after)).toEqual(['proved']);
    const tagged = new ListTagsForResourceCommand({
      ResourceARN: `arn:aws:cloudwatch:${HOME}:${sandbox.account}:alarm:kms-key-loss`,
    });
    expect((await new CloudWatchClient(config).send(tagged)).Tags).toEqual(tags);
    const destroyed = await run('destroy', '-auto-approve', '-input=false');
    expect(destroyed.status).not.toBe(0);
    expect(destroyed.err).toContain('prevent_destroy');
    expect(verdictOn(await read(sandbox))).toEqual(['proved']);
    await rm(folder, { recursive: true });
  });
});

/** Of `terraform show -json`, what is looked at. */
interface Planned {
  readonly resource_changes: readonly {
    readonly type: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly importing?: object;
      readonly before: Readonly<Record<string, unknown>> | null;
      readonly after: Readonly<Record<string, unknown>>;
    };
  }[];
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
