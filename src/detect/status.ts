import type { AlertStatus } from './alert.js';
import type { Course } from './course.js';
import type { KeyChange } from './key-states.js';

export interface Status {
  readonly status: AlertStatus;
  readonly by: KeyChange | null;
}

const OPEN: Status = { status: 'open', by: null };

/**
 * What became of a loss: the deletion is cancelled, which leaves the key disabled; the key is enabled; it is deleted. Only what came
 * later than the loss counts, because of one second nobody knows the order and an alert that stays open is seen. EnableKey fails on a
 * key that waits for its deletion (KMS developer guide, "Key states of AWS KMS keys"), so where it succeeded the key is back even if
 * the cancellation is not in the logs. Once the key is lost anew, what follows is told by that loss's own alert.
 */
export function follow(loss: KeyChange, course: Course | undefined): Status {
  if (loss.name === 'DeleteKey') return { status: 'lost', by: loss };
  let now = OPEN;
  for (;;) {
    const change = course?.next([...after(loss.name, now), ...lostAnew(now)], loss.time!, now.by) ?? null;
    if (change === null || lostAnew(now).includes(change.name)) return now;
    now = { status: statusBy(change.name), by: change };
    if (now.status === 'lost') return now;
  }
}

/** Of several losses that made one alert: as bad as the worst of them. */
export function worst(statuses: readonly Status[]): Status {
  const rank = (status: Status) => ORDER.indexOf(status.status);
  return statuses.reduce((a, b) => {
    if (rank(a) !== rank(b)) return rank(a) < rank(b) ? a : b;
    return (b.by?.time ?? 0) > (a.by?.time ?? 0) ? b : a;
  }, statuses[0] ?? OPEN);
}

const ORDER: readonly AlertStatus[] = ['lost', 'open', 'deletion-cancelled', 'recovered'];

function lostAnew({ status }: Status): readonly string[] {
  switch (status) {
    case 'open':
    case 'lost':
      return [];
    case 'deletion-cancelled':
      return ['ScheduleKeyDeletion'];
    case 'recovered':
      return ['ScheduleKeyDeletion', 'DisableKey', 'DeleteImportedKeyMaterial', 'DisconnectCustomKeyStore'];
  }
}

/** The events that change what became of a loss. */
function after(loss: string, { status }: Status): readonly string[] {
  switch (status) {
    case 'open':
      return ['DeleteKey', ...repairsOf(loss)];
    case 'deletion-cancelled':
      return ['DeleteKey', 'EnableKey'];
    case 'recovered':
    case 'lost':
      return ['DeleteKey'];
  }
}

function repairsOf(loss: string): readonly string[] {
  switch (loss) {
    case 'ScheduleKeyDeletion':
      return ['CancelKeyDeletion', 'EnableKey'];
    case 'DisableKey':
      return ['EnableKey'];
    case 'DeleteImportedKeyMaterial':
    case 'DeleteExpiredKeyMaterial':
      return ['ImportKeyMaterial'];
    case 'DisconnectCustomKeyStore':
      return ['ConnectCustomKeyStore'];
    default:
      return [];
  }
}

function statusBy(event: string): AlertStatus {
  if (event === 'DeleteKey') return 'lost';
  return event === 'CancelKeyDeletion' ? 'deletion-cancelled' : 'recovered';
}
