import { type Rule, SEVERITIES } from '../catalogue/rule.js';
import { byTime, byTimeAndCopy, compareTexts, mergeCopies, type Occurrence, type Placed } from './occurrence.js';
import { executionOf } from './raise.js';
import type { Tally } from './tally.js';

/** What is known of a match at once, and what it costs something to know. */
export interface Match extends Placed {
  readonly occurrence: Occurrence;
}

interface Kept {
  readonly occurrence: Occurrence;
  readonly supersedes: readonly string[];
}

/** What one rule matched in one interval of its schedule. */
export interface Execution {
  readonly rule: Rule;
  /** Null: of events without a time. */
  readonly number: number | null;
  /** What it is in the tally. */
  readonly name: number;
  /** By group; what is not grouped is its own. At most the rule's maximum, the earliest. */
  readonly kept: Map<string, Kept>;
  /** The last of `kept` when it is full. */
  latest: string | null;
}

/**
 * The alerts of rules of one event: of each execution the earliest, as many as the rule allows; of all executions as many as there
 * is room for, those of the most severe rules first, of these the latest ones. Whatever is not kept goes into the tally.
 *
 * INVARIANT: executions only fill up, and are dropped whole, in one order: one that does not fit never will, so what is kept at the
 * end depends on the set of matches alone.
 */
export class Executions {
  readonly #limit: number;
  readonly #tally: Tally<number>;
  readonly #places: ReadonlyMap<string, number>;
  readonly #byRule = new Map<string, Map<number | null, Execution>>();
  #size = 0;
  /** The first that does not fit: neither does what comes after it. */
  #ceiling: Execution | null = null;

  constructor(rules: readonly Rule[], limit: number, tally: Tally<number>) {
    this.#limit = Math.max(1, limit);
    this.#tally = tally;
    this.#places = new Map(rules.map(({ id }, place) => [id, place]));
  }

  /** `group` is null where the match is its own. The record is only asked for where it may be kept. */
  add(rule: Rule, match: Match, group: string | null, supersedes: readonly string[]): void {
    const execution = this.#execution(rule, executionOf(match.time, rule));
    const count = ({ identity }: Placed) => this.#tally.add(execution.name, identity, group);
    if (group !== null) count(match);
    if (this.#ceiling !== null && byUrgency(execution, this.#ceiling) >= 0) {
      if (group === null) count(match);
      return;
    }
    const dropped = this.#put(execution, group ?? itsOwn(match), match, supersedes);
    if (dropped && group === null) count(dropped);
    if (this.#size > this.#limit * 1.25 + 64) this.#cut();
  }

  /** Those that fit, most urgent first. */
  all(): readonly Execution[] {
    this.#cut();
    return this.#sorted();
  }

  #execution(rule: Rule, number: number | null): Execution {
    const own = this.#byRule.get(rule.id) ?? new Map<number | null, Execution>();
    this.#byRule.set(rule.id, own);
    const known = own.get(number);
    if (known) return known;
    const name = tallyName(this.#places.get(rule.id)!, number);
    const fresh: Execution = { rule, number, name, kept: new Map(), latest: null };
    if (this.#ceiling === null || byUrgency(fresh, this.#ceiling) < 0) own.set(number, fresh);
    return fresh;
  }

  /** What had to go: the new one, or the latest. */
  #put(execution: Execution, group: string, match: Match, supersedes: readonly string[]): Placed | null {
    const { kept, rule } = execution;
    const known = kept.get(group);
    if (known) {
      if (byTime(match, known.occurrence) > 0) return null;
      kept.set(group, earlier(known, { occurrence: match.occurrence, supersedes }));
      if (execution.latest === group) execution.latest = null;
      return null;
    }
    if (kept.size < Math.min(rule.maxAlerts, this.#limit)) {
      kept.set(group, { occurrence: match.occurrence, supersedes });
      execution.latest = null;
      this.#size++;
      return null;
    }
    if (kept.size === 0) return match;
    execution.latest ??= latestOf(kept);
    const latest = kept.get(execution.latest)!.occurrence;
    if (byTime(match, latest) > 0 || byTimeAndCopy(match.occurrence, latest) >= 0) return match;
    kept.delete(execution.latest);
    kept.set(group, { occurrence: match.occurrence, supersedes });
    execution.latest = null;
    return latest;
  }

  #cut(): void {
    if (this.#size <= this.#limit) return;
    const sorted = this.#sorted();
    let size = 0;
    let at = 0;
    while (at < sorted.length && size + sorted[at]!.kept.size <= this.#limit) size += sorted[at++]!.kept.size;
    this.#ceiling = sorted[at] ?? null;
    for (const { rule, number, name, kept } of sorted.slice(at)) {
      for (const [group, { occurrence }] of kept) if (isItsOwn(group)) this.#tally.add(name, occurrence.identity);
      this.#byRule.get(rule.id)!.delete(number);
    }
    this.#size = size;
  }

  #sorted(): readonly Execution[] {
    return [...this.#byRule.values()]
      .flatMap((own) => [...own.values()])
      .filter(({ kept }) => kept.size > 0)
      .sort(byUrgency);
  }
}

/** What stands for the group of a match that belongs to none. */
const itsOwn = ({ identity }: Placed): string => `\n${identity}`;
export const isItsOwn = (group: string): boolean => group.startsWith('\n');

/** Seconds from year 0 to 9999, either side of 1970, are fewer. */
const EXECUTIONS = 2 ** 39;

/** In the tally: what an execution did not keep, and every match of a group. One number, because there may be very many. */
export const tallyName = (place: number, execution: number | null): number =>
  place * 2 * EXECUTIONS + (execution === null ? 0 : execution + EXECUTIONS);

/** What one name in the tally is about: the rule's place, and its execution. */
export function readTallyName(name: number): { readonly place: number; readonly execution: number | null } {
  const place = Math.floor(name / (2 * EXECUTIONS));
  const rest = name - place * 2 * EXECUTIONS;
  return { place, execution: rest === 0 ? null : rest - EXECUTIONS };
}

/** The more severe first; then the later, of which what has no time is the latest. */
function byUrgency(a: Pick<Execution, 'rule' | 'number'>, b: Pick<Execution, 'rule' | 'number'>): number {
  const severity = SEVERITIES.indexOf(b.rule.severity) - SEVERITIES.indexOf(a.rule.severity);
  if (severity !== 0) return severity;
  const order = compareTexts(a.rule.id, b.rule.id);
  const [first, second] = [beginning(a), beginning(b)];
  return first === second ? order : second > first ? 1 : -1;
}

const beginning = ({ rule, number }: Pick<Execution, 'rule' | 'number'>): number =>
  number === null ? Number.POSITIVE_INFINITY : number * Math.max(1, rule.schedule.interval);

function earlier(a: Kept, b: Kept): Kept {
  const order = byTime(a.occurrence, b.occurrence);
  if (order !== 0) return order < 0 ? a : b;
  const copies = mergeCopies(a.occurrence.copies, b.occurrence.copies);
  return {
    occurrence: { ...a.occurrence, copies },
    supersedes: [...new Set([...a.supersedes, ...b.supersedes])].sort(compareTexts),
  };
}

function latestOf(kept: ReadonlyMap<string, Kept>): string {
  let latest: readonly [string, Kept] | null = null;
  for (const item of kept) if (!latest || byTimeAndCopy(item[1].occurrence, latest[1].occurrence) > 0) latest = item;
  return latest![0];
}
