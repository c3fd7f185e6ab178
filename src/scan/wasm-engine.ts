import { ENDS_INSIDE, type Engine, type Finds, type KnownRecord, MAX_HELD } from './engine.js';
import { readGzipHeader } from './gzip-header.js';
import type { WasmExports } from './wasm-module.js';

const INPUT = 1 << 20;
const INPUT_SLACK = 1024;
const OUTPUT_SLACK = 1024;
/** What is searched at once: it stays in the processor's cache. The module inflates in the same steps. */
const STEP = 64 << 10;
const ROOM = 320 << 10;
const PAGE = 1 << 16;

/** By the bits of a record's kind, above the lowest two. */
const KNOWN: readonly KnownRecord[] = [0, 1, 2, 3].map((bits) => ({
  isPlain: (bits & 1) !== 0,
  isNative: (bits & 2) !== 0,
}));

type State = 'header' | 'member' | 'trailer' | 'between' | 'plain' | 'stopped';

/** Inflates and finds records in WebAssembly; the source of the module is in `wasm/`. */
export class WasmEngine implements Engine {
  readonly #everything: boolean;
  readonly #wasm: WasmExports;
  #bytes: Buffer;
  #input = 0;
  #buffer = 0;
  #room = 0;
  /** Of the input area: where the unread bytes begin and end. */
  #at = 0;
  #end = 0;
  #out = 0;
  #state: State = 'header';
  #memberStart = 0;
  #finds!: Finds;

  /** An instance with the literals set, which is nobody else's; `everything`: all records are handed over. */
  constructor(wasm: WasmExports, everything: boolean) {
    this.#wasm = wasm;
    this.#everything = everything;
    this.#bytes = this.#layOut();
  }

  get room(): Uint8Array {
    return this.#bytes.subarray(this.#input, this.#input + INPUT);
  }
  get inflated(): number {
    return this.#wasm.removed_bytes() + this.#out - this.#buffer;
  }
  get events(): number {
    return this.#wasm.event_count();
  }

  begin(finds: Finds): void {
    this.#finds = finds;
    this.#wasm.start_item(this.#buffer, this.#everything ? 1 : 0);
    this.#at = this.#end = 0;
    this.#out = this.#buffer;
    this.#state = 'header';
  }

  push(chunk: Uint8Array, kind: 'gzip' | 'plain', final: boolean): void {
    if (kind === 'plain') {
      this.#pushPlain(chunk);
    } else {
      // What lies in the memory is no longer there for JavaScript when the memory grows.
      const { length } = chunk;
      const isThere = this.#holds(chunk);
      let taken = 0;
      do {
        if (this.#at > 0) {
          this.#bytes.copyWithin(this.#input, this.#input + this.#at, this.#input + this.#end);
          this.#end -= this.#at;
          this.#at = 0;
        }
        const count = Math.min(length - taken, INPUT - this.#end);
        if (!isThere) this.#bytes.set(chunk.subarray(taken, taken + count), this.#input + this.#end);
        this.#end += count;
        taken += count;
        const last = final && taken === length;
        if (last) this.#bytes.fill(0, this.#input + this.#end, this.#input + this.#end + INPUT_SLACK);
        this.#consume(last);
        if (this.#state === 'stopped') break;
      } while (taken < length);
    }
    if (final) this.#finish();
  }

  #holds(chunk: Uint8Array): boolean {
    return chunk.buffer === this.#bytes.buffer;
  }

  #pushPlain(given: Uint8Array): void {
    const chunk = this.#holds(given) ? Buffer.from(given) : given;
    for (let taken = 0; taken < chunk.length; ) {
      this.#makeRoom();
      const count = Math.min(chunk.length - taken, STEP);
      this.#bytes.set(chunk.subarray(taken, taken + count), this.#out);
      taken += count;
      this.#out += count;
      this.#wasm.set_output(this.#out);
      this.#search(0);
    }
  }

