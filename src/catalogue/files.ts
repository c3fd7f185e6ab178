import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from './problem.js';

/** Deeper than any repository of rules, and more than any holds. */
const DEEPEST = 8;
const MOST = 20_000;

/**
 * The files of a folder, and of those in it, whose names fit, by name; a problem when there are none. Hidden folders and links to folders
 * are left out. `what`: in the singular, for the message.
 */
export function filesOf(
  folder: string,
  names: RegExp,
  what: string,
  help: string,
  problems: Problem[],
): readonly string[] {
  const files: string[] = [];
  const walk = (place: string, depth: number): boolean => {
    const entries = readdirSync(place, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(place, entry.name);
      if (names.test(entry.name)) {
        if (files.length >= MOST) return refuse(`\`${folder}\` holds more than ${MOST} files`);
        files.push(path);
      } else if (entry.isDirectory() && !entry.name.startsWith('.')) {
        if (depth >= DEEPEST) return refuse(`\`${path}\` is more than ${DEEPEST} folders deep`);
        if (!walk(path, depth + 1)) return false;
      }
    }
    return true;
  };
  const refuse = (message: string): false => {
    problems.push({ code: 'too-many-files', message, help: 'name the folder of the rules itself' });
    return false;
  };
  try {
    if (walk(folder, 0) && files.length === 0)
      problems.push({ code: `no-${what}s`, message: `no ${what} in \`${folder}\``, help });
    return files;
  } catch (error) {
    problems.push({ code: 'unreadable', message: `cannot list \`${folder}\`: ${reasonOf(error)}` });
    return [];
  }
}

/** The text of a file, without the mark of its byte order. */
export function textOf(file: string, problems: Problem[]): string | null {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    problems.push({ code: 'unreadable', message: `cannot read \`${file}\`: ${reasonOf(error)}`, file });
    return null;
  }
}

/** Null, and a problem, when there is nothing. */
export function isFolder(path: string, problems: Problem[]): boolean | null {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    problems.push({ code: 'unreadable', message: `cannot read \`${path}\`: ${reasonOf(error)}` });
    return null;
  }
}

/** The system's word for it (`ENOENT`), with what it means where that is known. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const meanings: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file or folder',
    ENOTDIR: 'it is not a folder',
    EISDIR: 'it is a folder',
    EACCES: 'no permission to read it',
  };
  return meanings[code] ?? code;
}
