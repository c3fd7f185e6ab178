import type { DrillAlarm } from '../drill/chain.js';
import { alarmReason, backReason } from '../drill/marks.js';
import type { DrillDesk, Reply } from './drill-desk.js';

/** Between two looks, in milliseconds. */
export const BETWEEN = 5000;

export interface AlarmNow {
  readonly state: string;
  readonly reason: string;
  /** Since when it is in this state, in milliseconds since 1970. */
  readonly since: number;
  /** Whatever a change of its state sets off. */
  readonly actions: readonly string[];
}

export async function describeAlarm(desk: DrillDesk, { name, region }: Place): Promise<Reply<AlarmNow>> {
  return desk.ask('cloudwatch:DescribeAlarms', async () => {
    const { sdk, client } = await desk.session.clients.cloudwatch(region);
    const { CompositeAlarm, MetricAlarm } = sdk.AlarmType;
    const input = { AlarmNames: [name], AlarmTypes: [MetricAlarm, CompositeAlarm] };
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(new sdk.DescribeAlarmsCommand(input));
    const found = [...MetricAlarms, ...CompositeAlarms][0];
    return {
      state: found?.StateValue ?? 'gone',
      reason: found?.StateReason ?? '',
      since: (found?.StateTransitionedTimestamp ?? found?.StateUpdatedTimestamp)?.getTime() ?? desk.now(),
      actions: [found?.AlarmActions, found?.OKActions, found?.InsufficientDataActions].flatMap((some) => some ?? []),
    };
  });
}

type Place = Pick<DrillAlarm, 'name' | 'region'>;

/** A look that came to nothing may come to something a moment later: so often it is tried. */
const LOOKS = 5;

async function lookAt(desk: DrillDesk, place: Place): Promise<Reply<AlarmNow>> {
  for (let tries = 1; ; tries++) {
    const now = await describeAlarm(desk, place);
    const mayPass = !now.ok && (now.kind === 'throttled' || now.kind === 'unreachable' || now.kind === 'failed');
    if (!mayPass || tries === LOOKS || desk.isStopped()) return now;
    desk.progress(`another look at ${place.name}`);
    await desk.wait(BETWEEN);
  }
}

/** What the alarm did since then, by its own history. */
export interface AlarmPast {
  /** When it went to ALARM. */
  readonly alarmAt: number | null;
  /** Did it publish to the topic? Null: not told. */
  readonly published: boolean | null;
  /** What CloudWatch says of that. */
  readonly said: string;
}

/** Null where the history cannot be read: it only adds to what is seen otherwise. */
export async function alarmPast(
  desk: DrillDesk,
  alarm: DrillAlarm,
  topic: string | null,
  since: number,
): Promise<AlarmPast | null> {
  const history = await desk.ask('cloudwatch:DescribeAlarmHistory', async () => {
    const { sdk, client } = await desk.session.clients.cloudwatch(alarm.region);
    const type = alarm.isComposite ? sdk.AlarmType.CompositeAlarm : sdk.AlarmType.MetricAlarm;
    const input = { AlarmName: alarm.name, AlarmTypes: [type], StartDate: new Date(since - SLACK), MaxRecords: 100 };
    return (await client.send(new sdk.DescribeAlarmHistoryCommand(input))).AlarmHistoryItems ?? [];
  });
  if (!history.ok) return null;
  const items = history.value
    .map(({ Timestamp, HistoryItemType, HistorySummary = '' }) => ({
      at: Timestamp?.getTime() ?? 0,
      type: HistoryItemType,
      said: HistorySummary,
    }))
    .filter(({ at }) => at >= since - SLACK)
    .sort((a, b) => a.at - b.at);
  const change = items.find(({ type, said }) => type === 'StateUpdate' && /\bto ALARM\b/i.test(said));
  const action = items.find(({ type, said }) => type === 'Action' && topic !== null && said.includes(topic));
  return {
    alarmAt: change?.at ?? null,
    published: action ? /^Successfully\b/i.test(action.said) : null,
    said: action?.said ?? '',
  };
}

/** Two clocks may differ by so much. */
const SLACK = 2000;

export async function setAlarm(desk: DrillDesk, place: Place, state: string, reason: string): Promise<Reply<void>> {
  return desk.change('cloudwatch:SetAlarmState', place.region, async () => {
    const { sdk, client } = await desk.session.clients.cloudwatch(place.region);
    const input = { AlarmName: place.name, StateValue: state as 'OK', StateReason: reason };
    await client.send(new sdk.SetAlarmStateCommand(input));
  });
}

/** Waits until the alarm is in another state than ALARM, and looks at what it does. A sentence says why it is of no use to go on. */
export async function untilQuiet(
  desk: DrillDesk,
  alarm: DrillAlarm,
  limit: number,
): Promise<{ readonly ok: true; readonly state: string } | { readonly ok: false; readonly reason: string }> {
  const until = deadline(desk, limit);
  for (;;) {
    const now = await lookAt(desk, alarm);
    if (!now.ok) return now;
    if (now.value.state === 'gone') return { ok: false, reason: `the alarm ${alarm.name} is not there any more` };
    // What nobody was told of before is not set off.
    const unseen = now.value.actions.find((action) => ![...alarm.actions, ...alarm.afterwards].includes(action));
    if (unseen !== undefined)
      return {
        ok: false,
        reason: `the alarm ${alarm.name} was given the action ${unseen} after it was shown: run the drill again`,
      };
    if (now.value.state !== 'ALARM') return { ok: true, state: now.value.state };
    if (desk.isStopped() || until.isOver())
      return {
        ok: false,
        reason: `the alarm ${alarm.name} is in ALARM since ${desk.iso(now.value.since)}, and an alarm sends nothing before it has left that state`,
      };
    until.tell(`${alarm.name} to leave ALARM`);
    await until.wait(BETWEEN);
  }
}

