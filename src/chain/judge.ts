import { classCoverage } from '../cloudtrail/class-coverage.js';
import type { EventShape } from '../cloudtrail/shape.js';
import { bound } from '../predicate/bound.js';
import { fold, isTrue } from '../predicate/fold.js';
import type { JsonObject } from '../predicate/json.js';
import { compile, matches } from '../predicate/match.js';
import { memo } from '../predicate/memo.js';
import type { Draft, Predicate } from '../predicate/predicate.js';
import type { Coverage } from '../prove/coverage.js';
import { settle } from '../prove/settle.js';
import type { Path } from './link.js';
import { pathDraft, recordOf } from './told.js';

/** One class of events that must be told, in Regions where the same is told. */
export interface Demand {
  readonly account: string;
  readonly regions: readonly string[];
  readonly required: Predicate;
  /** Placed in the first of the Regions. */
  readonly shapes: readonly EventShape[];
  /** What every event of the class holds: eventSource, eventName. */
  readonly constants: Readonly<Record<string, string>>;
}

/** Is the class told? One answer is kept for each demand and draft: a filter is asked about for many reasons. */
export function judge(demand: Demand, told: Draft): Coverage<EventShape> {
  return judged(demand)(told);
}

const judged = memo((demand: Demand) => memo((told: Draft) => judgeAnew(demand, told)));

/** The constants are folded in first: a plain pattern is decided by that alone. */
function judgeAnew(demand: Demand, told: Draft): Coverage<EventShape> {
  const folded = fold(told, knownOf(demand));
  if (isTrue(folded)) return { verdict: 'proved' };
  // A documented event that is surely not told settles it, and most patterns are not about the class at all.
  const may = bound(folded, 'may');
  const isMissed = (shape: EventShape) => !matches(may, shape.example);
  const first = documentedShape(demand);
  if (first && isMissed(first)) return { verdict: 'broken', witness: first.example, shape: first };
  // INVARIANT of the shapes: the first is the widest, so what all its events surely meet, all events of the class meet.
  const [widest] = demand.shapes;
  const open = widest ? settle(folded, widest.holds) : folded;
  if (isTrue(open)) return { verdict: 'proved' };
  const missed = demand.shapes.find((shape) => isDocumentedEvent(shape, demand) && isMissed(shape));
  if (missed) return { verdict: 'broken', witness: missed.example, shape: missed };
  return openCoverage(demand)(open);
}

/** Different filters and paths often leave the same question open. */
const openCoverage = memo((demand: Demand) =>
  memo((open: Draft) => classCoverage(demand.shapes, demand.required, open)),
);

/** What is known of every event of the class. */
const knownOf = memo((demand: Demand) => recordOf(demand.account, demand.regions[0]!, demand.constants));

/** Is the event told for certain? Asked of every filter and path, with the events of every class. */
export function isTold(event: JsonObject, told: Draft): boolean {
  return surely(told)(event);
}

const surely = memo((told: Draft) => compile(bound(told, 'must')));

/** The paths that together tell a class of events, the most wanted first; null when they do not. */
export function coveringPaths(demand: Demand, paths: readonly Path[]): readonly Path[] | null {
  const chosen: Path[] = [];
  const rest = [...paths];
  let witness: JsonObject | null = sample(demand);
  while (witness) {
    const event = witness;
    const next = rest.findIndex((path) => isTold(event, pathDraft(path)));
    if (next < 0) return null;
    chosen.push(...rest.splice(next, 1));
    const answer = judge(demand, { kind: 'any', of: chosen.map(pathDraft) });
    if (answer.verdict === 'proved') return chosen;
    witness = answer.witness;
  }
  return null;
}

/** A documented event of the class. */
export function sample(demand: Demand): JsonObject | null {
  return documentedShape(demand)?.example ?? null;
}

const documentedShape = memo(
  (demand: Demand) => demand.shapes.find((shape) => isDocumentedEvent(shape, demand)) ?? null,
);

/** Is the documented example of the shape itself an event of the class? */
function isDocumentedEvent(shape: EventShape, { required }: Demand): boolean {
  return !shape.conjectured && documented(required)(shape);
}

const documented = memo((required: Predicate) =>
  memo((shape: EventShape) => matches(required, shape.example) && matches(shape.holds, shape.example)),
);

/**
 * The smallest wait, in seconds, such that the paths that take no longer still tell the whole class. Null when a path that is
 * needed has no known wait. `chosen` are paths that tell it, however long they take.
 */
export function shortestWait(demand: Demand, paths: readonly Path[], chosen: readonly Path[]): number | null {
  const waits = [...new Set(paths.flatMap((path) => path.waitSeconds ?? []))].sort((a, b) => a - b);
  // None can be shorter than the shortest of all.
  if (chosen.length > 0 && chosen.every((path) => path.waitSeconds === waits[0])) return waits[0] ?? null;
  for (const seconds of waits) {
    const within = paths.filter((path) => path.waitSeconds !== null && path.waitSeconds <= seconds);
    if (judge(demand, { kind: 'any', of: within.map(pathDraft) }).verdict === 'proved') return seconds;
  }
  return null;
}
