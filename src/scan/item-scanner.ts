import type { Collector } from './collector.js';
import type { Engine } from './engine.js';
import { fileChunks, readSmallFile } from './file-chunks.js';
import { type Packing, packingOf, SNIFFED } from './sniff.js';
import { Unpackable } from './unpackable.js';
import { gunzipped, unpacked } from './unpacked.js';

/** Scans one item after the other with one engine, and with the plain one where that fails. */
export class ItemScanner {
  #engine: Engine;
  readonly #fallback: () => Engine;
  readonly #collector: Collector;
  /** The engine has begun with the present item: until then its numbers are those of the one before. */
  #hasBegun = false;

  constructor(engine: Engine, fallback: () => Engine, collector: Collector) {
    this.#engine = engine;
    this.#fallback = fallback;
    this.#collector = collector;
  }

  async file(path: string, name: string): Promise<void> {
    this.#begin(name);
    try {
      await this.#fileOnce(path);
      if (this.#collector.isPackedTwice) {
        // As if it had not been read: there is nothing in what was found.
        this.#collector.begin(name);
        await this.#chunks(gunzipped(fileChunks(path)));
      }
    } catch (error) {
      if (isSystemError(error)) this.#unreadable(error);
      else await this.#again(path, error);
    }
    this.#collector.end();
  }

  async stream(name: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    this.#begin(name);
    try {
      await this.#chunks(chunks);
    } catch (error) {
      this.#unreadable(error);
    }
    this.#collector.end();
  }

  #begin(name: string): void {
    this.#hasBegun = false;
    this.#collector.begin(name);
  }

  async #fileOnce(path: string): Promise<void> {
    const small = readSmallFile(path, this.#engine.room);
    if (small === undefined) return this.#chunks(fileChunks(path));
    const packing = packingOf(small);
    // What unpacks it comes back to it when the engine may have other memory.
    if (packing !== 'gzip' && packing !== 'plain') return this.#chunks(only(Buffer.from(small)));
    this.#start();
    this.#collector.read(small.length);
    const pushed = this.#engine.push(small, packing, true);
    if (pushed) await pushed;
  }

  /** The engine itself failed, which must not happen: the whole file is read anew by the plain one. */
  async #again(path: string, error: unknown): Promise<void> {
    this.#engine = this.#fallback();
    try {
      await this.#fileOnce(path);
    } catch (second) {
      this.#unreadable(second);
      return;
    }
    if (!(error instanceof Error)) throw error;
  }

  #start(): void {
    this.#hasBegun = true;
    this.#engine.begin(this.#collector);
    this.#collector.use(this.#engine);
  }

  async #chunks(source: AsyncIterable<Uint8Array>): Promise<void> {
    const chunks = source[Symbol.asyncIterator]();
    let head: Uint8Array = new Uint8Array(0);
    while (head.length < SNIFFED) {
      const next = await chunks.next();
      if (next.done) break;
      head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
    }
    const packing = packingOf(head);
    this.#start();
    const all = this.#counted(head, chunks);
    try {
      await this.#pushAll(packing, packing === 'gzip' ? all : unpacked(packing, all));
    } catch (error) {
      if (error instanceof Unpackable) this.#collector.problem(error.code, this.#engine.inflated, error.message);
      else this.#unreadable(error);
      const kind = packing === 'gzip' ? 'gzip' : 'plain';
      const pushed = this.#engine.push(new Uint8Array(0), kind, true);
      if (pushed) await pushed;
    } finally {
      await chunks.return?.();
    }
  }

  async #pushAll(packing: Packing, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const kind = packing === 'gzip' ? 'gzip' : 'plain';
    for await (const chunk of chunks) {
      const pushed = this.#engine.push(chunk, kind, false);
      if (pushed) await pushed;
    }
    const pushed = this.#engine.push(new Uint8Array(0), kind, true);
    if (pushed) await pushed;
  }

  async *#counted(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
    this.#collector.read(head.length);
    if (head.length > 0) yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      this.#collector.read(next.value.length);
      yield next.value;
    }
  }

  #unreadable(error: unknown): void {
    const reason = error instanceof Error ? systemWords(error) : String(error);
    this.#collector.problem('unreadable', this.#hasBegun ? this.#engine.inflated : 0, reason);
  }
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Of the file system, rather than of an engine. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** In words, without the path: whoever reads the problem has it. */
function systemWords(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  return (
    {
      EACCES: 'permission was denied',
      EPERM: 'permission was denied',
      ENOENT: 'it is no longer there',
      EISDIR: 'it is a folder',
      EMFILE: 'too many files are open',
    }[code] ?? error.message
  );
}
