import type { ControlResult, PathLink } from '../chain/result.js';
import { breakOf } from '../chain/summary.js';
import { displayWidth, padEnd, truncate } from './columns.js';
import type { Finding } from './finding.js';
import type { Page } from './page.js';
import { holdsPaint, verdictPaint } from './palette.js';
import { accountOf, shortId } from './short-id.js';
import { drawSteps } from './terminal-steps.js';
import { witnessLines } from './witness-lines.js';
import {
  cisNumber,
  countWords,
  holdsOf,
  kindWords,
  listWords,
  markOf,
  sentence,
  timingWords,
  unique,
} from './words.js';

const LABEL = 13;
const KIND = 14;
const label = (word: string) => padEnd(`  ${word}`, LABEL);

/**
 * A finding: who suffers, the path link by link, the event that is lost, what would mend it, and the second answer.
 * `answered` keeps the controls whose second answer was given already: a control may be in several findings.
 */
export function drawFinding(page: Page, finding: Finding, answered: Set<ControlResult>): void {
  const { event, verdict } = finding;
  page.gap();
  drawTitle(page, finding);
  page.gap();
  page.labelled(label('events'), eventsOf(finding));
  drawPath(page, label('path'), event.path, finding.account);
  drawFurther(page, finding);
  drawReasons(page, finding);
  if (verdict !== 'proved') drawWitness(page, finding);
  drawMend(page, finding);
  const timing = timingWords(finding.controls[0]!.control);
  if (verdict === 'proved' && timing) page.labelled(label('time'), sentence(timing));
  const asked = finding.controls.filter(({ control }) => !answered.has(control));
  for (const { control } of asked) answered.add(control);
  if (asked.length > 0) drawSteps(page, asked, label('CIS'));
}

function drawTitle(page: Page, finding: Finding): void {
  const { palette } = page;
  const paint = verdictPaint(palette, finding.verdict);
  const mark = `${markOf(holdsOf[finding.verdict])} `;
  const [first, ...others] = finding.controls;
  if (first && others.length === 0) {
    const number = cisNumber(first.control, page.benchmark);
    const names = [first.control.control, number && `CIS ${number}`, first.control.mappings.securityHub].filter(
      Boolean,
    );
    page.labelled(mark, names.join(' · '), palette.strong, paint);
    const { verdict, summary, title } = first.control;
    page.labelled('  ', sentence(verdict === finding.verdict ? summary : title));
    return;
  }
  const end = breakOf(finding.event.path);
  const place = end
    ? ` at the same link: the ${kindWords[end.kind]} ${shortId(end.kind, end.id)}`
    : ' for the same reason';
  const what = finding.verdict === 'broken' ? 'break' : 'are undecided';
  page.labelled(mark, `${countWords(finding.controls.length, 'control')} ${what}${place}`, palette.strong, paint);
  page.labelled('  ', finding.controls.map(({ control }) => control.control).join(', '));
}

function eventsOf(finding: Finding): string {
  const events = unique(finding.controls.flatMap(({ events }) => events.map(({ event }) => event)));
  const regions = unique(finding.controls.flatMap(({ events }) => events.flatMap((event) => event.regions)));
  const bySource = new Map<string, string[]>();
  for (const event of events) {
    const colon = event.indexOf(':');
    const source = event.slice(0, Math.max(0, colon));
    bySource.set(source, [...(bySource.get(source) ?? []), event.slice(colon + 1)]);
  }
  const parts = [...bySource].slice(0, 6).map(([source, names]) => {
    if (source === '*' || source === '') return names.includes('*') ? 'any event' : listWords(names, 6);
    return `${listWords(names, bySource.size > 1 ? 3 : 8)} (${source})`;
  });
  if (bySource.size > 6) parts.push(`events of ${bySource.size - 6} more services`);
  const where =
    regions.length === 0 ? '' : ` in ${regions.length > 3 ? `${regions.length} Regions` : listWords(regions)}`;
  return parts.join('; ') + where;
}

