import type { Json } from '../predicate/json.js';
import type { Predicate } from '../predicate/predicate.js';
import type { Grouping, Schedule } from './rule.js';

/** A named set of events that must reach a person: one YAML file in `catalogue/controls`. */
export interface Control {
  readonly slug: string;
  readonly title: string;
  readonly rationale: string;
  /** Its place in the benchmark's order; our own controls come after. */
  readonly order: number;
  readonly severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
  /** Audited by default: the benchmark's fifteen. */
  readonly isDefault: boolean;
  readonly events: readonly RequiredEvent[];
  /** CIS number by benchmark version, `{ '3.0': { id: '4.7', level: 1, assessment: 'automated' } }`. */
  readonly cis: Readonly<Record<string, CisMapping>>;
  readonly securityHub: string | null;
  /** The pattern text that Security Hub compares with (blanks ignored), where it has one. */
  readonly literalPattern: string | null;
  /** Other frameworks' requirement ids, by framework name. */
  readonly frameworks: Readonly<Record<string, readonly string[]>>;
  /** The pattern that we would deploy. It covers the control (a test says so). */
  readonly canonicalPattern: string;
  /** How its rule raises alerts when logs are scanned. */
  readonly schedule: Schedule;
  readonly grouping: Grouping | null;
  readonly tests: readonly ControlTest[];
  readonly references: readonly string[];
}

export interface CisMapping {
  readonly id: string;
  readonly level?: 1 | 2;
  readonly assessment?: 'automated' | 'manual';
}

/**
 * One class of events of a control. In the file several names of one source share an entry, and `where` is a tree of tests
 * (see `where.ts`): it can be said there without doubt, which a filter pattern cannot always be.
 */
export interface RequiredEvent {
  /** `kms.amazonaws.com:DisableKey`, or `*:*` for any event. */
  readonly event: string;
  readonly eventSource: string | null;
  readonly eventName: string | null;
  /** Which outcomes are required by default. `attempts`: with --include-attempts failed calls are required as well. */
  readonly outcome: 'success' | 'failure' | 'any';
  /** What else the event must be to be required; free of doubt. TRUE when absent. */
  readonly where: Predicate;
  /** The first and the last CIS version that asks for it, both included; null: no such limit. */
  readonly since: string | null;
  readonly until: string | null;
}

export interface ControlTest {
  readonly name: string;
  readonly event: Json;
  readonly required: boolean;
  /** `cis-1.2`; absent: the newest. */
  readonly benchmark?: string;
  /** Judged as with --include-attempts. */
  readonly attempts?: boolean;
}
