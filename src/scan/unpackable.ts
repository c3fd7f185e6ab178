import type { ProblemCode } from './item.js';

/** Packed data that cannot be read, or not further: in the words of a problem. */
export class Unpackable extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, reason: string) {
    super(reason);
    this.code = code;
  }
}
