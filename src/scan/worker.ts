import { parentPort, workerData } from 'node:worker_threads';
import { Collector } from './collector.js';
import { engineFor, plainEngineFor } from './engines.js';
import { ItemScanner } from './item-scanner.js';
import { judgeOf } from './judge.js';
import type { FromWorker, ToWorker, WorkerStart } from './messages.js';
import type { Part } from './part.js';
import { searchOf } from './plan.js';

/** The thread that scans: takes files and streams, one after the other, and posts the parts of their results. */
const port = parentPort!;
const { plan, module, credit } = workerData as WorkerStart;
/** Parts of small items go together. */
const MOST_PARTS = 32;
const MOST_BYTES = 1 << 18;

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

const collector = new Collector(await judgeOf(plan), (part) => {
  parts.push(part);
  bytes += part.texts.length;
  if (parts.length >= MOST_PARTS || bytes >= MOST_BYTES) flush();
});
const search = searchOf(plan);
const scanner = new ItemScanner(engineFor(search, module), () => plainEngineFor(search), collector);

/** The chunks of the stream that is being scanned, as they come. */
let waiting: ((message: ToWorker) => void) | null = null;
const queue: ToWorker[] = [];
let busy = false;

const next = (): Promise<ToWorker> => {
  const first = queue.shift();
  return first
    ? Promise.resolve(first)
    : new Promise((resolve) => {
        waiting = resolve;
      });
};

async function* chunks(): AsyncGenerator<Uint8Array> {
  let given = false;
  for (;;) {
    if (given) post({ kind: 'chunk-used' });
    const message = await next();
    if (message.kind === 'chunk') yield message.bytes;
    else if (message.kind === 'end') {
      if (message.failure !== undefined) throw new Error(message.failure);
      return;
    }
    given = true;
  }
}

async function handle(message: ToWorker): Promise<void> {
  if (message.kind === 'files') for (const { path, name } of message.files) await scanner.file(path, name);
  else if (message.kind === 'stream') {
    const source = chunks();
    await scanner.stream(message.name, source);
    // An engine may stop before the end: the sender must not wait for ever.
    for await (const _ of source);
  } else return;
  if (queue.length === 0) flush();
  post({ kind: 'done' });
}

port.on('message', async (message: ToWorker) => {
  if (waiting) {
    const give = waiting;
    waiting = null;
    give(message);
    return;
  }
  queue.push(message);
  if (busy) return;
  busy = true;
  for (let first = queue.shift(); first; first = queue.shift()) await handle(first);
  flush();
  busy = false;
});
