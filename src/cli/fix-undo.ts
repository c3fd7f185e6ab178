import type { CarriedOut } from '../aws/carry-out-plan.js';
import { namesOf } from '../change/change-id.js';
import type { Answered } from '../change/made-up.js';
import type { CarriedChange } from '../change/outcome.js';
import { isOutput, type Step } from '../change/step.js';
import { toTakeBack, type UndoFile } from '../change/undo-file.js';
import { neutralise, neutraliseText } from '../report/neutralise.js';
import { Page } from '../report/page.js';
import { drawInput } from '../report/plan-terminal.js';
import { countWords, sentence, timeWords, unique } from '../report/words.js';
import { agrees, mustBeAskable } from './ask.js';
import { CarryLines } from './carry-lines.js';
import { CliError } from './cli-error.js';
import { EXIT } from './exit-status.js';
import type { FixOptions } from './fix-options.js';
import { placeOf } from './fix-plan.js';
import { type Io, wantsColour, widthOf } from './io.js';
import { stoppable } from './stoppable.js';
import { UndoJournal } from './undo-journal.js';

/** Takes back what an undo file holds, the last change first. What was taken back already is not taken back again. */
export async function undoCommand(io: Io, path: string, options: FixOptions): Promise<number> {
  const journal = await UndoJournal.resume(path);
  const { file } = journal;
  const back = toTakeBack(file);
  const isJson = options.format === 'json';
  if (back.length === 0) {
    if (!isJson) await io.stdout.write(`Nothing of \`${neutraliseText(path)}\` is left to take back.\n`);
    else await printJson(io, path, { carried: [], failed: null, left: [] });
    return EXIT.proved;
  }
  mustBeAskable(io, options.yes ?? false);
  await checkAccount(file.account, options);
  if (!isJson) await io.stdout.write(drawn(io, back, file, options.verbose ?? false));
  const asked = `\nTake back ${countWords(back.length, 'change')} in account ${file.account}?`;
  if (!options.yes && !(await agrees(io, asked))) {
    await io.stderr.write('trailproof: nothing was changed\n');
    return EXIT.broken;
  }
  const { takeBack } = await import('../aws/carry-out-plan.js');
  const lines = new CarryLines(io, isJson ? io.stderr : io.stdout);
  const stop = stoppable(io, 'stopping after this step; once more ends it at once');
  try {
    const result = await takeBack(file.changes, {
      ...placeOf(options),
      account: file.account,
      keepChanged: options.keepChanged,
      wait: io.wait,
      record: (one) => journal.record(one),
      progress: (one) => {
        if (one.outcome === null) stop.check();
        lines.tell(one, `${one.step.operation} takes back: ${one.change.title}`);
      },
    });
    await lines.end();
    if (isJson) await printJson(io, path, result);
    else await io.stdout.write(ending(io, result));
    if (result.failed) return EXIT.failed;
    return result.carried.some(({ outcome }) => outcome.outcome === 'stays') ? EXIT.unknown : EXIT.proved;
  } catch (error) {
    if (!stop.isStop(error)) throw error;
    await io.stderr.write(
      `trailproof: ${countWords(toTakeBack(journal.file).length, 'change')} not taken back; the same command goes on\n`,
    );
    return EXIT.interrupted;
  } finally {
    stop.release();
    await lines.end();
  }
}

/** Before anything is shown or asked: the file of one account says nothing about another. */
async function checkAccount(account: string, options: FixOptions): Promise<void> {
  const { caller } = await import('../aws/caller.js');
  const identity = await caller(placeOf(options));
  if (identity.account !== account)
    throw new CliError(
      `the file is of account ${account}, and these credentials are of account ${identity.account}`,
      'name the profile of that account with `--profile`',
    );
}

function drawn(io: Io, back: readonly CarriedChange[], file: UndoFile, verbose: boolean): string {
  const page = pageOn(io, verbose);
  const { account, startedAt } = neutralise({ account: file.account, startedAt: file.startedAt });
  page.labelled(
    '',
    `What was done in account ${account}, begun ${timeWords(startedAt)}, the last first:`,
    page.palette.strong,
  );
  neutralise(back).forEach(({ change, state, answered }, index) => {
    const head = `${String(index + 1).padStart(String(back.length).length)}. `;
    const label = ' '.repeat(head.length);
    page.gap();
    page.labelled(head, sentence(change.title), page.palette.strong);
    for (const step of change.undo) {
      page.labelled(`${label}undo  `, `${step.operation} in ${step.region}: ${actedOn(step, answered)}`);
      if (page.verbose) drawInput(page, step, `${label}      `);
    }
    if (change.undo.length === 0) page.labelled(`${label}undo  `, 'goes with what it belongs to, or stays');
    if (change.notUndone !== null) page.labelled(`${label}but   `, sentence(change.notUndone), page.palette.unsure);
    if (state === 'begun')
      page.labelled(
        label,
        'It is not known whether this was carried out: what is there is looked at.',
        page.palette.unsure,
      );
  });
  return page.toString();
}

/** The thing that the step changes, by its own name: a title may say anything. */
function actedOn(step: Step, answered: Answered): string {
  const found = Object.values(step.input).find(isOutput);
  if (found) return answered[found.output] ?? 'what it made';
  return namesOf(step)
    .map((name) => `\`${name}\``)
    .join(', ');
}

function ending(io: Io, { carried, failed, left }: CarriedOut): string {
  const page = pageOn(io);
  const count = countWords(carried.filter(({ outcome }) => outcome.outcome !== 'stays').length, 'change');
  if (failed) {
    page.labelled('', `It stopped there: ${count} taken back.`, page.palette.bad);
    page.labelled('', 'Not taken back:');
    for (const { title } of neutralise([failed.change, ...left])) page.labelled('  · ', title);
    page.labelled('', 'The same command goes on.');
  } else page.labelled('', `${count} taken back.`, page.palette.good);
  const stays = carried.flatMap(({ outcome }) => (outcome.outcome === 'stays' ? [outcome.because] : []));
  for (const line of unique(neutralise(stays))) page.labelled('It stays: ', sentence(line), page.palette.unsure);
  const known = carried.flatMap(({ change, outcome }) =>
    change.notUndone !== null && outcome.outcome !== 'stays' ? [change.notUndone] : [],
  );
  for (const line of unique(neutralise(known))) page.labelled('· ', sentence(line));
  return `\n${page.toString()}`;
}

const pageOn = (io: Io, verbose = false): Page =>
  new Page({ width: widthOf(io.stdout, io.env), colour: wantsColour(io.stdout, io.env), verbose });

async function printJson(io: Io, undoFile: string, { carried, failed, left }: CarriedOut): Promise<void> {
  const { prettyJson } = await import('../report/json.js');
  const result = {
    schema: 'trailproof/undone/1',
    undoFile,
    takenBack: carried.map(({ change, outcome }) => ({
      change: change.id,
      outcome: outcome.outcome,
      stays: outcome.outcome === 'stays' ? outcome.because : change.notUndone,
    })),
    failed: failed ? { change: failed.change.id, ...failed.outcome } : null,
    left: left.map(({ id }) => id),
  };
  await io.stdout.write(`${prettyJson(result)}\n`);
}
