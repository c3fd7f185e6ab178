import { readFile, stat } from 'node:fs/promises';
import { parseRecoveryRecord } from '../keys/parse-record.js';
import type { RecoveryRecord } from '../keys/record.js';
import { CliError, fileError } from './cli-error.js';

/**
 * The record that the file holds of earlier runs; null: there is none yet. What somebody will want to read who asks what happened is
 * never overwritten: a file that holds anything else is refused.
 */
export async function earlierRecord(file: string | undefined): Promise<RecoveryRecord | null> {
  if (file === undefined) return null;
  const text = await textOf(file);
  if (text === null || text === '') return null;
  const parsed = parseRecoveryRecord(text);
  if (parsed.ok) return parsed.record;
  throw new CliError(
    `\`${file}\` is there already, and is not overwritten: ${parsed.message}`,
    'name another file with --output, or the record of an earlier run, which is gone on with',
  );
}

/** Null: there is no such file, or it is a device. */
async function textOf(file: string): Promise<string | null> {
  try {
    return (await stat(file)).isFile() ? await readFile(file, 'utf8') : null;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return null;
    throw fileError('read', file, error, 'name another file with --output');
  }
}

/** A record of another account is not gone on with. */
export function mustBeOf(record: RecoveryRecord, file: string, account: string): void {
  if (record.account !== account)
    throw new CliError(
      `\`${file}\` is the record of account ${record.account}, and these credentials are of ${account}`,
      'name another file with --output',
    );
}
