import { type Key, type KeyUnread, NOT_DESCRIBED } from '../keys/key.js';
import type { KeyDeed } from '../keys/past.js';
import { isPending } from '../keys/urgency.js';
import { daysWords } from './alert-title.js';
import type { Page } from './page.js';
import { countWords, listWords, timeWords, unique } from './words.js';

/** How people know the key: by its aliases, else by its description, else by its id. */
export function keyName({ aliases, description, keyId }: Pick<Key, 'aliases' | 'description' | 'keyId'>): string {
  if (aliases !== null && aliases.length > 0)
    return listWords(
      aliases.map((alias) => alias.replace(/^alias\//, '')),
      3,
    );
  return description === '' ? keyId : `“${description}”`;
}

export function deadlineWords({ state, deletionDate, pendingWindowInDays }: Key, left: number | null): string {
  if (state === 'PendingReplicaDeletion') {
    const window = pendingWindowInDays === null ? '' : `; then its ${countWords(pendingWindowInDays, 'day')} begin`;
    return `waits until its replicas are deleted${window}`;
  }
  if (deletionDate === null) return 'is going to be deleted';
  if (left !== null && left < 0) return `its deletion was due on ${timeWords(deletionDate)}`;
  return `is deleted on ${timeWords(deletionDate)}${left === null ? '' : `, ${daysWords(left)}`}`;
}

/** That one key; an ARN is longer than a line. */
export const recoverCommand = ({ keyId, region }: Key): string => `trailproof recover ${keyId} --region ${region}`;

/** The state of a key, and how long there is. */
export function stateWords(key: Key, left: number | null): string {
  if (isPending(key)) return `${key.state}: ${deadlineWords(key, left)}`;
  if (key.state !== NOT_DESCRIBED) return key.state;
  const told = key.deletionDate === null ? '' : `; by the event history it ${deadlineWords(key, left)}`;
  return `not known: KMS does not describe it to this caller${told}`;
}

/** `mallory on 2026-11-20 10:00 UTC, from 192.0.2.1`. */
export function deedWords({ who, time, sourceAddress }: KeyDeed): string {
  return `${who} on ${timeWords(time)}${sourceAddress === null ? '' : `, from ${sourceAddress}`}`;
}

/** What could not be read, folded over keys and Regions. */
export function drawKeysUnread(page: Page, unread: readonly KeyUnread[], command: string): void {
  if (unread.length === 0) return;
  const groups = new Map<string, KeyUnread[]>();
  for (const one of unread) {
    // A denial names the key, and each key would be a group of its own.
    const kind = JSON.stringify([one.operation, one.error.split(':')[0]]);
    groups.set(kind, [...(groups.get(kind) ?? []), one]);
  }
  page.rule('not read');
  for (const group of groups.values()) {
    const first = group[0]!;
    const keys = unique(group.flatMap(({ key }) => key ?? []));
    const of = keys.length === 0 ? '' : ` of ${keys.length === 1 ? keys[0] : countWords(keys.length, 'key')}`;
    const where = listWords(unique(group.map(({ region }) => region)), page.verbose ? undefined : 4);
    page.labelled('? ', `${first.operation}${of} in ${where}`, page.palette.plain, page.palette.unsure);
    page.labelled('    ', first.error, page.palette.quiet);
  }
  page.gap();
  page.labelled('  To read them, allow: ', unique(unread.map(({ permission }) => permission)).join(', '));
  page.labelled('  ', `\`trailproof permissions ${command}\` prints the whole policy.`, page.palette.quiet);
}
