import { isArray, isObject, type Json, type JsonObject } from '../predicate/json.js';
import { boundedText } from './bounded-record.js';
import { idOf } from './hash.js';
import { instantOf } from './instant.js';
import { lossIn, subjectOf } from './key-states.js';
import { compareTexts, type Occurrence } from './occurrence.js';

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
          subject: subjectOf(this.#event),
          loss: lossIn(this.#event),
          isOwners: isObject(this.#event) && isOwners(this.#event),
          text: boundedText(this.#event, this.#recordLength),
        },
      ],
    };
    return this.#occurrence;
  }
}

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
