import type { KeyUnread } from '../keys/key.js';
import type { NotFound, RecordedKey, RecoveryRecord } from '../keys/record.js';
import type { KeyRecovery } from '../keys/recovery.js';
import { daysLeft } from '../keys/urgency.js';
import { drawKeysUnread, keyName, recoverCommand, stateWords } from './key-words.js';
import { neutralise } from './neutralise.js';
import { Page } from './page.js';
import { countWords, listWords, sentence, unique } from './words.js';

export interface RecoveryOptions {
  readonly width: number;
  readonly colour: boolean;
}

export interface Preview {
  readonly account: string;
  readonly caller: string;
  readonly now: string;
  readonly recoveries: readonly KeyRecovery[];
  readonly notFound: readonly NotFound[];
  /** Every key that is pending was asked for. */
  readonly isAll: boolean;
  readonly unread: readonly KeyUnread[];
}

/** What will be done to which key, the nearest deadline first, before anything is done. */
export function renderPreview(preview: Preview, options: RecoveryOptions): string {
  const { account, caller, now, recoveries, notFound, isAll, unread } = neutralise(preview);
  const page = new Page({ ...options, verbose: false });
  const { palette } = page;
  page.labelled('', `account ${account}, as ${caller}`, palette.quiet);
  for (const { key, steps, notes } of recoveries.filter(({ isLeft }) => !isLeft)) {
    page.gap();
    const paint = steps.length > 0 ? palette.bad : palette.quiet;
    page.labelled('● ', `${keyName(key)} · ${key.region}`, palette.strong, paint);
    page.labelled('  ', key.arn, palette.quiet);
    page.labelled('  ', stateWords(key, daysLeft(key, now)));
    if (steps.length > 0) page.labelled('  → ', steps.map(({ operation }) => operation).join(', then '), palette.good);
    for (const note of notes) page.labelled('  · ', sentence(note));
  }
  drawLeft(page, recoveries);
  drawNotFound(page, notFound);
  page.gap();
  if (isAll) drawUnsure(page, unread);
  const calls = recoveries.reduce((sum, { steps }) => sum + steps.length, 0);
  const keys = recoveries.filter(({ steps }) => steps.length > 0).length;
  page.labelled(
    '',
    calls === 0
      ? nothingWords(recoveries, notFound, isAll ? unread : [])
      : `${countWords(calls, 'call')} on ${countWords(keys, 'key')}.`,
    palette.strong,
  );
  return page.toString();
}

/** Keys to which nothing is done, by the reason: an account may have many that were disabled long ago. */
function drawLeft(page: Page, recoveries: readonly KeyRecovery[]): void {
  const reasons = new Map<string, KeyRecovery['key'][]>();
  for (const { key, notes, isLeft } of recoveries) {
    if (!isLeft) continue;
    const [reason = ''] = notes;
    reasons.set(reason, [...(reasons.get(reason) ?? []), key]);
  }
  for (const [reason, keys] of reasons) {
    page.gap();
    const what = keys.every(({ state }) => state === 'Disabled') ? 'disabled' : 'not described';
    page.labelled(
      '● ',
      `${countWords(keys.length, 'key')} ${what}, and left as ${keys.length === 1 ? 'it is' : 'they are'}`,
      page.palette.strong,
      page.palette.unsure,
    );
    for (const { arn, aliases, description, keyId } of keys) {
      const name = keyName({ aliases, description, keyId });
      page.labelled('  ', name === keyId ? arn : `${arn} (${name})`, page.palette.quiet);
    }
    page.labelled('  · ', sentence(reason));
    const [only] = keys.length === 1 ? keys : [];
    page.labelled(
      '  · ',
      only ? `To enable it: ${recoverCommand(only)}` : 'To enable one: trailproof recover ID --region REGION',
    );
  }
}

/** Where not all could be looked at, a key may be pending that is not shown. */
function drawUnsure(page: Page, unread: readonly KeyUnread[]): void {
  const regions = unique(
    unread.filter(({ operation, key }) => operation === 'kms:ListKeys' && key === null).map(({ region }) => region),
  );
  if (regions.length > 0)
    page.labelled(
      '? ',
      `The keys of ${listWords(regions, 4)} could not be listed.`,
      page.palette.plain,
      page.palette.unsure,
    );
  if (unread.some(({ operation }) => operation === 'ec2:DescribeRegions'))
    page.labelled(
      '? ',
      'Which Regions are enabled could not be read: other Regions were not looked at.',
      page.palette.plain,
      page.palette.unsure,
    );
}

function nothingWords(
  recoveries: readonly KeyRecovery[],
  notFound: readonly NotFound[],
  unread: readonly KeyUnread[],
): string {
  const isSure =
    notFound.length === 0 &&
    recoveries.every(({ isLeft }) => !isLeft) &&
    unread.every(({ operation }) => operation === 'cloudtrail:LookupEvents' || operation === 'kms:ListAliases');
  return isSure ? 'Nothing is to be done.' : 'Nothing is done: whether something should be is not known.';
}

const WORDS = {
  recovered: 'recovered',
  nothing: 'was enabled',
  stays: 'stays',
  unchecked: 'not checked',
  failed: 'failed',
  'not-done': 'not done',
} as const satisfies Record<RecordedKey['outcome'], string>;

/** What was done, what could not be done, and why. */
export function renderRecovery(record: RecoveryRecord, options: RecoveryOptions): string {
  const { keys, notFound, unread } = neutralise(record);
  const page = new Page({ ...options, verbose: false });
  const { palette } = page;
  for (const key of keys) {
    const isGood = key.outcome === 'recovered' || key.outcome === 'nothing';
    const isOpen = key.outcome === 'stays' || key.outcome === 'unchecked';
    const paint = isGood ? palette.good : isOpen ? palette.unsure : palette.bad;
    const mark = isGood ? '✓' : isOpen ? '●' : '✗';
    const name = key.aliases !== null && key.aliases.length > 0 ? ` (${listWords(key.aliases, 3)})` : '';
    page.labelled(`${mark} ${WORDS[key.outcome].padEnd(11)} `, `${key.arn}${name}`, palette.plain, paint);
    const states = key.stateBefore === key.stateAfter ? key.stateAfter : `${key.stateBefore} → ${key.stateAfter}`;
    page.labelled('    ', states, palette.quiet);
    if (key.reason !== null) page.labelled('    ', sentence(key.reason));
  }
  drawNotFound(page, notFound);
  drawKeysUnread(page, unread, 'recover');
  page.gap();
  const count = (outcome: RecordedKey['outcome']) => keys.filter((key) => key.outcome === outcome).length;
  const failed = count('failed') + count('not-done') + notFound.length;
  const parts = [
    `${count('recovered')} recovered`,
    count('nothing') > 0 ? `${count('nothing')} enabled already` : null,
    count('stays') > 0 ? `${count('stays')} not enabled` : null,
    count('unchecked') > 0 ? `${count('unchecked')} not checked` : null,
    failed > 0 ? `${failed} not recovered` : null,
  ].filter((part) => part !== null);
  const paint = failed > 0 ? palette.bad : count('stays') + count('unchecked') > 0 ? palette.unsure : palette.good;
  page.labelled('', `${parts.join(', ')}.`, paint);
  return page.toString();
}

function drawNotFound(page: Page, notFound: readonly NotFound[]): void {
  if (notFound.length > 0) page.gap();
  for (const { name, reason } of notFound)
    page.labelled('✗ ', `${name}: ${reason}`, page.palette.plain, page.palette.bad);
}
