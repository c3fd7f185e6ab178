import { decide } from '../predicate/doubts-met.js';
import type { JsonObject } from '../predicate/json.js';
import { memo } from '../predicate/memo.js';
import type { Condition, Link, LinkKind, Path } from './link.js';
import { lettersOf } from './name-words.js';
import type { PathLink } from './result.js';

/** How an event fares with a path: each link's answer, and how far it got. */
export interface Walk {
  readonly path: Path;
  readonly event: JsonObject;
  readonly links: readonly PathLink[];
  /** How many links from the start let it pass for certain. */
  readonly passed: number;
  /** Of the whole path: the conditions that do not let it pass for certain. */
  readonly unmet: readonly Condition[];
  readonly arrives: boolean | null;
}

export function walk(path: Path, event: JsonObject): Walk {
  const links: PathLink[] = [];
  const unmet: Condition[] = [];
  let passed = 0;
  let open = true;
  for (const link of path.links) {
    const answers = link.conditions.map((condition) => ({ condition, holds: decide(condition.passes, event) }));
    const holds = worst(answers.map((answer) => answer.holds));
    const failing = answers.filter((answer) => answer.holds !== true).map((answer) => answer.condition);
    unmet.push(...failing);
    open &&= holds === true;
    if (open) passed++;
    links.push({
      kind: link.kind,
      id: link.id,
      region: link.region,
      holds,
      reason: reasonOf(link, answers, holds, event),
    });
  }
  return { path, event, links, passed, unmet, arrives: worst(links.map((link) => link.holds)) };
}

/** Does a pattern on the way name the event or its service: see `Condition.isNear`. */
export function isNear({ path, event }: Walk): boolean {
  return path.links.some(({ conditions }) => conditions.some((condition) => condition.isNear?.(event) === true));
}

/** How much of the patterns on the way is about the event: see `Condition.nearness`. */
function nearnessOf({ path, event }: Walk): number {
  const conditions = path.links.flatMap((link) => link.conditions);
  return conditions.reduce((sum, condition) => sum + (condition.nearness?.(event) ?? 0), 0);
}

/**
 * Of several paths, one on which the event gets to what was meant for it: a pattern that names the event or its service, or names that
 * carry all of these words. A rule that is disabled says more than the metric filter that is missing beside it. Between equals: the one on which
 * the event gets furthest, then the one whose pattern names it (the one that is most about it), then the one that it stops at for a
 * doubt, then the one whose names carry the most of the words, then the one with the fewest faults.
 */
export function closest(walks: readonly Walk[], words: readonly string[]): Walk | null {
  let best: Walk | null = null;
  for (const candidate of walks) if (best === null || isCloser(candidate, best, words)) best = candidate;
  return best;
}

function isCloser(a: Walk, b: Walk, words: readonly string[]): boolean {
  const faults = (walk: Walk) => walk.links.filter((link) => link.holds === false).length;
  const isDoubt = ({ links, passed }: Walk) => Number(links[passed]?.holds === null);
  const isMeant = (walk: Walk) => Number(isMeantFor(walk, words));
  const difference =
    isMeant(a) - isMeant(b) ||
    a.passed - b.passed ||
    Number(isNear(a)) - Number(isNear(b)) ||
    isDoubt(a) - isDoubt(b) ||
    (isNear(a) ? nearnessOf(a) - nearnessOf(b) : 0) ||
    namedBy(a, words) - namedBy(b, words) ||
    nearnessOf(a) - nearnessOf(b) ||
    faults(b) - faults(a) ||
    b.unmet.length - a.unmet.length;
  return difference > 0;
}

/** Does the event get to a link that was meant for it? What lies behind the link at which it stops does not count. */
function isMeantFor({ path, links, passed, ...rest }: Walk, words: readonly string[]): boolean {
  const reached = {
    ...rest,
    passed,
    links: links.slice(0, passed + 1),
    path: { ...path, links: path.links.slice(0, passed + 1) },
  };
  return isNear(reached) || carriesAll(reached, words);
}

/** What people name after a control. A log group is called CloudTrail in most accounts. */
const NAMED: ReadonlySet<LinkKind> = new Set(['metric-filter', 'metric', 'alarm', 'rule']);

/** How many of the words stand in the names on the way. */
function namedBy({ links }: Walk, words: readonly string[]): number {
  const names = links
    .filter(({ kind }) => NAMED.has(kind))
    .map(({ id }) => lettersOf(id))
    .join(' ');
  return words.filter((word) => names.includes(word)).length;
}

/** Do all of the words stand in the names on the way? */
export function carriesAll(walk: Walk, words: readonly string[]): boolean {
  return words.length > 0 && namedBy(walk, words) === words.length;
}

/** False outweighs null, null outweighs true. */
function worst(answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(false)) return false;
  return answers.includes(null) ? null : true;
}

interface ConditionAnswer {
  readonly condition: Condition;
  readonly holds: boolean | null;
}

function reasonOf(link: Link, answers: readonly ConditionAnswer[], holds: boolean | null, event: JsonObject): string {
  if (holds !== true) {
    return answers
      .filter((answer) => answer.holds === holds)
      .map(({ condition }) => condition.whyNot?.(event) ?? condition.because)
      .join('; ');
  }
  return whyHolds(link);
}

/** Why a link holds is the same for every event. */
const whyHolds = memo(({ kind, conditions }: Link): string => {
  const said = conditions.flatMap(({ because, note }) => [because, ...(note ? [note] : [])]);
  return said.length > 0 ? said.join('; ') : `the ${kind} is there`;
});
