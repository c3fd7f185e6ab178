import type { CarriedOut } from '../aws/carry-out-plan.js';
import type { Plan } from '../change/change.js';
import { truncate } from '../report/columns.js';
import { prettyJson } from '../report/json.js';
import { neutralise } from '../report/neutralise.js';
import { Page } from '../report/page.js';
import { verdictPaint } from '../report/palette.js';
import { remainLines, renderPlan } from '../report/plan-terminal.js';
import { countWords, holdsOf, listWords, markOf, sentence, timeWords, unique } from '../report/words.js';
import { EXIT } from './exit-status.js';
import type { FixOptions } from './fix-options.js';
import type { Planned } from './fix-plan.js';
import { statusOfPlan } from './fix-status.js';
import { type Io, wantsColour, widthOf } from './io.js';
import { writeOutput } from './write-output.js';

/** What became of a plan. */
export interface Applied {
  readonly plan: Plan;
  /** Null: nothing is to be taken back. */
  readonly undoFile: string | null;
  readonly carried: CarriedOut | null;
  /** Planned again on what was read afterwards. Null: the carrying out has failed or was stopped. */
  readonly after: Planned | null;
}

/** A word of a shell. */
const inShell = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

const pageOn = (io: Io): Page =>
  new Page({ width: widthOf(io.stdout, io.env), colour: wantsColour(io.stdout, io.env), verbose: false });

/** The plan, and what to run next. */
export async function printPlan(io: Io, { plan, account, owners }: Planned, options: FixOptions): Promise<void> {
  const { output, format, snapshot, apply, topic, verbose = false } = options;
  const toFile = output !== undefined && output !== '-';
  if (format === 'json') return writeOutput(io, output, `${prettyJson(plan)}\n`);
  const width = toFile ? 100 : widthOf(io.stdout, io.env);
  const colour = !toFile && wantsColour(io.stdout, io.env);
  const text = renderPlan(plan, {
    width,
    colour,
    verbose,
    owners,
    alias: account.alias,
    narrowedTo: account.narrowed ? account.regions : null,
  });
  const page = new Page({ width, colour, verbose });
  if (plan.changes.length === 0) drawNothing(page, plan);
  else if (!apply) drawNext(page, plan, { readAt: snapshot === undefined ? null : account.readAt, topic });
  const next = page.toString();
  await writeOutput(io, output, next === '\n' ? text : `${text}\n${next}`);
}

function drawNothing(page: Page, plan: Plan): void {
  const status = statusOfPlan(plan);
  if (status === EXIT.proved) page.labelled('', 'Nothing is to be done: all of it is proved.', page.palette.good);
  else if (status === EXIT.unknown)
    page.labelled('', 'No change of ours is missing; what remains is not ours to do.', page.palette.unsure);
  else page.labelled('', 'Nothing that we know to do helps further; see what remains.', page.palette.bad);
}

/** `readAt`: of a snapshot, which may be old. */
function drawNext(
  page: Page,
  { changes }: Plan,
  { readAt, topic }: { readonly readAt: string | null; readonly topic: string | undefined },
): void {
  if (readAt !== null)
    page.labelled('', `It was read ${timeWords(readAt)}: what was changed since is not in the plan.`);
  page.labelled('', 'Nothing was changed. With the same options and', page.palette.strong);
  const apply =
    readAt !== null
      ? 'carries it out, after asking, and proves it again; on the account itself, with --profile'
      : 'carries it out, after asking, writes an undo file, and proves it again';
  page.labelled('  --apply           ', apply);
  page.labelled('  --emit terraform  ', 'writes it as Terraform; or aws-cli, cloudformation');
  // Of topics that no alarm notifies nothing is read.
  if (topic === undefined && changes.some(({ step }) => step.operation === 'sns:CreateTopic'))
    page.labelled('  --topic ARN       ', 'notifies a topic that is there already, in the place of a new one');
}

