import type { RecordText } from './bounded-record.js';

export interface Placed {
  /** Milliseconds; null where the record has no time that can be read. */
  readonly time: number | null;
  readonly identity: string;
}

/** One action, as one record or several say it. */
export interface Occurrence extends Placed {
  /**
   * The same for every record of the action. CloudTrail records a call on another account's resource for both accounts, with an
   * eventID each and one sharedEventID (CloudTrail user guide, "CloudTrail record contents").
   */
  readonly identity: string;
  /** The most telling first; at most `MOST_COPIES`. */
  readonly copies: readonly Copy[];
}

/** A record, as text, and what of it is asked when the text is not read again. */
export interface Copy {
  readonly eventId: string;
  /** Its eventID, and what tells it from others of that id. */
  readonly own: string;
  /** The key, or the custom key store, that it is about. */
  readonly subject: string | null;
  /** The call, where it succeeded and took the subject away. */
  readonly loss: string | null;
  /** Recorded for the account whose resource was acted upon: where the key can be rescued. */
  readonly isOwners: boolean;
  readonly record: RecordText;
}

const MOST_COPIES = 4;

/** By time, what has none last; then by identity, so that the order never depends on that of the input. */
export function byTime(a: Placed, b: Placed): number {
  if (a.time !== b.time) return (a.time ?? Number.POSITIVE_INFINITY) - (b.time ?? Number.POSITIVE_INFINITY);
  return compareTexts(a.identity, b.identity);
}

/** Of the records of one action too: the most telling first. */
export const byTimeAndCopy = (a: Occurrence, b: Occurrence): number =>
  byTime(a, b) || byTelling(a.copies[0]!, b.copies[0]!);

export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The same whichever came first. */
export function mergeCopies(a: readonly Copy[], b: readonly Copy[]): readonly Copy[] {
  if (a === b) return a;
  const byId = new Map<string, Copy>();
  for (const copy of [...a, ...b]) {
    const known = byId.get(copy.own);
    if (!known || copy.record.text < known.record.text) byId.set(copy.own, copy);
  }
  return [...byId.values()].sort(byTelling).slice(0, MOST_COPIES);
}

const byTelling = (a: Copy, b: Copy): number => Number(b.isOwners) - Number(a.isOwners) || compareTexts(a.own, b.own);
