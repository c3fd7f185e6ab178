import type { LinkKind } from '../chain/link.js';
import type { Verdict } from '../chain/result.js';
import type { Step } from './step.js';
import type { Told } from './told.js';

/** `adds`: what was there stays as it was. `changes`: something that is there works otherwise. `replaces`: something is taken away. */
export type Risk = 'adds' | 'changes' | 'replaces';

/** One step that alters an account, as data: what it is for, what it costs, what it may break, how it is taken back. */
export interface Change {
  /** Stable and unique in a plan, from the operation and the name: `logs:PutMetricFilter/eu-west-1/kms-key-loss`. */
  readonly id: string;
  /** What it does, in one sentence for a person: lower-case, imperative, names in backticks, no final period. */
  readonly title: string;
  /** The link that it mends or builds. */
  readonly link: { readonly kind: LinkKind; readonly id: string };
  /** Slugs of the controls that it is for. */
  readonly controls: readonly string[];
  readonly risk: Risk;
  /** What may go wrong, or work otherwise than before. Of a change that only adds: null. */
  readonly warning: string | null;
  /** Roughly, by AWS's public prices of us-east-1; null where it depends on the traffic, which `because` then says. */
  readonly cost: { readonly usdPerMonth: number | null; readonly because: string };
  /** Who owns the resource by its tags, as `the CloudFormation stack \`security\``: that owner will take the change back. */
  readonly owner: string | null;
  /** Who is told by it that was not before, as far as is read: the subscriber, or those of a topic that the alarm is given. */
  readonly told?: readonly Told[];
  readonly step: Step;
  /** What takes it back, in order; with `notUndone` what stays nevertheless. */
  readonly undo: readonly Step[];
  readonly notUndone: string | null;
}

/** What no change of ours can mend, or what somebody must do besides. */
export interface Remainder {
  readonly controls: readonly string[];
  readonly code:
    | 'confirm-email' // a person must answer the message
    | 'await-delivery' // the trail delivers, if all is well, some minutes after it was changed
    | 'subscriber-needed' // nobody to tell: --subscribe
    | 'other-account' // the trail, topic or key belongs to an account that is not being mended
    | 'not-read' // what is there could not be read
    | 'no-plan'; // nothing that we know to do helps
  readonly message: string; // one sentence
  readonly help: string; // what to do, one sentence
}

export interface PlannedControl {
  readonly control: string;
  readonly before: Verdict;
  /** After the changes, and after people confirmed their subscriptions. Proved by the same audit, on the account as `apply` leaves it. */
  readonly after: Verdict;
}

/** The changes, in the order in which they are to be made: none needs a later one. */
export interface Plan {
  readonly schema: 'trailproof/plan/1';
  readonly tool: { readonly name: string; readonly version: string };
  readonly generatedAt: string; // ISO 8601
  readonly account: string;
  readonly partition: string;
  /** Of the account file that was planned on. */
  readonly digest: string;
  readonly benchmark: string; // cis-7.0
  readonly controls: readonly PlannedControl[];
  readonly changes: readonly Change[];
  readonly remains: readonly Remainder[];
}
