import { renameSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, inject, it } from 'vitest';
import { alarmReason } from '../../src/drill/marks.js';
import { type Behaviour, isCall, jsonAnswer } from '../proxy/call.js';
import { breakDown, deny, failWith, throttle } from '../proxy/refusals.js';
import { memberStatus, trailMembers } from '../proxy/trails.js';
import { topicArn } from './configuration.js';
import { rulesIn } from './configuration-parts.js';
import { after, CLEAN, calls, DRILL, drilling, FASTER, LONGER, SOUND, steps } from './drilling.js';
import { HOME } from './spec.js';

const OTHER = '0123456789ab';

/** A drill claims nothing that did not happen, and accuses no chain of what is not its fault. */
describe.skipIf(inject('moto').url === null)('what a drill claims', () => {
  const world = drilling();

  it('is not what another drill set off', async () => {
    const { drill, at } = await world.here({
      bells: [world.bell({ matches: () => false })],
      temper: { ...SOUND, back: 600 },
    });
    const set = async (url: string) => {
      const client = new CloudWatchClient({ ...world.config(), endpoint: url });
      const input = { AlarmName: 'kms-key-loss', StateValue: 'ALARM', StateReason: alarmReason(OTHER) } as const;
      await client.send(new SetAlarmStateCommand(input));
    };
    let through = '';
    const { url } = await at([after('logs:PutLogEvents', () => void set(through))]);
    through = url;
    const { status, record } = await drill([...LONGER, '--log-event'], { url });
    expect([status, steps({ record })]).toEqual([2, [['log-event', 'unknown']]]);
    expect(record.steps[0]?.reason).toMatch(/^the drill 0123456789ab set the alarm kms-key-loss in the meantime/);
  });

  it('is no failure where another drill set the alarm in the same moment', async () => {
    const first: Behaviour = (call, next) => {
      const isSet = isCall(call, 'cloudwatch:SetAlarmState') && call.input.StateValue === 'ALARM';
      return next(isSet ? { ...call, input: { ...call.input, StateReason: alarmReason(OTHER) } } : call);
    };
    const { drill } = await world.here({ behaviours: [first] });
    const { status, record } = await drill([...DRILL, '--alarm-state']);
    expect([status, steps({ record })]).toEqual([2, [['alarm-state', 'unknown']]]);
    expect(record.steps[0]?.reason).toMatch(/^the drill 0123456789ab set the alarm kms-key-loss in the meantime/);
  });

  it('holds what CloudWatch said of the alarm', async () => {
    const { drill } = await world.here();
    const { record, out } = await drill([...DRILL, '--log-event']);
    expect(out.replace(/\s+/g, ' ')).toContain('60 s at the most, which is less than was promised');
    expect(record.steps[0]?.measurements[0]?.alarmReason).toMatch(/^Threshold Crossed/);
  });

  it('is no success where an event that is required is carried by nothing', async () => {
    const pattern = '{ ($.eventSource = kms.amazonaws.com) && ($.eventName = DisableKey) }';
    const { drill } = await world.here({ differences: { pattern } });
    const { status, record, out } = await drill([...DRILL, '--log-event']);
    expect([status, record.verdict, steps({ record })]).toEqual([1, 'broken', [['log-event', 'passed']]]);
    expect(record.uncarried).toEqual([
      {
        event: 'kms.amazonaws.com:ScheduleKeyDeletion',
        region: HOME,
        reason: expect.stringMatching(/^stops at the metric filter/),
        isBroken: true,
      },
    ]);
    expect(out).toContain('1 of 1 step passed, ScheduleKeyDeletion is carried by nothing.');
  });

  it('is no failure where the log group did not take the event', async () => {
    const rejected: Behaviour = async (call, next) =>
      isCall(call, 'logs:PutLogEvents')
        ? jsonAnswer({ rejectedLogEventsInfo: { tooNewLogEventStartIndex: 0 } })
        : next(call);
    const { drill } = await world.here({ behaviours: [rejected] });
    const { status, record, out } = await drill([...LONGER, '--log-event']);
    expect(out).not.toContain('less than was promised');
    expect([status, steps({ record }), record.steps[0]?.measurements]).toEqual([2, [['log-event', 'unknown']], []]);
    expect(record.steps[0]?.reason).toMatch(/did not take the event: tooNewLogEventStartIndex/);
  });

  it('is no failure where nobody waited as long as a message takes after its alarm', async () => {
    const { drill } = await world.here({ temper: { ...SOUND, delay: 10, slow: 300 } });
    const { status, record, out } = await drill([
      ...DRILL.map((word) => (word === '1' ? '0.05' : word)),
      '--alarm-state',
    ]);
    expect(out).not.toContain('less than was promised');
    expect([status, steps({ record })]).toEqual([0, [['alarm-state', 'passed']]]);
  });

  it('counts from the call that was done, and not from those that were refused before', async () => {
    const missing = failWith('kms:DisableKey', 'NotFoundException', 'Key does not exist', { times: 4 });
    const { drill } = await world.here({ behaviours: [missing] });
    const { record } = await drill([...DRILL, '--create-key']);
    const tried = record.calls.filter(({ operation }) => operation === 'kms:DisableKey');
    expect(tried.map(({ error }) => error === null)).toEqual([false, false, false, false, true]);
    const sent = Date.parse(record.steps[0]?.measurements[0]?.sentAt ?? '');
    expect(Math.abs(sent - Date.parse(tried[4]?.at ?? ''))).toBeLessThan((17_000 / FASTER) * 0.5);
  });

  it('is every call that changed something, with what it came to', async () => {
    const { drill } = await world.here();
    const { record } = await drill([...DRILL, '--alarm-state', '--log-event', '--create-key']);
    const done = record.calls.map(({ operation, region, error }) => `${operation} ${region} ${error}`);
    const called = [
      'sqs:CreateQueue',
      'sns:Subscribe',
      'cloudwatch:SetAlarmState',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'kms:CreateKey',
      'kms:DisableKey',
      'kms:EnableKey',
      'kms:ScheduleKeyDeletion',
      'sns:Unsubscribe',
      'sqs:DeleteQueue',
      'logs:DeleteLogStream',
    ];
    expect(done).toEqual(called.map((operation) => `${operation} ${HOME} null`));
    expect(record.steps.map(({ warnings }) => warnings.length > 0)).toEqual([false, true, true]);
  });

  it('says at the end that the record could not be written, and where it is then', async () => {
    const folder = join(world.folder, 'gone');
    await mkdir(folder, { recursive: true });
    const { drill } = await world.here({
      behaviours: [after('cloudwatch:SetAlarmState', () => renameSync(folder, `${folder}-away`))],
    });
    const { status, err, out } = await drill([...DRILL, '--alarm-state', '-o', join(folder, 'record.json')]);
    expect([status, err]).toEqual([2, expect.stringMatching(/^trailproof: cannot write .*there is no such folder/)]);
    const place = /The record is in (\S+trailproof-drill-\w+\.json)\./.exec(out)?.[1] ?? '';
    expect(place).not.toContain('gone');
    await rm(place);
    expect(await world.remains()).toEqual({ ...CLEAN, alarm: 'OK' });
  });

  it('is nothing where AWS does not tell its time', async () => {
    let asked = 0;
    const refuse = throttle('sts:GetCallerIdentity' as never);
    const { drill, proxy } = await world.here({
      behaviours: [(call, next) => (isCall(call, 'sts:GetCallerIdentity') && ++asked > 2 ? refuse : next)(call, next)],
    });
    const { status, err } = await drill([...DRILL, '--alarm-state']);
    expect([status, err]).toEqual([
      3,
      expect.stringMatching(/^trailproof: AWS did not tell its time .*; try again\n$/),
    ]);
    expect(calls(proxy)).not.toContain('sqs:CreateQueue');
  });

  it('goes on where one look at the alarm came to nothing', async () => {
    let looks = 0;
    const refuse = breakDown('cloudwatch:DescribeAlarms');
    const { drill } = await world.here({
      behaviours: [
        (call, next) => {
          const isOne = isCall(call, 'cloudwatch:DescribeAlarms') && 'AlarmNames' in call.input && looks++ % 2 === 0;
          return (isOne ? refuse : next)(call, next);
        },
      ],
    });
    const { status, record } = await drill([...DRILL, '--alarm-state', '--log-event']);
    expect([status, record.things.filter(({ state }) => state !== 'removed')]).toEqual([0, []]);
  });

  it('sets off no action that the alarm was given after it was shown', async () => {
    const input: PutMetricAlarmCommandInput = {
      AlarmName: 'kms-key-loss',
      MetricName: 'KmsKeyLoss',
      Namespace: 'CISBenchmark',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      Statistic: 'Sum',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmActions: [world.bell().topic ?? '', `arn:aws:automate:${HOME}:ec2:stop`],
    };
    const meanwhile: Behaviour = async (call, next) => {
      if (isCall(call, 'sqs:CreateQueue'))
        await new CloudWatchClient(world.config()).send(new PutMetricAlarmCommand(input));
      return next(call);
    };
    const { drill, proxy } = await world.here({ behaviours: [meanwhile] });
    const { status, record } = await drill([...DRILL, '--alarm-state', '--create-key']);
    expect([status, steps({ record })]).toEqual([
      2,
      [
        ['alarm-state', 'unknown'],
        ['create-key', 'unknown'],
      ],
    ]);
    expect(record.steps[0]?.reason).toMatch(/was given the action .*ec2:stop after it was shown: run the drill again/);
    expect(calls(proxy)).not.toContain('cloudwatch:SetAlarmState');
    expect(calls(proxy)).not.toContain('kms:CreateKey');
  });

  it('is not what a rule sent of another call on the key', { timeout: 120_000 }, async () => {
    const { rules, topics } = rulesIn(world.account, [HOME, 'eu-west-1']);
    const topic = topicArn(world.account, `rules-${HOME}`);
    // What the rule sends of the key's making comes after the key was disabled, and of its disabling nothing comes.
    const late: Behaviour = async (call, next) => {
      const answer = await next(call);
      const detail = { eventName: 'CreateKey', responseElements: { keyMetadata: { keyId: call.input.KeyId } } };
      if (isCall(call, 'kms:DisableKey'))
        setTimeout(() => {
          const Message = JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail });
          void new SNSClient(world.config()).send(new PublishCommand({ TopicArn: topic, Message }));
        }, 200);
      return answer;
    };
    const { drill } = await world.here({
      differences: { filter: null, alarm: null, topic: null, more: { rules, topics } },
      bells: [],
      behaviours: [late],
    });
    const { status, record } = await drill([...DRILL, '--create-key']);
    expect([status, steps({ record })]).toEqual([2, [['create-key', 'unknown']]]);
    expect(record.steps[0]?.reason).toMatch(/a message came that does not name the key and the call/);
  });

  it('is not what rang just before', async () => {
    const { drill } = await world.here({
      bells: [world.bell({ matches: () => false })],
      temper: { ...SOUND, back: 600 },
      behaviours: [
        async (call, next) => {
          if (isCall(call, 'logs:PutLogEvents')) await ringing();
          return next(call);
        },
      ],
    });
    const ringing = async () => {
      const input = { AlarmName: 'kms-key-loss', StateValue: 'ALARM', StateReason: 'a real one' } as const;
      await new CloudWatchClient(world.config()).send(new SetAlarmStateCommand(input));
    };
    const slow = { ...world.quickIo(), now: () => new Date(Date.now() + 1500).toISOString() };
    const { status, record } = await drill([...LONGER, '--log-event'], { io: slow });
    expect([status, record.steps[0]?.reason]).toEqual([2, expect.stringMatching(/went to ALARM just before/)]);
  });

  it('is no break where the chain belongs to an account that was not read, or could not be', async () => {
    const owner = '444455556666';
    const TrailARN = `arn:aws:cloudtrail:${HOME}:${owner}:trail/management`;
    const shadow = trailMembers(() => ({
      TrailARN,
      HomeRegion: HOME,
      IsOrganizationTrail: true,
      CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${owner}:log-group:cloudtrail:*`,
    }));
    const delivers = { LatestCloudWatchLogsDeliveryTime: new Date(Date.now() - 120_000) };
    const none = { group: null, filter: null, alarm: null, topic: null };
    const { drill } = await world.here({
      differences: { ...none, trail: { name: 'management', logGroup: null } },
      behaviours: [shadow, memberStatus(TrailARN, delivers)],
    });
    const elsewhere = await drill([...DRILL, '--log-event']);
    expect([elsewhere.status, elsewhere.err]).toEqual([
      2,
      expect.stringMatching(/there is nothing known to drill: .*444455556666/),
    ]);
    expect(elsewhere.err).not.toMatch(/reaches nobody|trailproof fix/);
  });

  it('is no break where the alarms could not be read', async () => {
    const { drill } = await world.here({ behaviours: [deny('cloudwatch:DescribeAlarms')] });
    const { status, record, out } = await drill([...DRILL, '--alarm-state', '--log-event', '--create-key']);
    expect([status, record.steps.map(({ outcome, reason }) => `${outcome}: ${reason}`)]).toEqual([
      2,
      Array(3).fill(expect.stringMatching(/^unknown: the alarm to which the filter leads was not read/)),
    ]);
    expect(record.calls).toEqual([]);
    expect(out).toContain('The audit says unknown, whatever was tried here.');
  });

  it('asks nothing where nothing can be tried', async () => {
    const { drill, proxy } = await world.here({
      differences: { alarm: { topics: ['security', `arn:aws:automate:${HOME}:ec2:terminate`] } },
    });
    const asking = DRILL.filter((word) => word !== '--yes');
    const { status, err, record } = await drill([...asking, '--alarm-state'], { io: world.quickIo({ answers: [] }) });
    expect([status, err, record.steps[0]?.reason]).toEqual([2, '', expect.stringMatching(/ends or adds machines/)]);
    expect(calls(proxy)).not.toContain('cloudwatch:SetAlarmState');
  });
});
