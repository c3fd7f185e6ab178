import type { AuditResult } from '../chain/result.js';
import { NumberText } from '../predicate/json.js';

/** The result as it is, indented. What a terminal would obey is escaped, which JSON allows and which changes no value. */
export function renderJson(result: AuditResult): string {
  return `${prettyJson(result)}\n`;
}

/** As JSON.stringify with an indentation of two; numbers that AWS wrote in an unusual way keep their text. */
export function prettyJson(value: unknown, indent = ''): string {
  if (value instanceof NumberText) return value.text;
  if (typeof value !== 'object' || value === null) return escaped(JSON.stringify(value) ?? 'null');
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => inner + prettyJson(item, inner)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return '{}';
  const members = entries.map(([key, item]) => `${inner}${escaped(JSON.stringify(key))}: ${prettyJson(item, inner)}`);
  return `{\n${members.join(',\n')}\n${indent}}`;
}

/** The same on one line: for NDJSON. */
export function lineJson(value: unknown): string {
  if (value instanceof NumberText) return value.text;
  if (typeof value !== 'object' || value === null) return escaped(JSON.stringify(value) ?? 'null');
  if (Array.isArray(value)) return `[${value.map(lineJson).join(',')}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${entries.map(([key, item]) => `${escaped(JSON.stringify(key))}:${lineJson(item)}`).join(',')}}`;
}

const UNPRINTED = /[\u007f-\u009f]|\p{Cf}|\p{Zl}|\p{Zp}/gu;

function escaped(text: string): string {
  return text.replace(UNPRINTED, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
