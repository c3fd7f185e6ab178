import type { Part } from './part.js';
import type { ScanPlan, Search } from './plan.js';
import type { WasmModule } from './wasm-module.js';

/** What a thread is to do; the first message to it. */
export interface WorkerStart {
  readonly kind: 'start';
  readonly plan: ScanPlan;
  /** What the plan looks for: worked out once, for all threads. */
  readonly search: Search;
  readonly module: WasmModule | undefined;
  /** How many messages of parts may be on their way; taken by the thread, given back when a message has been used. */
  readonly credit: Int32Array;
}

export type ToWorker = WorkerStart | Work | Piece;

/** What a thread does, one after the other. */
export type Work =
  | { readonly kind: 'files'; readonly files: readonly { readonly path: string; readonly name: string }[] }
  | { readonly kind: 'stream'; readonly name: string };

/** Of the stream that was named last. */
export type Piece =
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly failure?: string };

export type FromWorker =
  | { readonly kind: 'parts'; readonly parts: readonly Part[] }
  | { readonly kind: 'chunk-used' }
  | { readonly kind: 'done' }; // with the files or the stream of one message
