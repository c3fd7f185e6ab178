import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, inject, it } from 'vitest';
import { fakeIo } from '../../src/cli/io.case.js';
import { run } from '../../src/cli/program.js';
import type { JsonObject } from '../../src/predicate/json.js';
import { furtherAlarms } from '../proxy/alarms.js';
import { type Behaviour, isCall, jsonAnswer } from '../proxy/call.js';
import { tally } from '../proxy/proxy.js';
import { deny, failWith } from '../proxy/refusals.js';
import { topicArn } from './configuration.js';
import { rulesIn } from './configuration-parts.js';
import { CLEAN, calls, DRILL, drilling, FASTER, LONGER, SOUND, steps } from './drilling.js';
import { HOME } from './spec.js';

describe.skipIf(inject('moto').url === null)('drill', () => {
  const world = drilling();

  it('measures a sound chain, removes what it made, and records it; and again right after', async () => {
    const { drill, file } = await world.here();
    const ended = await drill([...DRILL, '--alarm-state', '--log-event']);
    expect([ended.err, ended.status, steps(ended)]).toEqual([
      '',
      0,
      [
        ['alarm-state', 'passed'],
        ['log-event', 'passed'],
      ],
    ]);
    expect(await world.remains()).toEqual({ ...CLEAN, alarm: 'OK' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { record } = ended;
    expect(record).toMatchObject({
      schema: 'trailproof/drill/1',
      account: world.account,
      control: 'kms-key-loss',
      verdict: 'proved',
      chains: [{ filter: 'kms-key-loss', topic: world.bell().topic, promisedWaitSeconds: 60, promisedSeconds: 360 }],
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

  it('goes by AWS’s clock where this machine’s is wrong, and says by how much', async () => {
    // As AWS does, it rings later than what whole seconds leave open.
    const { drill } = await world.here({ temper: { ...SOUND, delay: 1300, back: 600 } });
    const late = { ...world.quickIo(), now: () => new Date(Date.now() - 3_600_000).toISOString() };
    const { status, record } = await drill([...LONGER, '--log-event'], { io: late });
    expect([status, Math.round(record.clockOffsetSeconds / 10)], JSON.stringify(record.steps)).toEqual([0, 360]);
    expect(record.steps[0]?.measurements[0]?.secondsToMessage).toBeLessThan(30);
    expect(Math.abs(Date.parse(record.startedAt) - Date.now())).toBeLessThan(60_000);
  });

  it('sends an event that says what it is, and that the control requires', async () => {
    const { drill, proxy } = await world.here();
    const { record } = await drill([...DRILL, '--log-event']);
    const sent = proxy.calls.find((call) => isCall(call, 'logs:PutLogEvents'))?.input.logEvents as
      | readonly { message: string }[]
      | undefined;
    const event = JSON.parse(sent?.[0]?.message ?? '{}') as JsonObject;
    expect(event).toMatchObject({
      eventSource: 'kms.amazonaws.com',
      eventName: 'DisableKey',
      recipientAccountId: world.account,
      awsRegion: HOME,
      eventID: record.steps[0]?.measurements[0]?.eventID,
      requestParameters: { trailproofDrill: record.id },
    });
    expect(event.userAgent).toContain('nothing has happened');
    expect(JSON.stringify(event)).not.toContain('Alice');
  });

  it('says that an alarm never rang, and cleans up', async () => {
    const { drill } = await world.here({ bells: [world.bell({ matches: () => false })] });
    const { status, out, record } = await drill([...LONGER, '--log-event']);
    expect([status, steps({ record })]).toEqual([1, [['log-event', 'failed']]]);
    expect(record.steps[0]?.reason).toBe('the alarm kms-key-loss did not go to ALARM within 3 minutes');
    expect(out).toMatch(/^✗ log-event/m);
    expect(await world.remains()).toMatchObject(CLEAN);
    const short = await drill([...DRILL, '--log-event']);
    expect([short.status, steps(short)]).toEqual([2, [['log-event', 'unknown']]]);
    expect(short.record.steps[0]?.reason).toMatch(/within 1 minute, which is less than was promised: wait longer/);
  });

  it('says that CloudWatch could not publish, in its words', async () => {
    const { drill } = await world.here({ temper: { ...SOUND, refused: 'CloudWatch Alarms is not authorized' } });
    const { status, record } = await drill([...DRILL, '--alarm-state']);
    expect(status).toBe(1);
    expect(record.steps[0]?.reason).toMatch(/^CloudWatch could not publish: .*not authorized/);
    expect(await world.remains()).toEqual({ ...CLEAN, alarm: 'OK' });
  });

  it.each([
    ['AccessDeniedException', /sqs:ReceiveMessage is not allowed/],
    ['QueueDoesNotExist', /the messages could not be read/],
    ['InternalFailure', /the messages could not be read/],
  ])('fails no chain because the queue answers %s', async (code, why) => {
    const { drill } = await world.here({
      behaviours: [failWith('sqs:ReceiveMessage' as never, code, 'said SQS')],
    });
    const { status, record } = await drill([...DRILL, '--alarm-state']);
    expect([status, steps({ record }), record.steps[0]?.reason]).toEqual([
      2,
      [['alarm-state', 'unknown']],
      expect.stringMatching(why),
    ]);
    expect(await world.remains()).toEqual({ ...CLEAN, alarm: 'OK' });
  });

  it('measures what remains where nobody may subscribe, and says what is missing', async () => {
    const { drill } = await world.here({ behaviours: [deny('sns:Subscribe')] });
    const { status, record } = await drill([...DRILL, '--log-event']);
    const [step] = record.steps;
    expect([status, step?.outcome, step?.measurements[0]?.message]).toEqual([2, 'unknown', 'not-watched']);
    expect(step?.measurements[0]?.secondsToAlarm).toBeGreaterThanOrEqual(0);
    expect(step?.reason).toMatch(
      /sns:Subscribe is not allowed: `trailproof permissions drill`.*says that it published it$/,
    );
    expect(await world.remains()).toMatchObject(CLEAN);
  });

  it.each([
    ['cloudwatch:SetAlarmState', '--alarm-state'],
    ['logs:CreateLogStream', '--log-event'],
    ['logs:PutLogEvents', '--log-event'],
    ['kms:CreateKey', '--create-key'],
    ['sqs:CreateQueue', '--alarm-state'],
  ])('says that %s is denied, and cleans up', async (operation, step) => {
    const { drill } = await world.here({ behaviours: [deny(operation as never)] });
    const { status, record } = await drill([...DRILL, step]);
    expect([status, record.steps[0]?.outcome]).toEqual([2, 'unknown']);
    expect(record.steps[0]?.reason).toContain(`${operation} is not allowed`);
    expect(record.things.filter(({ state }) => state !== 'removed')).toEqual([]);
    expect(await world.remains()).toMatchObject(CLEAN);
  });

  it('does nothing to an alarm that is in ALARM and stays there', async () => {
    const { drill, proxy } = await world.here();
    const input = { AlarmName: 'kms-key-loss', StateValue: 'ALARM', StateReason: 'a real one' } as const;
    await new CloudWatchClient(world.config()).send(new SetAlarmStateCommand(input));
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
    expect(await world.remains()).toMatchObject({ ...CLEAN, alarm: 'ALARM' });
  });

  it('drills no alarm that an event would put into ALARM for ever', async () => {
    const { drill } = await world.here({ differences: { alarm: { input: { TreatMissingData: 'ignore' } } } });
    const { status, out, err } = await drill([...DRILL, '--alarm-state']);
    expect([status, out, err]).toEqual([1, '', expect.stringMatching(/stops at the alarm.*ignore/)]);
  });

  it('puts back at once the state of an alarm that may not leave it by itself', async () => {
    const { drill, proxy } = await world.here({
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
    expect(await world.remains()).toEqual({ ...CLEAN, alarm: 'OK' });
  });

  it('puts it back after an event only when the event is out of its window', { timeout: 120_000 }, async () => {
    const { drill } = await world.here({
      differences: { alarm: { input: { TreatMissingData: 'ignore', Period: 60 } }, filter: { defaultValue: 0 } },
      temper: { ...SOUND, back: null },
    });
    const { status, record } = await drill([...DRILL.map((word) => (word === '1' ? '10' : word)), '--log-event']);
    expect([status, steps({ record })]).toEqual([0, [['log-event', 'passed']]]);
    const seen = record.steps[0]?.measurements[0];
    const waited = Date.parse(record.endedAt ?? '') - Date.parse(seen?.messageAt ?? '');
    expect(waited).toBeGreaterThanOrEqual((4 * 60_000) / FASTER);
    expect(await world.remains()).toEqual({ ...CLEAN, alarm: 'OK' });
  });

  it('puts back the state of a composite alarm, which does not return by itself', async () => {
    const topic = topicArn(world.account, 'security');
    const any = {
      AlarmName: 'any',
      AlarmArn: `arn:aws:cloudwatch:${HOME}:${world.account}:alarm:any`,
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
    const { drill } = await world.here({
      differences: { alarm: { topics: [] } },
      bells: [world.bell({ alarm: 'any' })],
      temper: { ...SOUND, back: null },
      beneath: [set, furtherAlarms(HOME, { composite: [any] })],
    });
    const { status, record, out, err } = await drill([...DRILL, '--alarm-state']);
    expect([err, status, steps({ record }), states]).toEqual(['', 0, [['alarm-state', 'passed']], ['ALARM', 'OK']]);
    expect(out.replace(/\s+/g, ' ')).toContain('It is a composite alarm, whose state is put back by the drill');
  });

  it('keeps an alarm from staying in ALARM for the drill', async () => {
    const { drill } = await world.here({ temper: { ...SOUND, back: null } });
    const { status, record } = await drill([...DRILL, '--alarm-state']);
    expect([status, record.things.find(({ kind }) => kind === 'alarm-state')?.state]).toEqual([0, 'removed']);
    expect(await world.remains()).toEqual({ ...CLEAN, alarm: 'OK' });
  });

  it('says that an event keeps the alarm in ALARM, and that `--clean` leaves a later one alone', async () => {
    const { drill, file } = await world.here({ temper: { ...SOUND, back: null } });
    const { status, record, out } = await drill([...DRILL, '--log-event']);
    expect([status, steps({ record })]).toEqual([2, [['log-event', 'passed']]]);
    expect(out.replace(/\s+/g, ' ')).toContain('another event sends nothing');
    const alarm = new CloudWatchClient(world.config());
    const set = (StateValue: 'OK' | 'ALARM') =>
      alarm.send(new SetAlarmStateCommand({ AlarmName: 'kms-key-loss', StateValue, StateReason: 'a real one' }));
    await set('OK');
    await set('ALARM');
    const cleaned = await drill(['--clean', file]);
    expect([cleaned.status, (await world.remains()).alarm]).toEqual([2, 'ALARM']);
    await set('OK');
    expect((await drill(['--clean', file])).status).toBe(0);
  });

  it('tries each chain where two carry the events, over one queue', async () => {
    const only = (name: string) => `{ ($.eventSource = kms.amazonaws.com) && ($.eventName = ${name}) }`;
    const { drill, proxy } = await world.here({
      differences: {
        pattern: only('DisableKey'),
        more: {
          filters: [{ name: 'deletion', logGroup: 'cloudtrail', pattern: only('ScheduleKeyDeletion'), metric: 'D' }],
          alarms: [{ name: 'deletion', metric: 'D', topics: ['others'] }],
          topics: [{ name: 'others', subscriptions: [{ protocol: 'email', endpoint: 'others@example.com' }] }],
        },
      },
      bells: [
        world.bell({ matches: ({ eventName }) => eventName === 'DisableKey' }),
        world.bell({
          matches: ({ eventName }) => eventName === 'ScheduleKeyDeletion',
          alarm: 'deletion',
          topic: topicArn(world.account, 'others'),
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
    expect(await world.remains()).toMatchObject({ queues: [], streams: [], subscriptions: ['email', 'email'] });
  });

  it('tries a rule by its messages, which name the key', async () => {
    const { rules, topics } = rulesIn(world.account, [HOME, 'eu-west-1']);
    const { drill } = await world.here({
      differences: { filter: null, alarm: null, topic: null, more: { rules, topics } },
      bells: [world.bell({ group: null, alarm: null, topic: topicArn(world.account, `rules-${HOME}`) })],
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
    expect(await world.remains()).toMatchObject({ queues: [], streams: [], keys: ['PendingDeletion'] });
  });

  it('drills nothing where nothing carries the event, and names what mends it', async () => {
    const { drill, proxy } = await world.here({ differences: { alarm: { input: { ActionsEnabled: false } } } });
    const { status, out, err } = await drill([...DRILL, '--log-event']);
    expect([status, out]).toEqual([1, '']);
    expect(err).toMatch(
      /nothing to drill: .*stops at the alarm `kms-key-loss`: `ActionsEnabled` is false.*`trailproof fix --control kms-key-loss`/,
    );
    expect(calls(proxy)).not.toContain('sqs:CreateQueue');
  });

  it('asks, and does nothing without a yes', async () => {
    const { drill, proxy } = await world.here();
    const asking = DRILL.filter((word) => word !== '--yes');
    const no = await drill([...asking, '--log-event'], { io: world.quickIo({ answers: ['n'] }) });
    expect([no.status, no.err]).toEqual([3, expect.stringContaining('Carry out this step? [y/N]')]);
    const nobody = await drill([...asking, '--log-event']);
    expect([nobody.status, nobody.err]).toEqual([3, expect.stringMatching(/^trailproof: nobody can be asked/)]);
    expect(calls(proxy).filter((name) => /:(Create|Put|Set|Subscribe)/.test(name))).toEqual([]);
  });

  it('does nothing where its record cannot be written', async () => {
    const { drill, proxy } = await world.here();
    const { status, err } = await drill([...DRILL, '--log-event', '-o', join(world.folder, 'none', 'record.json')]);
    expect([status, err]).toEqual([3, expect.stringMatching(/cannot write .*there is no such folder/)]);
    expect(calls(proxy)).not.toContain('sqs:CreateQueue');
  });

  it('prints hostile names harmlessly, and works with them', async () => {
    const name = 'key "loss" $(id) \u202e';
    const { drill } = await world.here({
      differences: { alarm: { name }, filter: { name: 'a\x1b[2J`b`' } },
      bells: [world.bell({ alarm: name })],
    });
    const { status, out, record } = await drill([...DRILL, '--alarm-state']);
    expect([status, record.steps[0]?.outcome]).toEqual([0, 'passed']);
    for (const character of ['\x1b', '\u202e']) expect(out).not.toContain(character);
  });

  it('calls nothing that the policy does not name, and what it names for other steps it does not call', async () => {
    const { drill, proxy } = await world.here();
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
