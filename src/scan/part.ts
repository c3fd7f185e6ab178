import { type Json, parseJson } from '../predicate/json.js';
import type { ItemResult, MatchedEvent, RecordSeen, ScanProblem } from './item.js';

/** A part of an item's result as it goes from thread to thread: the matched events are texts in one block of bytes. */
export interface Part {
  readonly name: string;
  readonly complete: boolean;
  readonly bytesRead: number;
  readonly bytesInflated: number;
  readonly events: number;
  readonly problems: readonly ScanProblem[];
  readonly first?: RecordSeen;
  readonly last?: RecordSeen;
  readonly content?: 'events' | 'digest' | 'insight' | 'foreign' | 'empty';
  readonly texts: Uint8Array;
  readonly matches: readonly Match[];
}

/** `at` and `length` say where the event's JSON is in the part's texts. */
export interface Match {
  readonly rules: readonly number[];
  readonly offset: number;
  readonly at: number;
  readonly length: number;
}

export function resultOf(part: Part, ids: readonly string[]): ItemResult {
  const { texts, matches, ...rest } = part;
  const bytes = Buffer.from(texts.buffer, texts.byteOffset, texts.byteLength);
  return { ...rest, matched: matches.map((match) => new HeldEvent(match, bytes, ids)) };
}

/** A matched event whose text is read when somebody asks for it. */
class HeldEvent implements MatchedEvent {
  readonly rules: readonly string[];
  readonly offset: number;
  #event: Json | undefined;
  #bytes: Buffer | undefined;

  constructor(match: Match, bytes: Buffer, ids: readonly string[]) {
    this.rules = match.rules.map((rule) => ids[rule]!);
    this.offset = match.offset;
    this.#bytes = bytes.subarray(match.at, match.at + match.length);
  }

  get event(): Json {
    if (this.#bytes !== undefined) {
      this.#event = parseJson(this.#bytes.toString('utf8'));
      this.#bytes = undefined;
    }
    return this.#event as Json;
  }
}
