import type { Key } from './key.js';
import { type KeyDeed, type KeyPast, wasDisabledOnPurpose } from './past.js';
import { isUnfinished, type RecordedKey } from './record.js';

/** What an earlier run of ours says of the key. */
export interface EarlierKey {
  readonly key: RecordedKey;
  readonly startedAt: string;
  /** ARNs of those who ran it. */
  readonly callers: readonly string[];
}

export interface HalfOptions {
  readonly past: KeyPast;
  /** Was the event history of the key's Region read to its end? */
  readonly isHistoryKnown: boolean;
  readonly now: string;
  /** ARN of who runs this, as sts:GetCallerIdentity says it. */
  readonly caller: string;
  readonly earlier: EarlierKey | null;
}

/** `ours`: a run of ours left it so, and it is gone on with. `unclear`: nobody can tell, and it is not enabled unasked. */
export interface Half {
  readonly kind: 'ours' | 'unclear';
  readonly words: string;
}

const DAY = 86_400_000;

/**
 * May this key, which is disabled and pending no more, be one that a run over all pending keys left in the middle? Null: surely not;
 * it was disabled by itself, or is as it was before it was scheduled.
 */
export function halfRecovered(key: Key, options: HalfOptions): Half | null {
  if (key.state !== 'Disabled') return null;
  const { past, earlier } = options;
  if (earlier?.key.staysDisabled) return null;
  if (earlier && isUnfinished(earlier.key)) return ofRecord(past, earlier);
  if (past.takenBack) return ofHistory(past.takenBack.cancel, options);
  if (!options.isHistoryKnown)
    return unclear(
      'the event history could not be read: whether its deletion was scheduled and cancelled is not known',
    );
  if (wasDisabledOnPurpose(past, options.now)) return null;
  if (past.disabledBefore)
    return unclear(
      `${past.disabledBefore.who} disabled it on ${past.disabledBefore.time}; what followed within the last minutes is not in the event history yet`,
    );
  return unclear(
    'the event history does not tell who disabled it: that was more than 90 days ago, or within the last minutes',
  );
}

function ofRecord(past: KeyPast, { key, startedAt, callers }: EarlierKey): Half {
  const { takenBack, disabledBefore } = past;
  const cancel = takenBack?.cancel ?? null;
  // An older one is of an older deletion: what the run did is not in the event history yet.
  const isSince = cancel !== null && Date.parse(cancel.time) >= Math.floor(Date.parse(startedAt) / 1000) * 1000;
  if (isSince && !(cancel.identity !== null && callers.includes(cancel.identity)))
    return unclear(`its deletion was cancelled by ${deed(cancel)}, not by the run of ${startedAt}`);
  if (!takenBack && disabledBefore && Date.parse(disabledBefore.time) >= Date.parse(startedAt))
    return unclear(`it was disabled by ${deed(disabledBefore)}, after the run of ${startedAt} began`);
  return {
    kind: 'ours',
    words: `it was ${key.stateBefore} when the run of ${startedAt} began, which did not get to its end`,
  };
}

function ofHistory(cancel: KeyDeed | null, { past, now, caller }: HalfOptions): Half | null {
  if (wasDisabledOnPurpose(past, now)) return null;
  if (!cancel) return unclear('its deletion was cancelled; by whom is not in the event history yet');
  const words = `its deletion was cancelled by ${deed(cancel)}, and it was not enabled since`;
  const isOurs = cancel.identity === caller && Date.parse(now) - Date.parse(cancel.time) <= DAY;
  return { kind: isOurs ? 'ours' : 'unclear', words };
}

const deed = ({ who, time }: KeyDeed): string => `${who} on ${time}`;

const unclear = (words: string): Half => ({ kind: 'unclear', words });
