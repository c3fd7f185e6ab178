import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from './problem.js';

/** The files of a folder whose names fit, by name; a problem when there are none. `what`: in the plural, for the message. */
export function filesOf(
  folder: string,
  names: RegExp,
  what: string,
  help: string,
  problems: Problem[],
): readonly string[] {
  try {
    const files = readdirSync(folder)
      .filter((name) => names.test(name))
      .sort();
    if (files.length === 0) problems.push({ code: `no-${what}s`, message: `no ${what} in \`${folder}\``, help });
    return files.map((name) => join(folder, name));
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
