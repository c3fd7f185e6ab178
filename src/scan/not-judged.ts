/** Of a record at which a rule failed. It says what it was, not where in the program. */
export const notJudged = (error: unknown): string =>
  `a record that could not be judged: ${error instanceof Error ? error.message : String(error)}`;
