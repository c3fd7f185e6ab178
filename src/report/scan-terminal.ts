import { SEVERITIES, type Severity } from '../catalogue/rule.js';
import type { Alert } from '../detect/alert.js';
import { drawAlert, drawGuide } from './alert-terminal.js';
import { listTitle } from './alert-title.js';
import { displayWidth, padEnd, truncate } from './columns.js';
import { neutralise, neutraliseText } from './neutralise.js';
import { Page } from './page.js';
import { drawCoverage, drawProblems, drawSuppressed } from './scan-remarks.js';
import type { ScanReport, ScanReportOptions, ScanStats } from './scan-report.js';
import { severityPaint } from './severity-paint.js';
import { bytesWords, countWords, numberWords } from './words.js';

/** The most alerts that are shown in full, unless all were asked for; the list above has every one. */
const IN_FULL = 10;

/** For people: what was read, one line for each alert, the worst in full with what to do, what is missing, the tally last. */
export function renderScanTerminal(report: ScanReport, options: ScanReportOptions): string {
  const page = new Page(options);
  const alerts = bySeverity(report.alerts);
  drawHeading(page, report);
  drawAlertList(page, alerts);
  const full = page.verbose ? alerts : alerts.filter(isUrgent).slice(0, IN_FULL);
  drawInFull(page, neutralise(full), report);
  drawSuppressed(page, neutralise(report.suppressed), report.rules);
  drawCoverage(page, neutralise(report.coverage), report.skipped);
  drawProblems(page, neutralise(report.problems));
  for (const note of report.notes) page.labelled('  ', neutraliseText(note), page.palette.unsure);
  drawTally(page, report, alerts, full.length);
  return page.toString();
}

/** Of two that are as bad the later one first: it can still be answered. */
function bySeverity(alerts: readonly Alert[]): readonly Alert[] {
  const rank = ({ severity }: Alert) => -SEVERITIES.indexOf(severity);
  return [...alerts].sort((a, b) => rank(a) - rank(b) || compare(b.time ?? '', a.time ?? '') || compare(a.id, b.id));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const isUrgent = ({ severity, status }: Alert): boolean =>
  status !== 'recovered' && (severity === 'critical' || severity === 'high');

function drawHeading(page: Page, { tool, stats }: ScanReport): void {
  page.labelled('', `${tool.name} ${tool.version} · ${readWords(stats)}`, page.palette.strong);
}

function readWords({ files, bytesInflated, events, seconds, contextSeconds }: ScanStats): string {
  const took = `${secondsWords(seconds)}${contextSeconds > 0 ? `, of which ${secondsWords(contextSeconds)} for what lies around the alerts` : ''}`;
  return `${countWords(files, 'file')}, ${bytesWords(bytesInflated)}, ${numberWords(events)} ${events === 1 ? 'event' : 'events'} in ${took}`;
}

function secondsWords(seconds: number): string {
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

/** Columns in which a sentence can be told; with fewer it has lines of its own. */
const SENTENCE = 60;

/** Of alerts as they are: there may be thousands, and only these few texts of each are drawn. */
export function drawAlertList(page: Page, given: readonly Alert[]): void {
  if (given.length === 0) return;
  const alerts = given.map(({ severity, status, ...alert }) => ({
    severity,
    status,
    ...neutralise({ time: alert.time, rule: alert.rule, title: listTitle(alert) }),
  }));
  page.gap();
  const severityWidth = Math.max(...alerts.map(({ severity }) => severity.length));
  const ruleWidth = Math.min(34, Math.max(...alerts.map(({ rule }) => displayWidth(rule))));
  for (const alert of alerts) {
    const mark = alert.status === 'recovered' ? '✓' : alert.status === 'lost' ? '✗' : '●';
    const head = `${mark} ${padEnd(alert.severity, severityWidth)}`;
    const when = alert.time?.slice(0, 16).replace('T', ' ') ?? 'at an unknown time';
    const rule = padEnd(truncate(alert.rule, ruleWidth), ruleWidth);
    const room = page.width - displayWidth(`${head}  ${when}  ${rule}  `);
    const paint = alert.status === 'recovered' ? page.palette.quiet : severityPaint(page.palette, alert.severity);
    const start = `${paint(head)}  ${page.palette.quiet(when)}`;
    if (room >= SENTENCE) page.line(`${start}  ${rule}  ${truncate(alert.title, room)}`);
    else {
      page.line(`${start}  ${alert.rule}`);
      page.labelled('    ', alert.title);
    }
  }
}

/** Alerts of a rule together, and after them, once, what to do. */
function drawInFull(page: Page, alerts: readonly Alert[], report: ScanReport): void {
  for (const id of new Set(alerts.map(({ rule }) => rule))) {
    const rule = report.rules.get(id);
    const own = alerts.filter((alert) => alert.rule === id);
    page.rule(`${own[0]!.severity} · ${rule?.title ?? id}`);
    for (const alert of own) {
      page.gap();
      drawAlert(page, alert);
    }
    if (rule) drawGuide(page, rule, page.verbose);
  }
}

function drawTally(page: Page, { problems, stats }: ScanReport, alerts: readonly Alert[], inFull: number): void {
  page.gap();
  const unread = problems.length > 0 ? ` ${countWords(problems.length, 'problem')} with the input.` : '';
  if (alerts.length === 0) {
    const nothing = stats.events === 0 ? 'No event was read, so nothing can be said.' : 'No alert.';
    page.labelled('', nothing + unread, unread || stats.events === 0 ? page.palette.unsure : page.palette.good);
    return;
  }
  const counts = [...SEVERITIES]
    .reverse()
    .map((severity): [Severity, number] => [severity, alerts.filter((alert) => alert.severity === severity).length])
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${numberWords(count)} ${severity}`);
  const more = inFull < alerts.length ? ' `--verbose` shows every one in full.' : '';
  page.labelled('', `${countWords(alerts.length, 'alert')}: ${counts.join(', ')}.${unread}${more}`, page.palette.bad);
}
