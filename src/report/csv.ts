import type { AuditResult, ControlResult, EventResult } from '../chain/result.js';
import { breakOf } from '../chain/summary.js';
import { neutraliseText } from './neutralise.js';

type Row = { readonly result: ControlResult; readonly event: EventResult };

const columns: Readonly<Record<string, (row: Row) => string | number | null>> = {
  account: ({ result }) => result.account,
  control: ({ result }) => result.control,
  aliases: ({ result }) => result.aliases.join(' '),
  title: ({ result }) => result.title,
  severity: ({ result }) => result.severity,
  control_verdict: ({ result }) => result.verdict,
  event: ({ event }) => event.event,
  event_verdict: ({ event }) => event.verdict,
  regions: ({ event }) => event.regions.join(' '),
  breaks_at_kind: ({ event }) => breakOf(event.path)?.kind ?? null,
  breaks_at: ({ event }) => breakOf(event.path)?.id ?? null,
  reason: ({ event }) => breakOf(event.path)?.reason ?? event.reasons.join('; '),
  mend: ({ event }) => event.mend.join('; '),
  benchmark: ({ result }) => result.benchmark,
  literal: ({ result }) => (result.literal === null ? null : result.literal ? 'pass' : 'fail'),
  notified_within_seconds: ({ event }) => event.notifiedWithinSeconds,
  ends_at: ({ event }) => event.end,
  blind_spots: ({ result }) => result.blindSpots.join(' '),
  summary: ({ result }) => result.summary,
};

/** RFC 4180: one row for each account, control and event; lines end in CR LF. */
export function renderCsv(result: AuditResult): string {
  const rows = result.results.flatMap((control) => control.events.map((event) => ({ result: control, event })));
  const lines = [
    Object.keys(columns).map(csvField),
    ...rows.map((row) => Object.values(columns).map((column) => csvField(column(row)))),
  ];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

/**
 * What a terminal would obey is written out, line breaks too, so that a row is a line; what a spreadsheet would take for a formula is
 * given a leading apostrophe, which shows it as text. Where the decimal sign is a comma, spreadsheets end a field at `;`, and quotes
 * that begin later do not keep them from it: what follows one is taken for the beginning of a field as well.
 */
export function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const printed = neutraliseText(value);
  const text = printed.replace(/(^|;)(?=[\s"]*[=+\-@＝＋－＠|%])/g, "$1'");
  return /[",';]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
