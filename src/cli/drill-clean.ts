import { readFile } from 'node:fs/promises';
import { CliError, fileError } from './cli-error.js';
import { progressOn } from './collect-account.js';
import type { DrillOptions } from './drill.js';
import { pageOf } from './drill-run.js';
import { EXIT } from './exit-status.js';
import type { Io } from './io.js';
import { writeOutput } from './write-output.js';

/** Removes what a drill left, by its record; running it again does nothing. */
export async function cleanDrill(io: Io, file: string, options: DrillOptions): Promise<number> {
  const [{ parseDrillRecord }, { leftOf }, { renderCleaned }, { prettyJson }] = await Promise.all([
    import('../drill/parse-record.js'),
    import('../drill/record.js'),
    import('../report/drill-terminal.js'),
    import('../report/json.js'),
  ]);
  const parsed = parseDrillRecord(await textOf(file));
  if (!parsed.ok) throw new CliError(`\`${file}\`: ${parsed.message}`, parsed.help);
  let { record } = parsed;
  const before = leftOf(record);
  if (before.length > 0) {
    const [{ KeySession }, { DrillDesk }, { cleanUpLater }] = await Promise.all([
      import('../aws/key-session.js'),
      import('../aws/drill-desk.js'),
      import('../aws/drill-clean.js'),
    ]);
    const { profile, endpointUrl } = options;
    const session = await KeySession.open({ profile, endpointUrl, now: () => new Date(io.now()), wait: io.wait });
    const progress = progressOn(io, 'waiting for');
    try {
      if (session.identity.account !== record.account)
        throw new CliError(
          `the drill was in account ${record.account}, and these credentials are of ${session.identity.account}`,
          'name the profile with which it was run',
        );
      const desk = new DrillDesk({
        session,
        id: record.id,
        clockOffset: 0,
        things: record.things,
        async keep(things) {
          record = { ...record, things };
          await writeOutput(io, file, `${prettyJson(record)}\n`, { ownerOnly: true });
        },
        wait: io.wait,
        isStopped: () => false,
        progress: progress.show,
      });
      await cleanUpLater(desk);
      record = { ...record, things: desk.things };
    } finally {
      progress.clear();
      await session.close();
    }
    await writeOutput(io, file, `${prettyJson(record)}\n`, { ownerOnly: true });
  }
  await io.stdout.write(
    options.format === 'json' ? `${prettyJson(record)}\n` : renderCleaned(before, record.things, pageOf(io.stdout, io)),
  );
  return leftOf(record).length > 0 ? EXIT.unknown : EXIT.proved;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw fileError('read', file, error, 'name the file that `trailproof drill` wrote');
  }
}
