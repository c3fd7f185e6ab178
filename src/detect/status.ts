import type { AlertStatus } from './alert.js';
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
export function follow(loss: KeyChange, changes: readonly KeyChange[]): Status {
  if (loss.name === 'DeleteKey') return { status: 'lost', by: loss };
  let now = OPEN;
  for (const change of changes) {
    if (change.time! <= loss.time!) continue;
    if (isLostAnew(now, change)) return now;
    const status = after(loss.name, change.name);
    if (status !== null && !(status === 'deletion-cancelled' && now.status === 'recovered'))
      now = { status, by: change };
    if (now.status === 'lost') return now;
  }
  return now;
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

function isLostAnew({ status }: Status, { name }: KeyChange): boolean {
  switch (status) {
    case 'open':
    case 'lost':
      return false;
    case 'deletion-cancelled':
      return name === 'ScheduleKeyDeletion';
    case 'recovered':
      return ['ScheduleKeyDeletion', 'DisableKey', 'DeleteImportedKeyMaterial', 'DisconnectCustomKeyStore'].includes(
        name,
      );
  }
}

/** What a later event makes of a loss; null: nothing. */
function after(loss: string, event: string): AlertStatus | null {
  if (event === 'DeleteKey') return 'lost';
  switch (loss) {
    case 'ScheduleKeyDeletion':
      if (event === 'CancelKeyDeletion') return 'deletion-cancelled';
      return event === 'EnableKey' ? 'recovered' : null;
    case 'DisableKey':
      return event === 'EnableKey' ? 'recovered' : null;
    case 'DeleteImportedKeyMaterial':
    case 'DeleteExpiredKeyMaterial':
      return event === 'ImportKeyMaterial' ? 'recovered' : null;
    case 'DisconnectCustomKeyStore':
      return event === 'ConnectCustomKeyStore' ? 'recovered' : null;
    default:
      return null;
  }
}
