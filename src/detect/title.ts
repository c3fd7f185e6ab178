import type { Detection, Rule } from '../catalogue/rule.js';
import { errorOf } from '../cloudtrail/outcome.js';
import { isObject, type Json } from '../predicate/json.js';
import { actorName } from './actor-of.js';
import type { Actor, Alert, AlertKey, AlertStatus } from './alert.js';
import { deedOf, shortened } from './deeds.js';
import { isoOf } from './instant.js';
import { isSuccess, isWaitingForReplicas } from './key-of.js';
import { textAt } from './member.js';
import type { Status } from './status.js';

export interface TitleFacts {
  readonly rule: Rule;
  readonly record: Json;
  readonly actor: Actor;
  readonly key: AlertKey | null;
  readonly status: Status;
  /** How many events made it. */
  readonly events: number;
  /** How many keys they are about. */
  readonly keys: number;
  /** How many further matches its group has. */
  readonly grouped: number;
}

/** One sentence: who did what to what, and what follows. It says nothing that another day makes untrue. */
export function titleOf({ rule, record, actor, key, status, events, keys, grouped }: TitleFacts): string {
  const who = shortened(actorName(actor));
  const where = textAt(record, 'awsRegion');
  const deed = deedOf(record, key === null ? null : `key ${shortened(key.arn)}`);
  const place = where === null ? '' : ` in ${shortened(where)}`;
  const refusal = refusalOf(record);
  const done = refusal === null ? `${deed.did}${place}` : `tried to ${deed.toDo}${place}, which failed${refusal}`;
  const end =
    refusal === null && key !== null
      ? endOf(record, key, status.status, status.by ? isoOf(status.by.time!) : undefined)
      : null;
  const more = grouped === 0 ? '' : `, and ${grouped} more ${grouped === 1 ? 'match' : 'matches'}`;
  return `${who} ${done}${end === null ? '' : `: ${end}`}${together(rule.detection, events, keys)}${more}`;
}

function refusalOf(record: Json): string | null {
  if (isSuccess(record)) return null;
  const why = isObject(record) ? errorOf(record) : null;
  return why === null ? '' : ` with ${shortened(why)}`;
}

/** The title of an alert of which it is known by now what became of its key. */
export function retitled(alert: Alert, key: AlertKey | null, { status, by }: Status): string {
  const { title, record } = alert;
  if (key === null || alert.key === null || !isSuccess(record)) return title;
  const before = endOf(record, alert.key, alert.status, alert.statusEvent?.time);
  const after = endOf(record, key, status, by ? isoOf(by.time!) : undefined);
  const end = after === null ? '' : `: ${after}`;
  if (before === null) return `${title}${end}`;
  return title.includes(`: ${before}`) ? title.replace(`: ${before}`, () => end) : title;
}

/** What becomes of the key. */
function endOf(record: Json, key: AlertKey, status: AlertStatus, at: string | undefined): string | null {
  const name = textAt(record, 'eventName');
  if (name === 'DeleteKey') return null;
  const when = at === undefined ? '' : ` on ${at.slice(0, 10)}`;
  switch (status) {
    case 'lost':
      return `it was deleted${when}`;
    case 'recovered':
      return `it was ${name === 'DeleteImportedKeyMaterial' ? 'imported again' : 'enabled again'}${when}`;
    case 'deletion-cancelled':
      return `this was cancelled${when}, which left it disabled`;
    case 'open':
      break;
  }
  if (name !== 'ScheduleKeyDeletion') return null;
  if (key.deletionDate !== null) return `its deletion is due on ${key.deletionDate.slice(0, 10)}`;
  if (!isWaitingForReplicas(record)) return null;
  const days = key.pendingWindowInDays;
  return `its waiting period${days === null ? '' : ` of ${days} days`} begins when its replicas are deleted`;
}

/** What the others are, where it took several. */
function together(detection: Detection, events: number, keys: number): string {
  switch (detection.kind) {
    case 'query':
      return '';
    case 'new-terms':
      return `, not seen in the ${periodWords(detection.history)} before`;
    case 'threshold':
      return `, the last of ${events} such events`;
    case 'value-count':
      return `, the last of ${events} events${keys > 1 ? ` on ${keys} keys` : ''} within ${periodWords(detection.within)}`;
    case 'sequence':
      return `, the last of ${events} steps within ${periodWords(detection.within)}`;
  }
}

/** `10 minutes`, `1 hour`, `90 seconds`. */
export function periodWords(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const;
  const [unit, size] = units.find(([, size]) => seconds >= size && seconds % size === 0) ?? ['second', 1];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
