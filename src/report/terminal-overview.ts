import type { AuditedAccount, ControlResult, Verdict } from '../chain/result.js';
import { breakOf } from '../chain/summary.js';
import { displayWidth, padEnd, truncate } from './columns.js';
import type { Page } from './page.js';
import { verdictPaint } from './palette.js';
import {
  accountName,
  benchmarkWords,
  cisNumber,
  countWords,
  durationWords,
  holdsOf,
  kindWords,
  listWords,
  markOf,
  sentence,
  unique,
} from './words.js';

/** One line for each control of an account. Where several accounts are shown, those that hold are put on one line together. */
export function drawOverview(
  page: Page,
  account: AuditedAccount,
  results: readonly ControlResult[],
  several: boolean,
): void {
  const { palette } = page;
  if (several) {
    page.rule(accountName(account));
    page.labelled('  ', tally(results), palette.plain);
    page.gap();
  }
  const folded = several && !page.verbose;
  const shown = folded
    ? (['broken', 'unknown'] as const).flatMap((worse) => results.filter(({ verdict }) => verdict === worse))
    : results;
  const columns = columnsOf(page, results);
  for (const result of shown) drawLine(page, result, columns);
  const proved = results.filter(({ verdict }) => verdict === 'proved');
  if (folded && proved.length > 0)
    page.labelled('✓ proved   ', proved.map(({ control }) => control).join(', '), palette.plain, palette.good);
  drawSecondAnswer(page, results);
  if (account.narrowed)
    page.labelled(
      '  ',
      `Only ${listWords(account.regions)} ${account.regions.length === 1 ? 'was' : 'were'} asked for (--region): the verdicts speak of no other Region.`,
      palette.unsure,
    );
}

interface Columns {
  readonly slug: number;
  readonly number: number;
}

function columnsOf(page: Page, results: readonly ControlResult[]): Columns {
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(displayWidth));
  return {
    slug: Math.min(36, widest(results.map(({ control }) => control))),
    number: Math.min(8, widest(results.map((result) => cisNumber(result, page.benchmark)))),
  };
}

function drawLine(page: Page, result: ControlResult, columns: Columns): void {
  const { palette } = page;
  const paint = verdictPaint(palette, result.verdict);
  const head = `${markOf(holdsOf[result.verdict])} ${padEnd(result.verdict, 7)}`;
  const slug = padEnd(truncate(result.control, columns.slug), columns.slug);
  const number = padEnd(truncate(cisNumber(result, page.benchmark), columns.number), columns.number);
  const room = page.width - displayWidth(`${head}  ${slug}  ${number}  `);
  const slugPaint = result.verdict === 'proved' ? palette.plain : palette.strong;
  const summary = truncate(room < 60 && displayWidth(result.summary) > room ? glance(result) : result.summary, room);
  page.line(
    `${paint(head)}  ${slugPaint(slug)}  ${palette.quiet(number)}  ${result.verdict === 'proved' ? palette.quiet(summary) : summary}`,
  );
}

/** Why, in the fewest words, where the line has no room for the sentence; the sentence is in the finding below. */
function glance(result: ControlResult): string {
  if (result.verdict === 'proved')
    return result.notifiedWithinSeconds === null
      ? result.summary
      : `told in about ${durationWords(result.notifiedWithinSeconds)}`;
  const ends = result.events
    .filter(({ verdict }) => verdict === result.verdict)
    .map((event) => breakOf(event.path)?.kind);
  const kinds = unique(ends.filter((kind) => kind !== undefined)).map((kind) => kindWords[kind]);
  if (kinds.length === 0 && result.verdict === 'unknown') {
    const reasons = result.events.flatMap((event) => event.reasons);
    return `not known: ${reasons[0] ?? result.summary}`;
  }
  if (kinds.length === 0) return result.summary;
  return result.verdict === 'broken' ? `breaks at the ${listWords(kinds)}` : `not known: ${listWords(kinds)}`;
}

/** Said once for the account: how the benchmark's own procedure ends, and where it ends otherwise than the verdict. */
function drawSecondAnswer(page: Page, results: readonly ControlResult[]): void {
  const { palette } = page;
  page.gap();
  const met = counted(results, ['met', 'not-met', 'unknown'] as const, ({ benchmark }) => benchmark, benchmarkWords);
  const hub = counted(results, [true, false] as const, ({ literal }) => literal, { true: 'passes', false: 'fails' });
  const texts = [`The benchmark's own procedure: ${met}.`];
  if (hub !== '') texts.push(`Security Hub's text check: ${hub}.`);
  page.labelled('  ', texts.join(' '), palette.quiet);
  for (const { verdict, benchmark, words } of DISAGREEMENTS) {
    const controls = results
      .filter((result) => result.verdict === verdict && result.benchmark === benchmark)
      .map(({ control }) => control);
    if (controls.length === 0) continue;
    page.labelled('  ', sentence(`${listWords(controls, page.verbose ? undefined : 5)}: ${words}`));
  }
}

/** `met 13, not met 2`; of one control `met`. */
function counted<A extends string | boolean>(
  results: readonly ControlResult[],
  answers: readonly A[],
  answerOf: (result: ControlResult) => ControlResult['benchmark'] | boolean | null,
  words: Readonly<Record<`${A}`, string>>,
): string {
  const counts = answers.map((answer) => ({
    word: words[`${answer}`],
    count: results.filter((result) => answerOf(result) === answer).length,
  }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => (results.length === 1 ? word : `${word} ${count}`))
    .join(', ');
}

const DISAGREEMENTS: readonly { verdict: Verdict; benchmark: ControlResult['benchmark']; words: string }[] = [
  { verdict: 'broken', benchmark: 'met', words: 'the procedure would pass, and yet nobody is told' },
  {
    verdict: 'unknown',
    benchmark: 'met',
    words: 'the procedure would pass, and yet it is not proved that somebody is told',
  },
  { verdict: 'proved', benchmark: 'not-met', words: 'a subscriber is told, and yet the procedure would not pass' },
];

/** `12 proved, 2 broken, 1 unknown`. */
export function tally(results: readonly ControlResult[]): string {
  const parts = (['broken', 'unknown', 'proved'] as const)
    .map((verdict) => ({ verdict, count: results.filter((result) => result.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${verdict}`);
  return `${countWords(results.length, 'control')}: ${parts.join(', ') || 'none'}`;
}
