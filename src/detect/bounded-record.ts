import { isArray, isObject, type Json, NumberText, numberValue, parseJson, printJson } from '../predicate/json.js';

/** Deeper than any record of CloudTrail, and shallow enough for every function that walks one. */
export const DEEPEST_RECORD = 64;
const CUTS = [8_192, 2_048, 512, 128];

/** A record as it is kept. `isPlain`: JSON.parse reads of it all that `parseJson` would. */
export interface RecordText {
  readonly text: string;
  readonly isPlain: boolean;
}

/** `written`: the record's own text, where it is known to be plain and nested no deeper than `DEEPEST_RECORD`. */
export function recordText(record: Json, length: number, written: string | null): RecordText {
  if (written !== null && written.length <= length) return { text: written, isPlain: true };
  return { text: boundedText(record, length), isPlain: false };
}

/** The texts of records that were read from one, as they were written. */
const written = new WeakMap<object, string>();

export function readRecord({ text, isPlain }: RecordText): Json {
  if (!isPlain) return parseJson(text);
  const record = JSON.parse(text) as Json;
  if (isObject(record)) written.set(record, text);
  return record;
}

/** The text of a record that was read from one, and that is to be printed again; undefined where it has to be printed anew. */
export const writtenText = (record: Json): string | undefined => (isObject(record) ? written.get(record) : undefined);

/**
 * The record's text in `length` characters: when it is longer, its longest texts are cut and say so; when that does not do, each of
 * its members keeps its share, and there are at most twice as many and 10,000.
 */
export function boundedText(record: Json, length: number): string {
  const kind = kindOf(record, DEEPEST_RECORD);
  if (kind !== 'deep') {
    const text = kind === 'plain' ? JSON.stringify(record) : printJson(record);
    if (text.length <= length) return text;
  }
  for (const longest of CUTS) {
    const text = printJson(cut(record, { longest, left: 8 * length }, DEEPEST_RECORD));
    if (text.length <= length) return text;
  }
  if (!isObject(record)) return printJson(cut(record, { longest: 128, left: length }, DEEPEST_RECORD));
  const members = Object.entries(record).slice(0, 64);
  const share = Math.floor(length / Math.max(1, members.length));
  return printJson(
    Object.fromEntries(
      members.map(([key, value]) => [
        key.slice(0, 64),
        cut(value, { longest: Math.min(128, share), left: share }, DEEPEST_RECORD),
      ]),
    ),
  );
}

/** `numbers`: JSON.stringify would not keep the text of each. */
function kindOf(value: Json, left: number): 'plain' | 'numbers' | 'deep' {
  if (typeof value !== 'object' || value === null) return 'plain';
  if (value instanceof NumberText) return 'numbers';
  if (left === 0) return 'deep';
  let kind: 'plain' | 'numbers' = 'plain';
  for (const item of isArray(value) ? value : Object.values(value)) {
    if (typeof item !== 'object') continue;
    const own = kindOf(item, left - 1);
    if (own === 'deep') return own;
    if (own === 'numbers') kind = own;
  }
  return kind;
}

interface Room {
  readonly longest: number;
  /** Characters: what comes when there are none left is dropped. */
  left: number;
}

function cut(value: Json, room: Room, depth: number): Json {
  room.left -= 4;
  if (typeof value === 'string') {
    const text = value.length <= room.longest ? value : `${value.slice(0, room.longest)}… (${value.length} characters)`;
    room.left -= text.length;
    return text;
  }
  if (value instanceof NumberText || typeof value === 'number') {
    const number = value instanceof NumberText && value.text.length > 64 ? numberValue(value) : value;
    room.left -= printJson(number).length;
    return number;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) {
    const items: Json[] = [];
    for (const item of depth === 0 ? [] : value) if (room.left > 0) items.push(cut(item, room, depth - 1));
    return items;
  }
  if (!isObject(value)) return value;
  const members: [string, Json][] = [];
  for (const [key, item] of depth === 0 ? [] : Object.entries(value)) {
    if (room.left <= 0) break;
    const name = key.length <= room.longest ? key : `${key.slice(0, room.longest)}…`;
    room.left -= name.length + 2;
    members.push([name, cut(item, room, depth - 1)]);
  }
  return Object.fromEntries(members);
}
