import { decide } from '../predicate/doubts-met.js';
import type { JsonObject } from '../predicate/json.js';
import type { Condition, Link, LinkKind, Path } from './link.js';
import { lettersOf } from './name-words.js';
import type { PathLink } from './result.js';

/** How an event fares with a path: each link's answer, and how far it got. */
export interface Walk {
  readonly path: Path;
  readonly links: readonly PathLink[];
  /** How many links from the start let it pass for certain. */
  readonly passed: number;
  /** Of the whole path: the conditions that do not let it pass for certain. */
  readonly unmet: readonly Condition[];
  readonly arrives: boolean | null;
  /** How much of the patterns on the way is about this event: see `Condition.nearness`. */
  readonly nearness: number;
  /** Does a pattern on the way name the event or its service: see `Condition.isNear`. */
  readonly near: boolean;
}

export function walk(path: Path, event: JsonObject): Walk {
  const links: PathLink[] = [];
  const unmet: Condition[] = [];
  let passed = 0;
  let open = true;
  let nearness = 0;
  let near = false;
  for (const link of path.links) {
    const answers = link.conditions.map((condition) => ({ condition, holds: decide(condition.passes, event) }));
    const holds = worst(answers.map((answer) => answer.holds));
    const failing = answers.filter((answer) => answer.holds !== true).map((answer) => answer.condition);
    unmet.push(...failing);
    nearness += link.conditions.reduce((sum, condition) => sum + (condition.nearness?.(event) ?? 0), 0);
    near ||= link.conditions.some((condition) => condition.isNear?.(event) === true);
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
  return { path, links, passed, unmet, arrives: worst(links.map((link) => link.holds)), nearness, near };
}

/**
 * Of several paths, the one on which the event gets furthest. Between equals: the one with a pattern that names the event (the one
 * that is most about it), then the one that it stops at for a doubt, then the one whose names carry the most of these words, then the
 * one with the fewest faults.
 */
export function closest(walks: readonly Walk[], words: readonly string[]): Walk | null {
  let best: Walk | null = null;
  for (const candidate of walks) if (best === null || isCloser(candidate, best, words)) best = candidate;
  return best;
}

function isCloser(a: Walk, b: Walk, words: readonly string[]): boolean {
  const faults = (walk: Walk) => walk.links.filter((link) => link.holds === false).length;
  const isDoubt = ({ links, passed }: Walk) => Number(links[passed]?.holds === null);
  const difference =
    a.passed - b.passed ||
    Number(a.near) - Number(b.near) ||
    isDoubt(a) - isDoubt(b) ||
    (a.near ? a.nearness - b.nearness : 0) ||
    namedBy(a, words) - namedBy(b, words) ||
    a.nearness - b.nearness ||
    faults(b) - faults(a) ||
    b.unmet.length - a.unmet.length;
  return difference > 0;
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
  const said = answers.flatMap(({ condition }) => [condition.because, ...(condition.note ? [condition.note] : [])]);
  return said.length > 0 ? said.join('; ') : `the ${link.kind} is there`;
}
