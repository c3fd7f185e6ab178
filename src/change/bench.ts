import type { Account } from '../account/account.js';
import { apply } from './apply.js';
import type { Change, Remainder, Risk } from './change.js';
import { idOf } from './change-id.js';
import { madeUpAnswer, type Outputs } from './made-up.js';
import { resolve } from './resolve.js';
import type { Step } from './step.js';
import type { Task } from './task.js';

/** A step as the planner thinks of it, before what takes it back is known. */
export interface Proposal {
  readonly step: Step;
  readonly title: string;
  readonly link: Change['link'];
  readonly risk: Risk;
  readonly warning: string | null;
  readonly cost: Change['cost'];
  readonly notUndone: string | null;
}

/** Steps that only make sense together: the role of a trail, and the trail. `weight`: how reluctantly they are taken. */
export interface Unit {
  readonly proposals: readonly Proposal[];
  readonly weight: number;
  /** The user named it: it is kept although nothing is proved by it. */
  readonly asked?: true;
  /** Slugs of the controls for which it was taken. */
  readonly controls?: readonly string[];
}

/** What somebody else has to do before a candidate is proved. */
export interface Assumption {
  readonly code: Remainder['code'];
  readonly message: string;
  readonly help: string;
  readonly weight: number;
  /** The account as it is when it was done. */
  readonly assume: (account: Account) => Account;
  /** A person's confirmation is counted on when it is said what is proved after the plan; a subscriber whom nobody named is not. */
  readonly isConfirmation: boolean;
}

/** A candidate that is being made: the account as its steps so far leave it. Never altered, always made anew. */
export interface Bench {
  readonly task: Task;
  readonly account: Account;
  readonly outputs: Outputs;
  readonly units: readonly Unit[];
  readonly assumptions: readonly Assumption[];
}

/** What they weigh: mending what is there before building beside it, and taking something away last. */
export const WEIGHT = {
  adds: 1,
  changes: 1.25,
  replaces: 4,
  // Two mends before one link that is built.
  alarm: 2.6,
  filter: 2.6,
  topic: 2.6,
  key: 3,
  group: 5,
  trail: 12,
};

export function benchOf(task: Task, account: Account, outputs: Outputs): Bench {
  return { task, account, outputs, units: [], assumptions: [] };
}

export function add(bench: Bench, weight: number, ...proposals: readonly Proposal[]): Bench {
  return addUnit(bench, { proposals, weight });
}

export function addUnit(bench: Bench, unit: Unit): Bench {
  const after = unit.proposals.reduce((state, { step }) => carriedOut(state, step), bench);
  return { ...after, units: [...bench.units, unit] };
}

export function assuming(bench: Bench, assumption: Assumption): Bench {
  return { ...bench, assumptions: [...bench.assumptions, assumption] };
}

export interface Simulated {
  readonly account: Account;
  readonly outputs: Outputs;
}

/** The account after the step, and after people confirmed what it asks them to confirm. */
export function carriedOut<T extends Simulated>(state: T, step: Step): T {
  const outputs = new Map([...state.outputs, [idOf(step), madeUpAnswer(step)]]);
  const resolved = resolve(step, outputs);
  if (resolved.kind === 'unanswered') throw new Error(`nothing answers ${resolved.output.of}`);
  return { ...state, account: apply(resolved.step, state.account, { confirmed: true }), outputs };
}

/** After each of the units in turn; the first is the state before them. */
export function statesAfter(state: Simulated, units: readonly Unit[]): readonly Simulated[] {
  const states = [state];
  for (const { proposals } of units)
    states.push(proposals.reduce<Simulated>((after, { step }) => carriedOut(after, step), states.at(-1)!));
  return states;
}

export function afterUnits(state: Simulated, units: readonly Unit[]): Simulated {
  return statesAfter(state, units).at(-1)!;
}

export function weightOf({ units, assumptions }: Bench): number {
  const sum = (of: readonly { readonly weight: number }[]) => of.reduce((total, { weight }) => total + weight, 0);
  return sum(units) + sum(assumptions);
}

/** The account with everything done that others have to do. */
export function assumed(account: Account, assumptions: readonly Assumption[]): Account {
  return assumptions.reduce((state, { assume }) => assume(state), account);
}
