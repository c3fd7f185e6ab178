import type { Dirent } from 'node:fs';
import { createReadStream } from 'node:fs';
import { open, opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TimeRange } from '../cloudtrail/object-name.js';
import type { ScanItem, ScanProblem } from '../scan/item.js';
import { HEAD, mayBeLog } from '../scan/sniff.js';
import { choose } from './choose.js';
import { isOtherServices } from './other-service.js';
import { type Skipped, skipOther } from './skipped.js';

/** What a walk has seen: a file or folder that is reached twice is read once. */
export interface Walk {
  readonly range: TimeRange;
  readonly skipped: Skipped;
  readonly problem: (problem: ScanProblem) => void;
  readonly seen: Set<string>;
  /** The paths have been read before: what can be read only once is left out. To open a pipe that has ended would wait for ever. */
  readonly again?: boolean;
  /** Called for what is left out because it was reached before. */
  readonly reached?: () => void;
}

/**
 * The file, or the files below the folder, in the order of their names. Links are followed; those that go round in circles come
 * to folders that have been seen. Rejects when the path itself is not there.
 */
export async function* filesOf(path: string, walk: Walk): AsyncGenerator<ScanItem> {
  const about = await stat(path);
  if (about.isDirectory()) yield* below(path, walk);
  // A pipe (`<(…)`) and a device have no place of their own, and no second visit.
  else if (!about.isFile()) {
    if (!walk.again) yield { kind: 'file', path };
  } else if (choose(path, walk.range, walk.skipped, true) === 'read' && isNew(await realOf(path), walk))
    yield { kind: 'file', path };
}

async function* below(folder: string, walk: Walk): AsyncGenerator<ScanItem> {
  const real = await realOf(folder);
  if (!isNew(real, walk)) return;
  for (const { name, bytes, kind } of await list(folder, walk)) {
    const path = join(folder, name);
    if (bytes !== null && kind !== 'file') {
      walk.problem({ file: path, offset: 0, code: 'unreadable', reason: 'its name is no UTF-8: rename it' });
      continue;
    }
    const what = kind === 'link' ? await behind(path, walk) : kind;
    if (what === 'folder' && isOtherServices(path)) skipOther(walk.skipped, path);
    else if (what === 'folder') yield* below(path, walk);
    else if (what === 'file') {
      const choice = choose(path, walk.range, walk.skipped, false);
      if (choice === 'skip') continue;
      if (choice === 'unsure' && !(await beginsAsLog(bytes ?? path))) {
        skipOther(walk.skipped, path);
        continue;
      }
      if (bytes !== null) yield { kind: 'stream', name: path, chunks: bytesOf(bytes) };
      // What is no link lies where its folder does: nobody need be asked, for each of very many files.
      else if (isNew(kind === 'file' ? join(real, name) : await realOf(path), walk)) yield { kind: 'file', path };
    } else if (what !== 'nothing') walk.skipped.other++;
  }
}

/** One that cannot be opened is read: then the scan says why it cannot be. */
async function beginsAsLog(path: string | Buffer): Promise<boolean> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
      return mayBeLog(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch {
    return true;
  }
}

/** Opened when it is read, not before. */
async function* bytesOf(path: Buffer): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path);
}

type Kind = 'file' | 'folder' | 'link' | 'other';
interface Entry {
  readonly name: string;
  /** The whole path as it is on the disk, when the name is no UTF-8 there; in `name` it is then written with `\xNN`. */
  readonly bytes: Buffer | null;
  readonly kind: Kind;
}

async function list(folder: string, walk: Walk): Promise<readonly Entry[]> {
  try {
    const entries: Entry[] = [];
    // Node's types know no names of bytes here.
    const options = { encoding: 'buffer' as BufferEncoding };
    for await (const entry of await opendir(folder, options)) {
      const raw: unknown = entry.name;
      const found = entryOf(folder, Buffer.isBuffer(raw) ? raw : Buffer.from(String(raw)), entry);
      if (found.name.startsWith('.')) walk.skipped.other++;
      else entries.push(found);
    }
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    walk.problem(unreadable(folder, error, 'it is no longer there'));
    return [];
  }
}

function entryOf(folder: string, raw: Buffer, entry: Dirent): Entry {
  const kind: Kind = entry.isFile()
    ? 'file'
    : entry.isDirectory()
      ? 'folder'
      : entry.isSymbolicLink()
        ? 'link'
        : 'other'; // sockets and pipes that lie in a folder are no logs
  const name = raw.toString();
  if (Buffer.from(name).equals(raw)) return { name, bytes: null, kind };
  const written = raw.toString('latin1').replace(/[^\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
  return { name: written, bytes: Buffer.concat([Buffer.from(join(folder, '/')), raw]), kind };
}

async function behind(path: string, walk: Walk): Promise<Kind | 'nothing'> {
  try {
    const about = await stat(path);
    return about.isFile() ? 'file' : about.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    walk.problem(unreadable(path, error, 'it points nowhere'));
    return 'nothing';
  }
}

const realOf = (path: string): Promise<string> => realpath(path).catch(() => path);

function isNew(real: string, walk: Walk): boolean {
  if (walk.seen.has(real)) {
    walk.reached?.();
    return false;
  }
  walk.seen.add(real);
  return true;
}

function unreadable(file: string, error: unknown, gone: string): ScanProblem {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
  const reason = {
    EACCES: 'permission was denied',
    EPERM: 'permission was denied',
    ENOENT: gone,
    ELOOP: 'it points to itself',
  }[code];
  return { file, offset: 0, code: 'unreadable', reason: reason ?? code };
}
