import type { AuditedAccount, AuditResult, ControlResult } from '../chain/result.js';
import { findingsOf } from './finding.js';
import { neutralise } from './neutralise.js';
import { Page } from './page.js';
import { verdictPaint } from './palette.js';
import type { ReportOptions } from './report.js';
import { drawFinding } from './terminal-finding.js';
import { drawOverview, tally } from './terminal-overview.js';
import { drawRemarks, drawUnread, drawUnsupported } from './terminal-remarks.js';
import { accountName, countWords, timeWords } from './words.js';

/** For people: what holds on one line each, what does not link by link, and the tally last, where a terminal stops scrolling. */
export function renderTerminal(result: AuditResult, options: ReportOptions): string {
  const safe = neutralise(result);
  const page = new Page(options);
  const several = safe.accounts.length > 1;
  drawHeading(page, safe);
  for (const account of safe.accounts) {
    const results = safe.results.filter((candidate) => candidate.account === account.id);
    if (results.length === 0) continue;
    page.gap();
    drawOverview(page, account, results, several);
    drawFindings(page, results);
    drawRemarks(page, results);
  }
  drawUnread(page, safe.unread, several);
  drawUnsupported(page, safe.unsupported);
  drawTally(page, safe);
  return page.toString();
}

function drawHeading(page: Page, result: AuditResult): void {
  const { palette } = page;
  const [first, ...others] = result.accounts;
  if (!first) return;
  const what = others.length === 0 ? `account ${accountName(first)}` : countWords(result.accounts.length, 'account');
  page.labelled('', `${result.tool.name} ${result.tool.version} · ${what} · CIS ${page.benchmark}`, palette.strong);
  if (others.length === 0) page.labelled('', readWords(first), palette.quiet);
}

function readWords(account: AuditedAccount): string {
  const regions =
    account.regions.length <= 3 ? account.regions.join(', ') : countWords(account.regions.length, 'Region');
  return `read ${timeWords(account.readAt)} in ${regions} by ${account.caller}`;
}

function drawFindings(page: Page, results: readonly ControlResult[]): void {
  const findings = findingsOf(results).filter(({ verdict }) => page.verbose || verdict !== 'proved');
  const answered = new Set<ControlResult>();
  findings.forEach((finding, at) => {
    if (at === 0 || findings[at - 1]!.verdict !== finding.verdict) page.rule(finding.verdict);
    drawFinding(page, finding, answered);
  });
}

function drawTally(page: Page, result: AuditResult): void {
  const worst = result.results.some(({ verdict }) => verdict === 'broken')
    ? 'broken'
    : result.results.some(({ verdict }) => verdict === 'unknown')
      ? 'unknown'
      : 'proved';
  const accounts = result.accounts.length > 1 ? ` in ${countWords(result.accounts.length, 'account')}` : '';
  page.gap();
  page.labelled('', tally(result.results) + accounts, (text) =>
    page.palette.strong(verdictPaint(page.palette, worst)(text)),
  );
}
