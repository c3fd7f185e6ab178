import type { DrillChain } from '../drill/chain.js';
import { questionsFor } from '../drill/filter-samples.js';
import type { ChainAndEvents } from '../drill/find-chains.js';
import { type DrillEvent, eventToSend } from '../drill/find-chains.js';
import { judgeMeasurements, judgeSamples, promiseFor } from '../drill/judge.js';
import { alarmReason, drillName } from '../drill/marks.js';
import type { DrillThing, FilterSample, RecordedStep } from '../drill/record.js';
import { refusal } from '../drill/refusal.js';
import { printJson } from '../predicate/json.js';
import { testMetricFilter } from './confirm.js';
import { setAlarm } from './drill-alarm.js';
import type { DrillDesk } from './drill-desk.js';
import { wasRefused } from './drill-mailbox.js';
import { type Measured, type MeasureOptions, measure } from './drill-measure.js';
import { testEventPattern } from './test-event-pattern.js';

/** What a step came to. */
export type StepResult = Pick<RecordedStep, 'outcome' | 'reason' | 'samples' | 'measurements'>;

export const STOPPED = 'the drill was stopped before its end';
const STOPPED_LATE = `${STOPPED}, and the alarm may still ring for what was done`;

export function unknownBecause(reason: string): StepResult {
  return { outcome: 'unknown', reason, samples: [], measurements: [] };
}

/** Asks AWS's own matcher about the pattern. */
export async function testFilter(desk: DrillDesk, one: ChainAndEvents): Promise<StepResult> {
  const { chain } = one;
  const { pattern } = chain;
  if (pattern === null) return unknownBecause('its pattern was not read');
  const questions = questionsFor(one);
  const answers = await (chain.kind === 'filter' ? byLogs : byEvents)(desk, chain, pattern, questions);
  if (!answers.ok) return { ...unknownBecause(answers.reason), outcome: answers.isWrong ? 'failed' : 'unknown' };
  const samples = questions.map(
    ({ name, required, ours }, at): FilterSample => ({ name, required, ours, aws: answers.aws[at] ?? null }),
  );
  return { ...judgeSamples(samples, chain.kind), samples, measurements: [] };
}

type Answers =
  | { readonly ok: true; readonly aws: readonly (boolean | null)[] }
  /** `isWrong`: AWS refuses the pattern itself. */
  | { readonly ok: false; readonly reason: string; readonly isWrong: boolean };
type Questions = ReturnType<typeof questionsFor>;

async function byLogs(desk: DrillDesk, chain: DrillChain, pattern: string, questions: Questions): Promise<Answers> {
  const { profile, endpointUrl } = desk.session.options;
  const messages = questions.map(({ message }) => message ?? '');
  const asked = await desk.ask('logs:TestMetricFilter', () =>
    testMetricFilter(pattern, messages, { profile, endpointUrl, regions: [chain.region] }),
  );
  if (!asked.ok) return { ...asked, isWrong: false };
  const { value } = asked;
  if (value.kind === 'answered') return { ok: true, aws: value.matches };
  if (value.kind === 'invalid-pattern')
    return { ok: false, reason: `AWS refuses the filter’s pattern: ${value.message}`, isWrong: true };
  return { ok: false, reason: refusal('logs:TestMetricFilter', value.error), isWrong: false };
}

async function byEvents(desk: DrillDesk, chain: DrillChain, pattern: string, questions: Questions): Promise<Answers> {
  const aws: (boolean | null)[] = [];
  for (const { message } of questions) {
    if (message === null) {
      aws.push(null);
      continue;
    }
    const answer = await testEventPattern(desk, chain.region, pattern, message);
    if (!answer.ok)
      return { ok: false, reason: answer.reason, isWrong: answer.code === 'InvalidEventPatternException' };
    aws.push(answer.value);
  }
  return { ok: true, aws };
}

