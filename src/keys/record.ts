import type { KeyUnread } from './key.js';

/** What became of a key. `nothing`: it was well. `stays`: what could be done was done, and it still cannot be used. */
export type KeyOutcome = 'recovered' | 'nothing' | 'stays' | 'failed' | 'not-done';

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
}

export interface NotFound {
  readonly name: string;
  readonly reason: string;
}

/** 0: every key can be used. 1: some key could not be recovered. 2: none failed, but something stays, or was not read. */
export function recoveryStatus({
  keys,
  notFound,
  unread,
}: Pick<RecoveryRecord, 'keys' | 'notFound' | 'unread'>): number {
  if (notFound.length > 0 || keys.some(({ outcome }) => outcome === 'failed' || outcome === 'not-done')) return 1;
  const isMissed = unread.some(({ operation }) => operation !== 'cloudtrail:LookupEvents');
  return isMissed || keys.some(({ outcome }) => outcome === 'stays') ? 2 : 0;
}
