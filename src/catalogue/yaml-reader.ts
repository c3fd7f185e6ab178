import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { nearest } from './nearest.js';
import type { Problem } from './problem.js';

/** A place in a YAML document: its value, and a way to say what is wrong there. */
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
  refuse(code: string, message: string, help?: string): null;
}

export interface Reading {
  readonly root: Node;
  readonly problems: Problem[];
}

/** Reads YAML text. Problems, those of syntax too, carry the file and the line. */
export function readYaml(text: string, file: string): Reading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems: Problem[] = document.errors.map((error) => ({
    code: 'invalid-yaml',
    message: `not YAML: ${error.message.split('\n')[0]!.replace(/^./, (c) => c.toLowerCase())}`,
    file,
    line: lines.linePos(error.pos[0]).line,
  }));
  const value: unknown = problems.length > 0 ? null : document.toJS();
  return { root: nodeAt({ document, lines, file, problems }, value, []), problems };
}

interface Source {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly file: string;
  readonly problems: Problem[];
}
type Path = readonly (string | number)[];

function nodeAt(source: Source, value: unknown, path: Path): Node {
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
      const written =
        typeof value === 'number' ? `the number ${value}` : value === undefined ? 'missing' : 'not a text';
      return node.refuse(
        'not-a-text',
        `\`${path.join('.')}\` is ${written}`,
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
    refuse: (code, message, help) => {
      const { file, problems } = source;
      problems.push({ code, message, file, line: lineOf(source, path), ...(help === undefined ? {} : { help }) });
      return null;
    },
  };
  return node;
}

/** The line of the node, or of the nearest one around it that is there. */
function lineOf({ document, lines }: Source, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const found = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(found) && found.range) return lines.linePos(found.range[0]).line;
  }
  return 1;
}
