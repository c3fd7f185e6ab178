import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { Consumer, type Use } from './consumer.js';
import type { ScanItem } from './item.js';
import type { FromWorker, ToWorker, WorkerStart } from './messages.js';
import type { Part } from './part.js';

const WORKER = fileURLToPath(new URL('../scan/worker.js', import.meta.url));
/** Messages of parts that may wait for the consumer, for each thread. */
const CREDIT = 3;
const MOST_FILES = 4;
/** Bytes of files that go together: the threads are to end at the same time. */
const ENOUGH = 1 << 18;
/** A file that this thread may scan itself: not so large that what the others have found has to wait. */
const OWN = 1 << 20;
/** Megabytes. With more, the texts of large records pile up before they are collected; the scan is no faster. */
const YOUNG = 12;
/**
 * Of bytecode that a function runs before it is compiled anew, as V8 counts it (its own default is a fifteenth or less). Each thread
 * compiles for itself, which took a fifth of a scan's processor time; what is hot beyond a second or two still gets there. Later
 * versions count calls instead, and compile in more steps.
 */
const BUDGET = 1_000_000;
/**
 * What a scan finds lives long: a young generation that grows at once is cleaned a third as often. Later versions of V8 take a
 * quarter more memory by it, and no less time.
 */
const GROWTH = 16;
/** Work that a thread has before it, so that it never waits for the next. */
const AHEAD = 2;

/** What all threads are told alike. */
export type Start = Omit<WorkerStart, 'kind' | 'credit'>;

/** Threads run from compiled files only. */
export const canUseThreads = (): boolean => existsSync(WORKER);

/** Started before it is known what for: they load their modules meanwhile, and keep no process alive. */
const early: Worker[] = [];

/** Starts threads ahead of the scan that will use them. */
export function startEarly(count: number): void {
  if (!canUseThreads()) return;
  // A version of V8 complains of a flag that it does not know: these know them.
  const version = Number.parseInt(process.versions.v8, 10);
  if (version < 13) setFlagsFromString(`--semi-space-growth-factor=${GROWTH}`);
  if (version < 12) {
    setFlagsFromString(`--interrupt-budget=${BUDGET}`);
    setFlagsFromString('--no-incremental-marking'); // small steps make it longer, and nobody waits for them
  }
  while (early.length < count) {
    const worker = newWorker();
    // One that fails now fails again where it is waited for.
    worker.on('error', () => early.splice(0));
    worker.unref();
    early.push(worker);
  }
}

function newWorker(): Worker {
  return new Worker(WORKER, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG } });
}

/** A scanner of the calling thread; what it finds is handed to the function that it was made with. */
export type OwnScanner = (found: (part: Part) => void) => Promise<{ file(path: string, name: string): Promise<void> }>;

/**
 * Scans the items in `count` threads, of which this one is the last: files that are small it scans itself when all others have
 * work. `use` gets the parts one at a time, and is waited for.
 */
export async function scanInThreads(
  items: AsyncIterable<ScanItem>,
  count: number,
  start: Start,
  use: Use,
  newScanner: OwnScanner,
): Promise<void> {
  const parts = new Consumer(use);
  const threads: Thread[] = [];
  let own: Awaited<ReturnType<OwnScanner>> | undefined;
  try {
    let pending: { path: string; name: string }[] = [];
    let bytes = 0;
    let isSmall = true;
    /** Null: this one. */
    const free = async (most: number, orThis: boolean): Promise<Thread | null> => {
      parts.throwIfFailed();
      // One that was lost, to memory say, is replaced: the other files can still be read.
      for (const lost of threads.filter((thread) => thread.isLost)) threads.splice(threads.indexOf(lost), 1);
      // A thread is started when there is work for it.
      const idle = threads.find((thread) => thread.load === 0);
      if (idle) return idle;
      if (threads.length < most) {
        const thread = new Thread(start, parts);
        threads.push(thread);
        return thread;
      }
      for (;;) {
        const least = threads.reduce((a, b) => (b.load < a.load ? b : a));
        if (least.load < AHEAD) return least;
        if (orThis) return null;
        await Promise.race(threads.map((thread) => thread.change()));
        parts.throwIfFailed();
        if (threads.some((thread) => thread.isLost)) return free(most, orThis);
      }
    };
    const sendFiles = async (): Promise<void> => {
      if (pending.length === 0) return;
      const files = pending;
      const thread = await free(Math.max(1, count - 1), count > 1 && isSmall);
      pending = [];
      bytes = 0;
      isSmall = true;
      if (thread) return thread.files(files);
      own ??= await newScanner((part) => parts.addOwn(part));
      for (const { path, name } of files) {
        await own.file(path, name);
        await parts.taken(); // what the others have found meanwhile comes first
        parts.throwIfFailed();
      }
    };
    const streams = new Set<Promise<void>>();
    for await (const item of items) {
      if (item.kind === 'file') {
        pending.push({ path: item.path, name: item.name ?? item.path });
        const size = sizeOf(item.path);
        bytes += size;
        isSmall &&= size <= OWN;
        if (pending.length >= MOST_FILES || bytes >= ENOUGH) await sendFiles();
      } else {
        const thread = (await free(count, false))!;
        const stream: Promise<void> = thread.stream(item.name, item.chunks).finally(() => streams.delete(stream));
        streams.add(stream);
      }
    }
    await sendFiles();
    await Promise.all(streams);
    while (threads.some((thread) => thread.load > 0)) {
      await Promise.race(threads.filter((thread) => thread.load > 0).map((thread) => thread.change()));
      parts.throwIfFailed();
    }
    await parts.end();
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()));
  }
}

