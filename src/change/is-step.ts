import { isOutput, type Step } from './step.js';
import { isWriteOperation } from './write-permissions.js';

/** Is it a call that a plan or its undo may make? The members that it is asked with are AWS’s to judge. */
export function isStep(value: unknown): value is Step {
  return (
    isRecord(value) &&
    typeof value.operation === 'string' &&
    isWriteOperation(value.operation) &&
    typeof value.region === 'string' &&
    /^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(value.region) &&
    isRecord(value.input) &&
    Object.values(value.input).every((one) => !isRecord(one) || !('of' in one) || isOutput(one))
  );
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
