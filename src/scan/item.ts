import type { Json } from '../predicate/json.js';

/** One input of a scan: a file of this machine, or bytes that come from elsewhere (S3, standard input, CloudWatch Logs). */
export type ScanItem =
  | { readonly kind: 'file'; readonly path: string; readonly name?: string }
  | { readonly kind: 'stream'; readonly name: string; readonly chunks: AsyncIterable<Uint8Array> };

/**
 * What was found in an item, or in a part of it: an item with many matches is handed over in several parts, in order, and
 * numbers, matches and problems are those since the part before, so whoever adds up the parts has the whole.
 */
export interface ItemResult {
  readonly name: string;
  /** The last part of its item. */
  readonly complete: boolean;
  /** Bytes as they were stored, and as they are when decompressed. */
  readonly bytesRead: number;
  readonly bytesInflated: number;
  /** Events seen, matched or not: records, or what they carry. */
  readonly events: number;
  readonly matched: readonly MatchedEvent[];
  readonly problems: readonly ScanProblem[];
  /** Events that match and happened before the time that is asked for. */
  readonly early?: EarlyMatches;
  /** Of the first event of the item that was looked at, which is its first one where an event comes first; of the last one. Only in the last part. */
  readonly first?: RecordSeen;
  readonly last?: RecordSeen;
  /** What the first record says that the item is; `foreign`: and there is no event. Digests and Insights never match. Only in the last part. */
  readonly content?: 'events' | 'digest' | 'insight' | 'foreign' | 'empty';
}

export interface EarlyMatches {
  readonly count: number;
  /** When the first of them happened: milliseconds since 1970. */
  readonly first: number;
}

/** As the record has them: not checked, and absent where they are no text. */
export interface RecordSeen {
  readonly time?: string;
  readonly account?: string;
  readonly region?: string;
}

export interface MatchedEvent {
  /** The ids of the rules whose predicate is true of it. */
  readonly rules: readonly string[];
  /** Parsed when it is first asked for. */
  readonly event: Json;
  /** The event as it was written, where JSON.parse reads all of it and it is nested as events are; otherwise null. */
  readonly text: string | null;
  /** Where its record begins in the decompressed bytes. */
  readonly offset: number;
}

/** Something that could not be read. What lies before `offset` was. */
export interface ScanProblem {
  readonly file: string;
  /** In the decompressed bytes. */
  readonly offset: number;
  readonly code: ProblemCode;
  readonly reason: string;
}

export type ProblemCode =
  | 'unreadable' // the system could not open or read the file
  | 'corrupt' // the compressed data are damaged
  | 'truncated' // the data end in the middle
  | 'checksum' // decompressed, but not to what was compressed
  | 'trailing-garbage' // bytes after the compressed data that are none
  | 'not-json' // a record, or text between records, that is not JSON
  | 'not-judged' // a record at which a rule failed: of it is not known whether it matches
  | 'no-events' // JSON, and neither an event of CloudTrail nor something that carries one
  | 'too-large' // a record beyond the bound on memory
  | 'unsupported'; // a compression that this Node cannot read

export interface ScanOptions {
  /** Worker threads; default: one for each processor; 0: this thread, which holds an item's matches until the item ends where `onItem` gives a promise. */
  readonly workers?: number;
  /** Called as results come, one call at a time: the scan waits for the promise, so a slow consumer slows the scan down. */
  readonly onItem: (result: ItemResult) => void | Promise<void>;
  /** `plain`: no WebAssembly. Default: WebAssembly where it is there. */
  readonly engine?: 'wasm' | 'plain';
}

export interface ScanTotals {
  readonly items: number;
  readonly bytesRead: number;
  readonly bytesInflated: number;
  readonly events: number;
  /** The rules for which every record had to be parsed. */
  readonly parseAll: readonly string[];
  readonly engine: 'wasm' | 'plain';
}
