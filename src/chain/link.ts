import type { Operation } from '../account/account.js';
import type { JsonObject } from '../predicate/json.js';
import type { Draft } from '../predicate/predicate.js';

export type LinkKind =
  | 'trail'
  | 'log-group'
  | 'metric-filter'
  | 'metric'
  | 'alarm'
  | 'topic'
  | 'subscription'
  | 'event-bus'
  | 'rule'
  | 'target';

/** One thing that a link asks of an event or of the account. */
export interface Condition {
  /** The events that it lets pass: TRUE, FALSE, a test of the CloudTrail record, or a doubt. */
  readonly passes: Draft;
  /** Why, in one sentence about what was observed (lower-case, no final period): shown when it holds and when it does not. */
  readonly because: string;
  /** A stable word for the condition, unique within its kind of link: `logging`, `multi-region`, `actions-enabled`. */
  readonly code: string;
  /** What was read to decide it. */
  readonly reads: readonly Operation[];
  /** What would mend it, in one sentence for a person, when it does not hold. */
  readonly mend?: string;
  /** Why this very event does not pass, where more can be said than `because`. */
  readonly whyNot?: (event: JsonObject) => string | null;
  /** How much of a pattern is about this event, of patterns that are: of several that miss it, the one that was meant for it. */
  readonly nearness?: (event: JsonObject) => number;
  /** Does a pattern name the event, or the service that it is of? */
  readonly isNear?: (event: JsonObject) => boolean;
  /** Something worth saying although the condition holds. */
  readonly note?: string;
  /** It holds because nothing says otherwise yet: what would show it comes some minutes after a thing was made. */
  readonly isAwaited?: true;
}

/** One station that an event passes. */
export interface Link {
  readonly kind: LinkKind;
  readonly id: string; // ARN, or name where there is none
  readonly account: string;
  readonly region: string;
  readonly conditions: readonly Condition[];
}

/** A chain of links from the event to a subscriber. A path that ends too early has a last link that passes nothing. */
export interface Path {
  readonly links: readonly Link[];
  /** Seconds from the event's delivery to the notification, at the longest; the alarm's own wait. Null when it cannot be told. */
  readonly waitSeconds: number | null;
  /** Who is at the end. */
  readonly end: 'person' | 'machine' | null;
  /** ARNs of KMS keys on which the path itself depends. */
  readonly keys: readonly string[];
}
