import type { CarriedOut, CarryOutOptions } from '../aws/carry-out-plan.js';
import type { Plan } from '../change/change.js';
import type { UndoFile } from '../change/undo-file.js';
import { countWords } from '../report/words.js';
import { agrees, mustBeAskable } from './ask.js';
import { CarryLines } from './carry-lines.js';
import { EXIT } from './exit-status.js';
import { type FixOptions, waitOf } from './fix-options.js';
import { type Planned, placeOf, planned, type Question } from './fix-plan.js';
import { type Applied, printApplied, printPlan, printProof } from './fix-print.js';
import { statusOfPlan } from './fix-status.js';
import { waitForOthers } from './fix-wait.js';
import type { Io } from './io.js';
import { stoppable } from './stoppable.js';
import { UndoJournal } from './undo-journal.js';

/** Shows the plan, asks, carries it out, and proves it again. */
export async function applyCommand(io: Io, question: Question): Promise<number> {
  const { options } = question;
  const wait = options.wait === undefined ? null : waitOf(options.wait);
  const first = await planned(io, question);
  if (options.format === 'terminal') await printPlan(io, first, options);
  let applied: Applied = { plan: first.plan, undoFile: null, carried: null, after: first };
  if (first.plan.changes.length > 0) {
    const { account, changes } = first.plan;
    const asked = `\nCarry out ${countWords(changes.length, 'change')} in account ${account}?`;
    mustBeAskable(io, options.yes ?? false);
    if (!options.yes && !(await agrees(io, asked))) {
      await io.stderr.write('trailproof: nothing was changed\n');
      return EXIT.broken;
    }
    const { carried, interrupted, undoFile } = await carry(io, first.plan, options);
    applied = { plan: first.plan, undoFile, carried, after: null };
    if (carried.failed || interrupted) {
      await printApplied(io, applied, options);
      return carried.failed ? EXIT.failed : EXIT.interrupted;
    }
    applied = { ...applied, after: await provedAgain(io, question) };
  }
  const isTold = options.format === 'terminal' && applied.carried !== null;
  if (isTold) await printApplied(io, applied, options);
  const waited = wait !== null && applied.after ? await waitForOthers(io, question, applied.after, wait) : null;
  if (waited) applied = { ...applied, after: waited.planned };
  if (options.format === 'json') await printApplied(io, applied, options);
  else if (waited) await printProof(io, applied.plan, waited.planned.plan);
  return waited?.interrupted ? EXIT.interrupted : statusOfPlan((applied.after ?? first).plan);
}

/** Step by step; the undo file is on the disk before each. Ctrl-C ends it between two steps. */
async function carry(
  io: Io,
  plan: Plan,
  options: FixOptions,
): Promise<{ readonly carried: CarriedOut; readonly interrupted: boolean; readonly undoFile: string | null }> {
  const { carryOut } = await import('../aws/carry-out-plan.js');
  const path = options.undoFile ?? `trailproof-undo-${plan.account}-${io.now().replace(/[-:]|\.\d+/g, '')}.json`;
  const journal = await UndoJournal.begin(path, emptyFile(io, plan));
  const earlier = journal.file.changes;
  const lines = new CarryLines(io, options.format === 'json' ? io.stderr : io.stdout);
  const done: CarriedOut['carried'][number][] = [];
  const stop = stoppable(io, 'stopping after this step; once more ends it at once');
  const sending: CarryOutOptions = {
    ...placeOf(options),
    account: plan.account,
    wait: io.wait,
    earlier,
    record: (one) => journal.record(one),
    progress: (one) => {
      if (one.outcome === null) stop.check();
      lines.tell(one);
      if (one.outcome !== null && one.outcome.outcome !== 'failed')
        done.push({ change: one.change, outcome: one.outcome });
    },
  };
  try {
    const carried = await carryOut(plan.changes, sending);
    return { carried, interrupted: false, undoFile: (await journal.settle()) ? path : null };
  } catch (error) {
    const isKept = await journal.settle();
    if (!stop.isStop(error)) throw error;
    const left = plan.changes.slice(done.length);
    return { carried: { carried: done, failed: null, left }, interrupted: true, undoFile: isKept ? path : null };
  } finally {
    stop.release();
    await lines.end();
  }
}

function emptyFile(io: Io, { tool, account, partition }: Plan): UndoFile {
  return { schema: 'trailproof/undo/1', tool, account, partition, startedAt: io.now(), changes: [] };
}

/** AWS shows some changes only after a moment: what is still planned is looked at again before it is believed. */
const LOOKS: readonly number[] = [5000, 15_000];

async function provedAgain(io: Io, question: Question): Promise<Planned> {
  let found = await planned(io, question);
  for (const pause of LOOKS) {
    if (found.plan.changes.length === 0) break;
    await io.wait(pause);
    found = await planned(io, question);
  }
  return found;
}
