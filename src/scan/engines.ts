import type { Engine } from './engine.js';
import { PlainEngine } from './plain-engine.js';
import type { Search } from './plan.js';
import { WasmEngine } from './wasm-engine.js';
import { instantiate, type WasmModule } from './wasm-module.js';

/** The fast engine where there is a module for it, otherwise the plain one. */
export function engineFor(search: Search, module: WasmModule | undefined): Engine {
  const literals = search.literals ?? [];
  if (module === undefined) return plainEngineFor(search);
  const searching = instantiate(module, literals);
  if (searching !== undefined) return new WasmEngine(searching, search.literals === null);
  // More literals than it takes: then every record is looked at.
  return new WasmEngine(instantiate(module, [])!, true);
}

export function plainEngineFor(search: Search): Engine {
  return new PlainEngine(search.literals);
}
