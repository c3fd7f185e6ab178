import { isArray, isObject, type Json } from '../predicate/json.js';

/** The value at the end of the path, a number being the index of an array's element; undefined where there is none. */
export function member(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  return memberAt(value, path);
}

function memberAt(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  let here = value;
  for (const step of path) {
    if (typeof step === 'number') here = isArray(here) ? here[step] : undefined;
    else here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

/** The text there; null where there is none, or an empty one. */
export function textAt(value: Json | undefined, ...path: readonly (string | number)[]): string | null {
  const found = memberAt(value, path);
  return typeof found === 'string' && found !== '' ? found : null;
}
