import { isArray, isObject, type Json, type JsonObject, NumberText } from '../../predicate/json.js';
import { withoutDropped } from './dropped.js';

/** An event as the fields read it. */
export interface EcsEvent {
  /** As it was logged. */
  readonly record: JsonObject;
  /** Without what the pipeline drops. */
  readonly kept: JsonObject;
}

const events = new WeakMap<JsonObject, EcsEvent>();

/** Made once for each event, however many fields are asked. */
export function ecsEvent(record: JsonObject): EcsEvent {
  let event = events.get(record);
  if (!event) {
    const kept = withoutDropped(record);
    event = { record, kept: isObject(kept) ? kept : {} };
    events.set(record, event);
  }
  return event;
}

/** What is at the end of the path of keys. */
export function memberOf(value: Json, path: readonly string[]): Json | undefined {
  let here: Json = value;
  for (const key of path) {
    if (!isObject(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key]!;
  }
  return here;
}

/** The same, when it is a value of a field: objects and arrays are none. */
export function scalarOf(value: Json, path: readonly string[]): Json | undefined {
  const found = memberOf(value, path);
  return found === null || isArray(found) || isObject(found) ? undefined : found;
}

/** As the values of a field: none or one. */
export function scalarsOf(value: Json, path: readonly string[]): readonly Json[] {
  const found = scalarOf(value, path);
  return found === undefined ? [] : [found];
}

/** As text: a number and a boolean too. */
export const stringOf = (value: Json, path: readonly string[]): string | undefined => textOf(scalarOf(value, path));

export function textOf(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  return value instanceof NumberText ? value.text : String(value);
}

/** The array at the end of the path. */
export function elementsOf(value: Json, path: readonly string[]): readonly Json[] {
  const found = memberOf(value, path);
  return isArray(found) ? found : [];
}
