/** What bounds the memory of the engine, whatever the input. A bound that was met is reported, never silent. */
export interface Limits {
  /** Alerts, and the records with them, that are kept for the end: the most severe, of these the latest executions. */
  readonly alerts: number;
  /** Matches that rules of more than one event hold until the end, shared out among those rules: of each the latest. */
  readonly entries: number;
  /** Combinations of values that one rule of new terms remembers: those that were seen last. */
  readonly terms: number;
  /** Events that changed what state a key is in: the latest. */
  readonly keyStates: number;
  /** Matches that were not raised and are counted once each; above it the counts are estimates. */
  readonly counted: number;
  /** Characters of a record's text; what is longer is kept with its longest values cut. */
  readonly recordLength: number;
}

/**
 * Some 40 MB when all are met by records of a usual length (1,300 characters), and twice as much by the longest ones.
 * The least that is taken for each is one.
 */
export const DEFAULT_LIMITS: Limits = {
  alerts: 4_000,
  entries: 8_000,
  terms: 5_000,
  keyStates: 20_000,
  counted: 500_000,
  recordLength: 6_144,
};

export type Bound = 'alerts' | 'entries' | 'terms' | 'key-states';

/** A bound that was met: what of the rule was not looked at, or not kept. */
export interface BoundHit {
  readonly kind: 'bound';
  /** Null: of no rule, but of the states of keys. */
  readonly rule: string | null;
  readonly bound: Bound;
  readonly limit: number;
  /** Matches that were dropped (of the bound `terms`: combinations of values), each counted once. */
  readonly count: number;
  /** False: an estimate, because there were too many to be told apart. */
  readonly isExact: boolean;
  /** Everything that was dropped is earlier than this; null where that cannot be said. */
  readonly before: string | null;
}

/** For a reader of the report. */
export function boundWords({ rule, bound, limit, count, isExact, before }: BoundHit): string {
  const about = `${isExact ? '' : 'about '}${count}`;
  const earlier = before === null ? '' : `, all of them before ${before}`;
  switch (bound) {
    case 'alerts':
      return `there is room for ${limit} alerts: ${about} of ${rule} were not kept${earlier}`;
    case 'entries':
      return `${rule} compares at most ${limit} matches, the latest: ${about} were left out${earlier}`;
    case 'terms':
      return `${rule} remembers at most ${limit} combinations of values: of ${about} it cannot say whether they are new`;
    case 'key-states':
      return `the states of keys are followed over at most ${limit} events, the latest: ${about} were left out${earlier}`;
  }
}
