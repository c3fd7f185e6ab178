import type { Detection, Rule } from '../catalogue/rule.js';

/** An event as a small history has it. */
export interface Small {
  readonly id: string;
  /** Seconds. */
  readonly time: number;
  readonly name: string;
  readonly user: string;
  readonly key: string;
}

type Of<K extends Detection['kind']> = Extract<Detection, { kind: K }>;

const inOrder = (a: Small, b: Small): number => a.time - b.time || (a.id < b.id ? -1 : 1);
const distinct = <T>(values: readonly T[]): number => new Set(values).size;
const usersOf = (events: readonly Small[]): readonly string[] => [...new Set(events.map(({ user }) => user))];

/** Slow and obvious: the ids of the events that complete an alert, straight from what each kind of rule promises. By user throughout. */
export function completing(
  rule: Rule,
  matching: (name: string) => boolean,
  history: readonly Small[],
): readonly string[] {
  const matches = history.filter(({ name }) => matching(name)).sort(inOrder);
  const { detection } = rule;
  switch (detection.kind) {
    case 'query':
      return byExecution(rule, matches).flatMap((execution) => execution.slice(0, rule.maxAlerts).map(({ id }) => id));
    case 'new-terms':
      return newTerms(detection, matches);
    case 'threshold':
      return usersOf(matches).flatMap((user) =>
        thresholds(
          rule,
          detection,
          matches.filter((each) => each.user === user),
        ),
      );
    case 'value-count':
      return usersOf(matches).flatMap((user) =>
        bursts(
          detection,
          matches.filter((each) => each.user === user),
        ),
      );
    case 'sequence':
      throw new Error('see sequences');
  }
}

const executionOf = (rule: Rule, { time }: Small): number => Math.floor(time / rule.schedule.interval);

function byExecution(rule: Rule, matches: readonly Small[]): readonly (readonly Small[])[] {
  const numbers = [...new Set(matches.map((match) => executionOf(rule, match)))];
  return numbers.map((number) => matches.filter((match) => executionOf(rule, match) === number));
}

/** The first of each combination in a time before which, for the length of the history, it was not seen. */
function newTerms({ history }: Of<'new-terms'>, matches: readonly Small[]): readonly string[] {
  return matches
    .filter((match, index) => {
      const same = matches.slice(0, index).filter(({ user, key }) => user === match.user && key === match.key);
      return !same.some(({ time }) => match.time - time <= history);
    })
    .map(({ id }) => id);
}

function thresholds(
  rule: Rule,
  { count, distinct: wanted }: Of<'threshold'>,
  matches: readonly Small[],
): readonly string[] {
  const found: string[] = [];
  const used = new Set<string>();
  const last = Math.max(0, ...matches.map((match) => executionOf(rule, match)));
  for (let number = 0; number <= last; number++) {
    const end = (number + 1) * rule.schedule.interval;
    const start = end - Math.max(rule.schedule.interval, rule.schedule.lookBack);
    const seen = matches.filter(({ id, time }) => time >= start && time < end && !used.has(id));
    const enough = seen.findIndex((_, index) => {
      const so = seen.slice(0, index + 1);
      return so.length >= count && wanted.every((each) => distinct(so.map(({ key }) => key)) >= each.count);
    });
    if (enough < 0) continue;
    found.push(seen[enough]!.id);
    for (const { id } of seen) used.add(id);
  }
  return found;
}

/** At each time with a match: do the seconds up to it hold enough, and did they not at the time of the match before? */
function bursts({ count, within }: Of<'value-count'>, matches: readonly Small[]): readonly string[] {
  const times = [...new Set(matches.map(({ time }) => time))];
  const window = (time: number) => matches.filter((match) => match.time >= time - within && match.time <= time);
  const isEnough = (time: number | undefined) =>
    time !== undefined && distinct(window(time).map(({ key }) => key)) >= count;
  return times
    .filter((time, index) => isEnough(time) && !isEnough(times[index - 1]))
    .map((time) => {
      const held = window(time);
      return held[held.findIndex((_, at) => distinct(held.slice(0, at + 1).map(({ key }) => key)) >= count)]!.id;
    });
}

/**
 * The matches of the last name for which some choice among the others, of the same user, holds the names before it in order, in time,
 * and nothing that resets between the first and the last. Matches of one time may have happened in any order. Tried is every choice.
 */
export function sequences(
  names: readonly string[],
  until: string | null,
  within: number,
  history: readonly Small[],
): readonly string[] {
  const isCompletion = (last: Small): boolean => {
    const own = history.filter(({ user, time }) => user === last.user && time <= last.time);
    const resets = own.filter(({ name }) => name === until).map(({ time }) => time);
    const from = (chain: readonly Small[]): boolean => {
      const [first = last, latest] = [chain[0], chain.at(-1)];
      if (chain.length === names.length - 1)
        return last.time - first.time <= within && !resets.some((time) => time > first.time && time < last.time);
      return own.some(
        (next) =>
          next !== last &&
          next.name === names[chain.length] &&
          !chain.includes(next) &&
          (!latest || next.time >= latest.time) &&
          from([...chain, next]),
      );
    };
    return from([]);
  };
  return history.filter((last) => last.name === names.at(-1) && isCompletion(last)).map(({ id }) => id);
}
