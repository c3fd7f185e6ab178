import type { Change } from './change.js';
import type { Answered } from './made-up.js';

/** What became of one step that was sent to AWS, or was not. */
export type StepOutcome =
  | { readonly outcome: 'done'; readonly answered: Answered }
  /** Things were already as the step makes them: nothing is to be taken back. */
  | { readonly outcome: 'already'; readonly answered: Answered }
  /**
   * What was to be taken away stays, because AWS does not let it go: an undo goes on past it. `inUse`: because it has become of use to
   * somebody else, and may be taken away once it is not.
   */
  | { readonly outcome: 'stays'; readonly because: string; readonly inUse?: true }
  | StepFailure;

export interface StepFailure {
  readonly outcome: 'failed';
  /**
   * taken: something else has the name. changed: somebody changed since what the step would replace or take away. unanswered: no answer came, and AWS may have carried the step out nevertheless.
   * invalid: the step lacks what another one should have answered.
   */
  readonly kind: 'denied' | 'throttled' | 'taken' | 'changed' | 'unanswered' | 'invalid' | 'failed';
  readonly code: string; // AWS's error name
  readonly message: string;
  /** The IAM action that was asked for. */
  readonly permission: string;
}

/**
 * How far a change was carried. `begun` is written before the step is sent, once it is known that it makes something new or replaces
 * what the plan knows: a run that ends there may have carried it out.
 */
export interface CarriedChange {
  readonly change: Change;
  readonly state: 'begun' | 'undone' | StepOutcome['outcome'];
  readonly answered: Answered;
}
