import { type Key, NOT_DESCRIBED } from './key.js';
import { type KeyPast, recentPolicyChanges, wasDisabledOnPurpose } from './past.js';
import { byUrgency, isPending } from './urgency.js';

/** One call on one key in its Region; after it KMS is asked for the state that it should have. */
export interface RecoveryStep {
  readonly operation: 'kms:CancelKeyDeletion' | 'kms:EnableKey';
  readonly arn: string;
  readonly region: string;
  /** What DescribeKey should say afterwards. */
  readonly expected: readonly string[];
  /**
   * Of a key that is not described: it may be done already, and where KMS refuses the call for the key's state, the next one is made
   * all the same.
   */
  readonly mayBeDone: boolean;
}

/** What is done for a key, and what cannot or shall not be done, each in one sentence. */
export interface KeyRecovery {
  readonly key: Key;
  readonly steps: readonly RecoveryStep[];
  readonly staysDisabled: boolean;
  /** Nothing is done to it unless it is named: it was not pending, and what it was nobody can tell. */
  readonly isLeft: boolean;
  readonly notes: readonly string[];
}

export interface RecoveryOptions {
  /** Enable what was disabled on purpose, too. */
  readonly enable: boolean;
  /** Was the event history of the key's Region read to its end? */
  readonly isHistoryKnown: (region: string) => boolean;
  readonly pastOf: (key: Key) => KeyPast;
  readonly now: string;
  /** Why a key is left as it is, in one sentence; null: it is not. Without it every key was named. */
  readonly leaves?: (key: Key) => string | null;
  /** Did an earlier run begin to bring it back, and not get to its end? */
  readonly wasBegun?: (key: Key) => boolean;
  /** Did an earlier run find that it had been disabled on purpose? */
  readonly wasLeftDisabled?: (key: Key) => boolean;
}

/** The calls that bring the keys back, the nearest deadline first. Nothing is done to a key that is well. */
export function planRecovery(keys: readonly Key[], options: RecoveryOptions): readonly KeyRecovery[] {
  return byUrgency(keys).map((key) => recoveryOf(key, options));
}

function recoveryOf(key: Key, options: RecoveryOptions): KeyRecovery {
  const past = options.pastOf(key);
  const { arn, region } = key;
  const nothing = { key, steps: [], staysDisabled: false, isLeft: false };
  const why = options.leaves?.(key) ?? null;
  if (why !== null) return { ...nothing, isLeft: true, notes: [why] };
  const cancel: RecoveryStep = {
    operation: 'kms:CancelKeyDeletion',
    arn,
    region,
    // A key whose imported material is gone is not disabled but waits for it.
    expected: ['Disabled', 'PendingImport', 'Unavailable'],
    mayBeDone: key.state === NOT_DESCRIBED && (!options.leaves || wasBegun(key, options)),
  };
  const enable: RecoveryStep = { operation: 'kms:EnableKey', arn, region, expected: ['Enabled'], mayBeDone: false };
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
      case NOT_DESCRIBED:
        break;
      default:
        return { ...nothing, notes: [`it is in the state ${key.state}, of which it is not known what brings it back`] };
    }
  }
  const onPurpose = isOnPurpose(key, past, options);
  const staysDisabled = onPurpose && !options.enable;
  const notes = [
    ...(key.state === NOT_DESCRIBED ? [notDescribedWords(past)] : []),
    ...policyWords(past),
    ...(onPurpose ? [onPurposeWords(past, options.enable)] : beforeWords(key, past, options)),
    ...(key.origin === 'EXTERNAL'
      ? ['its material was imported: if that was deleted as well, the same material must be imported again']
      : []),
  ];
  return { key, steps: staysDisabled ? [cancel] : [cancel, enable], staysDisabled, isLeft: false, notes };
}

const wasBegun = (key: Key, options: RecoveryOptions): boolean => options.wasBegun?.(key) ?? false;

const isOnPurpose = (key: Key, past: KeyPast, { now, wasLeftDisabled }: RecoveryOptions): boolean =>
  wasDisabledOnPurpose(past, now) || (wasLeftDisabled?.(key) ?? false);

function notDescribedWords({ scheduled }: KeyPast): string {
  const told = scheduled ? 'the event history says that it is pending' : 'whether it is pending is not known';
  return `KMS does not describe it to this caller, and ${told}: the calls are made all the same, and what they come to cannot be checked`;
}

