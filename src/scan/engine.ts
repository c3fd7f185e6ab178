import type { ProblemCode } from './item.js';

/** Finds the records of one item after the other in its bytes, and hands those that may match to its `Finds`. */
export interface Engine {
  /** A new item begins. */
  begin(finds: Finds): void;
  /** The next bytes of the item; `final`: there are no more. */
  push(chunk: Uint8Array, kind: 'gzip' | 'plain', final: boolean): void | Promise<void>;
  /**
   * Between items: where all bytes of one may be put, to be pushed from there at once without being copied. Undefined: nowhere.
   */
  readonly room?: Uint8Array;
  /** Of the present item, so far. */
  readonly inflated: number;
  readonly events: number;
}

/** What an engine knows of a record by its bytes. */
export interface KnownRecord {
  /** JSON.parse reads all that `parseJson` would, and it is nested no deeper than `DEEPEST_RECORD`; false: that is not known. */
  readonly isPlain: boolean;
  /** As `beginsAsEvent` says. */
  readonly isNative: boolean;
}

/** What an engine finds, in order. Bytes are valid during the call only; offsets are in the decompressed bytes. */
export interface Finds {
  /** A record that may match; the first event, any large one and any that does not begin as an event does always. */
  record(bytes: Buffer, start: number, end: number, offset: number, known?: KnownRecord): void;
  /** What lies between records and is more than blanks, commas and times. Gives what `unclosed` gives. */
  gap(bytes: Buffer, start: number, end: number, offset: number, why: 'end' | 'size'): number;
  /**
   * A record that is not closed, at the end or when it was given up for its size. Gives the place in the bytes where records can
   * be looked for anew, as if nothing were before; -1: there is none, and what comes before its end is not looked at.
   */
  unclosed(bytes: Buffer, start: number, end: number, offset: number, why: 'end' | 'size'): number;
  /** The last event so far, where it was not handed over: before anything else that is, at the end, or before its bytes are given up. */
  last(bytes: Buffer, start: number, end: number): void;
  problem(code: ProblemCode, offset: number, reason: string): void;
}

/** A record or gap beyond this is not held. CloudTrail's records have at most 1 MB, mostly 256 KB (quotas of CloudTrail, 2026). */
export const MAX_HELD = 4 << 20;

/** Nothing is open that could be recovered, but an array, or what held it, is not closed. */
export const ENDS_INSIDE = 'the data end before the array or object that holds the records';
