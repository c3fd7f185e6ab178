import { isObject, type Json, type JsonObject } from '../predicate/json.js';

/**
 * The documented example with the solution laid over it: the solution, and each field of the example with which it is still
 * accepted. So a witness looks like a real record and holds nothing that nobody saw.
 */
export function layOver(
  example: JsonObject,
  solution: JsonObject,
  accepts: (event: JsonObject) => boolean,
): JsonObject {
  const merged = merge(example, solution);
  if (accepts(merged)) return merged;
  return grow(solution, example, (grown) => grown, accepts);
}

/** The example's fields, replaced by the solution's where it has one. */
function merge(example: Json, solution: Json): JsonObject {
  const out: Record<string, Json> = {};
  if (isObject(example)) for (const [key, value] of Object.entries(example)) put(out, key, value);
  if (isObject(solution)) {
    for (const [key, value] of Object.entries(solution)) {
      const beneath = Object.hasOwn(out, key) ? out[key] : undefined;
      put(out, key, isObject(value) && isObject(beneath) ? merge(beneath, value) : value);
    }
  }
  return out;
}

function grow(
  base: JsonObject,
  example: JsonObject,
  inContext: (grown: JsonObject) => JsonObject,
  accepts: (event: JsonObject) => boolean,
): JsonObject {
  let grown = base;
  for (const [key, value] of Object.entries(example)) {
    const there = Object.hasOwn(grown, key) ? grown[key] : undefined;
    if (there === undefined) {
      const next = withKey(grown, key, value);
      if (accepts(inContext(next))) {
        grown = next;
        continue;
      }
    }
    if (isObject(value) && (there === undefined || isObject(there))) {
      const outer = grown;
      const inner = grow(there ?? {}, value, (part) => inContext(withKey(outer, key, part)), accepts);
      const next = withKey(outer, key, inner);
      if (accepts(inContext(next))) grown = next;
    }
  }
  return inOrderOf(example, grown);
}

function withKey(object: JsonObject, key: string, value: Json): JsonObject {
  const out: Record<string, Json> = {};
  for (const [name, item] of Object.entries(object)) put(out, name, item);
  put(out, key, value);
  return out;
}

function inOrderOf(example: JsonObject, object: JsonObject): JsonObject {
  const out: Record<string, Json> = {};
  for (const key of Object.keys(example)) if (Object.hasOwn(object, key)) put(out, key, object[key]!);
  for (const [key, value] of Object.entries(object)) if (!Object.hasOwn(out, key)) put(out, key, value);
  return out;
}

function put(object: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