/** An attack may begin with the policy. Within one second it cannot be told which came first. */
function policyWords(past: KeyPast): readonly string[] {
  const at = past.scheduled?.time ?? null;
  return recentPolicyChanges(past).map(({ who, time }) => {
    const when = at === null ? '' : time < at ? ', before it was scheduled' : ', after it was scheduled';
    return `its policy was changed by ${who} on ${time}${when}: the right to cancel may be gone`;
  });
}

/** Of a key that is enabled: what speaks against it, and what is not known. */
function beforeWords(key: Key, past: KeyPast, options: RecoveryOptions): readonly string[] {
  const { scheduled, disabledBefore, scheduledNext, enabled } = past;
  const notes: string[] = [];
  if (disabledBefore && scheduledNext)
    notes.push(
      `it was disabled by ${disabledBefore.who} on ${disabledBefore.time}, and scheduled by the same caller within the hour: that is taken for one act, and it is enabled`,
    );
  else if (disabledBefore)
    notes.push(
      `it was disabled by ${disabledBefore.who} on ${disabledBefore.time}; who scheduled it is not in the event history yet: both are taken for one act, and it is enabled`,
    );
  if (!options.isHistoryKnown(key.region))
    notes.push(
      'the event history could not be read, and so it is not known whether it was disabled before: it is enabled',
    );
  else if (!scheduled && !disabledBefore)
    notes.push(
      'who scheduled it is not in the event history, or not yet, and so it is not known whether it was disabled before: it is enabled',
    );
  else if (!disabledBefore && !enabled && !(key.created !== null && isKept(key.created, options.now)))
    notes.push(
      'nobody disabled it in the last 90 days, and what was before the event history does not keep: it is enabled',
    );
  return notes;
}

/** How long CloudTrail keeps the event history (CloudTrail user guide, "Working with CloudTrail event history"). */
const HISTORY = 90 * 86_400_000;

const isKept = (time: string, now: string): boolean => Date.parse(now) - Date.parse(time) <= HISTORY;

/** A run that ended between the cancellation and the second step is gone on with, and ends as it would have ended. */
function disabledRecovery(key: Key, enable: RecoveryStep, past: KeyPast, options: RecoveryOptions): KeyRecovery {
  const enabled = { key, steps: [enable], staysDisabled: false, isLeft: false };
  const wasLeft = options.wasLeftDisabled?.(key) ?? false;
  // Whoever names a key that is only disabled wants it enabled; who disabled it may be news to them.
  if (!past.takenBack && !wasLeft && !wasBegun(key, options)) return { ...enabled, notes: disabledWords(past) };
  if (!isOnPurpose(key, past, options)) return { ...enabled, notes: [halfWords(past)] };
  const notes = [onPurposeWords(past, options.enable)];
  return { ...enabled, steps: options.enable ? [enable] : [], staysDisabled: !options.enable, notes };
}

function disabledWords({ disabledBefore }: KeyPast): readonly string[] {
  return disabledBefore ? [`it was disabled by ${disabledBefore.who} on ${disabledBefore.time}`] : [];
}

function halfWords({ takenBack }: KeyPast): string {
  const cancel = takenBack?.cancel;
  return `its deletion was cancelled${cancel ? ` by ${cancel.who} on ${cancel.time}` : ''}, and it was not enabled since`;
}

function onPurposeWords({ disabledBefore, scheduledNext }: KeyPast, enable: boolean): string {
  const what = enable ? 'it is enabled all the same' : 'it stays disabled; `--enable` enables it as well';
  if (!disabledBefore) return `an earlier run found that it had been disabled on purpose: ${what}`;
  const { who, time, principal, identity } = disabledBefore;
  const other =
    scheduledNext && principal !== null && principal === scheduledNext.principal && identity !== scheduledNext.identity
      ? `, which ${scheduledNext.who} did, another session of the same role`
      : '';
  return `it was disabled by ${who} on ${time}, before its deletion was scheduled${other}: ${what}`;
}

/** The ARNs of the keys of the same multi-Region key, without the key itself: each is recovered in its own Region. */
export function relatedTo({ arn, multiRegion }: Key): readonly string[] {
  if (!multiRegion) return [];
  return [multiRegion.primary, ...multiRegion.replicas].filter((one) => one !== arn);
}
