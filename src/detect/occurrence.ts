import { isArray, isObject, type Json, type JsonObject } from '../predicate/json.js';
import { boundedText } from './bounded-record.js';
import { idOf } from './hash.js';
import { instantOf } from './instant.js';

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

/** A record, as text. */
export interface Copy {
  readonly eventId: string;
  /** Recorded for the account whose resource was acted upon: where the key can be rescued. */
  readonly isOwners: boolean;
  readonly text: string;
}

const MOST_COPIES = 4;

/** Reads of a record what the engine keeps; its text is made only when something asks for it. */
export class Taken {
  readonly time: number | null;
  readonly identity: string;
  readonly eventId: string;
  readonly #event: Json;
  readonly #recordLength: number;
  #occurrence: Occurrence | null = null;

  constructor(event: Json, recordLength: number) {
    const record = isObject(event) ? event : {};
    const shared = textOf(record.sharedEventID);
    this.#event = event;
    this.#recordLength = recordLength;
    this.time = instantOf(record.eventTime);
    this.eventId = textOf(record.eventID) ?? derivedId(event);
    this.identity = shared === null ? this.eventId : `shared ${shared}`;
  }

  get occurrence(): Occurrence {
    this.#occurrence ??= {
      time: this.time,
      identity: this.identity,
      copies: [
        {
          eventId: this.eventId,
          isOwners: isObject(this.#event) && isOwners(this.#event),
          text: boundedText(this.#event, this.#recordLength),
        },
      ],
    };
    return this.#occurrence;
  }
}

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
    const known = byId.get(copy.eventId);
    if (!known || copy.text < known.text) byId.set(copy.eventId, copy);
  }
  return [...byId.values()].sort(byTelling).slice(0, MOST_COPIES);
}

const byTelling = (a: Copy, b: Copy): number =>
  Number(b.isOwners) - Number(a.isOwners) || compareTexts(a.eventId, b.eventId);

const textOf = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Of a record without an eventID, from what it says: the same wherever it was found, in whatever order its members are. */
function derivedId(event: Json): string {
  return `derived-${idOf(boundedText(ordered(event, 64), 1_000_000))}`;
}

function ordered(value: Json, left: number): Json {
  if (isArray(value)) return left === 0 ? [] : value.map((item) => ordered(item, left - 1));
  if (!isObject(value)) return value;
  if (left === 0) return {};
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => compareTexts(a, b))
      .map(([key, item]) => [key, ordered(item, left - 1)]),
  );
}

function isOwners(record: JsonObject): boolean {
  const account = record.recipientAccountId;
  const resources = isArray(record.resources) ? record.resources : [];
  return resources.some((item) => {
    if (!isObject(item)) return false;
    if (typeof item.accountId === 'string') return item.accountId === account;
    return typeof item.ARN === 'string' && item.ARN.split(':')[4] === account;
  });
}