/** One link below the other; the reason beside the name where it fits, else under it. */
function drawPath(page: Page, head: string, path: readonly PathLink[], account: string): void {
  const { palette } = page;
  const indent = ' '.repeat(displayWidth(head));
  if (path.length === 0) {
    page.labelled(head, 'no path begins: nothing that records this event leads anywhere', palette.bad);
    return;
  }
  const room = page.width - LABEL - 2 - KIND;
  path.forEach((link, at) => {
    const paint = holdsPaint(palette, link.holds);
    const lead = at === 0 ? palette.quiet(head) : indent;
    const name = nameOf(page, link, account, room);
    const kind = padEnd(kindWords[link.kind], KIND);
    page.line(
      `${lead}${paint(markOf(link.holds))} ${link.holds === true ? palette.quiet(kind) : paint(kind)}${link.holds === true ? name : palette.strong(name)}`,
    );
    const last = at === path.length - 1;
    const stem = `${indent}${last ? ' ' : '│'} ${' '.repeat(KIND)}`;
    if (link.reason === '') return;
    // What holds is said on one line: the eye should stop where the event stops.
    if (link.holds === true && !page.verbose) page.line(palette.quiet(truncate(stem + link.reason, page.width)));
    else page.labelled(stem, link.reason, link.holds === true ? palette.quiet : paint, palette.quiet, stem);
  });
}

function nameOf(page: Page, link: PathLink, account: string, room: number): string {
  if (page.verbose && link.id.startsWith('arn:') && displayWidth(link.id) <= room) return link.id;
  const owner = accountOf(link.id);
  const place = [link.region, owner && owner !== account ? `account ${owner}` : '']
    .filter((part) => part !== '')
    .join(', ');
  const suffix = place === '' ? '' : ` · ${place}`;
  return truncate(shortId(link.kind, link.id, Math.max(12, room - displayWidth(suffix))) + suffix, room);
}

function drawFurther(page: Page, finding: Finding): void {
  const { paths } = finding.event;
  if (paths.length === 0) return;
  if (!page.verbose) {
    page.labelled(
      label(''),
      `and ${countWords(paths.length, 'further path')} (--verbose draws them)`,
      page.palette.quiet,
    );
    return;
  }
  for (const path of paths) drawPath(page, label('and'), path, finding.account);
}

function drawReasons(page: Page, finding: Finding): void {
  if (finding.verdict === 'proved') return;
  const drawn = finding.event.path.map(({ reason }) => reason);
  unique(finding.event.reasons)
    .filter((reason) => !drawn.some((text) => reason === text || reason.endsWith(`: ${text}`)))
    .forEach((reason, at) => {
      page.labelled(label(at === 0 ? 'because' : ''), sentence(reason), verdictPaint(page.palette, finding.verdict));
    });
}

function drawWitness(page: Page, finding: Finding): void {
  const { witness, event, confirmed } = finding.event;
  if (witness === null) return;
  const { palette } = page;
  const lines = witnessLines(witness);
  const whose = finding.controls.length > 1 ? ` (of ${finding.controls[0]!.control.control})` : '';
  const what =
    finding.verdict === 'broken' ? nobody(finding.event) : 'of this event it is not known whether it reaches anybody';
  const said = confirmed === true ? '; confirmed by AWS' : '';
  page.labelled(label('witness'), `${what}${whose}${said}:`);
  const room = Math.max(...lines.map(({ field }) => field.length), 0) + 2;
  for (const { field, value } of lines) {
    const shown = page.verbose ? value : value.length > 300 ? `${value.slice(0, 300)}…` : value;
    page.labelled(' '.repeat(LABEL) + padEnd(field, room), shown);
  }
  if (lines.length === 0) page.labelled(' '.repeat(LABEL), event, palette.quiet);
}

function nobody({ mayTell = [] }: Finding['event']): string {
  return mayTell.length > 0 ? 'over what was read, this event reaches nobody' : 'this event reaches nobody';
}

function drawMend(page: Page, finding: Finding): void {
  const { controls } = finding;
  const all = controls.flatMap(({ control, events }) => events.map(({ mend }) => ({ control: control.control, mend })));
  const shared = finding.event.mend;
  if (all.every(({ mend }) => JSON.stringify(mend) === JSON.stringify(shared))) {
    shared.forEach((mend, at) => {
      page.labelled(label(at === 0 ? 'mend' : ''), sentence(mend));
    });
    return;
  }
  const lines = unique(
    all.flatMap(({ control, mend }) =>
      mend.slice(0, page.verbose ? undefined : 1).map((text) => (controls.length > 1 ? `${control}: ${text}` : text)),
    ),
  );
  const most = page.verbose ? lines.length : 3;
  lines.slice(0, most).forEach((text, at) => {
    page.labelled(label(at === 0 ? 'mend' : ''), controls.length > 1 ? text : sentence(text));
  });
  if (lines.length > most)
    page.labelled(label(''), `and ${lines.length - most} more like these (--verbose shows them)`, page.palette.quiet);
}
