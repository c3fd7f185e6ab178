import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The compiled module, beside the program; the same file from `src` and from `dist`. */
export const WASM_FILE = fileURLToPath(new URL('../../wasm/scan.wasm', import.meta.url));

/** Of WebAssembly's interface what is used here: Node's types have none of it, and those of browsers bring much else. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (module: WasmModule) => { readonly exports: object };
};
/** Compiled once, and shared by all threads. */
export type WasmModule = object;

/** What `wasm/scan.c` exports. Addresses are offsets in the memory. */
export interface WasmExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly __heap_base: { readonly value: number };
  literal_buffer(): number;
  literal_limit(): number;
  set_literals(count: number, shortestQuoted: number): number;
  start_item(buffer: number, everything: number): void;
  start_member(): void;
  set_input(at: number, end: number, final: number): void;
  run_inflate(limit: number): number;
  run(roomEnd: number): number;
  input_at(): number;
  output_at(): number;
  checksum(): number;
  set_output(at: number): void;
  run_scan(final: number): number;
  found_at(): number;
  found_count(): number;
  clear_found(): void;
  end_item(): void;
  event_count(): number;
  removed_bytes(): number;
  last_record_at(): number;
  last_record_end(): number;
  scanned_to(): number;
  is_open(): number;
  gap_is_idle(): number;
  held_from(): number;
  is_inside(): number;
  drop_held(): void;
  compact(): void;
  reset_structure(at: number): void;
}

/** The module; undefined where this Node has no WebAssembly with SIMD, or the file is not there. */
export function loadWasm(): WasmModule | undefined {
  if (loaded !== undefined) return loaded;
  try {
    loaded = new WebAssembly.Module(readFileSync(WASM_FILE));
  } catch {
    return undefined;
  }
  return loaded;
}
let loaded: WasmModule | undefined;

/** An instance that looks for the literals; undefined when they are too many for it. */
export function instantiate(module: WasmModule, literals: readonly string[]): WasmExports | undefined {
  const wasm = new WebAssembly.Instance(module).exports as WasmExports;
  const room = wasm.literal_limit();
  const bytes = Buffer.from(wasm.memory.buffer, wasm.literal_buffer(), room);
  let at = 0;
  let shortest = 4;
  for (const literal of literals) {
    if (at + literal.length + 1 > room) return undefined;
    bytes[at] = literal.length;
    at += 1 + bytes.write(literal, at + 1, 'latin1');
    if (literal.startsWith('"')) shortest = Math.min(shortest, literal.length - 1);
  }
  return wasm.set_literals(literals.length, shortest) === 1 ? wasm : undefined;
}
