import { isArray, isObject, type Json, type JsonObject } from '../predicate/json.js';
import { recordText } from './bounded-record.js';
import { canonicalText } from './canonical-text.js';
import { idOf } from './hash.js';
import { instantOf } from './instant.js';
import { lossIn, subjectOf } from './key-states.js';
import type { Occurrence } from './occurrence.js';

/** Reads of a record what the engine keeps; each when something asks for it. */
export class Taken {
  readonly time: number | null;
  readonly #event: Json;
  readonly #record: JsonObject;
  readonly #recordLength: number;
  readonly #written: string | null;
  #eventId: string | null = null;
  #own: string | null = null;
  #identity: string | null = null;
  #subject: string | null | undefined;
  #occurrence: Occurrence | null = null;

  /** `written`: as `recordText` has it. */
  constructor(event: Json, recordLength: number, written: string | null = null) {
    this.#event = event;
    this.#written = written;
    this.#record = isObject(event) ? event : {};
    this.#recordLength = recordLength;
    this.time = instantOf(this.#record.eventTime);
  }

  get eventId(): string {
    this.#eventId ??= textOf(this.#record.eventID) ?? derivedId(this.#event);
    return this.#eventId;
  }

  /** The key, or the custom key store, that it is about. */
  get subject(): string | null {
    if (this.#subject === undefined) this.#subject = subjectOf(this.#event);
    return this.#subject;
  }

  /**
   * Of the record: its eventID, and what tells calls apart and every delivery of the record keeps. The eventID alone is not enough:
   * logs that were anonymised, or written by somebody else, give one to several.
   */
  get own(): string {
    this.#own ??= `${this.eventId} ${idOf(...this.#common(), ...ownOf(this.#record))}`;
    return this.#own;
  }

  /** Of the call: the records that two accounts get of one have the same. */
  get identity(): string {
    const shared = textOf(this.#record.sharedEventID);
    this.#identity ??= shared === null ? this.own : `shared ${shared} ${idOf(...this.#common())}`;
    return this.#identity;
  }

  /** What both accounts' records say alike. */
  #common(): readonly string[] {
    const { eventTime, eventSource, eventName, awsRegion } = this.#record;
    const when = this.time === null ? said(eventTime) : String(this.time);
    return [when, said(eventSource), said(eventName), said(awsRegion), this.subject ?? ''];
  }

  get occurrence(): Occurrence {
    this.#occurrence ??= {
      time: this.time,
      identity: this.identity,
      copies: [
        {
          eventId: this.eventId,
          own: this.own,
          subject: this.subject,
          loss: lossIn(this.#event),
          isOwners: isObject(this.#event) && isOwners(this.#event),
          record: recordText(this.#event, this.#recordLength, this.#written),
        },
      ],
    };
    return this.#occurrence;
  }
}

const textOf = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Beside the common: who called what for whom, and how it went. */
function ownOf({ recipientAccountId, requestID, userIdentity, requestParameters, errorCode }: JsonObject) {
  const caller = isObject(userIdentity) ? userIdentity.arn : undefined;
  return [recipientAccountId, requestID, caller, requestParameters, errorCode].map(said);
}

/** A text as it is, anything else in one form; what is null or empty was not said. */
function said(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : canonicalText(value);
}

/** Of a record without an eventID, from what it says: the same wherever it was found, in whatever order its members are. */
function derivedId(event: Json): string {
  return `derived-${idOf(canonicalText(event))}`;
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
