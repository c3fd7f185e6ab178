import type { Plan } from '../change.js';
import type { Beside } from './emission.js';

/** Says in the form's own files what is not in them. `first`: what is to be run before the script. */
export function besideNotes(beside: readonly Beside[], { changes }: Plan, first: string): readonly string[] {
  if (beside.length === 0) return [];
  return [
    `Not in here, but in the AWS CLI script beside it, which is run after ${first}:`,
    ...beside.map((one) => reason(one, changes)),
  ];
}

/** Says in the script that it is all there is, where the form can make nothing of the plan. */
export function aloneNotes(beside: readonly Beside[], { changes }: Plan, form: string): readonly string[] {
  return [`All of it is here, and nothing in ${form}:`, ...beside.map((one) => reason(one, changes))];
}

function reason({ change, because }: Beside, changes: Plan['changes']): string {
  return `  ${changes.find(({ id }) => id === change)!.title}: ${because}`;
}
