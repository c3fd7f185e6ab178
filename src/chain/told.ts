import type { Known } from '../predicate/fold.js';
import { fold } from '../predicate/fold.js';
import type { Draft } from '../predicate/predicate.js';
import { printPredicate } from '../predicate/print.js';
import type { Link, Path } from './link.js';

/** The events that a link lets pass: those that every condition lets pass. */
function linkDraft(link: Link): Draft {
  return { kind: 'all', of: link.conditions.map((condition) => condition.passes) };
}

const drafts = new WeakMap<Path, Draft>();

/** The events that a path carries to its end. One object for each path, without the conditions that every event meets. */
export function pathDraft(path: Path): Draft {
  let draft = drafts.get(path);
  if (!draft) {
    draft = fold({ kind: 'all', of: path.links.map(linkDraft) }, undefined);
    drafts.set(path, draft);
  }
  return draft;
}

/** The events that some path carries to its end. */
export function toldDraft(paths: readonly Path[]): Draft {
  return { kind: 'any', of: paths.map(pathDraft) };
}

/** Regions in which exactly the same events are told. */
export interface RegionGroup {
  readonly regions: readonly string[];
  /** The told events of these Regions; Region and account are folded in. */
  readonly told: Draft;
}

/** The Regions of an account, grouped by what is told in them: usually one group, so that each question is asked once. */
export function regionGroups(told: Draft, account: string, regions: readonly string[]): readonly RegionGroup[] {
  const groups = new Map<string, { regions: string[]; told: Draft }>();
  for (const region of regions) {
    const folded = fold(told, recordOf(account, region));
    const key = printPredicate(folded);
    const group = groups.get(key);
    if (group) group.regions.push(region);
    else groups.set(key, { regions: [region], told: folded });
  }
  return [...groups.values()];
}

/** What is known of every record of this account and Region. */
export function recordOf(account: string, region: string, constants: Readonly<Record<string, string>> = {}): Known {
  const keys = new Map<string, Known>([
    ['awsRegion', { kind: 'value', value: region }],
    ['recipientAccountId', { kind: 'value', value: account }],
  ]);
  for (const [key, value] of Object.entries(constants)) keys.set(key, { kind: 'value', value });
  return { kind: 'object', keys };
}
