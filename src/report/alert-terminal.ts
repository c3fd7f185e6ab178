import type { Rule } from '../catalogue/rule.js';
import type { Actor, Alert, AlertContext, AlertKey } from '../detect/alert.js';
import { daysWords, shownTitle } from './alert-title.js';
import type { Page } from './page.js';
import { severityPaint } from './severity-paint.js';
import { countWords, listWords, timeWords } from './words.js';

/** Columns that a label takes. */
const LABEL = 13;

/** Everything that a responder needs, without opening the log. */
export function drawAlert(page: Page, alert: Alert): void {
  const { palette } = page;
  page.labelled('● ', shownTitle(alert), palette.strong, severityPaint(palette, alert.severity));
  const row = (label: string, text: string | null) => {
    if (text !== null && text !== '') page.labelled(`  ${label}`.padEnd(LABEL), text);
  };
  row('when', alert.time === null ? 'its record has no time that can be read' : timeWords(alert.time, true));
  row('who', actorWords(alert.actor));
  row('from', fromWords(alert.actor));
  row('where', [alert.account && `account ${alert.account}`, alert.region].filter(Boolean).join(' · '));
  row('call', callWords(alert));
  if (alert.key) row('key', keyWords(alert.key));
  row('status', statusWords(alert));
  if (alert.context) drawContext(row, alert.context);
  for (const note of alert.notes) row('note', note);
  row('events', eventsWords(alert));
  row('alert', `${alert.id}${alert.supersedes.length > 0 ? ` · also ${listWords(alert.supersedes)}` : ''}`);
}

type DrawRow = (label: string, text: string | null) => void;

function actorWords(actor: Actor): string {
  const parts = [
    actor.principal ?? actor.user ?? (actor.invokedBy ? `the service ${actor.invokedBy}` : 'not told by the record'),
    actor.session && `session ${actor.session}`,
    actor.type && `type ${actor.type}`,
    actor.accessKey && `access key ${actor.accessKey}`,
    actor.mfa === null ? null : actor.mfa ? 'with MFA' : 'without MFA',
    actor.invokedBy && actor.principal !== null && `invoked by ${actor.invokedBy}`,
  ];
  return parts.filter(Boolean).join(' · ');
}

function fromWords({ sourceAddress, userAgent }: Actor): string {
  return [sourceAddress, userAgent].filter(Boolean).join(' · ');
}

function callWords({ event }: Alert): string {
  const outcome = event.outcome === 'success' ? 'succeeded' : `failed${event.errorCode ? `: ${event.errorCode}` : ''}`;
  return `${event.name} (${event.source}) ${outcome}`;
}

function keyWords({ arn, deletionDate, daysLeft, pendingWindowInDays, isComputed }: AlertKey): string {
  if (deletionDate === null) return arn;
  const window = pendingWindowInDays === null ? '' : `, after a window of ${countWords(pendingWindowInDays, 'day')}`;
  const how = isComputed ? ' (computed from the call; ask kms:DescribeKey)' : '';
  const day = deletionDate.slice(0, 10);
  if (daysLeft !== null && daysLeft < 0) return `${arn} · its deletion was due on ${day}${window}${how}`;
  const left = daysLeft === null ? '' : `, ${daysWords(daysLeft)}`;
  return `${arn} · is deleted on ${day}${left}${window}${how}`;
}

function statusWords({ status, statusEvent }: Alert): string | null {
  const by = statusEvent ? ` by ${statusEvent.name} at ${timeWords(statusEvent.time)}` : '';
  switch (status) {
    case 'open':
      return null;
    case 'deletion-cancelled':
      return `the deletion was cancelled${by}, which left the key disabled`;
    case 'recovered':
      return `recovered${by}`;
    case 'lost':
      return `the key was deleted${by ? ` at ${timeWords(statusEvent!.time)}` : ''}: what it encrypted cannot be read again`;
  }
}

/** The most entries of each kind; the rest is counted. */
const CONTEXT = 6;

function drawContext(row: DrawRow, { sameActor, keyUses }: AlertContext): void {
  const acts = sameActor.map(
    ({ name, count, failed }) => `${name} ×${count}${failed > 0 ? ` (${failed} failed)` : ''}`,
  );
  row('also did', acts.length > 0 ? `within the hour: ${listWords(acts, CONTEXT)}` : null);
  const uses = keyUses.map(({ name, encryptionContext, principal, count, last }) => {
    const what = Object.entries(encryptionContext)
      .map(([key, value]) => `${key}=${value}`)
      .join(', ');
    const who = principal ? ` by ${principal}` : '';
    return `${name} ×${count}${what ? ` for ${what}` : ''}${who}, last ${timeWords(last)}`;
  });
  row('used for', uses.length > 0 ? listWords(uses, CONTEXT) : null);
}

function eventsWords({ events, grouped }: Alert): string {
  const more = grouped > 0 ? ` · ${countWords(grouped, 'further match', 'further matches')} of the same group` : '';
  return `${listWords(events, 5)}${more}`;
}

/** What to do, once for all alerts of the rule; why it may be harmless only when everything is asked for. */
export function drawGuide(page: Page, rule: Rule, whole: boolean): void {
  const sections: readonly (readonly [title: string, text: string])[] = [
    ...(whole ? [['look', rule.guide.investigation] as const] : []),
    ...(whole && rule.falsePositives.length > 0
      ? [['fine if', rule.falsePositives.map((line) => `- ${line}`).join('\n')] as const]
      : []),
    ['respond', rule.guide.response],
  ];
  for (const [title, text] of sections) {
    if (text.trim() === '') continue;
    page.gap();
    for (const [at, line] of text.trim().split('\n').entries()) {
      const label = at === 0 ? `  ${title}`.padEnd(LABEL) : ' '.repeat(LABEL);
      const bullet = /^\s*(?:[-*]|\d+\.)\s+/.exec(line)?.[0] ?? '';
      const hang = ' '.repeat(LABEL + bullet.length);
      page.labelled(label + bullet, line.slice(bullet.length), page.palette.plain, page.palette.quiet, hang);
    }
  }
}
