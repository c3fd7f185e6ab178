import type { Draft } from '../predicate/predicate.js';
import type { Link, Path } from './link.js';
import { linkInWords } from './link-name.js';

/** A metric filter or an EventBridge rule of some path, and the events that its pattern is true of. */
export interface Filter {
  readonly link: Link;
  readonly pattern: Draft;
}

/** The filters and rules that these paths pass, each once. */
export function filtersOf(paths: readonly Path[]): readonly Filter[] {
  const found = new Map<string, Filter>();
  for (const path of paths) {
    for (const link of path.links) {
      if (link.kind !== 'metric-filter' && link.kind !== 'rule') continue;
      const condition = link.conditions.find((candidate) => candidate.code === 'pattern');
      if (!condition) continue;
      const key = `${link.kind}\n${link.account}\n${link.region}\n${link.id}\n${condition.because}`;
      if (!found.has(key)) found.set(key, { link, pattern: condition.passes });
    }
  }
  return [...found.values()];
}

/** What holds on these paths and is worth saying all the same: a trail that has only just started, a mute rule for the weekend. */
export function notesOnTheWay(paths: readonly Path[]): readonly string[] {
  const links = new Set(paths.flatMap((path) => path.links));
  const notes = [...links].flatMap((link) =>
    link.conditions.flatMap(({ note }) => (note === undefined ? [] : [`${linkInWords(link)}: ${note}`])),
  );
  return [...new Set(notes)];
}
