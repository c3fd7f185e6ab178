import type { Outputs } from './made-up.js';
import { isOutput, type Output, type Step } from './step.js';

/** The step with the answers of others filled in; or what it names that nobody has answered. */
export type Resolved =
  | { readonly kind: 'resolved'; readonly step: Step }
  | { readonly kind: 'unanswered'; readonly output: Output };

export function resolve(step: Step, outputs: Outputs): Resolved {
  const missing = Object.values(step.input).find(
    (value) => isOutput(value) && outputs.get(value.of)?.[value.output] === undefined,
  );
  if (isOutput(missing)) return { kind: 'unanswered', output: missing };
  const input = Object.fromEntries(
    Object.entries(step.input).map(([name, value]): [string, unknown] => [
      name,
      isOutput(value) ? outputs.get(value.of)?.[value.output] : value,
    ]),
  );
  return { kind: 'resolved', step: { ...step, input } as Step };
}
