import { linkName } from '../chain/link-name.js';
import type { Verdict } from '../chain/result.js';
import type { DrillPlan, PlannedStep } from '../drill/plan.js';
import {
  type DrillRecord,
  type DrillThing,
  drillStatus,
  leftOf,
  type RecordedChain,
  type RecordedStep,
} from '../drill/record.js';
import { callName, measurementWords, samplesWords, stepMark, thingWords } from './drill-words.js';
import { neutralise } from './neutralise.js';
import { Page } from './page.js';
import { type Palette, verdictPaint } from './palette.js';
import { countWords, durationWords, holdsOf, listWords, markOf, sentence, timeWords } from './words.js';

export interface DrillPageOptions {
  readonly width: number;
  readonly colour: boolean;
}

export interface DrillPreview {
  readonly account: string;
  readonly caller: string;
  readonly control: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly summary: string;
  readonly chains: readonly RecordedChain[];
  readonly steps: readonly PlannedStep[];
  readonly told: DrillPlan['told'];
  /** Events of the control that nothing carries. */
  readonly uncarried: readonly { readonly event: string; readonly reason: string }[];
  /** In minutes. */
  readonly limit: number;
  /** The limit is over before it is known that a promise was not kept. */
  readonly isShort: boolean;
}

/** What will be done, what it costs and who will be told, before anything is done. */
export function renderDrillPreview(preview: DrillPreview, options: DrillPageOptions): string {
  const shown = neutralise(preview);
  const page = new Page({ ...options, verbose: false });
  const { palette } = page;
  page.labelled('', `account ${shown.account}, as ${shown.caller}`, palette.quiet);
  page.gap();
  const paint = verdictPaint(palette, shown.verdict);
  page.labelled(
    `${markOf(holdsOf[shown.verdict])} ${shown.verdict}  `,
    `${shown.control}: ${shown.title}`,
    palette.strong,
    paint,
  );
  page.labelled('  ', shown.summary);
  for (const { event, reason } of shown.uncarried)
    page.labelled('  ✗ ', `${event}: ${reason}`, palette.plain, palette.bad);
  shown.chains.forEach((chain, at) => {
    drawChain(page, chain, shown.chains.length === 1 ? '' : ` ${at + 1}`);
  });
  page.gap();
  shown.steps.forEach(({ step, chain, does, warnings, cannot }, at) => {
    const where = shown.chains.length > 1 && step !== 'create-key' ? `, chain ${chain + 1}` : '';
    const label = `${at + 1}. `;
    page.labelled(label, `${step}${where}`, palette.strong, cannot === null ? palette.good : palette.unsure);
    const hang = ' '.repeat(label.length);
    if (cannot === null) page.labelled(hang, sentence(does));
    else page.labelled(hang, sentence(`cannot be tried: ${cannot}`), palette.unsure);
    if (cannot === null)
      for (const warning of warnings)
        page.labelled(`${hang}warning  `, sentence(warning), palette.plain, palette.unsure);
  });
  drawTold(page, shown);
  return page.toString();
}

function drawTold(page: Page, { told, limit, isShort }: DrillPreview): void {
  if (told.length === 0) return;
  page.gap();
  for (const { topic, subscribers } of told) {
    const who =
      subscribers === null
        ? 'its subscribers, who could not be listed,'
        : subscribers.length === 0
          ? 'its subscribers, of whom there are none,'
          : `its ${countWords(subscribers.length, 'subscriber')} (${listWords(subscribers, 5)})`;
    const text = `The topic ${linkName('topic', topic)} really publishes: ${who} get${subscribers?.length === 1 ? 's' : ''} a message each time. Tell them before.`;
    page.labelled('! ', text, page.palette.plain, page.palette.unsure);
  }
  page.labelled(
    '  ',
    `An alarm is waited for ${durationWords(limit * 60)} at the most${isShort ? ', which is less than was promised: what has not come by then is not known' : ''}. What the drill makes is removed at its end, also after Ctrl-C; what was sent, the alarm’s history and the metric’s data stay.`,
    page.palette.quiet,
  );
}

function drawChain(page: Page, chain: RecordedChain, number: string): void {
  page.gap();
  const events = listWords(chain.events.map(callName), 4);
  page.labelled('', `chain${number}: ${events} in ${chain.region}`, page.palette.strong);
  const rows: readonly (readonly [string, string | null])[] = [
    ['log group', chain.logGroup && linkName('log-group', chain.logGroup)],
    ['filter', chain.filter],
    ['rule', chain.rule],
    ['alarm', chain.alarm && linkName('alarm', chain.alarm)],
    ['topic', chain.topic],
    ['promised', promiseWords(chain)],
  ];
  for (const [name, value] of rows) if (value) page.labelled(`  ${name.padEnd(10)} `, value);
}

function promiseWords({ promisedSeconds, promisedWaitSeconds }: RecordedChain): string {
  if (promisedSeconds === null || promisedWaitSeconds === null) return 'no time: the proof knows none for this chain';
  return `a message about ${durationWords(promisedSeconds)} after the event, ${durationWords(promisedWaitSeconds)} after its delivery; AWS guarantees neither`;
}

/** Before the first step: whoever finds a run that was killed must know where to look. */
export function renderRecordPlace(file: string, options: DrillPageOptions): string {
  const page = new Page({ ...options, verbose: false });
  page.labelled('', `The record is written to ${neutralise(file)} as it goes on.`, page.palette.quiet);
  return page.toString();
}

/** A step as it ended. */
export function renderDrillStep(step: RecordedStep, chains: number, options: DrillPageOptions): string {
  const page = new Page({ ...options, verbose: false });
  drawStep(page, neutralise(step), chains);
  return page.toString();
}