/** Bytes; of what is not there, or is no file, that much that it goes to another thread. */
function sizeOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? stat.size : Number.POSITIVE_INFINITY;
}

class Thread {
  /** How many messages of work it has not finished. */
  load = 0;
  readonly #worker: Worker;
  readonly #consumer: Consumer;
  readonly #credit = new Int32Array(new SharedArrayBuffer(4));
  #changed: Promise<void>;
  #signal!: () => void;
  #chunkUsed: (() => void) | null = null;
  #streamed: Promise<void> = Promise.resolve();
  /** What it has been given and has not answered: reported when the thread is lost. */
  readonly #open: string[] = [];
  #lost: string | null = null;

  constructor(start: Start, consumer: Consumer) {
    this.#consumer = consumer;
    this.#credit[0] = CREDIT;
    this.#worker = early.pop() ?? newWorker();
    this.#worker.removeAllListeners('error');
    this.#worker.ref();
    this.#changed = new Promise((resolve) => {
      this.#signal = resolve;
    });
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', (error: unknown) => this.#lose(error instanceof Error ? error.message : String(error)));
    this.#worker.on('exit', (code) => this.#lose(`the thread ended with status ${code}`));
    this.#send({ kind: 'start', ...start, credit: this.#credit });
  }

  get isLost(): boolean {
    return this.#lost !== null;
  }

  files(files: readonly { readonly path: string; readonly name: string }[]): void {
    this.#take(files.map(({ name }) => name));
    this.#send({ kind: 'files', files });
  }

  async stream(name: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    this.#take([name]);
    // The chunks of two streams must not mix: the thread is told of one when the one before has been sent.
    const before = this.#streamed;
    let sent!: () => void;
    this.#streamed = new Promise((resolve) => {
      sent = resolve;
    });
    await before;
    await this.#sendStream(name, chunks);
    sent();
  }

  async #sendStream(name: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    this.#send({ kind: 'stream', name });
    let failure: string | undefined;
    try {
      for await (const chunk of chunks) {
        if (this.#lost !== null) break;
        const used = new Promise<void>((resolve) => {
          this.#chunkUsed = resolve;
        });
        this.#send({ kind: 'chunk', bytes: chunk });
        await used;
      }
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    this.#send(failure === undefined ? { kind: 'end' } : { kind: 'end', failure });
  }

  /** Resolves when the load has become less. */
  change(): Promise<void> {
    return this.#changed;
  }

  async stop(): Promise<void> {
    this.#worker.removeAllListeners();
    await this.#worker.terminate();
  }

  #take(names: readonly string[]): void {
    this.load++;
    this.#open.push(...names);
    if (this.#lost !== null) this.#lose(this.#lost);
  }

  #send(message: ToWorker): void {
    if (this.#lost === null) this.#worker.postMessage(message);
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case 'parts':
        for (const part of message.parts) if (part.complete) this.#open.splice(this.#open.indexOf(part.name), 1);
        this.#consumer.add(message.parts, () => {
          Atomics.add(this.#credit, 0, 1);
          Atomics.notify(this.#credit, 0);
        });
        return;
      case 'chunk-used':
        this.#chunkUsed?.();
        return;
      case 'done':
        this.load--;
        this.#announce();
    }
  }

  /** The thread is gone: what it had not answered could not be read. */
  #lose(reason: string): void {
    this.#lost = reason;
    const parts = this.#open.splice(0).map((name): Part => {
      const problem = {
        file: name,
        offset: 0,
        code: 'unreadable',
        reason: `the scan of it failed: ${reason}`,
      } as const;
      const none = { bytesRead: 0, bytesInflated: 0, events: 0, texts: new Uint8Array(0), matches: [] };
      return { name, complete: true, ...none, problems: [problem] };
    });
    this.#consumer.add(parts, () => undefined);
    this.load = 0;
    this.#chunkUsed?.();
    this.#announce();
  }

  #announce(): void {
    const signal = this.#signal;
    this.#changed = new Promise((resolve) => {
      this.#signal = resolve;
    });
    signal();
  }
}
