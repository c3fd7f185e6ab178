import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { type Node, nodeAt, type Path } from './node.js';
import type { Problem } from './problem.js';

export interface Reading {
  readonly root: Node;
  readonly problems: Problem[];
}

/** Reads YAML text; `<<` merges a mapping into another. Problems, those of syntax too, carry the file and the line. */
export function readYaml(text: string, file: string): Reading {
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

/** The line of the node, or of the nearest one around it that is there. */
function lineIn(parsed: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const found = length === 0 ? parsed.contents : parsed.getIn(path.slice(0, length), true);
    if (isNode(found) && found.range) return lines.linePos(found.range[0]).line;
  }
  return 1;
}
