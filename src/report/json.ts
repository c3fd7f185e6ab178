import type { AuditResult } from '../chain/result.js';
import { NumberText } from '../predicate/json.js';

/** The result as it is, indented. What a terminal would obey is escaped, which JSON allows and which changes no value. */
export function renderJson(result: AuditResult): string {
  return `${prettyJson(result)}\n`;
}

/** As JSON.stringify with an indentation of two, `deep` levels in; numbers that AWS wrote in an unusual way keep their text. */
export function prettyJson(value: unknown, deep = 0): string {
  if (value === undefined) return 'null';
  if (hasNumberText(value)) return escaped(pretty(value, '  '.repeat(deep)));
  return prettyPlainJson(value, deep);
}

/** The same of what is known to hold no numbers of an unusual form. */
export function prettyPlainJson(value: unknown, deep: number): string {
  // Its own printing is ten times as fast. Inside so many arrays it indents as is wanted.
  let inside = value;
  for (let level = 0; level < deep; level++) inside = [inside];
  const text = JSON.stringify(inside, null, 2);
  // Of each level: a bracket, a line end and the indentation of what follows; and the same the other way round.
  const before = deep * (deep + 3);
  return escaped(text.slice(before, text.length - deep * (deep + 1)));
}

function hasNumberText(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof NumberText) return true;
  if (Array.isArray(value)) return value.some(hasNumberText);
  // Of every alert, its record and all: no arrays are made of it.
  for (const key in value) if (hasNumberText((value as Readonly<Record<string, unknown>>)[key])) return true;
  return false;
}

function pretty(value: unknown, indent: string): string {
  if (value instanceof NumberText) return value.text;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = `${indent}  `;
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}\n${inner}${pretty(item, inner)}`;
    return text === '' ? '[]' : `[${text}\n${indent}]`;
  }
  for (const [key, item] of Object.entries(value))
    if (item !== undefined) text += `${text === '' ? '' : ','}\n${inner}${JSON.stringify(key)}: ${pretty(item, inner)}`;
  return text === '' ? '{}' : `{${text}\n${indent}}`;
}

/** The same on one line: for NDJSON. */
export function lineJson(value: unknown): string {
  return escaped(hasNumberText(value) ? line(value) : (JSON.stringify(value) ?? 'null'));
}

function line(value: unknown): string {
  if (value instanceof NumberText) return value.text;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(line).join(',')}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${line(item)}`).join(',')}}`;
}

const UNPRINTED = /[\u007f-\u009f]|\p{Cf}|\p{Zl}|\p{Zp}/gu;
/** Cheaper to look for, and rare. */
const NOT_ASCII = /[^\n -~]+/g;

/** Of a whole JSON text: outside its strings there is nothing to be escaped. */
export function escaped(text: string): string {
  return text.replace(NOT_ASCII, (run) =>
    run.replace(UNPRINTED, (character) =>
      Array.from(
        { length: character.length },
        (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
      ).join(''),
    ),
  );
}
