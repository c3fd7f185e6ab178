import type { Rule } from '../catalogue/rule.js';
import type { Suppressed } from '../detect/alert.js';
import type { Coverage, RegionCoverage } from '../detect/coverage.js';
import { neutraliseText } from './neutralise.js';
import type { Page } from './page.js';
import type { ScanReportProblem } from './scan-report.js';
import { suppressedWords } from './suppressed-words.js';
import { countWords, listWords, numberWords, timeWords } from './words.js';

/** Matches that raised nothing, and why. */
export function drawSuppressed(page: Page, suppressed: readonly Suppressed[], rules: ReadonlyMap<string, Rule>): void {
  if (suppressed.length === 0) return;
  page.rule('held back');
  for (const { text, isWorry } of suppressedWords(suppressed, rules))
    page.labelled('  ', text, isWorry ? page.palette.unsure : undefined);
}

/** The most Regions with missing hours that are told one by one. */
const GAPS = 6;

/** No alert means little where there is no log. */
export function drawCoverage(page: Page, coverage: Coverage, skipped: readonly string[]): void {
  page.rule('what was looked at');
  const { accounts, mixed, from, to, unplaced } = coverage;
  if (from === null || to === null)
    page.labelled('  ', 'no file tells a time, an account and a Region', page.palette.unsure);
  else {
    const names = new Set([...accounts.map(({ account }) => account), ...(mixed?.accounts ?? [])]);
    const regions = new Set([
      ...accounts.flatMap((account) => account.regions.map(({ region }) => region)),
      ...(mixed?.regions ?? []),
    ]);
    page.labelled(
      '  ',
      `${timeWords(from)} to ${timeWords(to)} · ${names.size <= 3 ? [...names].join(', ') : countWords(names.size, 'account')} · ${regions.size <= 3 ? [...regions].join(', ') : countWords(regions.size, 'Region')}`,
    );
  }
  drawInferred(page, coverage);
  const withGaps = accounts.flatMap(({ account, regions }) =>
    regions.filter(({ missing }) => missing.length > 0).map((region) => ({ account, region })),
  );
  const shown = page.verbose ? withGaps : withGaps.slice(0, GAPS);
  for (const { account, region } of shown)
    page.labelled('  ', `no file: ${account} ${gapWords(region, page.verbose)}`, page.palette.unsure);
  if (shown.length < withGaps.length)
    page.labelled(
      '  ',
      `and hours without a file in ${withGaps.length - shown.length} more accounts and Regions`,
      page.palette.unsure,
    );
  if (unplaced > 0)
    page.labelled('  ', `${countWords(unplaced, 'file')} of no known account, Region or time`, page.palette.quiet);
  if (skipped.length > 0) page.labelled('  ', `not read: ${neutraliseText(listWords(skipped))}`, page.palette.quiet);
}

/** What is only taken to be there. */
function drawInferred(page: Page, { accounts, mixed }: Coverage): void {
  const regions = accounts.flatMap((account) => account.regions);
  const inferred = regions.reduce((sum, region) => sum + region.inferred, 0);
  const hours = regions.reduce((sum, region) => sum + region.hours, 0);
  if (inferred > 0)
    page.labelled(
      '  ',
      `inferred: ${numberWords(inferred)} of ${countWords(hours, 'hour')}, which lie between the first and the last record of a file`,
      page.palette.quiet,
    );
  if (mixed !== null)
    page.labelled(
      '  ',
      `${countWords(mixed.files, 'file')} of several accounts or Regions: of whom which hours are held is not known`,
      page.palette.unsure,
    );
}

function gapWords({ region, missing, hours }: RegionCoverage, whole: boolean): string {
  const count = missing.reduce((sum, gap) => sum + gap.hours, 0);
  const spans = missing.map((gap) => `${timeWords(gap.from)} (${gap.hours} h)`);
  return `${region} for ${count} of ${hours + count} hours: from ${listWords(spans, whole ? undefined : 3)}`;
}

const PROBLEMS = 10;

export function drawProblems(page: Page, problems: readonly ScanReportProblem[]): void {
  if (problems.length === 0) return;
  page.rule('could not be read');
  const shown = page.verbose ? problems : problems.slice(0, PROBLEMS);
  for (const { file, offset, reason } of shown)
    page.labelled('  ', `${file}${offset > 0 ? ` at byte ${numberWords(offset)}` : ''}: ${reason}`, page.palette.bad);
  if (shown.length < problems.length)
    page.labelled('  ', `and ${problems.length - shown.length} more`, page.palette.bad);
}
