import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  DeleteMetricFilterCommand,
  DescribeLogGroupsCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListAliasesCommand,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import { GetBucketPolicyCommand, ListBucketsCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { MetricAlarm } from '../../src/account/answers.js';
import { type CarryOutOptions, carryOut, takeBack } from '../../src/aws/carry-out-plan.js';
import { collect } from '../../src/aws/collect.js';
import { plain } from '../../src/aws/plain.js';
import { alarmInput } from '../../src/change/build/alarm.js';
import type { Change } from '../../src/change/change.js';
import type { CarriedChange } from '../../src/change/outcome.js';
import { isSetting, type Setting } from '../../src/change/same-setting.js';
import { policyText, step } from '../../src/change/step.js';
import { likeAws } from '../proxy/like-aws.js';
import { type AwsProxy, startProxy } from '../proxy/proxy.js';
import { regions } from '../proxy/regions.js';
import { writesLikeAws } from '../proxy/writes.js';
import { chain } from './configuration.js';
import { deploy } from './deploy.js';
import { brokenChain, everyChange } from './every-change.js';
import { fixing, SOMEBODY } from './fixing.js';
import { NOW } from './reading.js';
import { openSandbox, type Sandbox } from './sandbox.js';
import { HOME } from './spec.js';

const moto = inject('moto');
const ONLY = ['--control', 'kms-key-loss'];

/** A colleague's change, as the step that makes it: the one of the plan, set otherwise. */
function otherwise(setting: Setting): Setting {
  const { region } = setting;
  const withOneMore = (policy: string): string => {
    const found = JSON.parse(policy);
    const theirs = { Sid: 'Colleague', Effect: 'Deny', Principal: '*', Action: 'kms:Encrypt', Resource: '*' };
    return policyText({ ...found, Statement: [...found.Statement, theirs] });
  };
  const made = (() => {
    switch (setting.operation) {
      case 'cloudtrail:UpdateTrail':
        return setting;
      case 'cloudtrail:PutEventSelectors':
        return step(setting.operation, region, {
          TrailName: setting.input.TrailName,
          EventSelectors: [
            {
              ReadWriteType: 'All',
              IncludeManagementEvents: true,
              DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::colleague/'] }],
            },
          ],
        });
      case 'iam:PutRolePolicy':
        return step(setting.operation, region, {
          ...setting.input,
          PolicyDocument: withOneMore(setting.input.PolicyDocument),
        });
      case 'logs:PutMetricFilter':
        return step(setting.operation, region, { ...setting.input, filterPattern: '{ $.eventName = Colleague }' });
      case 'cloudwatch:PutMetricAlarm':
        return step(setting.operation, region, { ...setting.input, AlarmDescription: 'of a colleague' });
      case 'sns:SetTopicAttributes':
        return step(setting.operation, region, {
          ...setting.input,
          AttributeValue:
            setting.input.AttributeName === 'Policy' ? withOneMore(setting.input.AttributeValue) : 'alias/colleague',
        });
      case 'sns:SetSubscriptionAttributes':
        return step(setting.operation, region, { ...setting.input, AttributeValue: '{"colleague":["b"]}' });
      case 'kms:PutKeyPolicy':
        return step(setting.operation, region, { ...setting.input, Policy: withOneMore(setting.input.Policy) });
    }
  })();
  if (!isSetting(made)) throw new Error(made.operation);
  return made;
}

describe.skipIf(moto.url === null)('what somebody does in between', { timeout: 300_000 }, () => {
  const proxies: AwsProxy[] = [];
  beforeAll(() => vi.stubEnv('AWS_MAX_ATTEMPTS', '1'));
  afterAll(() => vi.unstubAllEnvs());
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.close();
  });

  it('to what a step sets is neither overwritten by the plan nor by its undo, of every kind of step', async () => {
    const sandbox = await openSandbox(moto.url ?? '');
    await deploy(sandbox, brokenChain(sandbox.account));
    const proxy = await startProxy(sandbox.endpoint, [regions([HOME]), ...writesLikeAws(), ...likeAws(NOW)]);
    proxies.push(proxy);
    const aws = { endpointUrl: proxy.url, credentials: sandbox.credentials };
    // One change at a time: what needs the answer of another one is left out.
    const changes = everyChange(await collect({ ...aws, now: () => NOW })).filter(
      ({ step: { operation } }) => !operation.startsWith('kms:Create'),
    );
    const file = new Map<string, CarriedChange>();
    const options: CarryOutOptions = {
      ...aws,
      account: sandbox.account,
      wait: async () => {},
      record: (carried) => void file.set(carried.change.id, carried),
    };
    /** Whatever is there. */
    const set = async (setting: Setting) => {
      const record = () => {};
      const change: Change = { ...changes[0]!, id: 'colleague', step: setting, undo: [] };
      expect((await carryOut([change], { ...options, record })).failed).toBe(null);
    };
    const seen = new Set<string>();
    for (const change of changes) {
      const { step: wanted, id } = change;
      const [back] = change.undo;
      // Whether a trail is of every Region has two values: no third one is there for a colleague.
      if (!isSetting(wanted) || !back || wanted.operation === 'cloudtrail:UpdateTrail') {
        expect((await carryOut([change], { ...options, earlier: [...file.values()] })).failed, id).toBe(null);
        continue;
      }
      seen.add(wanted.operation);
      const theirs = otherwise(wanted);
      if (isSetting(back)) {
        await set(theirs);
        const { failed } = await carryOut([change], options);
        expect(failed?.outcome, id).toMatchObject({
          kind: 'changed',
          message: expect.stringContaining('run it again'),
        });
        await set(back);
      }
      expect((await carryOut([change], options)).failed, id).toBe(null);
      await set(theirs);
      const undo = await takeBack([file.get(id)!], options);
      expect(undo.failed?.outcome, id).toMatchObject({ kind: 'changed', message: expect.stringContaining('by hand') });
      await set(wanted);
    }
    expect([...seen].sort()).toEqual(
      [
        'cloudtrail:PutEventSelectors',
        'cloudwatch:PutMetricAlarm',
        'iam:PutRolePolicy',
        'kms:PutKeyPolicy',
        'logs:PutMetricFilter',
        'sns:SetSubscriptionAttributes',
        'sns:SetTopicAttributes',
      ].sort(),
    );
    expect((await takeBack([...file.values()], options)).failed).toBe(null);
  });
});

