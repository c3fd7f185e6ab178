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
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { describe, expect, inject, it } from 'vitest';
import type { MetricAlarm } from '../../src/account/answers.js';
import { plain } from '../../src/aws/plain.js';
import { alarmInput } from '../../src/change/build/alarm.js';
import type { Change } from '../../src/change/change.js';
import { chain } from './configuration.js';
import { fixing, SOMEBODY } from './fixing.js';
import type { Sandbox } from './sandbox.js';
import { HOME } from './spec.js';

const moto = inject('moto');
const ONLY = ['--control', 'kms-key-loss'];

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
