import { NOT_DESCRIBED } from '../keys/key.js';
import type { KeyReport, KeysReport } from '../keys/keys-report.js';
import type { Reported } from '../keys/reported.js';
import { daysWords } from './alert-title.js';
import { displayWidth, padEnd, truncate } from './columns.js';
import { drawKeyInFull } from './key-in-full.js';
import { drawKeysUnread, keyName } from './key-words.js';
import { neutralise } from './neutralise.js';
import { Page } from './page.js';
import { accountName, countWords, listWords, numberWords, timeWords, unique } from './words.js';

export interface KeysOptions {
  readonly width: number;
  readonly colour: boolean;
  /** Every key in full, those that are well too. */
  readonly verbose: boolean;
}

/** The most keys that are shown in full, unless all were asked for; the list above has every one. */
const IN_FULL = 10;

/** For people: one line for each key, the most urgent first; those in danger in full; what was not read; the tally last. */
export function renderKeysTerminal(report: KeysReport, options: KeysOptions): string {
  const safe = neutralise(report);
  const page = new Page(options);
  drawHeading(page, safe);
  drawList(page, safe.keys);
  const danger = safe.keys.filter((key) => key.danger !== null);
  const full = page.verbose ? safe.keys : danger.slice(0, IN_FULL);
  if (full.length > 0) page.rule(page.verbose ? 'every key' : 'in danger');
  for (const key of full) {
    page.gap();
    drawKeyInFull(page, key);
  }
  drawLogs(page, safe);
  drawKeysUnread(page, safe.unread, 'keys');
  drawUnsupported(page, safe);
  drawTally(page, safe, full.length);
  return page.toString();
}

function drawHeading(page: Page, { tool, account, generatedAt }: KeysReport): void {
  const { palette } = page;
  page.labelled('', `${tool.name} ${tool.version} · keys of account ${accountName(account)}`, palette.strong);
  const where = account.regions.length <= 3 ? account.regions.join(', ') : countWords(account.regions.length, 'Region');
  page.labelled('', `read ${timeWords(generatedAt)} in ${where} by ${account.caller}`, palette.quiet);
}

const REPORTED = {
  proved: 'told',
  broken: 'not told',
  unknown: 'not known',
  'blind-spot': 'blind spot',
} as const satisfies Record<Reported, string>;

function drawList(page: Page, keys: readonly KeyReport[]): void {
  if (keys.length === 0) return;
  page.gap();
  const { palette } = page;
  const states = keys.map(stateWords);
  const stateWidth = Math.max('state'.length, ...states.map(displayWidth));
  const regionWidth = Math.max('Region'.length, ...keys.map(({ region }) => displayWidth(region)));
  const toldWidth = Math.max('its loss'.length, ...keys.map(({ reported }) => REPORTED[reported].length));
  const head = `  ${padEnd('state', stateWidth)}  ${padEnd('Region', regionWidth)}  ${padEnd('its loss', toldWidth)}  key`;
  page.line(palette.quiet(head));
  for (const [at, key] of keys.entries()) {
    const { mark, paint } = markOf(page, key);
    const start = `${mark} ${padEnd(states[at]!, stateWidth)}`;
    const told = padEnd(REPORTED[key.reported], toldWidth);
    const paintTold =
      key.reported === 'proved' ? palette.quiet : key.reported === 'broken' ? palette.bad : palette.unsure;
    const room = page.width - displayWidth(`${start}  ${' '.repeat(regionWidth)}  ${told}  `);
    const name = truncate(keyName(key), room);
    page.line(`${paint(start)}  ${palette.quiet(padEnd(key.region, regionWidth))}  ${paintTold(told)}  ${name}`);
  }
}

function markOf({ palette }: Page, { danger }: KeyReport) {
  if (danger === 'pending') return { mark: '✗', paint: palette.bad };
  return danger === null ? { mark: '✓', paint: palette.plain } : { mark: '●', paint: palette.unsure };
}

