/**
 * Counts the elementary steps of one question, so that a verdict does not depend on the machine that it was reached on.
 * Throws `Spent` when they are used up; the question is then undecided.
 */
export class Meter {
  readonly limit: number;
  spent = 0;

  constructor(limit: number = DEFAULT_LIMIT) {
    this.limit = limit;
  }

  tick(steps = 1): void {
    this.spent += steps;
    if (this.spent > this.limit) throw new Spent();
  }
}

export class Spent extends Error {}

/** About a tenth of a second on a small machine; no published pattern takes two thirds of it. */
export const DEFAULT_LIMIT = 100_000;
