import { compareText } from '../account/canonical.js';
import { type Key, NOT_DESCRIBED } from './key.js';

const DAY = 86_400_000;

/** Whole days until the waiting period ends, rounded down; null without a date. AWS may delete up to a day later. */
export function daysLeft({ deletionDate }: Key, now: string): number | null {
  return deletionDate === null ? null : Math.floor((Date.parse(deletionDate) - Date.parse(now)) / DAY);
}

export const isPending = ({ state }: Key): boolean => state === 'PendingDeletion' || state === 'PendingReplicaDeletion';

/** It is pending, or nobody may say whether it is. */
export const mayBePending = (key: Key): boolean => isPending(key) || key.state === NOT_DESCRIBED;

/** States in which a key can be used, or is about to be: nothing is to be done for it. */
const WELL = ['Enabled', 'Creating', 'Updating'];

/** `pending`: it is going to be deleted. `unusable`: what it encrypted cannot be read, or its state is not known to us. `unknown`: not described. */
export type Danger = 'pending' | 'unusable' | 'unknown';

/** By the key's state alone; what is not described may be pending by its past. */
export function dangerOf(key: Key): Danger | null {
  if (isPending(key)) return 'pending';
  if (key.state === NOT_DESCRIBED) return 'unknown';
  return WELL.includes(key.state) ? null : 'unusable';
}

/** The most urgent first: pending with the nearest deadline, waiting for replicas, out of order, disabled, the rest. */
export function byUrgency(keys: readonly Key[]): readonly Key[] {
  return [...keys].sort((a, b) => rank(a) - rank(b) || deadline(a) - deadline(b) || compareText(a.arn, b.arn));
}

const ORDER = ['PendingDeletion', 'PendingReplicaDeletion', 'PendingImport', 'Unavailable', 'Disabled'];
function rank({ state, deletionDate }: Key): number {
  const at = state === NOT_DESCRIBED && deletionDate !== null ? 0 : ORDER.indexOf(state);
  if (at >= 0) return at;
  // A state that is not known is looked at before those that are well.
  return WELL.includes(state) ? ORDER.length + 1 : ORDER.length;
}
/** Imported material that expires is a deadline, too: KMS deletes it then. */
const deadline = ({ deletionDate, materialExpires }: Key): number =>
  Date.parse(deletionDate ?? materialExpires ?? LAST);
const LAST = '9999-12-31T00:00:00Z';
