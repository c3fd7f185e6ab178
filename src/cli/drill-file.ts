import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DrillRecord } from '../drill/record.js';
import { CliError, errorLine } from './cli-error.js';
import type { Io } from './io.js';
import { writeOutput } from './write-output.js';

/** The record of a drill of which something is left is all that `--clean` has to go by: it is not written over. */
export async function mustBeFree(file: string | null): Promise<void> {
  if (file === null) return;
  const [{ parseDrillRecord }, { leftOf }] = await Promise.all([
    import('../drill/parse-record.js'),
    import('../drill/record.js'),
  ]);
  const parsed = parseDrillRecord(await readFile(file, 'utf8').catch(() => ''));
  if (!parsed.ok || leftOf(parsed.record).length === 0) return;
  throw new CliError(
    `\`${file}\` is the record of the drill ${parsed.record.id}, of which something is left`,
    `remove it with \`trailproof drill --clean ${file}\` once it has ended, or name another file`,
  );
}

export async function writeRecord(io: Io, file: string, record: DrillRecord): Promise<void> {
  await writeOutput(io, file, await recordText(record), { ownerOnly: true });
}

export async function recordText(record: DrillRecord): Promise<string> {
  return `${(await import('../report/json.js')).prettyJson(record)}\n`;
}

/** Where the record could be written in the end; null: nowhere. It says on standard error where that is not as it was meant. */
export async function writeAtEnd(io: Io, file: string, record: DrillRecord): Promise<string | null> {
  const elsewhere = join(tmpdir(), `trailproof-drill-${record.id}.json`);
  for (const place of [file, elsewhere]) {
    try {
      await writeRecord(io, place, record);
      return place;
    } catch (thrown) {
      if (!(thrown instanceof CliError)) throw thrown;
      await io.stderr.write(errorLine(thrown));
    }
  }
  return null;
}