/** So much time, by the clock or by what was waited for, whichever is over first. */
export function deadline(desk: DrillDesk, limit: number) {
  const start = desk.now();
  let waited = 0;
  return {
    isOver: () => waited >= limit || desk.now() - start >= limit,
    /** Tells whoever watches what is waited for, and for how long already. */
    tell(what: string): void {
      const most = Number.isFinite(limit) ? ` of ${minutes(limit)} at the most` : '';
      desk.progress(`${what}, for ${Math.round((desk.now() - start) / 1000)} s${most},`);
    },
    async wait(milliseconds: number): Promise<void> {
      waited += milliseconds;
      await desk.wait(milliseconds);
    },
  };
}

export function minutes(milliseconds: number): string {
  const count = Math.round(milliseconds / 6000) / 10;
  return count === 1 ? '1 minute' : `${count} minutes`;
}

/** CloudWatch looks at an alarm at least once a minute: one that it has not taken back after this it does not take back. */
const TAKEN_BACK = 5 * 60_000;
/** Quiet periods that are added to an alarm's window before it is sure that nothing in it breaches any more. */
const MORE_PERIODS = 3;

/**
 * Sees to it that the alarm leaves ALARM: by itself, or, where that would not come, by putting back the state that was before. `how`:
 * the drill set its state, or an event of the drill did (then the data point keeps it there for its window).
 */
export async function settle(
  desk: DrillDesk,
  alarm: DrillAlarm,
  how: 'set' | 'event',
  before: string,
  limit: number,
): Promise<void> {
  const at = { kind: 'alarm-state', region: alarm.region, name: alarm.name } as const;
  const until = deadline(desk, Math.min(limit, patience(alarm, how)));
  let since: string | null = null;
  for (;;) {
    const now = await lookAt(desk, alarm);
    if (!now.ok) return desk.turn(at, { state: 'left', reason: now.reason });
    if (now.value.state !== 'ALARM') return desk.turn(at, { state: 'removed', reason: null });
    if (since === null) {
      since = desk.iso(now.value.since);
      await desk.turn(at, { due: since });
    }
    if (until.isOver()) break;
    if (desk.isStopped()) {
      if (how === 'set') break;
      const next = alarm.staysInAlarm ? 'it does not leave it by itself' : 'it leaves it when its data is over';
      return desk.turn(at, { state: 'left', reason: `it is in ALARM, and another event sends nothing: ${next}` });
    }
    until.tell(`${alarm.name} to leave ALARM`);
    await until.wait(BETWEEN);
  }
  if (how === 'set' || alarm.staysInAlarm) return putBack(desk, alarm, { how, before, since, begun: desk.iso() });
  const reason = 'it is still in ALARM, and another event sends nothing: it leaves it when its data is over';
  return desk.turn(at, { state: 'left', reason });
}

/** How long it is waited for an alarm to leave ALARM by itself, in milliseconds; of one that does not, until it can be put back. */
function patience({ staysInAlarm, isComposite, windowSeconds }: DrillAlarm, how: 'set' | 'event'): number {
  if (how === 'set') return staysInAlarm || isComposite ? 0 : TAKEN_BACK;
  // Before its window is over, CloudWatch would find the data point again, and tell everybody once more.
  return staysInAlarm ? (1 + MORE_PERIODS) * windowSeconds * 1000 : Number.POSITIVE_INFINITY;
}

/** Only where it is still the drill's own ALARM: one that came after it is somebody's. */
export async function putBack(
  desk: DrillDesk,
  alarm: Place,
  was: {
    readonly how: 'set' | 'event';
    readonly before: string;
    /** Since when it was seen in ALARM; null: it was not seen. */
    readonly since: string | null;
    /** When the drill began with it. */
    readonly begun: string;
  },
): Promise<void> {
  const at = { kind: 'alarm-state', region: alarm.region, name: alarm.name } as const;
  const now = await lookAt(desk, alarm);
  if (!now.ok) return desk.turn(at, { state: 'left', reason: now.reason });
  if (now.value.state !== 'ALARM') return desk.turn(at, { state: 'removed', reason: null });
  if (was.how === 'set' ? now.value.reason !== alarmReason(desk.id) : was.since !== desk.iso(now.value.since)) {
    const reason =
      was.how === 'event' && was.since === null && now.value.since >= Date.parse(was.begun)
        ? `it is in ALARM since ${desk.iso(now.value.since)}, it may be for the drill’s event: it leaves it when its data is over`
        : 'it is in ALARM, and not for the drill as far as can be told: it was left as it is';
    return desk.turn(at, was.how === 'set' ? { state: 'removed', reason: null } : { state: 'left', reason });
  }
  const back = await setAlarm(desk, alarm, was.before, backReason(desk.id));
  return desk.turn(at, back.ok ? { state: 'removed', reason: null } : { state: 'left', reason: back.reason });
}
