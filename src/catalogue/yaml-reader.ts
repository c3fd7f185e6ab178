import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { type Node, nodeAt, type Path } from './node.js';
import type { Problem } from './problem.js';

export interface Reading {
  readonly root: Node;
  readonly problems: Problem[];
}

/** Reads YAML text; `<<` merges a mapping into another. Problems, those of syntax too, carry the file and the line. */
export function readYaml(text: string, file: string): Reading {
  const deep = nestedTooDeep(text);
  if (deep !== null) return unreadable(file, deep);
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const problems: Problem[] = parsed.errors.map((error) => ({
    code: 'invalid-yaml',
    message: `not YAML: ${worded(error)}`,
    file,
    line: lines.linePos(error.pos[0]).line,
  }));
  const value = problems.length > 0 ? null : dataOf(parsed, file, problems);
  const lineOf = (path: Path): number => lineIn(parsed, lines, path);
  return { root: nodeAt({ file, problems, lineOf }, value), problems };
}

const MOST_NESTED = 500;

/**
 * The line in which brackets or indents go deeper than any file needs. The parser calls itself for each level, and what a full stack
 * does to the process is not for us to choose.
 */
function nestedTooDeep(text: string): number | null {
  let depth = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const indent = /^[\s?-]*/.exec(line)![0].length;
    if (indent > 2 * MOST_NESTED) return index + 1;
    for (const c of line) {
      if (c === '[' || c === '{') depth++;
      else if ((c === ']' || c === '}') && depth > 0) depth--;
      if (depth > MOST_NESTED) return index + 1;
    }
  }
  return null;
}

function unreadable(file: string, line: number): Reading {
  const problems: Problem[] = [
    { code: 'invalid-yaml', message: `nested deeper than ${MOST_NESTED} levels`, file, line },
  ];
  return { root: nodeAt({ file, problems, lineOf: () => line }, null), problems };
}

/** What can only be said when references are followed: one without its anchor, or more of them than a file needs. */
function dataOf(parsed: Document, file: string, problems: Problem[]): unknown {
  try {
    return parsed.toJS();
  } catch (error) {
    problems.push({ code: 'invalid-yaml', message: `not YAML: ${worded(error as Error)}`, file, line: 1 });
    return null;
  }
}

const worded = ({ message }: Error): string => message.split('\n')[0]!.replace(/^./, (c) => c.toLowerCase());

/** The line of the member's name, or of the list's item; of the nearest one around it that is there. */
function lineIn(parsed: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const around = length === 1 ? parsed.contents : parsed.getIn(path.slice(0, length - 1), true);
    const name = path[length - 1]!;
    const key = isMap(around) ? around.items.find((pair) => isScalar(pair.key) && pair.key.value === name)?.key : null;
    const found = key ?? parsed.getIn(path.slice(0, length), true);
    if (isNode(found) && found.range) return lines.linePos(found.range[0]).line;
  }
  const { contents } = parsed;
  return contents?.range ? lines.linePos(contents.range[0]).line : 1;
}
