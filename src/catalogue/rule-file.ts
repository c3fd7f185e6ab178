import type { Exception } from './exception.js';
import type { Problem } from './problem.js';
import type { Rule } from './rule.js';

/** What a file holds. A rule with a problem is not among `rules`; one with a note is, or was left out for a reason that is no fault. */
export interface RuleFile {
  readonly rules: readonly Rule[];
  /** Those that came with the rules. */
  readonly exceptions: readonly Exception[];
  readonly problems: readonly Problem[];
  /** What is not carried over, and does not change which events match. */
  readonly notes: readonly Problem[];
}
