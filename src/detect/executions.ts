import { type Rule, SEVERITIES } from '../catalogue/rule.js';
import { type Claim, type Claimed, claimedOf, type Match, matchOf, mergeClaimed } from './claim.js';
import { byTime, byTimeAndCopy, compareTexts, type Placed } from './occurrence.js';
import { executionOf } from './raise.js';
import type { Supersedes } from './supersede.js';
import type { Tally } from './tally.js';
import { Told } from './told.js';

/** What one rule matched in one interval of its schedule. */
export interface Execution {
  readonly rule: Rule;
  /** Null: of events without a time. */
  readonly number: number | null;
  /** What it is in the tally. */
  readonly name: number;
  /** By group; what is not grouped is its own. At most the rule's maximum, the earliest. */
  readonly kept: Map<string, Claimed>;
  /** The last of `kept` when it is full. */
  latest: string | null;
  /** The keys of matches for which there was no room; not of groups, whose members are not kept. */
  readonly heldBack: Told;
}

/**
 * The alerts of rules of one event: of each execution the earliest, as many as the rule allows; of all executions as many as there
 * is room for, those of the most severe rules first, of these the latest ones. Whatever is not kept goes into the tally.
 *
 * A rule stands for others only with what it keeps: a match for which it has no room, or no longer, falls to the rules that it
 * supersedes. Of a group it keeps the first.
 *
 * INVARIANT: executions only fill up, and are dropped whole, in one order: one that does not fit never will. What a rule does not keep
 * at one time it never keeps later, so what falls to others is all but what it keeps at the end. So what is kept at the end depends on
 * the set of matches alone.
 */
export class Executions {
  readonly #limit: number;
  readonly #tally: Tally<number>;
  readonly #supersedes: Supersedes;
  readonly #places: ReadonlyMap<string, number>;
  readonly #byRule = new Map<string, Map<number | null, Execution>>();
  #size = 0;
  /** The first that does not fit: neither does what comes after it. */
  #ceiling: Execution | null = null;

  constructor(rules: readonly Rule[], limit: number, tally: Tally<number>, supersedes: Supersedes) {
    this.#limit = Math.max(1, limit);
    this.#tally = tally;
    this.#supersedes = supersedes;
    this.#places = new Map(rules.map(({ id }, place) => [id, place]));
  }

  /** The rules that matched, those first that stand for others. The record is only asked for where it may be kept. */
  add(match: Match, claims: readonly Claim[]): void {
    this.#offer(match, claims);
    if (this.#size > this.#limit * 1.25 + 64) this.#cut();
  }

  /** Those that fit, most urgent first. */
  all(): readonly Execution[] {
    this.#cut();
    return this.#sorted();
  }

  #offer(match: Match, claims: readonly Claim[]): void {
    for (const claim of claims) {
      const isSpokenFor = claims.some(
        (other) => this.#supersedes(other.rule.id, claim.rule.id) && this.#keeps(other, match),
      );
      if (!isSpokenFor) this.#fall(this.#claim(claim, match, claims));
    }
  }

  #fall(displaced: Claimed | null): void {
    for (const { occurrence, claims } of displaced?.parts ?? [])
      if (claims.length > 1) this.#offer(matchOf(occurrence), claims);
  }

  #keeps({ rule, group }: Claim, match: Match): boolean {
    const execution = this.#byRule.get(rule.id)?.get(executionOf(match.time, rule));
    return execution?.kept.get(group ?? itsOwn(match))?.occurrence.identity === match.identity;
  }

  /** What had to go for it. */
  #claim({ rule, group }: Claim, match: Match, claims: readonly Claim[]): Claimed | null {
    const execution = this.#execution(rule, executionOf(match.time, rule));
    if (group !== null) this.#tally.add(execution.name, match.identity, group);
    if (this.#ceiling === null || byUrgency(execution, this.#ceiling) < 0)
      return this.#put(execution, group ?? itsOwn(match), match, claims);
    if (group === null) this.#tally.add(execution.name, match.identity);
    return null;
  }

  #put(execution: Execution, group: string, match: Match, claims: readonly Claim[]): Claimed | null {
    const { kept, rule } = execution;
    const known = kept.get(group);
    if (known) {
      const order = byTime(match, known.occurrence);
      if (order > 0) return null;
      const own = claimedOf(match, claims);
      kept.set(group, order === 0 ? mergeClaimed(known, own) : own);
      if (execution.latest === group) execution.latest = null;
      return order === 0 ? null : known;
    }
    if (kept.size < Math.min(rule.maxAlerts, this.#limit)) {
      kept.set(group, claimedOf(match, claims));
      execution.latest = null;
      this.#size++;
      return null;
    }
    if (kept.size > 0) execution.latest ??= latestOf(kept);
    const { latest } = execution;
    const last = latest === null ? null : kept.get(latest)!;
    if (latest === null || last === null || !isBefore(match, last)) {
      this.#holdBack(execution, group, match);
      return null;
    }
    kept.delete(latest);
    kept.set(group, claimedOf(match, claims));
    execution.latest = null;
    this.#holdBack(execution, latest, matchOf(last.occurrence));
    return last;
  }

  #holdBack({ name, heldBack }: Execution, group: string, { identity, subject }: Match): void {
    if (!isItsOwn(group)) return;
    this.#tally.add(name, identity);
    heldBack.add(subject);
  }

  #execution(rule: Rule, number: number | null): Execution {
    const own = this.#byRule.get(rule.id) ?? new Map<number | null, Execution>();
    this.#byRule.set(rule.id, own);
    const known = own.get(number);
    if (known) return known;
    const name = tallyName(this.#places.get(rule.id)!, number);
    const fresh: Execution = { rule, number, name, kept: new Map(), latest: null, heldBack: new Told() };
    if (this.#ceiling === null || byUrgency(fresh, this.#ceiling) < 0) own.set(number, fresh);
    return fresh;
  }

  /** What is dropped falls to others too, for which there may be as little room. */
  #cut(): void {
    while (this.#size > this.#limit) {
      const sorted = this.#sorted();
      let size = 0;
      let at = 0;
      while (at < sorted.length && size + sorted[at]!.kept.size <= this.#limit) size += sorted[at++]!.kept.size;
      this.#ceiling = sorted[at] ?? null;
      const dropped = sorted.slice(at);
      for (const { rule, number, name, kept } of dropped) {
        for (const [group, { occurrence }] of kept) if (isItsOwn(group)) this.#tally.add(name, occurrence.identity);
        this.#byRule.get(rule.id)!.delete(number);
      }
      this.#size = size;
      for (const { kept } of dropped) for (const claimed of kept.values()) this.#fall(claimed);
    }
  }

  #sorted(): readonly Execution[] {
    return [...this.#byRule.values()]
      .flatMap((own) => [...own.values()])
      .filter(({ kept }) => kept.size > 0)
      .sort(byUrgency);
  }
}

const isBefore = (match: Match, { occurrence }: Claimed): boolean =>
  byTime(match, occurrence) <= 0 && byTimeAndCopy(match.occurrence, occurrence) < 0;

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

function latestOf(kept: ReadonlyMap<string, Claimed>): string {
  let latest: readonly [string, Claimed] | null = null;
  for (const item of kept) if (!latest || byTimeAndCopy(item[1].occurrence, latest[1].occurrence) > 0) latest = item;
  return latest![0];
}
