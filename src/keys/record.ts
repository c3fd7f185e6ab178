import { type KeyUnread, NOT_DESCRIBED } from './key.js';

/**
 * What became of a key. `nothing`: it was well. `stays`: what may be done was done, and it still cannot be used. `unchecked`: KMS took
 * the calls, and does not say to this caller in which state the key is.
 */
export type KeyOutcome = 'recovered' | 'nothing' | 'stays' | 'unchecked' | 'failed' | 'not-done';

export interface RecordedCall {
  readonly at: string; // ISO 8601, when it was answered
  readonly region: string;
  readonly operation: 'kms:DescribeKey' | 'kms:CancelKeyDeletion' | 'kms:EnableKey';
  /** `already`: the key was as the call would make it, and it was not made. */
  readonly outcome: 'done' | 'already' | 'failed';
  /** The key's state, as far as this call told it. */
  readonly state: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface RecordedKey {
  readonly arn: string;
  readonly region: string;
  readonly aliases: readonly string[] | null;
  readonly outcome: KeyOutcome;
  /** Why it is not recovered, in one sentence; null when it is. */
  readonly reason: string | null;
  readonly stateBefore: string;
  readonly deletionDateBefore: string | null;
  readonly stateAfter: string;
  /** It was not to be enabled, because it had been disabled on purpose. */
  readonly staysDisabled: boolean;
  readonly notes: readonly string[];
  readonly calls: readonly RecordedCall[];
}

/** What `trailproof recover` did: what an auditor is given. Members are added, never renamed. */
export interface RecoveryRecord {
  readonly schema: 'trailproof/recovery/1';
  readonly tool: { readonly name: string; readonly version: string };
  readonly account: string;
  readonly partition: string;
  readonly caller: string;
  readonly startedAt: string;
  /** Null: it was not ended. */
  readonly endedAt: string | null;
  readonly enable: boolean;
  readonly keys: readonly RecordedKey[];
  /** Keys that were named, and which there are not, or which could not be looked at. */
  readonly notFound: readonly NotFound[];
  readonly unread: readonly KeyUnread[];
  /** Of a record that was gone on with, the runs before, the first one first: their keys and calls are among `keys`. */
  readonly earlier: readonly EarlierRun[];
}

export type EarlierRun = Omit<RecoveryRecord, 'schema' | 'account' | 'partition' | 'keys' | 'earlier'>;

export interface NotFound {
  readonly name: string;
  readonly reason: string;
}

/** A run was to bring the key back, and did not get so far. */
export function isUnfinished({ outcome, stateBefore, staysDisabled }: RecordedKey): boolean {
  const wasPending = ['PendingDeletion', 'PendingReplicaDeletion', NOT_DESCRIBED].includes(stateBefore);
  return wasPending && !staysDisabled && outcome !== 'recovered' && outcome !== 'nothing';
}

/** One record of both: nothing that the earlier one says of a key is lost, and what became of the key is said as it is now. */
export function continued(earlier: RecoveryRecord | null, now: RecoveryRecord): RecoveryRecord {
  if (!earlier) return now;
  const { schema, account, partition, keys, earlier: before, ...run } = earlier;
  const known = new Map(keys.map((key) => [key.arn, key]));
  const both = now.keys.map((key): RecordedKey => {
    const first = known.get(key.arn);
    known.delete(key.arn);
    if (!first) return key;
    return {
      ...key,
      outcome: key.outcome === 'nothing' ? endOf(first) : key.outcome,
      stateBefore: first.stateBefore,
      deletionDateBefore: first.deletionDateBefore ?? key.deletionDateBefore,
      notes: [...new Set([...first.notes, ...key.notes])],
      calls: [...first.calls, ...key.calls],
    };
  });
  return { ...now, keys: [...both, ...known.values()], earlier: [...before, run] };
}

/** Of a key that is well now: it was brought back, where a run had begun to. */
const endOf = ({ outcome, calls }: RecordedKey): KeyOutcome =>
  outcome === 'recovered' || calls.some(({ operation, outcome: of }) => operation === 'kms:EnableKey' && of === 'done')
    ? 'recovered'
    : 'nothing';

/** 0: every key can be used. 1: some key could not be recovered. 2: none failed, but something stays, or was not read. */
export function recoveryStatus({
  keys,
  notFound,
  unread,
}: Pick<RecoveryRecord, 'keys' | 'notFound' | 'unread'>): number {
  if (notFound.length > 0 || keys.some(({ outcome }) => outcome === 'failed' || outcome === 'not-done')) return 1;
  const isMissed = unread.some(({ operation }) => operation !== 'cloudtrail:LookupEvents');
  return isMissed || keys.some(({ outcome }) => outcome === 'stays' || outcome === 'unchecked') ? 2 : 0;
}
