import type { Predicate } from '../predicate/predicate.js';

/** A scoped, dated, owned statement that some alert is expected. */
export interface Exception {
  readonly id: string;
  /** The rule's id, or null for every rule that may be excepted. */
  readonly rule: string | null;
  /** The events that are expected. */
  readonly predicate: Predicate;
  readonly owner: string;
  readonly reason: string;
  /** The instant from which on it no longer applies, ISO 8601; null only where Elastic's list has none. */
  readonly expires: string | null;
  readonly origin: { readonly file: string; readonly line: number };
}
