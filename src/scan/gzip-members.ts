import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import { readGzipHeader } from './gzip-header.js';

type Code = 'corrupt' | 'truncated' | 'checksum' | 'trailing-garbage';

/** What zlib is given at once: of damaged data, what comes out of the piece with the damage is lost. */
const PIECE = 4096;
const LONGEST_HEADER = 1 << 19;

/** Inflates the members of a gzip file with Node's zlib, piece by piece. */
export class GzipMembers {
  readonly #out: (bytes: Uint8Array) => void;
  readonly #problem: (code: Code, reason: string) => void;
  #state: 'header' | 'member' | 'trailer' | 'between' | 'stopped' = 'header';
  #input: Uint8Array = new Uint8Array(0);
  #raw: Member | null = null;

  constructor(out: (bytes: Uint8Array) => void, problem: (code: Code, reason: string) => void) {
    this.#out = out;
    this.#problem = problem;
  }

  async push(chunk: Uint8Array, final: boolean): Promise<void> {
    this.#input = this.#input.length === 0 ? chunk : Buffer.concat([this.#input, chunk]);
    while (await this.#step(final));
    this.#input = this.#input.slice();
    if (final) this.#raw?.close();
  }

  /** False: more input is needed, or there is nothing more to do. */
  async #step(final: boolean): Promise<boolean> {
    const input = this.#input;
    switch (this.#state) {
      case 'header': {
        const header = readGzipHeader(input, 0, input.length);
        if (header.kind === 'wrong') return this.#stop('corrupt', header.reason);
        if (header.kind === 'more') {
          if (final) return this.#stop('truncated', 'the data end in a gzip header');
          return input.length >= LONGEST_HEADER && this.#stop('corrupt', 'a gzip header that does not end');
        }
        this.#raw = new Member(this.#out);
        this.#state = 'member';
        this.#skip(header.end);
        return true;
      }
      case 'member': {
        const member = this.#raw!;
        const piece = input.subarray(0, PIECE);
        const used = piece.length === 0 ? 0 : await member.write(piece);
        this.#skip(used);
        if (member.damaged) return this.#stop('corrupt', 'the compressed data are damaged');
        if (member.ended) this.#state = 'trailer';
        else if (this.#input.length === 0) {
          if (!final) return false;
          // Only now zlib says whether the last byte was the end.
          if (!(await member.ends())) return this.#stop('truncated', 'the compressed data end in the middle');
          this.#state = 'trailer';
        }
        return true;
      }
      case 'trailer': {
        if (input.length < 8) return final && this.#stop('truncated', 'the data end before their checksum');
        const { checksum, length } = this.#raw!;
        const trailer = new DataView(input.buffer, input.byteOffset, 8);
        if (trailer.getUint32(0, true) !== checksum) this.#problem('checksum', 'the checksum of the data is another');
        else if (trailer.getUint32(4, true) !== length % 2 ** 32)
          this.#problem('checksum', 'the length of the data is another');
        this.#raw!.close();
        this.#raw = null;
        this.#state = 'between';
        this.#skip(8);
        return true;
      }
      case 'between': {
        const next = input.findIndex((byte) => byte !== 0);
        this.#skip(next < 0 ? input.length : next);
        const left = this.#input.length;
        if (left === 0 || (left === 1 && !final)) return false;
        if (left === 1 || this.#input[0] !== 0x1f || this.#input[1] !== 0x8b)
          return this.#stop('trailing-garbage', 'bytes after the compressed data that are none');
        this.#state = 'header';
        return true;
      }
      case 'stopped':
        this.#input = new Uint8Array(0);
        return false;
    }
  }

  #skip(count: number): void {
    this.#input = this.#input.subarray(count);
  }

  #stop(code: Code, reason: string): boolean {
    this.#problem(code, reason);
    this.#raw?.close();
    this.#raw = null;
    this.#state = 'stopped';
    return false;
  }
}

/** The raw data of one member. */
class Member {
  readonly #stream: InflateRaw = createInflateRaw({ chunkSize: 1 << 16 });
  ended = false;
  damaged = false;
  checksum = 0;
  length = 0;
  #used = 0;

  constructor(out: (bytes: Uint8Array) => void) {
    this.#stream.on('data', (bytes: Uint8Array) => {
      this.checksum = crc32(bytes, this.checksum);
      this.length += bytes.length;
      out(bytes);
    });
    this.#stream.on('end', () => {
      this.ended = true;
    });
    this.#stream.on('error', () => {
      this.damaged = true;
    });
  }

  /** How many of the bytes belong to the member. */
  async write(bytes: Uint8Array): Promise<number> {
    const before = this.#used;
    await new Promise<void>((done) => {
      this.#stream.once('error', () => done());
      this.#stream.write(bytes, () => done());
    });
    // The end is announced after the data that came with it.
    await new Promise<void>((done) => setImmediate(done));
    this.#stream.removeAllListeners('error').on('error', () => {
      this.damaged = true;
    });
    this.#used = this.#stream.bytesWritten;
    return this.#used - before;
  }

  /** There is no more of it: was that all? */
  async ends(): Promise<boolean> {
    await new Promise<void>((done) => {
      this.#stream.once('end', done).once('error', () => done());
      this.#stream.end();
    });
    return this.ended;
  }

  close(): void {
    this.#stream.destroy();
  }
}
