import { bound } from '../predicate/bound.js';
import type { JsonObject } from '../predicate/json.js';
import { matches } from '../predicate/match.js';
import type { Condition, Link, Path } from './link.js';
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
}

export function walk(path: Path, event: JsonObject): Walk {
  const links: PathLink[] = [];
  const unmet: Condition[] = [];
  let passed = 0;
  let open = true;
  for (const link of path.links) {
    const answers = link.conditions.map((condition) => ({ condition, holds: holdsFor(condition, event) }));
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
  return { path, links, passed, unmet, arrives: worst(links.map((link) => link.holds)) };
}

/** Of several paths, the one on which the event gets furthest; the fewest faults decide between equals, then the most promising. */
export function closest(walks: readonly Walk[]): Walk | null {
  let best: Walk | null = null;
  for (const candidate of walks) if (best === null || isCloser(candidate, best)) best = candidate;
  return best;
}

function isCloser(a: Walk, b: Walk): boolean {
  if (a.passed !== b.passed) return a.passed > b.passed;
  const certain = (walk: Walk) => walk.links.filter((link) => link.holds === false).length;
  if (certain(a) !== certain(b)) return certain(a) < certain(b);
  return a.unmet.length < b.unmet.length;
}

export function holdsFor(condition: Condition, event: JsonObject): boolean | null {
  if (matches(bound(condition.passes, 'must'), event)) return true;
  return matches(bound(condition.passes, 'may'), event) ? null : false;
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
  const notes = answers.flatMap((answer) => answer.condition.note ?? []);
  if (notes.length > 0) return notes.join('; ');
  return answers[0]?.condition.because ?? `the ${link.kind} is there`;
}
