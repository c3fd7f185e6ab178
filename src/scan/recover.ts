import { type Json, parseJson } from '../predicate/json.js';

/**
 * What can still be read in a text that is no JSON: records lost their end, or a damaged one swallowed those after it. Tries each place
 * where a line or an element of an array begins, so nothing inside a record is taken for one.
 */
export function recover(
  text: string,
): readonly { readonly value: Json; readonly at: number; readonly length: number }[] {
  const found: { value: Json; at: number; length: number }[] = [];
  const starts =
    /(?<=^|\n|\},\s{0,64})\{\s{0,64}"(?=eventVersion"|userIdentity"|event|Event|awsRegion"|version")|(?<=\n)\{/g;
  for (let next = starts.exec(text); next; next = starts.exec(text)) {
    const at = next.index;
    const end = endOf(text, at);
    if (end < 0) continue;
    try {
      found.push({ value: parseJson(text.slice(at, end)), at, length: end - at });
      starts.lastIndex = end;
    } catch {
      starts.lastIndex = at + 1; // this one is broken, too
    }
  }
  return found;
}

/** Longer ones than any that AWS writes are not tried: each start costs at most this. */
const LONGEST = 1 << 20;

/** Where the object that begins at `start` is closed, or -1. A raw newline inside a string ends the attempt. */
function endOf(text: string, start: number): number {
  const tokens = /["{}[\]]/g;
  const string = /(?:[^"\\\n]|\\[^\n])*"/y;
  tokens.lastIndex = start;
  let depth = 0;
  for (let token = tokens.exec(text); token; token = tokens.exec(text)) {
    if (token.index - start > LONGEST) return -1;
    if (token[0] === '"') {
      string.lastIndex = token.index + 1;
      if (!string.test(text)) return -1;
      tokens.lastIndex = string.lastIndex;
    } else if (token[0] === '{' || token[0] === '[') depth++;
    else if (--depth === 0) return token.index + 1;
  }
  return -1;
}
