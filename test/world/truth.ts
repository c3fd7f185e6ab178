import type { LinkKind } from '../../src/chain/link.js';

/** What is known of an event by construction: it is told, it is not told, nobody can know; `open`: the builder makes no claim. */
export type Truth = 'holds' | 'broken' | 'unknown' | 'open';

export type Caller = 'root' | 'iam-user' | 'role' | 'role-terraform' | 'service';

/** Some events of one class: those of a name, a Region, a caller and an outcome. A claim is about all of them. */
export interface Cell {
  readonly event: string; // as in the control: kms.amazonaws.com:DisableKey, *:*
  readonly source: string;
  readonly name: string;
  readonly region: string;
  readonly caller: Caller;
  readonly readOnly: boolean;
  readonly error: string | null; // errorCode, or errorMessage of a sign-in
}

export type Passes = Truth | ((cell: Cell) => Truth);

/** One thing that was done to a link, and what it does to events. */
export interface Tag {
  readonly fault: string;
  readonly link: LinkKind;
  readonly passes: Passes;
  /** What it does to the events on their way to EventBridge, for a trail: the same when absent. */
  readonly events?: Passes;
  /** For a trail: it says what the selectors select, and goes when other selectors take their place. */
  readonly selectors?: boolean;
  /** For an alarm: it concerns the alarm's own actions, and not those of the composite alarms above it. */
  readonly actions?: boolean;
}

export function passes(of: Passes, cell: Cell): Truth {
  return typeof of === 'function' ? of(cell) : of;
}

/** An event must pass all of them. */
export function both(of: Iterable<Truth>): Truth {
  return first(of, ['broken', 'open', 'unknown'], 'holds');
}

/** One that it passes is enough. */
export function either(of: Iterable<Truth>): Truth {
  return first(of, ['holds', 'open', 'unknown'], 'broken');
}

function first(of: Iterable<Truth>, order: readonly Truth[], otherwise: Truth): Truth {
  const seen = new Set(of);
  return order.find((truth) => seen.has(truth)) ?? otherwise;
}
