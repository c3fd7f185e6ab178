import { nearest } from './nearest.js';
import type { Problem } from './problem.js';

/** A place in a file's data (YAML, TOML, JSON): its value, and a way to say what is wrong there. */
export interface Node {
  readonly value: unknown;
  has(key: string): boolean;
  at(key: string | number): Node;
  /** The members of a list; none when it is something else. */
  items(): readonly Node[];
  /** The text here; null, and a problem, when it is anything else or empty. */
  text(): string | null;
  /** Reports members of other names. */
  only(names: readonly string[]): void;
  /** The line of the file, from 1. */
  line(): number;
  refuse(code: string, message: string, help?: string): null;
}

export type Path = readonly (string | number)[];

export interface Source {
  readonly file: string;
  readonly problems: Problem[];
  /** The line of what is at the path, or of the nearest thing around it that is there. */
  readonly lineOf: (path: Path) => number;
}

export function nodeAt(source: Source, value: unknown, path: Path = []): Node {
  const member = (key: string | number): unknown =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, key)
      ? (value as Record<string | number, unknown>)[key]
      : undefined;
  const node: Node = {
    value,
    has: (key) => member(key) !== undefined,
    at: (key) => nodeAt(source, member(key), [...path, key]),
    items: () => (Array.isArray(value) ? value.map((_, index) => node.at(index)) : []),
    text: () => {
      if (typeof value === 'string' && value.trim() !== '') return value;
      const name = path.at(-1);
      return node.refuse(
        'not-a-text',
        `\`${path.join('.')}\` is ${written(value)}`,
        typeof value === 'number' || typeof value === 'boolean' ? 'put it in quotes' : `\`${name}\` must be a text`,
      );
    },
    only: (names) => {
      if (typeof value !== 'object' || value === null) return;
      for (const key of Object.keys(value)) {
        if (names.includes(key)) continue;
        const meant = nearest(key, names);
        node.at(key).refuse('unknown-key', `unknown key \`${key}\``, meant ? `did you mean \`${meant}\`?` : undefined);
      }
    },
    line: () => source.lineOf(path),
    refuse: (code, message, help) => {
      const { file, problems } = source;
      problems.push({ code, message, file, line: node.line(), ...(help === undefined ? {} : { help }) });
      return null;
    },
  };
  return node;
}

/** What stands where a text should. */
function written(value: unknown): string {
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'string') return 'empty';
  return value === undefined ? 'missing' : 'not a text';
}

export const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The lines of a mapping's members. */
export function memberLines(node: Node): Readonly<Record<string, number>> {
  const keys = isMapping(node.value) ? Object.keys(node.value) : [];
  return Object.fromEntries(keys.map((key) => [key, node.at(key).line()]));
}
