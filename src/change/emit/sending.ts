import type { Change } from '../change.js';
import { awsCommandOf, OUTPUT_QUERIES } from './aws-command.js';
import { aliasOf, type Captured } from './outputs.js';

/** How a script sends a step, in whatever shell. */
export type Sending =
  /** It answers nothing that is needed. */
  | { readonly kind: 'plain'; readonly exists: string | null; readonly waits: boolean }
  /** A variable takes what it answers, unless an earlier run created the key already: it is looked for under its alias first. */
  | {
      readonly kind: 'captured';
      readonly variable: Captured;
      readonly query: string; // as the CLI's --query takes it
      readonly key: { readonly alias: string; readonly description: string } | null;
    };

export function sendingOf(
  { step, id }: Change,
  changes: readonly Change[],
  captured: ReadonlyMap<string, Captured>,
): Sending {
  const variable = captured.get(id);
  if (!variable) {
    const { exists = null, waits = false } = awsCommandOf(step.operation);
    return { kind: 'plain', exists, waits };
  }
  const sent = { kind: 'captured', variable, query: OUTPUT_QUERIES[variable.output] } as const;
  if (step.operation !== 'kms:CreateKey') return { ...sent, key: null };
  const alias = aliasOf(id, changes);
  return { ...sent, key: alias === null ? null : { alias, description: step.input.Description } };
}
