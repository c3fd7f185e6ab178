import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CarriedChange } from '../change/outcome.js';
import { parseUndoFile, recorded, toTakeBack, type UndoFile } from '../change/undo-file.js';
import { CliError, fileError } from './cli-error.js';

/**
 * The undo file, on the disk before a step is sent and again after it: whoever kills the program finds in it all that may have been
 * carried out. Each writing replaces it at once, for its owner alone (0600): it holds policies and addresses.
 */
export class UndoJournal {
  readonly path: string;
  #file: UndoFile;

  private constructor(path: string, file: UndoFile) {
    this.path = path;
    this.#file = file;
  }

  /** A new one, or the one that an earlier run for the same account wrote there. */
  static async begin(path: string, empty: UndoFile): Promise<UndoJournal> {
    const there = await exists(path);
    const file = there ? await readUndoFile(path) : empty;
    if (file.account !== empty.account)
      throw new CliError(
        `\`${path}\` is the undo file of account ${file.account}, and the plan is for account ${empty.account}`,
        'name another file with `--undo-file`',
      );
    const journal = new UndoJournal(path, file);
    await journal.#write();
    return journal;
  }

  static async resume(path: string): Promise<UndoJournal> {
    return new UndoJournal(path, await readUndoFile(path));
  }

  get file(): UndoFile {
    return this.#file;
  }

  async record(carried: CarriedChange): Promise<void> {
    this.#file = recorded(this.#file, carried);
    await this.#write();
  }

  /** A file of which nothing is to be taken back is of no use: it is removed. True: there is one. */
  async settle(): Promise<boolean> {
    if (this.#file.changes.some(({ state }) => state === 'undone') || toTakeBack(this.#file).length > 0) return true;
    await rm(this.path, { force: true });
    return false;
  }

  async #write(): Promise<void> {
    const draft = join(dirname(this.path), `.${basename(this.path)}.${randomBytes(4).toString('hex')}`);
    try {
      const handle = await open(draft, 'wx', 0o600);
      try {
        await handle.writeFile(`${JSON.stringify(this.#file, null, 2)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(draft, this.path);
    } catch (error) {
      await rm(draft, { force: true });
      throw fileError('write', this.path, error, 'name another file with `--undo-file`');
    }
  }
}

async function readUndoFile(path: string): Promise<UndoFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw fileError('read', path, error, 'name the file that `trailproof fix --apply` wrote');
  }
  const read = parseUndoFile(text);
  if (!read.ok) throw new CliError(`\`${path}\`: ${read.message}`, read.help);
  return read.file;
}

async function exists(path: string): Promise<boolean> {
  try {
    await (await open(path, 'r')).close();
    return true;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return false;
    throw fileError('read', path, error, 'name another file with `--undo-file`');
  }
}
