import { NumberText } from '../../predicate/json.js';
import { isOutput, type Output } from '../step.js';

export interface JsonStyle {
  /** The longest line that is not broken; Infinity prints on one line. */
  readonly width: number;
  /** What stands inside the quotes for a value that is not known yet: a piece of the language around. */
  readonly output: (output: Output) => string;
}

/**
 * JSON in printable ASCII without apostrophes: the same characters mean the same between single quotes in bash and in every
 * PowerShell, whatever the encoding of the file. Members that are undefined are left out.
 */
export function asciiJson(value: unknown, style: JsonStyle, indent = ''): string {
  const line = flat(value, style);
  const isScalar = typeof value !== 'object' || value === null || isOutput(value) || value instanceof NumberText;
  if (isScalar || indent.length + line.length <= style.width) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => inner + asciiJson(item, style, inner)).join(',\n')}\n${indent}]`;
  }
  const members = membersOf(value).map(([key, item]) => `${inner}${quoted(key)}: ${asciiJson(item, style, inner)}`);
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}

function flat(value: unknown, style: JsonStyle): string {
  if (isOutput(value)) return `"${style.output(value)}"`;
  if (value instanceof NumberText) return value.text;
  if (Array.isArray(value)) return `[${value.map((item) => flat(item, style)).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${membersOf(value)
      .map(([key, item]) => `${quoted(key)}: ${flat(item, style)}`)
      .join(', ')}}`;
  return typeof value === 'string' ? quoted(value) : (JSON.stringify(value) ?? 'null');
}

function membersOf(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(/[^\x20-\x7e]|'/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