/** Sets the alarm's state, to see that the notification works. */
export async function alarmState(desk: DrillDesk, chain: DrillChain, options: WayOptions): Promise<StepResult> {
  const { alarm } = chain;
  if (!alarm) return unknownBecause('the chain has no alarm');
  const seen = await measure(
    desk,
    chain,
    {
      event: 'cloudwatch:SetAlarmState',
      eventID: null,
      how: 'set',
      names: [],
      send: () => setAlarm(desk, alarm, 'ALARM', alarmReason(desk.id)),
    },
    { ...options, promisedSeconds: null },
  );
  return resultOf([seen]);
}

export interface WayOptions extends Pick<MeasureOptions, 'mailbox' | 'limit'> {
  /** CloudTrail's part of the promise, in seconds. */
  readonly deliverySeconds: number;
  readonly newUuid: () => string;
}

/** Puts one marked event into the log group, in a log stream of its own. */
export async function logEvent(
  desk: DrillDesk,
  chain: DrillChain,
  events: readonly DrillEvent[],
  options: WayOptions,
): Promise<StepResult> {
  const { group } = chain;
  if (!group) return unknownBecause('the chain has no log group');
  const stamp = { id: desk.id, eventID: options.newUuid(), at: desk.iso() };
  const [chosen] = events.flatMap((event) => {
    const record = eventToSend(chain, event, stamp);
    return record ? [{ name: event.event, record }] : [];
  });
  if (!chosen)
    return unknownBecause('no event that is marked as a drill’s would pass the filter, so that none was sent');
  const at = { kind: 'log-stream', region: group.region, name: group.name } as const;
  const stream = drillName(desk.id);
  const isMade = ({ kind, region, name, state }: DrillThing) =>
    kind === at.kind && region === at.region && name === at.name && state === 'made';
  if (!desk.things.some(isMade)) {
    await desk.begin({ ...at, of: stream });
    const made = await desk.change('logs:CreateLogStream', group.region, async () => {
      const { sdk, client } = await desk.session.clients.logs(group.region);
      await client.send(new sdk.CreateLogStreamCommand({ logGroupName: group.name, logStreamName: stream }));
    });
    if (!made.ok) {
      if (wasRefused(made.kind)) await desk.turn(at, { state: 'removed' });
      return unknownBecause(made.reason);
    }
    await desk.turn(at, { state: 'made' });
  }
  const send = (begins: () => void) =>
    desk.change('logs:PutLogEvents', group.region, async () => {
      begins();
      const { sdk, client } = await desk.session.clients.logs(group.region);
      const now = desk.now();
      // The time of sending, and not the one at which the alarm was looked at before.
      const record = { ...chosen.record, eventTime: desk.iso(now).replace(/\.\d+Z$/, 'Z') };
      const logEvents = [{ timestamp: now, message: printJson(record) }];
      const input = { logGroupName: group.name, logStreamName: stream, logEvents };
      const { rejectedLogEventsInfo } = await client.send(new sdk.PutLogEventsCommand(input));
      if (rejectedLogEventsInfo) throw new NotTaken(Object.keys(rejectedLogEventsInfo));
    });
  const promisedSeconds = promiseFor('log-event', chain.waitSeconds, options.deliverySeconds);
  const trigger = { event: chosen.name, eventID: stamp.eventID, how: 'event', names: [], send } as const;
  return resultOf([await measure(desk, chain, trigger, { ...options, promisedSeconds })]);
}

/** PutLogEvents succeeds although it takes an event that is too old or too new for none (CloudWatch Logs API reference). */
class NotTaken extends Error {
  constructor(why: readonly string[]) {
    super(`CloudWatch Logs did not take the event: ${why.join(', ')}`);
    this.name = 'RejectedLogEvents';
  }
}

/** What was measured, and what stood in the way of the rest. */
export function resultOf(all: readonly Measured[]): StepResult {
  const measurements = all.flatMap((one) => (one.kind === 'measured' ? [one.measurement] : []));
  const judged = judgeMeasurements(measurements);
  const gap = all.find(({ kind }) => kind !== 'measured');
  const reason = gap?.kind === 'not-sent' ? gap.reason : gap?.kind === 'stopped' && gap.isSent ? STOPPED_LATE : STOPPED;
  if (gap && judged.outcome !== 'failed') return { ...unknownBecause(reason), measurements };
  return { ...judged, samples: [], measurements };
}
