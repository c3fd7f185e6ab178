import type { Json } from '../predicate/json.js';

/** What an operation could not tell: shown, never taken for "none". */
export interface KeyUnread {
  readonly region: string;
  readonly operation: string;
  /** The key that was asked about; null of a whole Region. */
  readonly key: string | null;
  readonly error: string;
  /** The IAM action that would allow it. */
  readonly permission: string;
}

/** KMS API reference, KeyMetadata.KeyState, and `NotDescribed`. A state that AWS adds later is kept as it is spelled. */
export type KeyState =
  | 'Creating'
  | 'Enabled'
  | 'Disabled'
  | 'PendingDeletion'
  | 'PendingReplicaDeletion'
  | 'PendingImport'
  | 'Unavailable'
  | 'Updating'
  | typeof NOT_DESCRIBED
  | (string & {});

/** Ours, of a key that KMS lists and does not describe to this caller: whoever attacks a key may change its policy first. */
export const NOT_DESCRIBED = 'NotDescribed';

export interface KeyGrant {
  /** Who may use the key by it: a principal's ARN, or a service. */
  readonly grantee: string;
  readonly operations: readonly string[];
  readonly encryptionContext: Readonly<Record<string, string>>;
}

/**
 * A customer managed key, as KMS describes it in its Region. Null: not read, and in `unread` why. Of one that is not described, texts
 * are empty, and `deletionDate` is that of the event history. Instants are ISO 8601.
 */
export interface Key {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly keyId: string;
  readonly aliases: readonly string[] | null; // alias/…
  readonly description: string;
  readonly state: KeyState;
  readonly origin: string; // AWS_KMS, EXTERNAL, AWS_CLOUDHSM, EXTERNAL_KEY_STORE
  readonly spec: string;
  readonly usage: string;
  /** ARNs of the keys that have the same material, this one among them; null of a single-Region key. */
  readonly multiRegion: {
    readonly isPrimary: boolean;
    readonly primary: string;
    readonly replicas: readonly string[];
  } | null;
  readonly customKeyStore: string | null;
  readonly created: string | null;
  /** When the waiting period ends; null while a primary key waits for its replicas, whose clock does not run. */
  readonly deletionDate: string | null;
  readonly pendingWindowInDays: number | null;
  /** Null as well where keys of this kind have no rotation, and while a key is pending: KMS then answers `false`, whatever it was. */
  readonly rotation: { readonly isEnabled: boolean; readonly periodInDays: number | null } | null;
  /** When imported key material expires, after which KMS deletes it; null where it does not. */
  readonly materialExpires: string | null;
  readonly grants: readonly KeyGrant[] | null;
  /** `time` null: not used since `since`, the day from which KMS has kept count. */
  readonly lastUse: {
    readonly time: string | null;
    readonly operation: string | null;
    readonly since: string | null;
  } | null;
}

/** What was read of an account's keys, and what of their past. */
export interface KeyInventory {
  readonly account: string;
  readonly partition: string;
  readonly caller: string;
  readonly readAt: string;
  readonly regions: readonly string[];
  readonly keys: readonly Key[];
  /** CloudTrail records (KMS management events of the last 90 days that changed keys) out of the event history of each Region. */
  readonly history: readonly Json[];
  /** Regions the event history of which was read to its end. */
  readonly historyOf: readonly string[];
  readonly unread: readonly KeyUnread[];
  /** Operations that a Region does not have: what they would tell is not known, and no permission would help. */
  readonly unsupported: readonly { readonly region: string; readonly operation: string }[];
}