  /** Reads as much of the input area as can be read. */
  #consume(last: boolean): void {
    for (;;) {
      const from = this.#input + this.#at;
      const to = this.#input + this.#end;
      switch (this.#state) {
        case 'header': {
          const header = readGzipHeader(this.#bytes, from, to);
          if (header.kind === 'more') {
            if (last) this.#stop('truncated', 'the data end in a gzip header');
            else if (to - from >= INPUT) this.#stop('corrupt', 'a gzip header that does not end');
            return;
          }
          if (header.kind === 'wrong') {
            this.#stop('corrupt', header.reason);
            return;
          }
          this.#at = header.end - this.#input;
          this.#memberStart = this.inflated;
          this.#wasm.start_member();
          this.#state = 'member';
          break;
        }
        case 'member':
          if (!this.#inflate(from, to, last)) return;
          break;
        case 'trailer': {
          if (to - from < 8) {
            if (last) this.#stop('truncated', 'the data end before their checksum');
            return;
          }
          const checksum = this.#bytes.readUInt32LE(from);
          const length = this.#bytes.readUInt32LE(from + 4);
          if (checksum !== this.#wasm.checksum() >>> 0) this.#report('checksum', 'the checksum of the data is another');
          else if (length !== (this.inflated - this.#memberStart) % 2 ** 32)
            this.#report('checksum', 'the length of the data is another');
          this.#at += 8;
          this.#state = 'between';
          break;
        }
        case 'between': {
          while (this.#at < this.#end && this.#bytes[this.#input + this.#at] === 0) this.#at++; // padding
          const left = this.#end - this.#at;
          if (left === 0 || (left === 1 && !last)) return;
          const next = this.#input + this.#at;
          if (this.#bytes[next] !== 0x1f || (left > 1 && this.#bytes[next + 1] !== 0x8b) || left === 1) {
            this.#stop('trailing-garbage', 'bytes after the compressed data that are none');
            return;
          }
          this.#state = 'header';
          break;
        }
        case 'plain':
        case 'stopped':
          return;
      }
    }
  }

  /** False: more input is needed. */
  #inflate(from: number, to: number, last: boolean): boolean {
    const wasm = this.#wasm;
    wasm.set_input(from, to, last ? 1 : 0);
    for (;;) {
      const result = wasm.run(this.#buffer + this.#room);
      this.#out = wasm.output_at();
      this.#search(0);
      if (result === 3) this.#makeRoom();
      if (result === 0 || result === 3) continue;
      this.#at = wasm.input_at() - this.#input;
      if (result === 1) return false;
      if (result === 2) this.#state = 'trailer';
      else if (result === -2) this.#stop('truncated', 'the compressed data end in the middle');
      else this.#stop('corrupt', 'the compressed data are damaged');
      return true;
    }
  }

  #finish(): void {
    this.#search(1);
    this.#wasm.end_item();
    this.#handOver();
    if (this.#wasm.is_inside() !== 0) this.#finds.problem('truncated', this.inflated, ENDS_INSIDE);
    this.#tellLast();
  }

  #tellLast(): void {
    const last = this.#wasm.last_record_at();
    if (last !== 0) this.#finds.last(this.#bytes, last, this.#wasm.last_record_end());
  }

  #search(final: 0 | 1): void {
    const wasm = this.#wasm;
    while (wasm.run_scan(final) === 0) this.#handOver();
    if (wasm.found_count() > 0) this.#handOver();
  }

  #handOver(): void {
    const wasm = this.#wasm;
    const count = wasm.found_count();
    const found = new Uint32Array(wasm.memory.buffer, wasm.found_at(), count * 3);
    const removed = wasm.removed_bytes() - this.#buffer;
    for (let i = 0; i < count * 3; i += 3) {
      const start = found[i]!;
      const end = found[i + 1]!;
      const kind = found[i + 2]!;
      if ((kind & 3) === 0) this.#finds.record(this.#bytes, start, end, removed + start, KNOWN[kind >> 2]!);
      else if (kind === 1) this.#finds.gap(this.#bytes, start, end, removed + start, 'end');
      else if (kind === 2) this.#finds.unclosed(this.#bytes, start, end, removed + start, 'end');
      else this.#finds.last(this.#bytes, start, end);
    }
    wasm.clear_found();
  }

  /** INVARIANT: afterwards there are STEP and OUTPUT_SLACK bytes after the output. */
  #makeRoom(): void {
    const needed = STEP + OUTPUT_SLACK;
    if (this.#out + needed <= this.#buffer + this.#room) return;
    this.#compact();
    if (this.#out + needed <= this.#buffer + this.#room) return;
    if (this.#out - this.#wasm.held_from() > MAX_HELD) {
      this.#giveUp();
      this.#compact();
    }
    while (this.#out + needed > this.#buffer + this.#room) this.#grow();
  }

  /** The record or gap that is held is too large to be held any longer. */
  #giveUp(): void {
    const wasm = this.#wasm;
    const held = wasm.held_from();
    const end = wasm.scanned_to();
    const offset = wasm.removed_bytes() + held - this.#buffer;
    this.#tellLast();
    let anew = -1;
    if (wasm.is_open() !== 0) anew = this.#finds.unclosed(this.#bytes, held, end, offset, 'size');
    else if (wasm.gap_is_idle() === 0) anew = this.#finds.gap(this.#bytes, held, end, offset, 'size');
    if (anew < 0) wasm.drop_held();
    else {
      wasm.reset_structure(anew);
      this.#search(0);
    }
  }

  #compact(): void {
    this.#wasm.compact();
    this.#out = this.#wasm.output_at();
  }

  #grow(): void {
    this.#wasm.memory.grow(Math.ceil(this.#room / PAGE));
    this.#room *= 2;
    this.#bytes = Buffer.from(this.#wasm.memory.buffer);
  }

  #layOut(): Buffer {
    const { memory, __heap_base: base } = this.#wasm;
    this.#input = Math.ceil(base.value / PAGE) * PAGE;
    this.#buffer = this.#input + INPUT + PAGE; // the pages between hold the slack of the input
    this.#room = ROOM;
    const missing = this.#buffer + this.#room + PAGE - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return Buffer.from(memory.buffer);
  }

  #report(code: 'checksum' | 'corrupt' | 'truncated' | 'trailing-garbage', reason: string): void {
    this.#finds.problem(code, this.inflated, reason);
  }
  #stop(code: 'corrupt' | 'truncated' | 'trailing-garbage', reason: string): void {
    this.#report(code, reason);
    this.#state = 'stopped';
  }
}