function stateWords({ state, daysLeft, materialExpires }: KeyReport): string {
  if (state === NOT_DESCRIBED && daysLeft !== null) return `deleted ${daysWords(daysLeft)}?`;
  if (state === 'PendingDeletion') return daysLeft === null ? 'is deleted' : `deleted ${daysWords(daysLeft)}`;
  if (state === 'Enabled' && materialExpires !== null) return `enabled to ${materialExpires.slice(0, 10)}`;
  return truncate(STATES[state] ?? state, 20);
}

const STATES: Readonly<Record<string, string>> = {
  [NOT_DESCRIBED]: 'not described',
  PendingReplicaDeletion: 'waits for replicas',
  PendingImport: 'without material',
  Unavailable: 'unavailable',
  Disabled: 'disabled',
  Enabled: 'enabled',
  Creating: 'being created',
  Updating: 'being updated',
};

function drawLogs(page: Page, { logs }: KeysReport): void {
  if (logs === null) return;
  page.gap();
  const times = logs.from !== null && logs.to !== null ? `, ${timeWords(logs.from)} to ${timeWords(logs.to)}` : '';
  const read = `${numberWords(logs.events)} events of ${countWords(logs.files, 'file')}${times}`;
  page.labelled(
    '  ',
    `Uses of the keys were looked for in ${read}: what is not there may be elsewhere.`,
    page.palette.quiet,
  );
  for (const note of logs.notes) page.labelled('  ', note, page.palette.unsure);
  for (const { file, reason } of logs.problems.slice(0, page.verbose ? undefined : 5))
    page.labelled('? ', `${file}: ${reason}`, page.palette.plain, page.palette.unsure);
  if (!page.verbose && logs.problems.length > 5)
    page.labelled('? ', `and ${countWords(logs.problems.length - 5, 'more problem')} with the logs`);
}

function drawUnsupported(page: Page, { unsupported }: KeysReport): void {
  if (unsupported.length === 0) return;
  const operations = unique(unsupported.map(({ operation }) => operation));
  const regions = unique(unsupported.map(({ region }) => region));
  page.gap();
  const text = `${listWords(regions, 4)} ${regions.length === 1 ? 'does' : 'do'} not have ${listWords(operations)}: what ${operations.length === 1 ? 'it' : 'they'} would tell is not known.`;
  page.labelled('  ', text, page.palette.quiet);
}

function drawTally(page: Page, { keys, unread, account }: KeysReport, inFull: number): void {
  const { palette } = page;
  const pending = keys.filter(({ danger }) => danger === 'pending');
  const unusable = keys.filter(({ danger }) => danger === 'unusable');
  const unknown = keys.filter(({ danger }) => danger === 'unknown');
  const inDanger = pending.length + unusable.length + unknown.length;
  page.gap();
  if (account.narrowed)
    page.labelled(
      '  ',
      `Only ${listWords(account.regions)} ${account.regions.length === 1 ? 'was' : 'were'} asked for (--region).`,
      palette.unsure,
    );
  if (!page.verbose && inDanger > inFull)
    page.labelled('  ', `${inFull} of ${inDanger} are shown in full; --verbose shows all.`, palette.quiet);
  if (keys.length === unknown.length && unread.length > 0) {
    page.labelled('', 'No key could be read: whether one is in danger is not known.', palette.unsure);
    return;
  }
  const first = pending[0]?.daysLeft ?? null;
  const well = keys.length - inDanger;
  const parts = [
    pending.length > 0
      ? `${pending.length} pending deletion${first === null ? '' : `, the first ${daysWords(first)}`}`
      : null,
    unusable.length > 0 ? `${unusable.length} not usable` : null,
    unknown.length > 0 ? `${unknown.length} not described` : null,
    well > 0 ? `${well} well` : null,
  ].filter((part) => part !== null);
  const more = unread.length > 0 ? '; not everything could be read' : '';
  const paint = pending.length > 0 ? palette.bad : unusable.length + unread.length > 0 ? palette.unsure : palette.good;
  page.labelled(
    '',
    keys.length === 0
      ? 'There is no customer managed key.'
      : `${countWords(keys.length, 'key')}: ${parts.join('; ')}${more}.`,
    paint,
  );
  if (pending.length > 0)
    page.labelled('', '`trailproof recover --all-pending` brings them back; it asks first.', palette.strong);
}
