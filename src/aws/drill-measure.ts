import type { DrillChain } from '../drill/chain.js';
import { GRACE_SECONDS, measured } from '../drill/judge.js';
import { alarmReason, drillOf } from '../drill/marks.js';
import { publishedIn, type Received, setByDrill, tellsOfAlarm } from '../drill/message.js';
import type { Measurement } from '../drill/record.js';
import { alarmPast, BETWEEN, deadline, describeAlarm, minutes, settle, untilQuiet } from './drill-alarm.js';
import type { DrillDesk, Reply } from './drill-desk.js';
import type { Mailbox } from './drill-mailbox.js';

/** What sets a chain off. */
export interface Trigger {
  /** `kms.amazonaws.com:DisableKey`, `cloudwatch:SetAlarmState` */
  readonly event: string;
  readonly eventID: string | null;
  readonly how: 'set' | 'event';
  /** Of a rule: texts that the message holds, when it is of this event. */
  readonly names: readonly string[];
  /** `begins` is told right before each attempt: the last one counts. */
  readonly send: (begins: () => void) => Promise<Reply<unknown>>;
}

export interface MeasureOptions {
  readonly mailbox: Mailbox | null;
  readonly promisedSeconds: number | null;
  /** In milliseconds, for each wait. */
  readonly limit: number;
}

/** Nothing was sent, and why; or what was seen of it. `isSent`: the alarm may still ring for it. */
export type Measured =
  | { readonly kind: 'not-sent'; readonly reason: string }
  | { readonly kind: 'stopped'; readonly isSent: boolean }
  | { readonly kind: 'measured'; readonly measurement: Measurement };

/** A message follows its alarm within seconds; one that has not come by then does not come any more in time. */
const AFTER_ALARM = 5 * 60_000;

/** Sends, and watches the alarm and the topic; then sees to it that the alarm leaves ALARM. */
export async function measure(
  desk: DrillDesk,
  chain: DrillChain,
  trigger: Trigger,
  options: MeasureOptions,
): Promise<Measured> {
  const { alarm } = chain;
  let before = 'OK';
  if (alarm) {
    const quiet = await untilQuiet(desk, alarm, options.limit);
    if (desk.isStopped()) return { kind: 'stopped', isSent: false };
    if (!quiet.ok) return { kind: 'not-sent', reason: quiet.reason };
    before = quiet.state;
    await desk.begin({ kind: 'alarm-state', region: alarm.region, name: alarm.name, of: before, how: trigger.how });
  } else if (desk.isStopped()) return { kind: 'stopped', isSent: false };
  // What came before is of something else.
  const earlier = options.mailbox?.cannot === null ? await options.mailbox.look() : [];
  let sentAt = desk.now();
  const sent = await trigger.send(() => {
    sentAt = desk.now();
  });
  if (!sent.ok) {
    // What was not answered may have happened all the same.
    if (alarm) await settle(desk, alarm, trigger.how, before, options.limit);
    return { kind: 'not-sent', reason: sent.reason };
  }
  const seen = await watch(desk, chain, trigger, { ...options, earlier }, sentAt);
  if (alarm) await settle(desk, alarm, trigger.how, before, options.limit);
  if (seen === null) return { kind: 'stopped', isSent: true };
  const iso = (at: number | null) => (at === null ? null : desk.iso(at));
  return {
    kind: 'measured',
    measurement: measured({
      event: trigger.event,
      eventID: trigger.eventID,
      sentAt: desk.iso(sentAt),
      alarmAt: iso(seen.alarmAt),
      messageAt: iso(seen.messageAt),
      message: seen.messageAt !== null ? 'received' : seen.message,
      promisedSeconds: options.promisedSeconds,
      alarmReason: seen.alarmReason,
      reason: seen.reason,
    }),
  };
}

interface Watched {
  readonly alarmAt: number | null;
  readonly messageAt: number | null;
  readonly message: Measurement['message'];
  readonly alarmReason: string | null;
  readonly reason: string | null;
}

