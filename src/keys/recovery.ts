import type { Key } from './key.js';
import { type KeyDeed, type KeyPast, wasDisabledOnPurpose } from './past.js';
import { byUrgency, isPending } from './urgency.js';

/** One call on one key in its Region; after it KMS is asked for the state that it should have. */
export interface RecoveryStep {
  readonly operation: 'kms:CancelKeyDeletion' | 'kms:EnableKey';
  readonly arn: string;
  readonly region: string;
  /** What DescribeKey should say afterwards. */
  readonly expected: readonly string[];
}

/** What is done for a key, and what cannot or shall not be done, each in one sentence. */
export interface KeyRecovery {
  readonly key: Key;
  readonly steps: readonly RecoveryStep[];
  readonly staysDisabled: boolean;
  readonly notes: readonly string[];
}

export interface RecoveryOptions {
  /** Enable what was disabled on purpose, too. */
  readonly enable: boolean;
  /** Was the event history of the key's Region read to its end? */
  readonly isHistoryKnown: (region: string) => boolean;
  readonly pastOf: (key: Key) => KeyPast;
  readonly now: string;
}

/** The calls that bring the keys back, the nearest deadline first. Nothing is done to a key that is well. */
export function planRecovery(keys: readonly Key[], options: RecoveryOptions): readonly KeyRecovery[] {
  return byUrgency(keys).map((key) => recoveryOf(key, options));
}

function recoveryOf(key: Key, options: RecoveryOptions): KeyRecovery {
  const past = options.pastOf(key);
  const notes: string[] = [];
  const { arn, region } = key;
  const cancel: RecoveryStep = {
    operation: 'kms:CancelKeyDeletion',
    arn,
    region,
    // A key whose imported material is gone is not disabled but waits for it.
    expected: ['Disabled', 'PendingImport', 'Unavailable'],
  };
  const enable: RecoveryStep = { operation: 'kms:EnableKey', arn, region, expected: ['Enabled'] };
  const nothing = { key, steps: [], staysDisabled: false };
  if (!isPending(key)) {
    switch (key.state) {
      case 'Disabled':
        return disabledRecovery(key, enable, past, options);
      case 'Enabled':
        return { ...nothing, notes: ['it is enabled: nothing to recover'] };
      case 'PendingImport':
        return {
          ...nothing,
          notes: ['its key material is gone: import the same material again (`aws kms import-key-material`)'],
        };
      case 'Unavailable':
        return {
          ...nothing,
          notes: [
            `its key store${key.customKeyStore === null ? '' : ` \`${key.customKeyStore}\``} is disconnected: connect it again (\`aws kms connect-custom-key-store\`)`,
          ],
        };
      case 'Creating':
      case 'Updating':
        return { ...nothing, notes: [`it is in the state ${key.state}, which KMS ends by itself`] };
      default:
        return { ...nothing, notes: [`it is in the state ${key.state}, of which it is not known what brings it back`] };
    }
  }
  for (const change of past.policyChanges)
    notes.push(
      `its policy was changed by ${change.who} after it was scheduled (${change.time}): the right to cancel may be gone`,
    );
  const onPurpose = wasDisabledOnPurpose(past, options.now);
  const staysDisabled = onPurpose && !options.enable;
  if (onPurpose) notes.push(onPurposeWords(past.disabledBefore!, options.enable));
  else if (!past.scheduled)
    notes.push(
      options.isHistoryKnown(region)
        ? 'who scheduled it is not in the event history, or not yet, and so it is not known whether it was disabled before: it is enabled'
        : 'the event history could not be read, and so it is not known whether it was disabled before: it is enabled',
    );
  if (key.origin === 'EXTERNAL')
    notes.push('its material was imported: if that was deleted as well, the same material must be imported again');
  return { key, steps: staysDisabled ? [cancel] : [cancel, enable], staysDisabled, notes };
}

/** A run that ended between the cancellation and the second step is gone on with, and ends as it would have ended. */
function disabledRecovery(key: Key, enable: RecoveryStep, past: KeyPast, options: RecoveryOptions): KeyRecovery {
  // Whoever names a key that is only disabled wants it enabled; who disabled it may be news to them.
  if (!past.takenBack) return { key, steps: [enable], staysDisabled: false, notes: disabledWords(past) };
  if (!wasDisabledOnPurpose(past, options.now))
    return { key, steps: [enable], staysDisabled: false, notes: [halfWords(past)] };
  const notes = [onPurposeWords(past.disabledBefore!, options.enable)];
  return { key, steps: options.enable ? [enable] : [], staysDisabled: !options.enable, notes };
}

function disabledWords({ disabledBefore }: KeyPast): readonly string[] {
  return disabledBefore ? [`it was disabled by ${disabledBefore.who} on ${disabledBefore.time}`] : [];
}

function halfWords({ takenBack }: KeyPast): string {
  const cancel = takenBack?.cancel;
  return `its deletion was cancelled${cancel ? ` by ${cancel.who} on ${cancel.time}` : ''}, and it was not enabled since`;
}

function onPurposeWords({ who, time }: KeyDeed, enable: boolean): string {
  const what = enable ? 'it is enabled all the same' : 'it stays disabled; `--enable` enables it as well';
  return `it was disabled by ${who} on ${time}, before its deletion was scheduled: ${what}`;
}

const DAY = 86_400_000;

/**
 * Was its deletion cancelled within the last day, and the second step forgotten? A run over all pending keys that was interrupted leaves
 * such keys, which are pending no more. One that was disabled on purpose is as it was before, and not among them.
 */
export function isHalfRecovered(key: Key, past: KeyPast, now: string): boolean {
  if (key.state !== 'Disabled' || !past.takenBack || wasDisabledOnPurpose(past, now)) return false;
  const { cancel } = past.takenBack;
  return cancel === null || Date.parse(now) - Date.parse(cancel.time) <= DAY;
}

/** The ARNs of the keys of the same multi-Region key, without the key itself: each is recovered in its own Region. */
export function relatedTo({ arn, multiRegion }: Key): readonly string[] {
  if (!multiRegion) return [];
  return [multiRegion.primary, ...multiRegion.replicas].filter((one) => one !== arn);
}
