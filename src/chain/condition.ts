import type { Operation } from '../account/account.js';
import { isFalse, isTrue } from '../predicate/fold.js';
import { type Draft, FALSE, type Reason, TRUE, unknown } from '../predicate/predicate.js';
import type { Condition } from './link.js';

type Reads = readonly Operation[];

/** A condition that every event passes. */
export function holds(code: string, because: string, reads: Reads, note?: string): Condition {
  return { code, passes: TRUE, because, reads, ...(note === undefined ? {} : { note }) };
}

/** A condition that no event passes. */
export function fails(code: string, because: string, reads: Reads, mend?: string): Condition {
  return { code, passes: FALSE, because, reads, ...(mend === undefined ? {} : { mend }) };
}

/** A condition of which it is not known whether any event passes. */
export function doubtful(code: string, why: Reason, reads: Reads, mend?: string): Condition {
  return { code, passes: unknown(why), because: why.message, reads, ...(mend === undefined ? {} : { mend }) };
}

/** A condition that some events pass. */
export function passing(code: string, passes: Draft, because: string, reads: Reads, mend?: string): Condition {
  return { code, passes, because, reads, ...(mend === undefined ? {} : { mend }) };
}

/** Does no event pass? True only when it is plain: a doubt is no failure. */
export function failsPlainly(conditions: readonly Condition[]): boolean {
  return conditions.some((condition) => isFalse(condition.passes));
}

/** Does every event pass? For the tests that `npm run new link` writes. */
export function holdsPlainly(conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => isTrue(condition.passes));
}
