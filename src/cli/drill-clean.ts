import { readFile } from 'node:fs/promises';
import { CliError, fileError } from './cli-error.js';
import { progressOn } from './collect-account.js';
import type { DrillOptions } from './drill.js';
import { recordText, writeRecord } from './drill-file.js';
import { pageOf } from './drill-run.js';
import { EXIT } from './exit-status.js';
import type { Io } from './io.js';

/** Removes what a drill left, by its record; running it again does nothing. */
export async function cleanDrill(io: Io, file: string, options: DrillOptions): Promise<number> {
  const [{ parseDrillRecord }, { leftOf }, { renderCleaned }] = await Promise.all([
    import('../drill/parse-record.js'),
    import('../drill/record.js'),
    import('../report/drill-terminal.js'),
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
      const earlier = record.cleanings;
      const begun = { caller: session.identity.caller, startedAt: io.now(), endedAt: null };
      record = { ...record, cleanings: [...earlier, begun] };
      const desk = new DrillDesk({
        session,
        id: record.id,
        maker: record.caller,
        clockOffset: 0,
        book: record,
        async keep(book) {
          record = { ...record, ...book };
          await writeRecord(io, file, record);
        },
        wait: io.wait,
        isStopped: () => false,
        progress: progress.show,
      });
      await cleanUpLater(desk);
      record = { ...record, ...desk.book, cleanings: [...earlier, { ...begun, endedAt: io.now() }] };
    } finally {
      progress.clear();
      await session.close();
    }
    await writeRecord(io, file, record);
  }
  await io.stdout.write(
    options.format === 'json' ? await recordText(record) : renderCleaned(before, record.things, pageOf(io.stdout, io)),
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
