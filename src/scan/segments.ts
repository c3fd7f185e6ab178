import { MAX_HELD } from './engine.js';

/** Where records are, found byte by byte: what `wasm/records.h` does 64 bytes at a time. Places are in the bytes given so far. */
export interface SegmentSink {
  record(start: number, end: number): void;
  /** Both give the place where records are looked for anew, or -1. */
  gap(start: number, end: number, why: 'end' | 'size'): number;
  unclosed(start: number, end: number, why: 'end' | 'size'): number;
  /** The bytes end where no record is open, but what holds the records is. */
  inside(): void;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MOST_CONTAINERS = 8;

/** The bytes that are held: what belongs to the open record or gap and is still to come. */
export class Segments {
  readonly #sink: SegmentSink;
  #held = Buffer.allocUnsafe(1 << 16);
  #length = 0;
  /** The place of the first held byte; of the record or gap that is open. */
  #base = 0;
  #record = -1;
  #gap = 0;
  #at = 0;
  #inString = false;
  #escaped = false;
  #depth = 0;
  #level = 0;
  #levels: number[] = [];
  #dropping = false;
  events = 0;

  constructor(sink: SegmentSink) {
    this.#sink = sink;
  }

  get bytes(): Buffer {
    return this.#held;
  }
  get base(): number {
    return this.#base;
  }
  get total(): number {
    return this.#base + this.#length;
  }

  push(chunk: Uint8Array): void {
    this.#hold(chunk);
    this.#search();
    while (this.total - this.#start() > MAX_HELD && this.#giveUp()) this.#search();
  }

  #search(): void {
    const bytes = this.#held;
    for (let i = this.#at - this.#base; i < this.#length; i++) {
      const c = bytes[i]!;
      if (this.#escaped) {
        this.#escaped = false;
        if (c === QUOTE || c === BACKSLASH) continue;
      }
      if (c === BACKSLASH) this.#escaped = true;
      else if (c === QUOTE) this.#inString = !this.#inString;
      else if (!this.#inString) {
        const folded = c | 0x20;
        if (folded === 0x7b) this.#opens(i, c === 0x7b);
        else if (folded === 0x7d) this.#closes(i);
      }
    }
    this.#at = this.total;
  }

  end(): void {
    if (this.#record >= 0 && !this.#dropping) this.#sink.unclosed(this.#record, this.total, 'end');
    else if (this.#record < 0) {
      this.#endGap(this.total);
      if (this.#depth > 0) this.#sink.inside();
    }
  }

  #start(): number {
    return this.#dropping ? this.#at : this.#record >= 0 ? this.#record : this.#gap;
  }

  #hold(chunk: Uint8Array): void {
    const from = Math.max(0, Math.min(this.#start(), this.#at) - this.#base);
    if (this.#length - from + chunk.length > this.#held.length) {
      const larger = Buffer.allocUnsafe((this.#length - from + chunk.length) * 2);
      this.#held.copy(larger, 0, from, this.#length);
      this.#held = larger;
    } else this.#held.copyWithin(0, from, this.#length);
    this.#length -= from;
    this.#base += from;
    this.#held.set(chunk, this.#length);
    this.#length += chunk.length;
  }

  /** The record or gap that is held is too large. True: what follows is to be searched anew. */
  #giveUp(): boolean {
    const isGap = this.#record < 0;
    const anew = isGap ? this.#endGap(this.total, 'size') : this.#sink.unclosed(this.#record, this.total, 'size');
    if (anew < 0) {
      if (isGap) this.#gap = this.total;
      else this.#dropping = true;
      return false;
    }
    this.#at = this.#gap = anew;
    this.#record = -1;
    this.#inString = this.#escaped = false;
    this.#depth = this.#level = 0;
    this.#levels = [];
    return true;
  }

  #endGap(end: number, why: 'end' | 'size' = 'end'): number {
    const bytes = this.#held;
    for (let i = this.#gap - this.#base; i < end - this.#base; i++) {
      const c = bytes[i]!;
      if (IDLE[c]) continue;
      if (c === 0xef && i + 2 < end - this.#base && bytes[i + 1] === 0xbb && bytes[i + 2] === 0xbf) i += 2;
      else return this.#sink.gap(this.#gap, end, why);
    }
    return -1;
  }

  #enter(level: number, first: number): void {
    this.#levels.push(this.#level);
    this.#level = level;
    this.#record = -1;
    this.#gap = first;
  }

  #opens(i: number, isObject: boolean): void {
    const depth = this.#depth++;
    const place = this.#base + i;
    const between = this.#record < 0 && depth === this.#level;
    // An array in very many others is taken for one record, and looked into.
    if (isObject || this.#levels.length >= MOST_CONTAINERS) {
      if (!between) return;
      this.#endGap(place);
      this.#record = place;
      return;
    }
    if (between) {
      this.#endGap(place);
      this.#enter(depth + 1, place + 1);
    } else if (this.#level === 0 && depth === 1 && !this.#dropping && this.#opensWrapper(i)) this.#enter(2, place + 1);
  }

  #opensWrapper(bracket: number): boolean {
    const bytes = this.#held;
    const floor = (this.#record >= 0 ? this.#record : this.#gap) - this.#base;
    let at = bracket;
    const blanks = (): void => {
      while (at > floor && BLANK.has(bytes[at - 1]!)) at--;
    };
    blanks();
    if (at <= floor || bytes[--at] !== 0x3a) return false;
    blanks();
    const before = bytes.toString('latin1', Math.max(floor, at - 11), at);
    return /(?:"Records"|"Events"|"events"|"logEvents")$/.test(before);
  }

  #closes(i: number): void {
    if (this.#depth === 0) return; // one too many: it stays in the gap, which is no JSON then
    const depth = --this.#depth;
    const place = this.#base + i;
    if (this.#record >= 0) {
      if (depth !== this.#level) return;
      if (!this.#dropping) this.#sink.record(this.#record, place + 1);
      this.events++;
      this.#dropping = false;
      this.#record = -1;
      this.#gap = place + 1;
    } else if (depth < this.#level) {
      this.#endGap(place);
      this.#level = this.#levels.pop() ?? 0;
      this.#gap = place + 1;
    } else if (depth === this.#level) this.#gap = place + 1;
  }
}

const BLANK: ReadonlySet<number> = new Set([0x20, 0x0a, 0x0d, 0x09]);
const IDLE = new Uint8Array(256);
for (const c of ', \t\n\v\f\r\u001e0123456789-:.TZ+') IDLE[c.charCodeAt(0)] = 1;
