import type { Change, Plan, Remainder } from '../change/change.js';
import type { Step } from '../change/step.js';
import { padEnd, truncate } from './columns.js';
import { neutralise } from './neutralise.js';
import { Page } from './page.js';
import { verdictPaint } from './palette.js';
import { shortId } from './short-id.js';
import { countWords, holdsOf, kindWords, listWords, markOf, sentence, unique } from './words.js';

/** What was found out of who owns what is changed. */
export type OwnersKnown =
  | { readonly kind: 'read'; readonly unread: readonly { readonly arn: string; readonly permission: string }[] }
  /** A snapshot holds no tags. */
  | { readonly kind: 'not-read' };

export interface PlanReportOptions {
  readonly width: number;
  readonly colour: boolean;
  /** Each call as it is sent. */
  readonly verbose: boolean;
  readonly owners: OwnersKnown;
  /** The other name of the account, where it has one. */
  readonly alias: string | null;
  /** Asked for by `--region`: the verdicts speak of no other. */
  readonly narrowedTo: readonly string[] | null;
}

const LABEL = 9;

/** For people: each control before and after, each change with what it costs and risks, and what remains to be done. */
export function renderPlan(plan: Plan, options: PlanReportOptions): string {
  const safe = neutralise(plan);
  const { owners, alias, narrowedTo } = neutralise({ ...options });
  const page = new Page(options);
  const { palette } = page;
  const name = alias === null ? safe.account : `${safe.account} (${alias})`;
  page.labelled('', `${safe.tool.name} ${safe.tool.version} · account ${name} · ${safe.benchmark}`, palette.strong);
  page.gap();
  drawControls(page, safe);
  if (narrowedTo)
    page.labelled(
      '  ',
      `Only ${listWords(narrowedTo)} ${narrowedTo.length === 1 ? 'was' : 'were'} asked for (--region): the verdicts speak of no other Region.`,
      palette.unsure,
    );
  if (safe.changes.length > 0) {
    page.rule(countWords(safe.changes.length, 'change'));
    safe.changes.forEach((change, index) => {
      page.gap();
      drawChange(page, change, index + 1, safe);
    });
    page.gap();
    drawSums(page, safe, owners);
  }
  drawRemains(page, safe);
  return page.toString();
}

/** What holds already is on one line, what changes on one each. */
function drawControls(page: Page, { controls, remains }: Plan): void {
  const { palette } = page;
  const verdict = (name: 'proved' | 'broken' | 'unknown') =>
    verdictPaint(palette, name)(padEnd(`${markOf(holdsOf[name])} ${name}`, 9));
  const held = controls.filter(({ before, after }) => before === 'proved' && after === 'proved');
  for (const { control, before, after } of controls.filter((one) => !held.includes(one))) {
    const isOpen = remains.some((remainder) => remainder.controls.includes(control));
    const suffix = isOpen ? ' · see what remains' : '';
    page.line(
      `${verdict(before)} → ${verdict(after)}  ${truncate(control, page.width - 23 - suffix.length)}${palette.quiet(suffix)}`,
    );
  }
  if (held.length > 0)
    page.labelled('✓ proved already  ', held.map(({ control }) => control).join(', '), palette.plain, palette.good);
}

function drawChange(page: Page, change: Change, position: number, plan: Plan): void {
  const { palette } = page;
  const { link, step, risk, warning, cost, controls, owner } = change;
  const head = `${String(position).padStart(String(plan.changes.length).length)}. `;
  const label = (word: string) => ' '.repeat(head.length) + padEnd(word, LABEL);
  page.labelled(head, sentence(change.title), palette.strong);
  page.labelled(label(risk), `the ${kindWords[link.kind]} ${shortId(link.kind, link.id)} · ${step.region}`);
  if (controls.length < plan.controls.length) page.labelled(label('for'), controls.join(', '));
  if (step.operation === 'logs:PutMetricFilter') page.labelled(label('pattern'), step.input.filterPattern);
  drawTold(page, change, label);
  if (warning !== null) page.labelled(label('warning'), sentence(warning), palette.unsure, palette.unsure);
  if (owner !== null && !warning?.includes(owner)) page.labelled(label('owner'), owner, palette.unsure);
  if (cost.usdPerMonth !== 0) {
    // Of equal things the reason is said once.
    const first = plan.changes.find((other) => other.cost.because === cost.because);
    const price = cost.usdPerMonth === null ? '' : `about ${cost.usdPerMonth.toFixed(2)} USD a month`;
    const because = price === '' || first === change ? [cost.because] : [];
    page.labelled(label('cost'), [price, ...because].filter((part) => part !== '').join(': '));
  }
  page.labelled(label('undo'), undoWords(change));
  if (page.verbose) drawCall(page, change, label);
}

