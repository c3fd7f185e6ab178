import type { LinkKind } from '../chain/link.js';
import type { AuditedAccount, ControlResult, Verdict } from '../chain/result.js';

/** The words and marks that every form of the report shares. */

export function markOf(holds: boolean | null): string {
  return holds === null ? '?' : holds ? '✓' : '✗';
}

export const holdsOf = { proved: true, broken: false, unknown: null } as const satisfies Record<
  Verdict,
  boolean | null
>;

export const kindWords = {
  trail: 'trail',
  'log-group': 'log group',
  'metric-filter': 'metric filter',
  metric: 'metric',
  alarm: 'alarm',
  topic: 'topic',
  subscription: 'subscription',
  'event-bus': 'event bus',
  rule: 'rule',
  target: 'target',
} as const satisfies Record<LinkKind, string>;

export const benchmarkWords = { met: 'met', 'not-met': 'not met', unknown: 'unknown' } as const satisfies Record<
  ControlResult['benchmark'],
  string
>;

export function literalWords(literal: boolean | null): string | null {
  return literal === null ? null : literal ? 'passes' : 'fails';
}

/** `7 min`, `45 s`, `1 h 5 min`: rounded up to minutes from 2 minutes on, because nothing here is exact. */
export function durationWords(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

export function timingWords(result: ControlResult): string | null {
  if (result.notifiedWithinSeconds === null) return null;
  const total = `told about ${durationWords(result.notifiedWithinSeconds)} after the event`;
  if (!result.timing) return total;
  const delivery = `CloudTrail delivers in ${durationWords(result.timing.deliverySeconds)} on average`;
  const wait = `the alarm waits ${durationWords(result.timing.waitSeconds)} at the longest`;
  return `${total}: ${delivery}, ${wait}; AWS guarantees neither`;
}

/** `a`, `a and b`, `a, b and c`; beyond `most`, `a, b and 5 more`. */
export function listWords(items: readonly string[], most = Number.POSITIVE_INFINITY): string {
  const shown = items.length > most ? [...items.slice(0, most), `${items.length - most} more`] : items;
  if (shown.length <= 1) return shown[0] ?? '';
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

export function countWords(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

/** The control's number in the benchmark's version: `5.7`. Without one, the first alias, or nothing. */
export function cisNumber(result: ControlResult, version: string): string {
  return result.mappings.cis[version] ?? aliasIn(result, version) ?? '';
}

function aliasIn(result: ControlResult, version: string): string | undefined {
  const prefix = `cis-${version}:`;
  return result.aliases.find((alias) => alias.startsWith(prefix))?.slice(prefix.length);
}

export function accountName(account: Pick<AuditedAccount, 'id' | 'alias'>): string {
  return account.alias ? `${account.id} (${account.alias})` : account.id;
}

/** `2026-11-21 09:10 UTC`, with seconds where they matter. */
export function timeWords(iso: string, seconds = false): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(iso) && iso.endsWith('Z')
    ? `${iso.slice(0, 10)} ${iso.slice(11, seconds ? 19 : 16)} UTC`
    : iso;
}

/** `1,234,567`. */
export function numberWords(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

const BYTES = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `1.4 GB`: powers of a thousand, as disks and S3 count. */
export function bytesWords(bytes: number): string {
  const power = Math.min(BYTES.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${BYTES[power]}`;
}

/** With a capital, unless it begins with a name (`sns:Publish`, `kms-key-loss`), and with a full stop. */
export function sentence(text: string): string {
  const first = /^[a-z]+(?=[ ,']|$)/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?…]$/.test(first) ? first : `${first}.`;
}

export function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
