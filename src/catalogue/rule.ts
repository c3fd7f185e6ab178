import type { Json } from '../predicate/json.js';
import type { Predicate } from '../predicate/predicate.js';

export const SEVERITIES = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A detection: which events, or which several together, raise an alert; how urgent it is, and what to do then. */
export interface Rule {
  /** A slug of ours or the user's, a control's slug, or Elastic's `rule_id`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  /** 0 to 100. */
  readonly risk: number;
  readonly detection: Detection;
  readonly schedule: Schedule;
  /** The most alerts of one execution; what exceeds it is counted, not listed. */
  readonly maxAlerts: number;
  /** Alerts that agree in these fields are one; null: every match is its own. */
  readonly grouping: Grouping | null;
  /** Rules that say less of the same event: theirs is not raised where this one's is. Ids. */
  readonly supersedes: readonly string[];
  /** False: no exception may silence it, because its deadline cannot wait for a second look. */
  readonly mayBeExcepted: boolean;
  readonly falsePositives: readonly string[];
  readonly guide: Guide;
  readonly mitre: readonly Mitre[];
  readonly references: readonly string[];
  readonly tags: readonly string[];
  readonly tests: readonly RuleTest[];
  /** Where it came from, for messages: a file and, of several in one, the line (from 1). */
  readonly origin: Origin;
}

export interface Origin {
  readonly kind: 'pack' | 'control' | 'user' | 'elastic';
  readonly file: string;
  readonly line: number;
  /** The lines of its members, where they are not all in one. */
  readonly members?: Readonly<Record<string, number>>;
}

/** Which matches make an alert. Fields are names of the detection view (ECS, and our `kms.*` and `actor.*`). */
export type Detection =
  | { readonly kind: 'query'; readonly query: Query }
  /** Elastic's: in the window of one execution, so many matches that agree in `by` (none: all together), so many different values. */
  | {
      readonly kind: 'threshold';
      readonly query: Query;
      readonly by: readonly string[];
      readonly count: number;
      readonly distinct: readonly { readonly field: string; readonly count: number }[];
    }
  /** Elastic's: a combination of values that was not seen in the `history` seconds before. */
  | { readonly kind: 'new-terms'; readonly query: Query; readonly fields: readonly string[]; readonly history: number }
  /** So many different values of `field` within `within` seconds, wherever they begin, of matches that agree in `by`. */
  | {
      readonly kind: 'value-count';
      readonly query: Query;
      readonly by: readonly string[];
      readonly field: string;
      readonly count: number;
      readonly within: number;
    }
  /** Matches of the steps in order, that agree in `by`, the first and the last at most `within` seconds apart; `until` begins anew. */
  | {
      readonly kind: 'sequence';
      readonly steps: readonly Query[];
      readonly by: readonly string[];
      readonly within: number;
      readonly until: Query | null;
    };

export interface Query {
  readonly language: 'cloudwatch' | 'kql' | 'control';
  /** As written; of a control, its slug. */
  readonly text: string;
  /** Free of doubt: where the language leaves one, the wider reading, because an alert too many is seen and one too few is not. */
  readonly predicate: Predicate;
}

/** In seconds. An execution looks at the events of the last `lookBack` seconds and happens every `interval` seconds. */
export interface Schedule {
  readonly interval: number;
  readonly lookBack: number;
}

export interface Grouping {
  readonly by: readonly string[];
  /** Seconds from the first of the group; null: within one execution. */
  readonly within: number | null;
  /** What lacks a field: one group of its own, or every match apart. */
  readonly missing: 'group' | 'apart';
}

/** Markdown. */
export interface Guide {
  readonly investigation: string;
  readonly response: string;
}

export interface Mitre {
  readonly tactic: { readonly id: string; readonly name: string };
  readonly techniques: readonly { readonly id: string; readonly name: string }[];
}

export interface RuleTest {
  readonly name: string;
  /** In the order in which they arrive; each needs an `eventTime` only where time decides. */
  readonly events: readonly Json[];
  /** How many alerts they raise. */
  readonly alerts: number;
}

/** The risk of a rule that names none: Elastic's four, and one for what is only to be known. */
export const RISK: Readonly<Record<Severity, number>> = {
  informational: 5,
  low: 21,
  medium: 47,
  high: 73,
  critical: 99,
};
