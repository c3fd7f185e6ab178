import type { Severity } from '../catalogue/rule.js';
import type { Json } from '../predicate/json.js';

/** What a rule raises: one deduplicated, explained occurrence. Instants are ISO 8601 in UTC. */
export interface Alert {
  /** The same for the same rule and the same events, or the same group of one execution, in whatever files they were found. */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly risk: number;
  /** Of the event that completed it; null where the record has none that can be read. */
  readonly time: string | null;
  readonly account: string | null;
  readonly region: string | null;
  /** The event that completed it. */
  readonly event: AlertEvent;
  /** The eventIDs of all that made it, in time's order. */
  readonly events: readonly string[];
  readonly actor: Actor;
  readonly key: AlertKey | null;
  /** What happened, in one sentence: who did what to what, and what follows. */
  readonly title: string;
  readonly status: AlertStatus;
  /** When the status changed, and by which event; null while open. */
  readonly statusEvent: { readonly id: string; readonly name: string; readonly time: string } | null;
  /** Rules that this alert speaks for as well. */
  readonly supersedes: readonly string[];
  /** Matches of the same group that were not raised on their own. */
  readonly grouped: number;
  readonly context: AlertContext | null;
  /** What the reader must know to weigh it, in sentences: that the logs do not reach back as far as the rule looks. */
  readonly notes: readonly string[];
  /** The completing event as it was recorded; of an unusually long one, with its longest values cut. */
  readonly record: Json;
}

/**
 * `deletion-cancelled`: the key no longer waited for this deletion, and was left disabled. `recovered`: it can be used again.
 * `lost`: it was deleted.
 */
export type AlertStatus = 'open' | 'deletion-cancelled' | 'recovered' | 'lost';

export interface AlertEvent {
  readonly id: string;
  readonly source: string;
  readonly name: string;
  readonly outcome: 'success' | 'failure';
  readonly errorCode: string | null;
}

/** The identity chain, as far as the record tells. */
export interface Actor {
  readonly type: string | null;
  readonly account: string | null;
  /** The principal's ARN: of a session its role's. */
  readonly principal: string | null;
  readonly role: string | null;
  readonly session: string | null;
  readonly user: string | null;
  readonly accessKey: string | null;
  readonly sourceAddress: string | null;
  readonly userAgent: string | null;
  /** null where the record does not tell. */
  readonly mfa: boolean | null;
  readonly invokedBy: string | null;
}

export interface AlertKey {
  /** An ARN where it is known, else the id or alias as the caller wrote it. */
  readonly arn: string;
  /** ISO 8601; null where nothing is scheduled or its clock does not run (a primary key that waits for its replicas). */
  readonly deletionDate: string | null;
  /** Whole days until the deletion, rounded down; negative when past; null without a date. */
  readonly daysLeft: number | null;
  readonly pendingWindowInDays: number | null;
  /** The date was computed from the time of the call and the window, not read from the answer. */
  readonly isComputed: boolean;
}

/** What other events of the scanned logs tell about an alert. */
export interface AlertContext {
  /** What else this principal did within the hour around it: by call, the most frequent first. */
  readonly sameActor: readonly {
    readonly source: string;
    readonly name: string;
    readonly count: number;
    readonly failed: number;
  }[];
  /** What used the key before: by call and encryption context, the latest first. */
  readonly keyUses: readonly {
    readonly name: string;
    readonly encryptionContext: Readonly<Record<string, string>>;
    readonly principal: string | null;
    readonly count: number;
    readonly last: string;
  }[];
}

/**
 * Matches above a rule's maximum in one execution (by when it begins; null: those without a time), or silenced by an exception.
 * Each is counted once, however often it was read; not `isExact`: an estimate, because there were too many to be told apart.
 */
export type Suppressed =
  | {
      readonly kind: 'held-back';
      readonly rule: string;
      readonly execution: string | null;
      readonly count: number;
      readonly isExact: boolean;
      /** Of the keys that they are about the first, by name: at most 20, and none where matches are grouped. Another rule may have told of them. */
      readonly keys: readonly string[];
    }
  | {
      readonly kind: 'excepted';
      readonly rule: string;
      readonly exception: string;
      readonly owner: string;
      readonly reason: string;
      readonly expires: string | null;
      readonly count: number;
      readonly isExact: boolean;
    }
  | {
      readonly kind: 'expired-exception';
      readonly rule: string | null;
      readonly exception: string;
      readonly owner: string;
      readonly expires: string;
      readonly count: number;
      readonly isExact: boolean;
    };
