import { type Json, parseJson } from '../predicate/json.js';

export interface Recovered {
  readonly found: readonly { readonly value: Json; readonly at: number; readonly length: number }[];
  /** Where the last one begins that the text does not hold to its end, or -1. Never 0. */
  readonly open: number;
  /** False: so much of it is broken that the rest was not tried. */
  readonly complete: boolean;
}

/**
 * What can still be read in a text that is no JSON: records lost their end, or a damaged one swallowed those after it. Tries each place
 * where a line or an element of an array begins, so nothing inside a record is taken for one.
 */
export function recover(text: string): Recovered {
  const found: { value: Json; at: number; length: number }[] = [];
  // Each try costs what it reads: of a text made to be tried everywhere that would be its square.
  let budget = text.length * 8 + LONGEST;
  let open = -1;
  for (let next = START.exec(text); next; next = START.exec(text)) {
    const at = next.index;
    const { end, closed } = endOf(text, at, Math.min(text.length, at + LONGEST));
    budget -= end - at;
    START.lastIndex = at + 1;
    if (closed) {
      open = -1;
      try {
        found.push({ value: parseJson(text.slice(at, end)), at, length: end - at });
        START.lastIndex = end;
      } catch {
        // This one is broken, too.
      }
    } else if (end === text.length && at > 0) open = at;
    if (budget < 0) {
      START.lastIndex = 0;
      return { found, open, complete: false };
    }
  }
  return { found, open, complete: true };
}

/** The brace comes first: it is looked for, and what must be around it only there. */
const START =
  /\{(?<=(?:^|\n|\},\s{0,64})\{)(?:\s{0,64}"(?=eventVersion"|userIdentity"|event|Event|awsRegion"|version")|(?<=\n\{))/g;

/** Longer ones than any that AWS writes are not tried: each start costs at most this. */
const LONGEST = 1 << 20;

/** Where the object or array that begins at `start` is closed before `last`, or how far it was read. A raw newline inside a string ends the attempt. */
export function endOf(text: string, start: number, last: number): { readonly end: number; readonly closed: boolean } {
  let depth = 0;
  let inString = false;
  for (let i = start; i < last; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === NEWLINE) return { end: i, closed: false };
      if (c === BACKSLASH && text.charCodeAt(i + 1) !== NEWLINE) i++;
      else if (c === QUOTE) inString = false;
    } else if (c === QUOTE) inString = true;
    else {
      const folded = c | 0x20; // `[` and `]` are `{` and `}` without this bit
      if (folded === OPENING) depth++;
      else if (folded === CLOSING && --depth === 0) return { end: i + 1, closed: true };
    }
  }
  return { end: last, closed: false };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const OPENING = 0x7b;
const CLOSING = 0x7d;
