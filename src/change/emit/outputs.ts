import type { Change } from '../change.js';
import { isOutput, type Output, type Step } from '../step.js';

/** A variable for every answer that another step needs. `parts`: the words of the name, which each shell joins in its way. */
export interface Captured {
  readonly output: Output['output'];
  readonly parts: readonly [string, number];
}

/** By the id of the change that answers. Outputs that only an undo needs are captured as well: they are printed for the reader. */
export function capturedBy(changes: readonly Change[]): ReadonlyMap<string, Captured> {
  const captured = new Map<string, Captured>();
  for (const { step, undo } of changes)
    for (const { of, output } of [step, ...undo].flatMap(outputsIn)) {
      if (captured.has(of)) continue;
      captured.set(of, { output, parts: [output === 'KeyId' ? 'key' : 'subscription', captured.size + 1] });
    }
  return captured;
}

export function outputsIn({ input }: Step): readonly Output[] {
  return Object.values(input).filter(isOutput);
}

/** The alias under which a key that is created will be found when the script is run again. */
export function aliasOf(id: string, changes: readonly Change[]): string | null {
  for (const { step } of changes) {
    if (step.operation !== 'kms:CreateAlias') continue;
    const { AliasName, TargetKeyId } = step.input;
    if (isOutput(TargetKeyId) && TargetKeyId.of === id) return AliasName;
  }
  return null;
}
