import { isArray, isObject, type Json, printJson } from '../predicate/json.js';

/** Deeper than this nothing is told apart: whoever writes a record chooses how deep it is. */
const DEEPEST = 64;

/** A text that is the same for values that say the same: members in one order, and none that is null. For identities; it is not read. */
export function canonicalText(value: Json, left = DEEPEST): string {
  if (isArray(value)) {
    let text = '[';
    if (left > 0) for (const item of value) text += `${canonicalText(item, left - 1)},`;
    return `${text}]`;
  }
  if (!isObject(value)) return printJson(value);
  let text = '{';
  if (left > 0)
    for (const key of Object.keys(value).sort()) {
      const item = value[key]!;
      if (item !== null) text += `${JSON.stringify(key)}:${canonicalText(item, left - 1)},`;
    }
  return `${text}}`;
}
