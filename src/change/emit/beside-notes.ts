import type { Plan } from '../change.js';
import type { Beside } from './emission.js';

/** Says in the form's own files what is not in them. `first`: what is to be run before the script. */
export function besideNotes(beside: readonly Beside[], { changes }: Plan, first: string): readonly string[] {
  if (beside.length === 0) return [];
  return [
    `Not in here, but in the AWS CLI script beside it, which is run after ${first}:`,
    ...beside.map(({ change, because }) => `  ${changes.find(({ id }) => id === change)!.title}: ${because}`),
  ];
}
