import type { Path } from '../node.js';

/** Finds the lines of a TOML file's members: the parser knows none once it is done. The text is known to be TOML. */
export function tomlLines(text: string): (path: Path) => number {
  const lines = new Map<string, number>();
  const counts = new Map<string, number>();
  let table: Path = [];
  let open: string | null = null;
  const note = (path: Path, line: number): void => {
    for (let length = path.length; length > 0; length--) {
      const name = nameOf(path.slice(0, length));
      if (!lines.has(name)) lines.set(name, line);
    }
  };
  text.split('\n').forEach((line, index) => {
    if (open === null) {
      const header = /^\s*(\[{1,2})([^\]]+)\]/.exec(line);
      const key = /^\s*([\w.'"-]+)\s*=/.exec(line);
      if (header) {
        const keys = keysOf(header[2]!);
        table = located(keys, header[1] === '[[', counts);
        note(table, index + 1);
      } else if (key) note([...table, ...keysOf(key[1]!)], index + 1);
    }
    open = stillOpen(line, open);
  });
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const line = lines.get(nameOf(path.slice(0, length)));
      if (line !== undefined) return line;
    }
    return 1;
  };
}

/** The path of a table's header; each array of tables on the way is at its newest element. */
function located(keys: readonly string[], isArray: boolean, counts: Map<string, number>): Path {
  let path: Path = [];
  keys.forEach((key, index) => {
    path = [...path, key];
    const name = nameOf(path);
    if (isArray && index === keys.length - 1) counts.set(name, (counts.get(name) ?? 0) + 1);
    const count = counts.get(name);
    if (count !== undefined) path = [...path, count - 1];
  });
  return path;
}

/** The quotes of the text over several lines that is open at the end of the line. */
function stillOpen(line: string, open: string | null): string | null {
  let quotes = open;
  for (const [found] of line.matchAll(/'''|"""/g)) quotes = quotes === null ? found : quotes === found ? null : quotes;
  return quotes;
}

const keysOf = (dotted: string): readonly string[] =>
  dotted.split('.').map((key) => key.trim().replace(/^(['"])(.*)\1$/, '$2'));

const nameOf = (path: Path): string => JSON.stringify(path);
