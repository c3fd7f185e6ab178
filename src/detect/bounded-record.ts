import { isArray, isObject, type Json, printJson } from '../predicate/json.js';

/** Deeper than any record of CloudTrail, and shallow enough for every function that walks one. */
const DEEPEST = 64;
const CUTS = [8_192, 2_048, 512, 128, 32];

/** The record's text in at most `length` characters: when it is longer, its longest texts and lists are cut, and say so. */
export function boundedText(record: Json, length: number): string {
  if (!isDeep(record, DEEPEST)) {
    const text = printJson(record);
    if (text.length <= length) return text;
  }
  for (const longest of CUTS) {
    const text = printJson(cut(record, longest, DEEPEST));
    if (text.length <= length) return text;
  }
  return printJson(cut(record, 32, 4));
}

function isDeep(value: Json, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  if (isArray(value)) return value.some((item) => isDeep(item, left - 1));
  return isObject(value) && Object.values(value).some((item) => isDeep(item, left - 1));
}

function cut(value: Json, longest: number, left: number): Json {
  if (typeof value === 'string')
    return value.length <= longest ? value : `${value.slice(0, longest)}… (${value.length} characters)`;
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) {
    if (left === 0) return [];
    return value.slice(0, longest).map((item) => cut(item, longest, left - 1));
  }
  if (!isObject(value)) return value;
  if (left === 0) return {};
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, Math.max(48, longest))
      .map(([key, item]) => [key.length <= longest ? key : `${key.slice(0, longest)}…`, cut(item, longest, left - 1)]),
  );
}
