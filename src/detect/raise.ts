import type { Rule } from '../catalogue/rule.js';
import { type Candidate, sortCandidates } from './candidate.js';
import { byTime, byTimeAndCopy, compareTexts, type Occurrence } from './occurrence.js';
import { Told } from './told.js';

/** What is raised as one alert. */
export interface Raised {
  readonly rule: Rule;
  /** The event that completed it. */
  readonly last: Occurrence;
  /** All that made it, by time. */
  readonly events: readonly Occurrence[];
  /** Those that belong to it and raised nothing of their own, as far as they were kept. */
  readonly further: readonly Occurrence[];
  /** How many they are. */
  readonly grouped: number;
  /** What it is known by, where it stands for a group of one execution: whichever events of it are there. */
  readonly groupName: string | null;
  readonly unseenSince: number | null;
  /** Ids of rules whose alert on the same event it stands for. */
  readonly supersedes: readonly string[];
}

/** The number of an execution: an interval of the rule's schedule, in event time. Null: the event has no time. */
export function executionOf(time: number | null, { schedule }: Pick<Rule, 'schedule'>): number | null {
  return time === null ? null : Math.floor(time / (Math.max(1, schedule.interval) * 1000));
}

/** When it begins, in milliseconds. */
export const beginningOf = (execution: number, { schedule }: Pick<Rule, 'schedule'>): number =>
  execution * Math.max(1, schedule.interval) * 1000;

/** Matches that were not raised, and the keys that some of them are about. */
export interface Excess {
  readonly count: number;
  readonly keys: Told;
}

/** By execution. */
export type HeldBack = ReadonlyMap<number | null, Excess>;

/** Groups what a rule of several events found, and holds back what is above its maximum in one execution. */
export function raise(
  rule: Rule,
  candidates: readonly Candidate[],
): { readonly raised: readonly Raised[]; readonly heldBack: HeldBack } {
  const raised: Raised[] = [];
  const heldBack = new Map<number | null, Excess>();
  const used = new Map<number | null, number>();
  for (const group of groupsOf(rule, different(sortCandidates(candidates)))) {
    const [first, ...others] = group;
    const further = [...first!.further, ...others.flatMap(({ events, further }) => [...events, ...further])];
    const execution = executionOf(first!.entry.time, rule);
    const count = (used.get(execution) ?? 0) + 1;
    used.set(execution, count);
    if (count > rule.maxAlerts) {
      const { count: before, keys } = heldBack.get(execution) ?? { count: 0, keys: new Told() };
      for (const { events } of group) for (const { copies } of events) keys.add(copies[0]!.subject);
      heldBack.set(execution, { count: before + group.length, keys });
      continue;
    }
    raised.push({
      rule,
      last: first!.entry,
      events: [...first!.events].sort(byTime),
      further,
      grouped: first!.further.length + others.length,
      groupName: null,
      unseenSince: first!.unseenSince,
      supersedes: [],
    });
  }
  return { raised, heldBack };
}

/** An event with several values in a field may complete the same with each of them. */
function different(sorted: readonly Candidate[]): readonly Candidate[] {
  const seen = new Set<string>();
  return sorted.filter(({ events }) => {
    const name = events.map(({ identity }) => identity).join('\n');
    return !seen.has(name) && seen.add(name);
  });
}

/** Each in the order of its first. */
function groupsOf({ grouping, ...rule }: Rule, sorted: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const groups: Candidate[][] = [];
  const open = new Map<string, Candidate[]>();
  for (const item of sorted) {
    const { group, time } = item.entry;
    const current = group === null ? undefined : open.get(group);
    const first = current?.[0]?.entry;
    const belongs =
      first !== undefined &&
      (grouping?.within == null
        ? executionOf(first.time, rule) === executionOf(time, rule)
        : time! - first.time! <= grouping.within * 1000);
    if (belongs) {
      current!.push(item);
      continue;
    }
    const own = [item];
    groups.push(own);
    if (group !== null) open.set(group, own);
  }
  return groups;
}

/** Of one rule by time, and of one time by identity and rule: the same order whatever the input's. */
export const byPlace = (a: Raised, b: Raised): number =>
  byTime(a.last, b.last) || compareTexts(a.rule.id, b.rule.id) || byTimeAndCopy(a.last, b.last);