/** Null: it was stopped before it was seen. */
async function watch(
  desk: DrillDesk,
  chain: DrillChain,
  trigger: Trigger,
  { mailbox, limit, earlier, promisedSeconds }: MeasureOptions & { readonly earlier: readonly Received[] },
  sentAt: number,
): Promise<Watched | null> {
  const { alarm, topic } = chain;
  const whole = deadline(desk, limit);
  let alarmAt: number | null = null;
  let said: string | null = null;
  let after: ReturnType<typeof deadline> | null = null;
  let blind: string | null = null;
  let received: readonly Received[] = [];
  for (;;) {
    received = (mailbox?.cannot === null ? await mailbox.look() : []).filter((one) => !earlier.includes(one));
    const own = ownMessage(desk.id, chain, trigger, received, sentAt);
    if (own)
      return {
        alarmAt: own.changedAt ?? alarmAt,
        messageAt: own.sentAt,
        message: 'received',
        alarmReason: own.alarmReason ?? said,
        reason: null,
      };
    if (alarm && alarmAt === null) {
      const now = await describeAlarm(desk, alarm);
      blind = now.ok ? null : now.reason;
      if (!now.ok && now.kind === 'expired') break;
      if (now.ok && now.value.state === 'ALARM') {
        const other = trigger.how === 'event' ? drillOf(now.value.reason) : null;
        if (other !== null) return unwatched(null, setByAnother(alarm.name, other), now.value.reason);
        if (trigger.how === 'event' && now.value.since < sentAt)
          return unwatched(null, rangBefore(alarm.name), now.value.reason);
        alarmAt = Math.max(now.value.since, sentAt);
        said = now.value.reason;
      }
      // CloudWatch takes a state that was set back within seconds: then only the history shows it.
      if (alarmAt === null && trigger.how === 'set') alarmAt = sentAt;
    }
    const isWatched = mailbox !== null && mailbox.cannot === null;
    if (!isWatched && (alarm === null || alarmAt !== null)) break;
    if (desk.isStopped()) return null;
    if (alarmAt !== null && alarm) after ??= deadline(desk, AFTER_ALARM);
    const waiting = after ?? whole;
    if (waiting.isOver()) break;
    waiting.tell(alarmAt === null && alarm ? `${alarm.name} to ring` : 'the message');
    await waiting.wait(BETWEEN);
  }
  // Whoever does not wait for as long as was promised cannot tell that it was not kept.
  const isTooShort = promisedSeconds !== null && limit < (promisedSeconds + GRACE_SECONDS) * 1000;
  const notInTime = (reason: string): Watched =>
    isTooShort
      ? unwatched(null, `${reason}, which is less than was promised: wait longer with \`--wait\``)
      : missing(null, reason);
  // An alarm that another drill put into ALARM in the same moment sends nothing more.
  const others = alarm && topic ? received.map((one) => setByDrill(one, { topic, name: alarm.name })) : [];
  const other = others.find((id) => id !== null && id !== desk.id);
  if (alarm && other) return unwatched(alarmAt, setByAnother(alarm.name, other), said);
  // Nobody looked at the alarm to the end.
  if (alarmAt === null && blind !== null) return unwatched(null, blind);
  const past = alarm && (await alarmPast(desk, alarm, topic, sentAt));
  alarmAt ??= past?.alarmAt ?? null;
  if (mailbox === null || mailbox.cannot !== null) {
    const cannot = mailbox?.cannot ?? 'the chain ends at no topic, whose messages could be watched';
    if (alarm && alarmAt === null) return notInTime(notRung(alarm.name, limit));
    if (past?.published === false) return missing(alarmAt, `CloudWatch could not publish: ${past.said}`, said);
    const told = past?.published ? '; CloudWatch says that it published it' : '';
    return unwatched(alarmAt, `${cannot}${told}`, said);
  }
  if (alarm && alarmAt === null) return notInTime(notRung(alarm.name, limit));
  if (past?.published === false) return missing(alarmAt, `CloudWatch could not publish: ${past.said}`, said);
  if (mailbox.blind !== null) return unwatched(alarmAt, mailbox.blind, said);
  if (!alarm && (await mailbox.look()).some((one) => !earlier.includes(one) && publishedIn(one)?.topic === topic)) {
    const reason =
      'a message came that does not name the key and the call, so that nobody can tell whether it is of this event';
    return unwatched(alarmAt, reason);
  }
  const told = past?.published ? ', though CloudWatch says that it published it' : '';
  const none = 'no message came to the drill’s own subscription within';
  if (!alarm) return notInTime(`${none} ${minutes(limit)}`);
  return missing(alarmAt, `${none} ${minutes(AFTER_ALARM)} of the alarm${told}`, said);
}

function missing(alarmAt: number | null, reason: string, alarmReason: string | null = null): Watched {
  return { alarmAt, messageAt: null, message: 'not-received', alarmReason, reason };
}

function unwatched(alarmAt: number | null, reason: string, alarmReason: string | null = null): Watched {
  return { alarmAt, messageAt: null, message: 'not-watched', alarmReason, reason };
}

const setByAnother = (name: string, id: string): string =>
  `the drill ${id} set the alarm ${name} in the meantime, so that nobody can tell what this one did: try again when it has ended`;

const rangBefore = (name: string): string =>
  `the alarm ${name} went to ALARM just before, for something else, and sends nothing more before it has left that state: try again`;

const notRung = (name: string, limit: number): string =>
  `the alarm ${name} did not go to ALARM within ${minutes(limit)}`;

interface Own {
  readonly sentAt: number;
  readonly changedAt: number | null;
  readonly alarmReason: string | null;
}

/** The message of this very event, as far as it says so. */
function ownMessage(
  id: string,
  { alarm, topic }: DrillChain,
  trigger: Trigger,
  received: readonly Received[],
  since: number,
): Own | null {
  if (topic === null) return null;
  for (const one of received) {
    if (alarm) {
      const reason = trigger.how === 'set' ? alarmReason(id) : null;
      const news = tellsOfAlarm(one, { topic, arn: alarm.arn, name: alarm.name, since, reason });
      if (news) return { sentAt: one.sentAt, changedAt: news.changedAt, alarmReason: news.reason };
    } else {
      const published = publishedIn(one);
      const { names } = trigger;
      if (published?.topic === topic && names.length > 0 && names.every((name) => published.text.includes(name)))
        return { sentAt: one.sentAt, changedAt: null, alarmReason: null };
    }
  }
  return null;
}
