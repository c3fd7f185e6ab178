import { errorCodeOf } from '../cloudtrail/outcome.js';
import { isObject, type Json } from '../predicate/json.js';
import { actorOf } from './actor-of.js';
import type { Actor, Alert, AlertKey } from './alert.js';
import { readRecord } from './bounded-record.js';
import type { Course } from './course.js';
import { idOf } from './hash.js';
import { isoOf } from './instant.js';
import { isSuccess, keyOf } from './key-of.js';
import type { KeyChange } from './key-states.js';
import { textAt } from './member.js';
import type { Copy, Occurrence } from './occurrence.js';
import type { Raised } from './raise.js';
import { follow, type Status, worst } from './status.js';
import { periodWords, retitled, titleOf } from './title.js';

export interface AlertSetting {
  /** Milliseconds. */
  readonly now: number;
  /** Since when the logs tell what happened, in milliseconds; null: not known. */
  readonly logsFrom: number | null;
  readonly changes: ReadonlyMap<string, Course>;
}

/** The alert that a responder reads. Of a call that two accounts recorded, the record of the one that owns the resource. */
export function buildAlert(raised: Raised, setting: AlertSetting): Alert {
  try {
    return alertOf(
      raised,
      raised.last.copies.map(({ record }) => readRecord(record)),
      setting,
    );
  } catch (error) {
    // It was raised, and is told, whatever its record brings about.
    const alert = alertOf(raised, [{}], setting);
    const why = error instanceof Error ? error.message : String(error);
    return { ...alert, notes: [...alert.notes, `its record could not be described: ${why}`] };
  }
}

function alertOf(raised: Raised, records: readonly Json[], { now, logsFrom, changes }: AlertSetting): Alert {
  const { rule, last } = raised;
  const record = records[0]!;
  const actor = fullest(records.map(actorOf));
  const status = statusOf(raised, changes);
  const key = pending(keyOf(record, now), status);
  const copies = copiesOf(raised);
  const keys = new Set(raised.events.map(({ copies }) => copies[0]!.subject)).size;
  return {
    id: alertId(raised),
    rule: rule.id,
    severity: rule.severity,
    risk: rule.risk,
    time: last.time === null ? null : isoOf(last.time),
    account: textAt(record, 'recipientAccountId') ?? textAt(record, 'userIdentity', 'accountId'),
    region: textAt(record, 'awsRegion'),
    event: {
      id: last.copies[0]!.eventId,
      source: textAt(record, 'eventSource') ?? '',
      name: textAt(record, 'eventName') ?? '',
      outcome: isSuccess(record) ? 'success' : 'failure',
      errorCode: isObject(record) ? errorCodeOf(record) : null,
    },
    events: different(copies.map(({ eventId }) => eventId)),
    actor,
    key,
    title: titleOf({ rule, record, actor, key, status, events: raised.events.length, keys, grouped: raised.grouped }),
    status: status.status,
    statusEvent: eventOf(status),
    supersedes: raised.supersedes,
    grouped: raised.grouped,
    context: null,
    notes: notesOf(raised, logsFrom),
    record,
  };
}

/** The same for the same rule and the same events, or the same group: a range that cuts it off gives it another first event. */
const alertId = (raised: Raised): string =>
  raised.groupName === null
    ? idOf(raised.rule.id, ...different(copiesOf(raised).map(({ own }) => own)))
    : idOf(raised.rule.id, 'group', raised.groupName);

/** What its events are known by, as records and as calls: more than their eventIDs. */
export const identitiesOf = (raised: Raised): readonly string[] =>
  different(
    [...raised.events, raised.last].flatMap(({ identity, copies }) => [identity, ...copies.map(({ own }) => own)]),
  );

/** By time; those of the other account's record of one call stand beside it. */
const copiesOf = ({ events, last }: Raised): readonly Copy[] =>
  events.length === 1 && events[0] === last
    ? last.copies
    : [...events.filter((event) => event !== last), last].flatMap((event) => event.copies);

const different = (ids: readonly string[]): readonly string[] => (ids.length === 1 ? ids : [...new Set(ids)]);

/** The record of another account's resource names the caller by account alone: the caller's own record says who it was. */
function fullest(actors: readonly Actor[]): Actor {
  const known = (actor: Actor) => Object.values(actor).filter((value) => value !== null).length;
  if (actors.length === 1) return actors[0]!;
  return actors.reduce((a, b) => (a.principal === null && known(b) > known(a) ? b : a));
}

/** Of all keys that its events took away; open where the event that completed it took none. */
const statusOf = (raised: Raised, changes: AlertSetting['changes']): Status =>
  worst(lossesOf(raised).map((loss) => follow(loss, changes.get(loss.subject))));

/** What took away its keys, of each the last; none where the event that completed it took none. */
export function lossesOf({ last, events, further }: Raised): readonly KeyChange[] {
  if (lossOf(last) === null) return [];
  const latest = new Map<string, KeyChange>();
  for (const event of [...events, ...further]) {
    const loss = lossOf(event);
    if (loss && (latest.get(loss.subject)?.time ?? Number.NEGATIVE_INFINITY) <= loss.time!)
      latest.set(loss.subject, loss);
  }
  return [...latest.values()];
}

function lossOf({ time, identity, copies }: Occurrence): KeyChange | null {
  const { eventId, subject, loss } = copies[0]!;
  return time === null || subject === null || loss === null ? null : { time, identity, eventId, name: loss, subject };
}

/** An alert of which more is known by now: what became of its keys. */
export function retold(alert: Alert, status: Status): Alert {
  const key = pending(alert.key, status);
  return {
    ...alert,
    key,
    status: status.status,
    statusEvent: eventOf(status),
    title: retitled(alert, key, status),
  };
}

const eventOf = ({ by }: Status): Alert['statusEvent'] =>
  by && { id: by.eventId, name: by.name, time: isoOf(by.time!) };

/** Once it was cancelled nothing is scheduled. */
function pending(key: AlertKey | null, { status }: Status): AlertKey | null {
  const isPending = status === 'open' || status === 'lost';
  return key === null || isPending ? key : { ...key, deletionDate: null, daysLeft: null, isComputed: false };
}

function notesOf({ rule, unseenSince }: Raised, logsFrom: number | null): readonly string[] {
  if (rule.detection.kind !== 'new-terms' || unseenSince === null) return [];
  const history = periodWords(rule.detection.history);
  if (logsFrom === null) return [`whether the logs reach back ${history} is not known: it may be new to them alone`];
  if (logsFrom <= unseenSince) return [];
  return [
    `the logs that were read begin at ${isoOf(logsFrom)}, less than ${history} before: it may be new to them alone`,
  ];
}