function drawStep(page: Page, step: RecordedStep, chains: number): void {
  const paint = outcomePaint(page.palette, step);
  const where = chains > 1 && step.step !== 'create-key' ? ` (chain ${step.chain + 1})` : '';
  const said = [
    ...(step.outcome === 'passed' ? [samplesWords(step)] : []),
    ...step.measurements.map(measurementWords),
    step.reason === null ? null : sentence(step.reason),
  ].filter((line) => line !== null);
  said.forEach((line, at) => {
    const label =
      at === 0 ? `${stepMark(step.outcome)} ${`${step.step}${where}`.padEnd(12)} ` : ' '.repeat(15 + where.length);
    page.labelled(label, line, page.palette.plain, paint);
  });
}

function outcomePaint({ good, bad, unsure }: Palette, { outcome }: RecordedStep) {
  return outcome === 'passed' ? good : outcome === 'failed' ? bad : unsure;
}

/** What the drill came to, below its steps: what was removed, what is left, and where the record is. */
export function renderDrillEnd(record: DrillRecord, file: string | null, options: DrillPageOptions): string {
  const shown = neutralise({ record, file });
  const page = new Page({ ...options, verbose: false });
  const { palette } = page;
  const { things, steps } = shown.record;
  const left = leftOf(shown.record);
  const removed = things.filter(({ state }) => state === 'removed').length;
  const isWatched = steps.some(({ measurements }) => measurements.some(({ event }) => event.endsWith(DELETION)));
  drawKeys(page, things, isWatched);
  // Of a key it is said above what became of it.
  const gone = things.filter(({ kind, due }) => kind !== 'key' || due === null);
  if (gone.length > 0 && left.length === 0)
    page.labelled(
      '  ',
      `Removed or put back: ${listWords(gone.map(({ kind }) => kind.replace('-', ' ')))}.`,
      palette.quiet,
    );
  else if (removed > 0 && left.length > 0)
    page.labelled('  ', `${removed} of ${things.length} things are removed or put back.`, palette.quiet);
  for (const thing of left) page.labelled('! ', leftWords(thing), palette.plain, palette.bad);
  if (left.length > 0 && shown.file !== null)
    page.labelled('  ', `\`trailproof drill --clean ${shown.file}\` tries again.`);
  if (steps.some(({ measurements }) => measurements.some(({ message }) => message === 'received')))
    page.labelled(
      '  ',
      'What was seen is the copy that the drill’s own queue got: whether theirs came, the subscribers must say.',
      palette.quiet,
    );
  page.gap();
  const status = drillStatus(shown.record);
  const paint = status === 0 ? palette.good : status === 1 ? palette.bad : palette.unsure;
  page.labelled('', endWords(shown.record, left.length), paint);
  if (shown.record.verdict !== 'proved')
    page.labelled('', `The audit says ${shown.record.verdict}, whatever was tried here.`, palette.unsure);
  if (shown.file !== null) page.labelled('', `The record is in ${shown.file}.`, palette.quiet);
  return page.toString();
}

const DELETION = ':ScheduleKeyDeletion';

/** `isWatched`: the message of the deletion has been waited for. */
function drawKeys(page: Page, things: readonly DrillThing[], isWatched: boolean): void {
  for (const { kind, state, name, due } of things) {
    if (kind !== 'key' || state !== 'removed' || due === null) continue;
    const told = isWatched ? '' : ' That may ring its alarm some minutes from now.';
    page.labelled('  ', `The key ${name} is pending deletion until ${timeWords(due)}.${told}`, page.palette.quiet);
  }
}

function leftWords(thing: DrillThing): string {
  return `Left: ${thingWords(thing)}${thing.reason === null ? '' : `: ${thing.reason}`}.`;
}

function endWords({ steps, uncarried }: DrillRecord, left: number): string {
  const count = (outcome: RecordedStep['outcome']) => steps.filter((step) => step.outcome === outcome).length;
  const parts = [
    `${count('passed')} of ${countWords(steps.length, 'step')} passed`,
    count('failed') > 0 ? `${count('failed')} failed` : null,
    count('unknown') > 0 ? `${count('unknown')} could not be tried, or not to the end` : null,
    count('not-begun') > 0 ? `${count('not-begun')} not begun` : null,
    ...[true, false].map((broken) => uncarriedWords(uncarried, broken)),
    left > 0 ? `${countWords(left, 'thing is', 'things are')} left` : null,
  ].filter((part) => part !== null);
  return `${parts.join(', ')}.`;
}

function uncarriedWords(uncarried: DrillRecord['uncarried'], broken: boolean): string | null {
  const names = uncarried.filter(({ isBroken }) => isBroken === broken).map(({ event }) => callName(event));
  if (names.length === 0) return null;
  const verb = broken ? (names.length === 1 ? 'is' : 'are') : 'may be';
  return `${listWords(names)} ${verb} carried by nothing`;
}

/** What `--clean` came to. `before`: what was left then. */
export function renderCleaned(
  before: readonly DrillThing[],
  after: readonly DrillThing[],
  options: DrillPageOptions,
): string {
  const page = new Page({ ...options, verbose: false });
  const { palette } = page;
  const left = neutralise(after.filter(({ state }) => state !== 'removed'));
  if (before.length === 0) page.labelled('', 'Nothing is left of this drill.', palette.good);
  if (before.some(({ kind }) => kind === 'key')) drawKeys(page, neutralise(after), false);
  for (const thing of left) page.labelled('! ', leftWords(thing), palette.plain, palette.bad);
  const gone = before.length - left.length;
  if (before.length > 0)
    page.labelled(
      '',
      `${gone} of ${countWords(before.length, 'thing')} removed or put back.`,
      left.length > 0 ? palette.bad : palette.good,
    );
  return page.toString();
}
