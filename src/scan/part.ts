import { type Json, parseJson } from '../predicate/json.js';
import type { EarlyMatches, ItemResult, MatchedEvent, RecordSeen, ScanProblem } from './item.js';
import { textOf } from './text-of.js';

/** A part of an item's result as it goes from thread to thread: the matched events are texts in one block of bytes. */
export interface Part {
  readonly name: string;
  readonly complete: boolean;
  readonly bytesRead: number;
  readonly bytesInflated: number;
  readonly events: number;
  readonly problems: readonly ScanProblem[];
  readonly early?: EarlyMatches;
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
  /** See `MatchedEvent.text`. */
  readonly isPlain: boolean;
  /** Within one thread the event goes as it was read, and is not among the texts. */
  readonly read?: ReadEvent;
}

export interface ReadEvent {
  readonly event: Json;
  readonly text: string;
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
  readonly #match: Match;
  readonly #bytes: Buffer;
  #written: string | undefined;
  #event: Json | undefined;

  constructor(match: Match, bytes: Buffer, ids: readonly string[]) {
    this.rules = match.rules.map((rule) => ids[rule]!);
    this.offset = match.offset;
    this.#match = match;
    this.#bytes = bytes;
    this.#written = match.read?.text;
    this.#event = match.read?.event;
  }

  get #text(): string {
    const { at, length } = this.#match;
    this.#written ??= textOf(this.#bytes, at, at + length);
    return this.#written;
  }

  get text(): string | null {
    return this.#match.isPlain ? this.#text : null;
  }

  get event(): Json {
    this.#event ??= this.#match.isPlain ? (JSON.parse(this.#text) as Json) : parseJson(this.#text);
    return this.#event;
  }
}
