/** What is wrong with a control, a selector or a benchmark's name: lower-case, what the user wrote in backticks, what to do next. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly help?: string;
}
