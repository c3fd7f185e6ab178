import { NumberText } from '../../predicate/json.js';
import { writtenOut } from '../../predicate/unprinted.js';
import { printable } from './printable.js';

export type Yaml = null | boolean | number | string | NumberText | Commented | readonly Yaml[] | YamlObject;
export interface YamlObject {
  readonly [key: string]: Yaml | undefined;
}

/** A member with lines above it for the reader, and a blank line above those. */
export class Commented {
  readonly lines: readonly string[];
  readonly value: Yaml;
  constructor(lines: readonly string[], value: Yaml) {
    this.lines = lines;
    this.value = value;
  }
}

/** YAML that versions 1.1 and 1.2 read alike: a text stands in double quotes unless it is a plain word that could be nothing else. */
export function printYaml(object: YamlObject, indent = ''): string {
  return membersOf(object)
    .map(([key, item]) => {
      const value = item instanceof Commented ? item.value : item;
      const above = item instanceof Commented ? `\n${commentLines(item.lines, indent)}` : '';
      return `${above}${indent}${scalar(key)}:${below(value, indent)}`;
    })
    .join('\n');
}

export function commentLines(lines: readonly string[], indent: string): string {
  return lines.map((line) => `${`${indent}# ${printable(line)}`.trimEnd()}\n`).join('');
}

/** What follows the colon of a key, or the hyphen of an item. */
function below(value: Yaml, indent: string): string {
  if (value instanceof Commented) return below(value.value, indent);
  if (Array.isArray(value)) {
    const items = value as readonly Yaml[];
    if (items.length === 0) return ' []';
    return items.map((item) => `\n${indent}  -${inItem(item, indent)}`).join('');
  }
  if (typeof value === 'object' && value !== null && !(value instanceof NumberText)) {
    const object = value as YamlObject;
    return membersOf(object).length === 0 ? ' {}' : `\n${printYaml(object, `${indent}  `)}`;
  }
  return ` ${scalar(value as null | boolean | number | string | NumberText)}`;
}

/** The first member of an object stands behind the hyphen. */
function inItem(item: Yaml, indent: string): string {
  const isObject = typeof item === 'object' && item !== null && !Array.isArray(item) && !(item instanceof NumberText);
  if (!isObject || membersOf(item as YamlObject).length === 0) return below(item, `${indent}  `);
  const text = printYaml(item as YamlObject, `${indent}    `);
  return ` ${text.trimStart()}`;
}

function membersOf(object: YamlObject): readonly (readonly [string, Yaml])[] {
  return Object.entries(object).flatMap(([key, item]) => (item === undefined ? [] : [[key, item] as const]));
}

/** `Yes` and `Off` are not words but answers to YAML 1.1, `Null` is nothing, and some read `E0` as a number. */
const NOT_A_WORD = /^(y|yes|n|no|true|false|on|off|null)$/i;

function scalar(value: null | boolean | number | string | NumberText): string {
  if (value instanceof NumberText) return value.text;
  if (typeof value !== 'string') return String(value);
  if (/^[A-Za-z](?![0-9])[A-Za-z0-9]*(::?[A-Za-z0-9]+)*$/.test(value) && !NOT_A_WORD.test(value)) return value;
  return writtenOut(JSON.stringify(value), (code) => {
    const hex = code.toString(16);
    return hex.length > 4 ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
  });
}
