import { randomBytes } from 'node:crypto';
import { lstat, open, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileError } from './cli-error.js';
import type { Io } from './io.js';

/**
 * Writes to standard output (`-` or no file), or to a file at once: whoever reads the file sees the old text or the whole new one.
 * `ownerOnly`: nobody else may read it (0600), whatever was allowed of an older file.
 */
export async function writeOutput(
  io: Io,
  file: string | undefined,
  text: string | Iterable<string>,
  { ownerOnly = false }: { readonly ownerOnly?: boolean } = {},
): Promise<void> {
  if (file === undefined || file === '-') {
    for (const piece of piecesOf(text)) await io.stdout.write(piece);
    return;
  }
  try {
    await writeAtOnce(file, text, ownerOnly);
  } catch (error) {
    throw fileError('write', file, error, 'name another file with --output');
  }
}

const PIECE = 1 << 16;

/** Neither very many writes, nor everything in memory at once. */
function* piecesOf(text: string | Iterable<string>): Generator<string> {
  let piece = '';
  for (const part of typeof text === 'string' ? [text] : text) {
    piece += part;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

async function writeAtOnce(file: string, text: string | Iterable<string>, ownerOnly: boolean): Promise<void> {
  const target = await realpath(file).catch(() => file); // a link stays a link
  const old = await lstat(target).catch(() => null);
  // A device or a pipe must be written to, not replaced.
  if (old && !old.isFile()) return writeFile(target, piecesOf(text));
  const draft = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}`);
  try {
    const mode = ownerOnly ? 0o600 : old ? old.mode & 0o777 : 0o644;
    const handle = await open(draft, 'wx', mode);
    try {
      for (const piece of piecesOf(text)) await handle.writeFile(piece); // each where the last one ended
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
