import { type Demand, isTold, sample } from './judge.js';
import type { Path } from './link.js';
import { pathDraft } from './told.js';

/**
 * The paths in the order in which a control's are shown, where several tell an event: one that ends at a person before one that ends
 * at a machine; then the one that carries the most of the control's classes, because it was meant for the control (a filter of
 * another one may happen to match a call of the same name); then the shortest wait; then the fewest links.
 */
export function preferredPaths(paths: readonly Path[], demands: readonly Demand[]): readonly Path[] {
  const samples = demands.map(sample).filter((event) => event !== null);
  const ranked = paths.map((path) => {
    const told = pathDraft(path);
    return { path, carried: samples.filter((event) => isTold(event, told)).length };
  });
  ranked.sort(
    (a, b) =>
      endRank(a.path) - endRank(b.path) ||
      b.carried - a.carried ||
      waitOf(a.path) - waitOf(b.path) ||
      a.path.links.length - b.path.links.length,
  );
  return ranked.map(({ path }) => path);
}

function endRank(path: Path): number {
  return path.end === 'person' ? 0 : path.end === 'machine' ? 1 : 2;
}

function waitOf(path: Path): number {
  return path.waitSeconds ?? Number.POSITIVE_INFINITY;
}