/** How the carrying out ended, and what is proved now. */
export async function printApplied(io: Io, applied: Applied, { format, undoFile }: FixOptions): Promise<void> {
  if (format === 'json') return io.stdout.write(`${prettyJson(appliedJson(applied))}\n`);
  const page = pageOn(io);
  page.gap();
  const { plan, carried, after } = neutralise({
    plan: applied.plan,
    carried: applied.carried,
    after: applied.after?.plan,
  });
  if (carried && !after) {
    const how = carried.failed ? 'It stopped there' : 'It was stopped';
    const left = [...(carried.failed ? [carried.failed.change] : []), ...carried.left];
    page.labelled(
      '',
      `${how}: ${carried.carried.length} of ${countWords(plan.changes.length, 'change')} done.`,
      page.palette.bad,
    );
    if (left.length > 0) {
      page.labelled('', 'Not done:');
      for (const { title } of left) page.labelled('  · ', title);
    }
    const same = applied.undoFile ?? undoFile;
    page.labelled(
      '',
      `Run it again to go on${same ? `; with \`--undo-file ${inShell(neutralise(same))}\` one file takes all of it back` : ''}.`,
    );
  }
  // To be copied: not wrapped.
  if (applied.undoFile !== null)
    page.line(`To take it back: trailproof fix --undo ${inShell(neutralise(applied.undoFile))}`);
  if (after) {
    page.gap();
    page.labelled('', 'Read and judged again:', page.palette.strong);
    drawProof(page, plan, after);
  }
  await io.stdout.write(`\n${page.toString()}`);
}

/** What is proved at last, after waiting. */
export async function printProof(io: Io, first: Plan, after: Plan): Promise<void> {
  const page = pageOn(io);
  page.labelled('', 'Read and judged again:', page.palette.strong);
  drawProof(page, neutralise(first), neutralise(after));
  await io.stdout.write(`\n${page.toString()}`);
}

function drawProof(page: Page, first: Plan, after: Plan): void {
  const { palette } = page;
  const paint = (verdict: Plan['controls'][number]['before']) =>
    verdictPaint(palette, verdict)(`${markOf(holdsOf[verdict])} ${verdict}`);
  for (const { control, before: now } of after.controls) {
    const was = first.controls.find((one) => one.control === control)?.before ?? now;
    page.line(`  ${was === now ? '' : `${paint(was)} → `}${paint(now)}  ${truncate(control, page.width - 23)}`);
  }
  if (after.changes.length > 0)
    page.labelled('', `${countWords(after.changes.length, 'change')} would still be made: run it again.`, palette.bad);
  const doubts = first.changes.flatMap(({ told = [] }) => told.flatMap(({ doubt }) => doubt ?? []));
  for (const line of unique(doubts)) page.labelled('· ', sentence(line), palette.unsure, palette.unsure);
  for (const line of remainLines(after.remains)) page.labelled('· ', line, palette.unsure, palette.unsure);
}

function appliedJson({ plan, undoFile, carried, after }: Applied): object {
  return {
    schema: 'trailproof/applied/1',
    plan,
    undoFile,
    carried: (carried?.carried ?? []).map(({ change, outcome }) => ({ change: change.id, outcome: outcome.outcome })),
    failed: carried?.failed ? { change: carried.failed.change.id, ...carried.failed.outcome } : null,
    left: (carried?.left ?? []).map(({ id }) => id),
    /** What was read and judged afterwards. */
    proof: after ? after.plan.controls.map(({ control, before }) => ({ control, verdict: before })) : null,
    remains: after?.plan.remains ?? plan.remains,
  };
}

/** What could not be read, for forms that have no place for it. */
export async function tellOwners(io: Io, { owners }: Planned): Promise<void> {
  if (owners.kind === 'not-read' || owners.unread.length === 0) return;
  const permissions = [...new Set(owners.unread.map(({ permission }) => permission))];
  await io.stderr.write(
    `trailproof: who owns what is changed is not known of ${countWords(owners.unread.length, 'resource')}: the tags could not be read (${listWords(permissions)})\n`,
  );
}
