import type { NotFound, RecordedKey, RecoveryRecord } from '../keys/record.js';
import type { KeyRecovery } from '../keys/recovery.js';
import { daysLeft, isPending } from '../keys/urgency.js';
import { deadlineWords, drawKeysUnread, keyName } from './key-words.js';
import { neutralise } from './neutralise.js';
import { Page } from './page.js';
import { countWords, listWords, sentence } from './words.js';

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
}

/** What will be done to which key, the nearest deadline first, before anything is done. */
export function renderPreview(preview: Preview, options: RecoveryOptions): string {
  const { account, caller, now, recoveries, notFound } = neutralise(preview);
  const page = new Page({ ...options, verbose: false });
  const { palette } = page;
  page.labelled('', `account ${account}, as ${caller}`, palette.quiet);
  for (const { key, steps, notes } of recoveries) {
    page.gap();
    const paint = steps.length > 0 ? palette.bad : palette.quiet;
    page.labelled('● ', `${keyName(key)} · ${key.region}`, palette.strong, paint);
    page.labelled('  ', key.arn, palette.quiet);
    page.labelled('  ', isPending(key) ? `${key.state}: ${deadlineWords(key, daysLeft(key, now))}` : key.state);
    if (steps.length > 0) page.labelled('  → ', steps.map(({ operation }) => operation).join(', then '), palette.good);
    for (const note of notes) page.labelled('  · ', sentence(note));
  }
  drawNotFound(page, notFound);
  page.gap();
  const calls = recoveries.reduce((sum, { steps }) => sum + steps.length, 0);
  const keys = recoveries.filter(({ steps }) => steps.length > 0).length;
  page.labelled(
    '',
    calls === 0 ? 'Nothing is to be done.' : `${countWords(calls, 'call')} on ${countWords(keys, 'key')}.`,
    palette.strong,
  );
  return page.toString();
}

const WORDS = {
  recovered: 'recovered',
  nothing: 'was enabled',
  stays: 'stays',
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
    const paint = isGood ? palette.good : key.outcome === 'stays' ? palette.unsure : palette.bad;
    const mark = isGood ? '✓' : key.outcome === 'stays' ? '●' : '✗';
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
    failed > 0 ? `${failed} not recovered` : null,
  ].filter((part) => part !== null);
  const paint = failed > 0 ? palette.bad : count('stays') > 0 ? palette.unsure : palette.good;
  page.labelled('', `${parts.join(', ')}.`, paint);
  return page.toString();
}

function drawNotFound(page: Page, notFound: readonly NotFound[]): void {
  if (notFound.length > 0) page.gap();
  for (const { name, reason } of notFound)
    page.labelled('✗ ', `${name}: ${reason}`, page.palette.plain, page.palette.bad);
}
