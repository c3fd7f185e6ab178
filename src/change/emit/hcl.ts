import { NumberText } from '../../predicate/json.js';
import { printable } from './printable.js';

/** An expression that is written as it stands: `var.topic_arn`. Never made of anything that a user chose. */
export class Expression {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Hcl = null | boolean | number | string | NumberText | Expression | readonly Hcl[] | HclObject;
export interface HclObject {
  readonly [key: string]: Hcl | undefined;
}

export type Entry =
  | { readonly kind: 'attribute'; readonly name: string; readonly value: Hcl }
  | {
      readonly kind: 'block';
      readonly name: string;
      readonly labels: readonly string[];
      readonly body: readonly Entry[];
    }
  | { readonly kind: 'comment'; readonly lines: readonly string[] };

/** Attributes that are undefined are left out. */
export function attributes(values: HclObject): readonly Entry[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ kind: 'attribute' as const, name, value }],
  );
}

export function block(name: string, labels: readonly string[], body: readonly Entry[]): Entry {
  return { kind: 'block', name, labels, body };
}

/** As `terraform fmt` lays it out: equals signs of neighbouring lines below each other, a blank line before a block. */
export function printHcl(entries: readonly Entry[], indent = ''): string {
  const lines: string[] = [];
  const width = (from: number) => {
    let widest = 0;
    for (let at = from; isOneLine(entries[at]); at++)
      widest = Math.max(widest, (entries[at] as { name: string }).name.length);
    return widest;
  };
  let aligned = 0;
  entries.forEach((entry, index) => {
    const before = entries[index - 1];
    switch (entry.kind) {
      case 'comment':
        if (before) lines.push('');
        lines.push(...entry.lines.map((line) => `${indent}# ${printable(line)}`.trimEnd()));
        break;
      case 'attribute':
        if (!isOneLine(before)) aligned = width(index);
        lines.push(
          `${indent}${entry.name.padEnd(isOneLine(entry) ? aligned : 0)} = ${printValue(entry.value, indent)}`,
        );
        break;
      case 'block': {
        if (before && before.kind !== 'comment') lines.push('');
        const labels = entry.labels.map((label) => ` ${quoted(label)}`).join('');
        const body = printHcl(entry.body, `${indent}  `);
        lines.push(`${indent}${entry.name}${labels} {${body === '' ? '' : `\n${body}\n${indent}`}}`);
        break;
      }
    }
  });
  return lines.join('\n');
}

function isOneLine(entry: Entry | undefined): boolean {
  return entry?.kind === 'attribute' && !printValue(entry.value, '').includes('\n');
}

export function printValue(value: Hcl, indent: string): string {
  if (value instanceof Expression) {
    // The parts of an expression that stands on several lines keep their own indentation.
    return value.text.replaceAll('\n', `\n${indent}`);
  }
  if (value instanceof NumberText) return value.text;
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = (value as readonly Hcl[]).map((item) => printValue(item, inner));
    const line = `[${items.join(', ')}]`;
    if (line.length <= 90 && !line.includes('\n')) return line;
    return `[\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}]`;
  }
  const object = value as HclObject;
  const members = Object.entries(object).flatMap(([key, item]) =>
    item === undefined ? [] : [{ kind: 'attribute' as const, name: keyOf(key), value: item }],
  );
  return members.length === 0 ? '{}' : `{\n${printHcl(members, inner)}\n${indent}}`;
}

function keyOf(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) && !/^(for|true|false|null)$/.test(key) ? key : quoted(key);
}

/**
 * A quoted string in which nothing is a template. `$` and `%` are doubled before a brace, as people write it; after another of
 * their kind it would be read otherwise, so there they are written by their numbers.
 */
export function quoted(text: string): string {
  const escaped = text.replace(/["\\]|[\p{C}\p{Zl}\p{Zp}]|[$%]+(?=\{)/gu, (found) => {
    if (found[0] === '$' || found[0] === '%') return found.length === 1 ? found + found : numbered(found);
    if (found === '"' || found === '\\') return `\\${found}`;
    if (found === '\n') return '\\n';
    if (found === '\r') return '\\r';
    if (found === '\t') return '\\t';
    return numbered(found);
  });
  return `"${escaped}"`;
}

function numbered(text: string): string {
  return [...text]
    .map((character) => {
      const hex = character.codePointAt(0)!.toString(16);
      return hex.length > 4 ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
    })
    .join('');
}

/** A word of letters, digits and underscores that resembles a name. */
export function identifier(name: string): string {
  const word = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  return /^[a-z]/.test(word) ? word : `a_${word}`.replace(/_$/, '');
}
