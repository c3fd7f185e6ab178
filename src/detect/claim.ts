import type { Rule } from '../catalogue/rule.js';
import { compareTexts, mergeCopies, type Occurrence, type Placed } from './occurrence.js';

/** A rule that matched, and the group that the match is of; null: its own. */
export interface Claim {
  readonly rule: Rule;
  readonly group: string | null;
}

/** What is known of a match at once, and what it costs something to know. */
export interface Match extends Placed {
  readonly subject: string | null;
  readonly occurrence: Occurrence;
}

/** A match that is kept, with the rules that each record of it matched. */
export interface Claimed {
  readonly occurrence: Occurrence;
  readonly parts: readonly Part[];
}

interface Part {
  readonly occurrence: Occurrence;
  readonly claims: readonly Claim[];
}

/** Records of one call that several accounts, and several ways of delivery, may have left. */
const MOST_PARTS = 4;

export const matchOf = (occurrence: Occurrence): Match => ({
  time: occurrence.time,
  identity: occurrence.identity,
  subject: occurrence.copies[0]!.subject,
  occurrence,
});

export const claimedOf = ({ occurrence }: Match, claims: readonly Claim[]): Claimed => ({
  occurrence,
  parts: [{ occurrence, claims }],
});

/** Of one identity; the same whichever came first. */
export function mergeClaimed(a: Claimed, b: Claimed): Claimed {
  const parts = new Map([...a.parts, ...b.parts].map((part) => [nameOf(part), part]));
  return {
    occurrence: { ...a.occurrence, copies: mergeCopies(a.occurrence.copies, b.occurrence.copies) },
    parts: [...parts]
      .sort(([x], [y]) => compareTexts(x, y))
      .slice(0, MOST_PARTS)
      .map(([, part]) => part),
  };
}

function nameOf({ occurrence, claims }: Part): string {
  const copies = occurrence.copies.map(({ own, record }) => `${own}\n${record.text}`);
  return [...copies, ...claims.map(({ rule, group }) => `${rule.id} ${group}`)].join('\n');
}
