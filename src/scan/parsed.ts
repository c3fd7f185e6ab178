import { hasUsualNumbers, type Json, parseJson } from '../predicate/json.js';

export interface Parsed {
  readonly value: Json;
  /** JSON.parse reads all of it. */
  readonly isUsual: boolean;
  /** And it is known to be nested no deeper than `DEEPEST_RECORD`. */
  readonly isPlain: boolean;
}

/** Undefined: it is no JSON. */
export function parsed(text: string, isPlain = false): Parsed | undefined {
  const isUsual = isPlain || hasUsualNumbers(text);
  try {
    return { value: isUsual ? (JSON.parse(text) as Json) : parseJson(text), isUsual, isPlain };
  } catch {
    return undefined;
  }
}