/** Who hears of it, where the title does not say so, and why they may not. */
function drawTold(page: Page, { step, told = [] }: Change, label: (word: string) => string): void {
  if (told.length === 0) return;
  const names = told.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`);
  if (step.operation !== 'sns:Subscribe') page.labelled(label('tells'), listWords(names, 5));
  for (const line of unique(told.flatMap(({ doubt }) => doubt ?? [])))
    page.labelled(label('note'), sentence(line), page.palette.unsure);
}

/** How it is taken back, or that it is not. */
function undoWords({ undo, notUndone }: Change): string {
  const calls = unique(undo.map(({ operation }) => operation));
  if (calls.length === 0) return notUndone === null ? 'goes with what it belongs to' : `none: ${notUndone}`;
  return `${listWords(calls)}${notUndone === null ? '' : `; but ${notUndone}`}`;
}

function drawCall(page: Page, { step }: Change, label: (word: string) => string): void {
  page.labelled(label('call'), `${step.operation} in ${step.region}`, page.palette.quiet);
  drawInput(page, step, label(''));
}

/** What a call is sent with. */
export function drawInput(page: Page, { input }: Step, label: string): void {
  for (const [member, value] of Object.entries(input))
    page.labelled(`${label}${member} `, typeof value === 'string' ? value : JSON.stringify(value), page.palette.quiet);
}

function drawSums(page: Page, { changes }: Plan, owners: OwnersKnown): void {
  const priced = changes.reduce((sum, { cost }) => sum + (cost.usdPerMonth ?? 0), 0);
  const hasTraffic = changes.some(({ cost }) => cost.usdPerMonth === null);
  // Of a single change the price is said beside it.
  if (changes.length > 1 && priced > 0)
    page.labelled(
      '',
      `Together about ${priced.toFixed(2)} USD a month${hasTraffic ? ', and what depends on the traffic' : ''}.`,
    );
  else if (priced === 0 && !hasTraffic) page.labelled('', 'It costs nothing more.');
  else if (changes.length > 1) page.labelled('', 'What it costs depends on the traffic.');
  if (owners.kind === 'not-read')
    page.labelled('', 'A snapshot holds no tags: who owns what is changed (a stack, Terraform) is not known.');
  else if (owners.unread.length > 0) {
    const permissions = unique(owners.unread.map(({ permission }) => permission));
    const names = owners.unread.map(({ arn }) => arn.split(':').slice(5).join(':'));
    page.labelled(
      '',
      `Who owns ${listWords(names, 5)} is not known: the tags could not be read (${listWords(permissions)}).`,
      page.palette.unsure,
    );
  }
}

/** What nobody but people can do. */
function drawRemains(page: Page, { remains, controls }: Plan): void {
  if (remains.length === 0) return;
  page.rule('what remains');
  for (const remainder of remains) {
    page.gap();
    const isWaiting = remainder.code === 'confirm-email' || remainder.code === 'await-delivery';
    const paint = isWaiting ? page.palette.unsure : page.palette.bad;
    page.labelled('· ', sentence(remainder.message), page.palette.plain, paint);
    page.labelled('  ', sentence(remainder.help));
    if (remainder.controls.length < controls.length) page.labelled('  for ', remainder.controls.join(', '));
  }
}

/** On one line each, where the plan itself is not drawn again. */
export function remainLines(remains: readonly Remainder[]): readonly string[] {
  return remains.map(({ message, help }) => `${sentence(message)} ${sentence(help)}`);
}
