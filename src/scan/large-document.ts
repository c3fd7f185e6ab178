import { isObject, type Json, parseJson } from '../predicate/json.js';

export interface Span {
  readonly at: number;
  readonly length: number;
}

/** A document that is too large to be held, entered: what of its list is there, and what is still to come. */
export interface OpenedList {
  /** The elements that are there to their end. */
  readonly elements: readonly Span[];
  /** Where the next one begins. */
  readonly next: number;
  /** What closes the list and all that it lies in. */
  readonly closers: string;
}

/**
 * The beginning of a JSON document whose bulk is one list: an answer of Elasticsearch, Athena or CloudTrail Lake, an export that is
 * printed over many lines. Of several lists within each other it is the outermost. Null where there is none, where it is no JSON
 * so far, and where it is an event, whose lists hold no events.
 */
export function openedList(text: string): OpenedList | null {
  const list = outermostList(text);
  if (list === null) return null;
  const { at, starts, closers } = list;
  if (starts.length * SMALLEST > text.length + MANY * SMALLEST) return null;
  const around = parsed(`${text.slice(0, at + 1)}${closers}`);
  if (around === undefined || isEventLike(around)) return null;
  // The last one is there in part, or not at all: then the one before it is the next.
  const isBegun = /^\s*[{[]/.test(text.slice(starts.at(-1)!, starts.at(-1)! + LOOKED_AT));
  const elements = starts.slice(1).map((end, n) => ({ at: starts[n]!, length: end - 1 - starts[n]! }));
  const next = isBegun ? starts.at(-1)! : elements.pop()?.at;
  if (next === undefined || !/^\s*[{[]/.test(text.slice(next, next + LOOKED_AT))) return null;
  if (elements.some((element) => parsed(text.slice(element.at, element.at + element.length)) === undefined))
    return null;
  return { elements, next, closers };
}

/** Elements that are smaller on the average, where there are many, carry no events. */
const SMALLEST = 64;
const MANY = 1000;
/** Blanks before an element. */
const LOOKED_AT = 256;
/** No document has so many containers around its list, and no event so many in it. */
const DEEPEST = 500;

/** The list that is open at the end, and around which none is; where each of its elements begins, behind the comma. */
function outermostList(text: string) {
  const open: string[] = [];
  let at = -1;
  let level = 0;
  let starts: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) {
      i = endOfString(text, i);
      continue;
    }
    const folded = c | 0x20; // `[` and `]` are `{` and `}` without this bit
    if (folded === OPENING) {
      if (open.push(c === OPENING ? '}' : ']') > DEEPEST) return null;
      if (c !== OPENING && at < 0) {
        at = i;
        level = open.length;
        starts = [i + 1];
      }
    } else if (folded === CLOSING) {
      if (open.pop() !== text[i]) return null;
      if (open.length < level) at = -1;
    } else if (c === COMMA && at >= 0 && open.length === level) starts.push(i + 1);
  }
  return at < 0 ? null : { at, starts, closers: open.slice(0, level).reverse().join('') };
}

/** The place of its closing quote; the end of the text where there is none. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === BACKSLASH) i++;
    else if (c === QUOTE) return i;
  }
  return text.length;
}

/**
 * What is left of the closers behind the text between two elements, or behind the last one; null: that is not what can stand there.
 * Behind the document may come what closes the lists in which it lies: where it is entered, these are not known any more.
 */
export function closedBy(text: string, closers: string): string | null {
  let left = closers;
  BETWEEN.lastIndex = 0;
  while (BETWEEN.lastIndex < text.length) {
    if (left === '') return BEHIND.test(text.slice(BETWEEN.lastIndex)) ? left : null;
    const [token] = BETWEEN.exec(text) ?? [];
    if (token === undefined) return null;
    if (token !== ']' && token !== '}') continue;
    if (left[0] !== token) return null;
    left = left.slice(1);
  }
  return left;
}

/** Blanks, separators, and members whose values are no containers. */
const BETWEEN = /[\s,:]+|"(?:[^"\\]|\\.)*"|[-\d.eE+]+|true|false|null|[\]}]/y;

const BEHIND = /^[\s,\]}]*$/;

const isEventLike = (value: Json): boolean =>
  isObject(value) && ('eventName' in value || ('eventVersion' in value && 'userIdentity' in value));

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING = 0x7b;
const CLOSING = 0x7d;