/** A topic that lets another service publish, and CloudWatch not. */
const SHY = chain({
  topic: {
    policy: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'own',
          Effect: 'Allow',
          Principal: { Service: 'budgets.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: '*',
        },
      ],
    },
  },
});

describe.skipIf(moto.url === null)('`trailproof fix` and a colleague', { timeout: 300_000 }, () => {
  const here = fixing();
  const snsOf = (sandbox: Sandbox) => new SNSClient({ ...sandbox, region: HOME });

  async function policyOf(sandbox: Sandbox, topic: string): Promise<{ Statement: { Sid?: string }[] }> {
    const TopicArn = `arn:aws:sns:${HOME}:${sandbox.account}:${topic}`;
    const { Attributes } = await snsOf(sandbox).send(new GetTopicAttributesCommand({ TopicArn }));
    return JSON.parse(Attributes?.Policy ?? '');
  }

  async function putPolicy(sandbox: Sandbox, topic: string, Statement: readonly object[]): Promise<void> {
    const TopicArn = `arn:aws:sns:${HOME}:${sandbox.account}:${topic}`;
    const AttributeValue = JSON.stringify({ Version: '2012-10-17', Statement });
    await snsOf(sandbox).send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }));
  }

  async function deny(sandbox: Sandbox): Promise<void> {
    const { Statement } = await policyOf(sandbox, 'security');
    const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
    const theirs = {
      Sid: 'colleague',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sns:Publish',
      Resource: '*',
      Condition,
    };
    await putPolicy(sandbox, 'security', [...Statement, theirs]);
  }

  const sids = async (sandbox: Sandbox) => (await policyOf(sandbox, 'security')).Statement.map(({ Sid }) => Sid);

  it('who changes a topic while the question waits, or before the undo, keeps the change', async () => {
    const { fix, sandbox, undoFile } = await here(SHY);
    const argv = [...ONLY, '--apply', '--undo-file', undoFile];
    const asked = await fix(argv, {
      io: {
        ask: async () => {
          await deny(sandbox);
          return 'y';
        },
      },
    });
    expect(asked.status).toBe(3);
    expect(asked.out.replace(/\s+/g, ' ')).toContain(
      'somebody has changed the policy of the topic `security` since the plan was made',
    );
    expect(await sids(sandbox)).toEqual(['own', 'colleague']);
    await fix([...argv, '--yes']);
    expect(await sids(sandbox)).toEqual(['own', 'colleague', 'TrailproofAlarms']);

    const { Statement } = await policyOf(sandbox, 'security');
    const theirs = { Sid: 'second', Effect: 'Deny', Principal: '*', Action: 'sns:Receive', Resource: '*' };
    await putPolicy(sandbox, 'security', [...Statement, theirs]);
    const back = await fix(['--undo', undoFile, '--yes']);
    expect(back.status).toBe(3);
    expect(back.out.replace(/\s+/g, ' ')).toContain('put back by hand');
    expect(await sids(sandbox)).toEqual(['own', 'colleague', 'TrailproofAlarms', 'second']);
    // What the plan had added is taken out by hand; what the colleague did stays.
    await putPolicy(
      sandbox,
      'security',
      [...Statement, theirs].filter(({ Sid }) => Sid !== 'TrailproofAlarms'),
    );
    expect((await fix(['--undo', undoFile, '--yes'])).status).toBe(0);
    expect(await sids(sandbox)).toEqual(['own', 'colleague', 'second']);
  });

  it('who changes the alarm keeps all of it: nothing is taken back by halves', async () => {
    const { fix, sandbox, undoFile, read } = await here(chain({ filter: null, alarm: null, topic: null }));
    const apply = [...ONLY, ...SOMEBODY, '--apply', '--yes', '--undo-file', undoFile];
    await fix(apply);
    const before = await read();
    const cloudwatch = new CloudWatchClient({ ...sandbox, region: HOME });
    const find = async () =>
      (await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['kms-key-loss'] }))).MetricAlarms?.[0];
    const ours = await find();
    const put = (more: object) =>
      cloudwatch.send(new PutMetricAlarmCommand({ ...alarmInput(plain(ours ?? {}) as MetricAlarm), ...more }));
    await put({ Period: 60, AlarmDescription: 'ours' });
    const changed = await read();
    const back = await fix(['--undo', undoFile, '--yes']);
    expect(back.status).toBe(3);
    const said = back.out.replace(/\s+/g, ' ');
    expect(said).toContain('somebody has changed the alarm `kms-key-loss` (AlarmDescription, Period)');
    expect(said).toContain('take it away by hand, or put it back as the apply left it, and the same command goes on');
    expect(said).toContain('0 changes taken back');
    expect(await read()).toEqual(changed);
    await put({});
    expect(await read()).toEqual(before);
    expect((await fix(['--undo', undoFile, '--yes'])).status).toBe(0);
    expect(await find()).toBe(undefined);
  });

  describe('who changed what was made, is left that with `--keep-changed`', () => {
    const TWO = ['--control', 'kms-key-loss', 'root-usage'];
    const SILENT = chain({ filter: null, alarm: null, topic: null });
    const cloudwatchOf = (sandbox: Sandbox) => new CloudWatchClient({ ...sandbox, region: HOME });
    async function alarmOf(sandbox: Sandbox): Promise<MetricAlarm> {
      const command = new DescribeAlarmsCommand({ AlarmNames: ['kms-key-loss'] });
      const { MetricAlarms = [] } = await cloudwatchOf(sandbox).send(command);
      return plain(MetricAlarms[0] ?? {}) as MetricAlarm;
    }
    const verdictsOf = async (fix: Awaited<ReturnType<typeof here>>['fix']) => {
      const { controls } = JSON.parse((await fix([...TWO, '--format', 'json'])).out);
      return Object.fromEntries(controls.map((one: { control: string; before: string }) => [one.control, one.before]));
    };

    it('and what it needs: its proof holds, and the rest is taken back', async () => {
      const { fix, sandbox, undoFile, read } = await here(SILENT);
      const before = await read();
      expect((await fix([...TWO, ...SOMEBODY, '--apply', '--yes', '--undo-file', undoFile])).status).toBe(0);
      const ours = alarmInput(await alarmOf(sandbox));
      const put = (more: object) => cloudwatchOf(sandbox).send(new PutMetricAlarmCommand({ ...ours, ...more }));
      await put({ Period: 60 });
      const changed = await read();
      const stopped = await fix(['--undo', undoFile, '--yes']);
      expect(stopped.status).toBe(3);
      expect(stopped.out.replace(/\s+/g, ' ')).toContain('`--keep-changed` leaves it as it is, with all that it needs');
      expect(await read()).toEqual(changed);

      const kept = await fix(['--undo', undoFile, '--yes', '--keep-changed', '--format', 'json']);
      expect(kept.status).toBe(2);
      const { takenBack, failed, left } = JSON.parse(kept.out);
      expect({ failed, left }).toEqual({ failed: null, left: [] });
      const stays = takenBack.filter((one: { outcome: string }) => one.outcome === 'stays');
      const namesOf = (of: readonly { change: string }[]) => of.map(({ change }) => change.replace(`/${HOME}/`, ' '));
      expect(namesOf(stays).sort()).toEqual([
        'cloudwatch:PutMetricAlarm kms-key-loss',
        expect.stringMatching(/^logs:PutMetricFilter .*kms-key-loss$/),
        'sns:CreateTopic trailproof-alerts',
        expect.stringMatching(/^sns:Subscribe /),
      ]);
      expect(await verdictsOf(fix)).toEqual({ 'kms-key-loss': 'proved', 'root-usage': 'broken' });
      expect(await alarmOf(sandbox)).toMatchObject({ Period: 60, ActionsEnabled: true });

      await put({});
      expect((await fix(['--undo', undoFile, '--yes'])).status).toBe(0);
      expect(await read()).toEqual(before);
    });

    it('and not what it does not need any more', async () => {
      const { fix, sandbox, undoFile } = await here(SILENT);
      expect((await fix([...TWO, ...SOMEBODY, '--apply', '--yes', '--undo-file', undoFile])).status).toBe(0);
      const theirs = `arn:aws:sns:${HOME}:${sandbox.account}:theirs`;
      await cloudwatchOf(sandbox).send(
        new PutMetricAlarmCommand({ ...alarmInput(await alarmOf(sandbox)), AlarmActions: [theirs] }),
      );
      const kept = await fix(['--undo', undoFile, '--yes', '--keep-changed']);
      expect(kept.status).toBe(2);
      const said = kept.out.replace(/\s+/g, ' ');
      expect(said).toContain(
        'It stays: Somebody has changed the alarm `kms-key-loss` (AlarmActions) since it was applied, and keeps it.',
      );
      expect(said).toMatch(/4 changes taken back/);
      const { Topics = [] } = await snsOf(sandbox).send(new ListTopicsCommand({}));
      expect(Topics).toEqual([]);
      expect(await alarmOf(sandbox)).toMatchObject({ AlarmActions: [theirs] });
    });

    it('of an alarm that was there and silent: its actions stay enabled', async () => {
      const { fix, sandbox, undoFile } = await here(
        chain({ alarm: { input: { ActionsEnabled: false, Threshold: 5 } } }),
      );
      expect((await fix([...ONLY, '--apply', '--yes', '--undo-file', undoFile])).status).toBe(0);
      const [ours] = (await cloudwatchOf(sandbox).send(new DescribeAlarmsCommand({}))).MetricAlarms ?? [];
      const put = (more: object) =>
        cloudwatchOf(sandbox).send(
          new PutMetricAlarmCommand({ ...alarmInput(plain(ours ?? {}) as MetricAlarm), ...more }),
        );
      await put({ AlarmDescription: 'of a colleague' });
      const kept = await fix(['--undo', undoFile, '--yes', '--keep-changed']);
      expect(kept.status).toBe(2);
      const found = (await cloudwatchOf(sandbox).send(new DescribeAlarmsCommand({}))).MetricAlarms;
      expect(found).toMatchObject([{ ActionsEnabled: true, Threshold: 1, AlarmDescription: 'of a colleague' }]);
    });
  });

  it('who makes the log group first, and keeps what comes into it for ever so long, keeps it so', async () => {
    const { fix, sandbox, undoFile } = await here({});
    const logs = new CloudWatchLogsClient({ ...sandbox, region: HOME });
    const logGroupName = 'trailproof-cloudtrail';
    const argv = [...ONLY, ...SOMEBODY, '--apply', '--undo-file', undoFile];
    const ask = async () => {
      await logs.send(new CreateLogGroupCommand({ logGroupName }));
      await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 3653 }));
      return 'y';
    };
    expect((await fix(argv, { io: { ask } })).out).toContain('Read and judged again');
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
    expect(logGroups).toMatchObject([{ retentionInDays: 3653 }]);
  });

  it('who has come to use what was built keeps it, until it is of no use any more', async () => {
    const { fix, sandbox, undoFile, read } = await here({});
    const before = await read();
    const apply = [...ONLY, ...SOMEBODY, '--apply', '--yes', '--undo-file', undoFile];
    expect((await fix(apply)).status).toBe(0);
    const at = { ...sandbox, region: HOME };
    const sns = snsOf(sandbox);
    const logs = new CloudWatchLogsClient(at);
    const TopicArn = `arn:aws:sns:${HOME}:${sandbox.account}:trailproof-alerts`;
    const logGroupName = 'trailproof-cloudtrail';
    const theirs = { TopicArn, Protocol: 'email', Endpoint: 'colleague@example.com', ReturnSubscriptionArn: true };
    const { SubscriptionArn } = await sns.send(new SubscribeCommand(theirs));
    const filter = {
      logGroupName,
      filterName: 'of-a-colleague',
      filterPattern: 'x',
      metricTransformations: [{ metricName: 'm', metricNamespace: 'n', metricValue: '1' }],
    };
    await logs.send(new PutMetricFilterCommand(filter));
    const stays = await fix(['--undo', undoFile, '--yes']);
    expect(stays.status).toBe(2);
    const said = stays.out.replace(/\s+/g, ' ');
    expect(said).toContain('somebody has subscribed email `colleague@example.com` to the topic `trailproof-alerts`');
    expect(said).toContain('somebody has put the metric filter `of-a-colleague` on the log group');
    expect((await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions).toHaveLength(1);
    // The trail that fills the group goes on, and what it needs is there: planned again, the alarm alone is missing.
    const planned = JSON.parse((await fix([...ONLY, ...SOMEBODY, '--format', 'json'])).out);
    expect(planned.changes.map((one: Change) => one.step.operation).sort()).toEqual([
      'cloudwatch:PutMetricAlarm',
      'logs:PutMetricFilter',
      'sns:Subscribe',
    ]);

    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await logs.send(new DeleteMetricFilterCommand({ logGroupName, filterName: 'of-a-colleague' }));
    const alarm = { AlarmName: 'theirs', MetricName: 'm', Namespace: 'n', Statistic: 'Sum', Period: 60 } as const;
    const rest = { EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'LessThanThreshold' } as const;
    const cloudwatch = new CloudWatchClient(at);
    await cloudwatch.send(new PutMetricAlarmCommand({ ...alarm, ...rest, AlarmActions: [TopicArn] }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'app' }));
    const still = await fix(['--undo', undoFile, '--yes']);
    expect(still.status).toBe(2);
    expect(still.out.replace(/\s+/g, ' ')).toContain('the alarm `theirs` of somebody else notifies the topic');
    expect(still.out.replace(/\s+/g, ' ')).toContain('has a log stream of somebody else, `app`');

    await cloudwatch.send(new PutMetricAlarmCommand({ ...alarm, ...rest }));
    await logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName: 'app' }));
    expect((await fix(['--undo', undoFile, '--yes'])).status).toBe(0);
    const without = (reads: readonly unknown[]) => JSON.stringify(reads).includes('trailproof');
    expect(without(await read())).toBe(without(before));
  });

  it('who uses the key that was made keeps it', async () => {
    const { fix, sandbox, undoFile } = await here(chain({ topic: { key: 'alias/aws/sns' } }));
    expect((await fix([...ONLY, '--apply', '--yes', '--undo-file', undoFile])).status).toBe(0);
    const kms = new KMSClient({ ...sandbox, region: HOME });
    const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
    const KeyId = Aliases.find(({ AliasName }) => AliasName === 'alias/security-alerts')?.TargetKeyId ?? '';
    const stateOf = async () => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/theirs', TargetKeyId: KeyId }));
    const named = await fix(['--undo', undoFile, '--yes']);
    expect(named.status).toBe(2);
    expect(named.out.replace(/\s+/g, ' ')).toContain('`alias/theirs`');
    await kms.send(new DeleteAliasCommand({ AliasName: 'alias/theirs' }));

    const { Policy = '' } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
    const found = JSON.parse(Policy);
    const theirs = {
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'kms:Decrypt',
      Resource: '*',
    };
    const put = (Statement: readonly object[]) =>
      kms.send(
        new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: JSON.stringify({ ...found, Statement }) }),
      );
    await put([...found.Statement, theirs]);
    const used = await fix(['--undo', undoFile, '--yes']);
    expect(used.status).toBe(2);
    expect(used.out.replace(/\s+/g, ' ')).toContain('somebody has changed the policy of the key');
    expect(await stateOf()).toBe('Enabled');
    await put(found.Statement);
    expect((await fix(['--undo', undoFile, '--yes'])).status).toBe(0);
    expect(await stateOf()).toBe('PendingDeletion');
  });

  it('who is to write into the bucket that was made keeps it', async () => {
    const { fix, sandbox, undoFile } = await here({});
    expect((await fix([...ONLY, ...SOMEBODY, '--apply', '--yes', '--undo-file', undoFile])).status).toBe(0);
    const s3 = new S3Client({ ...sandbox, region: HOME, forcePathStyle: true });
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const Bucket = Buckets.find(({ Name }) => Name?.startsWith('trailproof-'))?.Name ?? '';
    const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    const found = JSON.parse(Policy);
    const theirs = { ...found.Statement[0], Sid: 'Theirs', Principal: { Service: 'config.amazonaws.com' } };
    const put = (Statement: readonly object[]) =>
      s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ ...found, Statement }) }));
    await put([...found.Statement, theirs]);
    const stays = await fix(['--undo', undoFile, '--yes']);
    expect(stays.status).toBe(2);
    expect(stays.out.replace(/\s+/g, ' ')).toContain(`somebody has changed the policy of the bucket`);
    await put(found.Statement);
    expect((await fix(['--undo', undoFile, '--yes'])).status).toBe(0);
    expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).not.toContain(Bucket);
  });
});
