import type { Condition, Path } from '../chain/link.js';
import { pathDraft } from '../chain/told.js';
import { bound } from '../predicate/bound.js';
import type { Draft } from '../predicate/predicate.js';
import { inRegion, letsPass, type Open } from './proof.js';

/** Doubts that reading more would settle; others are of what nobody can read. */
const UNREAD = new Set(['unread', 'not-read', 'owner-unread', 'alarms-unread', 'mute-rules', 'unseen-filters']);

/**
 * A condition because of which it is not known whether all is well already: on its path nothing else fails. To build beside such a path
 * may be for nothing, and what was not read may be in the way. Of EventBridge's paths it counts only where events take no other.
 */
export function unreadOnTheWay(paths: readonly Path[], open: readonly Open[], account: string): Condition | null {
  const hasGroup = paths.some(({ links }) => links.some(({ kind }) => kind === 'log-group'));
  for (const { links } of paths) {
    const [first] = links;
    if (first?.kind === 'event-bus' && hasGroup) continue;
    // A bus, and a trail that was not seen, speak of one Region.
    const isOfOneRegion = first?.kind === 'event-bus' || first?.id === '(not read)';
    const here = isOfOneRegion ? inRegion(open, first.region) : open;
    if (here.length === 0) continue;
    const failing = links.flatMap((link) => link.conditions).filter(({ passes }) => !letsPass(passes, here, account));
    if (failing.length > 0 && failing.every((condition) => mayHold(condition, here, account))) return failing[0]!;
  }
  return unreadTogether(hasGroup ? paths.filter(({ links }) => links[0]?.kind !== 'event-bus') : paths, open, account);
}

/** Where no path carries all that is open, several together may, were all as it should be that was not read. */
function unreadTogether(paths: readonly Path[], open: readonly Open[], account: string): Condition | null {
  const inDoubt = paths
    .flatMap(({ links }) => links.flatMap((link) => link.conditions))
    .find(({ passes }) => doubtsIn(passes).some((code) => UNREAD.has(code)));
  if (!inDoubt || open.length === 0) return null;
  const told: Draft = { kind: 'any', of: paths.map((path) => granted(pathDraft(path), 'may')) };
  return letsPass(told, open, account) ? inDoubt : null;
}

/** The draft with all for the best that was not read. */
function granted(draft: Draft, side: 'must' | 'may'): Draft {
  switch (draft.kind) {
    case 'between':
      return UNREAD.has(draft.why.code) ? granted(draft[side], side) : draft;
    case 'all':
    case 'any':
      return { ...draft, of: draft.of.map((one) => granted(one, side)) };
    case 'not':
      return { ...draft, of: granted(draft.of, side === 'may' ? 'must' : 'may') };
    case 'at':
      return { ...draft, of: granted(draft.of, side) };
    case 'type':
    case 'text':
    case 'number':
      return draft;
  }
}

/** Any condition of these paths that is in doubt because something was not read. */
export function firstUnread(paths: readonly Path[]): Condition | null {
  const conditions = paths.flatMap(({ links }) => links.flatMap((link) => link.conditions));
  return conditions.find(({ passes }) => doubtsIn(passes).some((code) => UNREAD.has(code))) ?? null;
}

function mayHold({ passes }: Condition, open: readonly Open[], account: string): boolean {
  const codes = doubtsIn(passes);
  return codes.length > 0 && codes.every((code) => UNREAD.has(code)) && letsPass(bound(passes, 'may'), open, account);
}

function doubtsIn(draft: Draft): readonly string[] {
  switch (draft.kind) {
    case 'between':
      return [draft.why.code];
    case 'all':
    case 'any':
      return draft.of.flatMap(doubtsIn);
    case 'not':
    case 'at':
      return doubtsIn(draft.of);
    case 'type':
    case 'text':
    case 'number':
      return [];
  }
}
