import { parentPort } from 'node:worker_threads';
import { Collector } from './collector.js';
import { engineFor, plainEngineFor } from './engines.js';
import { Inbox } from './inbox.js';
import { ItemScanner } from './item-scanner.js';
import { judgeOf } from './judge.js';
import type { FromWorker, Piece, ToWorker, Work, WorkerStart } from './messages.js';
import type { Part } from './part.js';

/** The thread that scans: takes files and streams, one after the other, and posts the parts of their results. */
const port = parentPort!;
/** Parts of small items go together. */
const MOST_PARTS = 32;
const MOST_BYTES = 1 << 18;

const works = new Inbox<Work>();
/** Of the stream that is being scanned: its sender sends the next chunk when one has been used, and no other stream before its end. */
const pieces = new Inbox<Piece>();
const { plan, search, module, credit } = await new Promise<WorkerStart>((resolve) => {
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'start') resolve(message);
    else if (message.kind === 'chunk' || message.kind === 'end') pieces.put(message);
    else works.put(message);
  });
});

let parts: Part[] = [];
let bytes = 0;

function post(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

function flush(): void {
  if (parts.length === 0) return;
  while (Atomics.load(credit, 0) <= 0) Atomics.wait(credit, 0, 0);
  Atomics.sub(credit, 0, 1);
  post(
    { kind: 'parts', parts },
    parts.map((part) => part.texts.buffer as ArrayBuffer),
  );
  parts = [];
  bytes = 0;
}

const collector = new Collector(
  await judgeOf(plan),
  (part) => {
    parts.push(part);
    bytes += part.texts.length;
    if (parts.length >= MOST_PARTS || bytes >= MOST_BYTES) flush();
  },
  false,
);
const scanner = new ItemScanner(engineFor(search, module), () => plainEngineFor(search), collector);

async function* chunks(): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = await pieces.next();
    if (piece.kind === 'end') {
      if (piece.failure !== undefined) throw new Error(piece.failure);
      return;
    }
    try {
      yield piece.bytes;
    } finally {
      post({ kind: 'chunk-used' });
    }
  }
}

/** Of a stream that an engine did not want to its end: the sender must not wait for ever. */
async function drained(): Promise<void> {
  while ((await pieces.next()).kind !== 'end') post({ kind: 'chunk-used' });
}

async function handle(work: Work): Promise<void> {
  if (work.kind === 'files') for (const { path, name } of work.files) await scanner.file(path, name);
  else {
    let ended = false;
    const watched = async function* (): AsyncGenerator<Uint8Array> {
      try {
        yield* chunks();
        ended = true;
      } catch (error) {
        ended = true;
        throw error;
      }
    };
    await scanner.stream(work.name, watched());
    if (!ended) await drained();
  }
  if (works.isEmpty) flush();
  post({ kind: 'done' });
}

for (;;) await handle(await works.next());
