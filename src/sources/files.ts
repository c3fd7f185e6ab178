import type { Dirent } from 'node:fs';
import { opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TimeRange } from '../cloudtrail/object-name.js';
import type { ScanItem, ScanProblem } from '../scan/item.js';
import { isChosen } from './choose.js';
import type { Skipped } from './skipped.js';

/** What a walk has seen: a file that is reached twice is read once. */
export interface Walk {
  readonly range: TimeRange;
  readonly skipped: Skipped;
  readonly problem: (problem: ScanProblem) => void;
  readonly seen: Set<string>;
}

/**
 * The file, or the files below the folder, in the order of their names. Links to files are followed; a link to a folder only
 * where it was named, because such links may go round in circles. Rejects when the path itself is not there.
 */
export async function* filesOf(path: string, walk: Walk): AsyncGenerator<ScanItem> {
  const about = await stat(path);
  if (about.isDirectory()) yield* below(path, walk);
  // A pipe (`<(…)`) and a device have no place of their own, and no second visit.
  else if (!about.isFile()) yield { kind: 'file', path };
  else if (isChosen(path, walk.range, walk.skipped, true) && (await isNew(path, walk))) yield { kind: 'file', path };
}

async function* below(folder: string, walk: Walk): AsyncGenerator<ScanItem> {
  const entries = await list(folder, walk);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* below(path, walk);
    else if (await isReadable(entry, path, walk)) {
      if (isChosen(path, walk.range, walk.skipped, false) && (await isNew(path, walk))) yield { kind: 'file', path };
    }
  }
}

async function list(folder: string, walk: Walk): Promise<readonly Dirent[]> {
  try {
    const entries: Dirent[] = [];
    for await (const entry of await opendir(folder)) if (!entry.name.startsWith('.')) entries.push(entry);
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    walk.problem(unreadable(folder, error));
    return [];
  }
}

/** Sockets and pipes that lie in a folder are no logs. */
async function isReadable(entry: Dirent, path: string, walk: Walk): Promise<boolean> {
  if (entry.isFile()) return true;
  if (!entry.isSymbolicLink()) return false;
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    walk.problem(unreadable(path, error));
    return false;
  }
}

async function isNew(path: string, walk: Walk): Promise<boolean> {
  const real = await realpath(path).catch(() => path);
  if (walk.seen.has(real)) return false;
  walk.seen.add(real);
  return true;
}

function unreadable(file: string, error: unknown): ScanProblem {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
  const reason = {
    EACCES: 'permission was denied',
    EPERM: 'permission was denied',
    ENOENT: 'it points nowhere',
    ELOOP: 'it points to itself',
  }[code];
  return { file, offset: 0, code: 'unreadable', reason: reason ?? code };
}
