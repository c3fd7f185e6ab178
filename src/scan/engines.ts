import type { Engine } from './engine.js';
import { PlainEngine } from './plain-engine.js';
import type { Search } from './plan.js';
import { WasmEngine } from './wasm-engine.js';
import { instantiate, type WasmModule } from './wasm-module.js';

/** The fast engine where there is a module for it, otherwise the plain one. */
export function engineFor(search: Search, module: WasmModule | undefined): Engine {
  const literals = search.literals ?? [];
  // More literals than it takes: then every record is looked at.
  const fits = module !== undefined && instantiate(module, literals) !== undefined;
  if (module === undefined) return plainEngineFor(search);
  const make = (): NonNullable<ReturnType<typeof instantiate>> => instantiate(module, fits ? literals : [])!;
  return new WasmEngine(make, search.literals === null || !fits);
}

export function plainEngineFor(search: Search): Engine {
  return new PlainEngine(search.literals);
}
