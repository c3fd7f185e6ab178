const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?: ?(Z|UTC|[+-]\d{2}:?\d{2}))?)?$/i;

const AS_WRITTEN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/**
 * Milliseconds of an event's time. CloudTrail writes `2026-11-21T09:00:00Z`; what copies of its records hold instead (a blank for
 * the T, fractions, an offset, no zone) is read as well, without a zone as UTC. Null when it is no instant, or none that a log has.
 */
export function instantOf(text: unknown): number | null {
  if (typeof text !== 'string') return null;
  if (text.length === 20 && AS_WRITTEN.test(text)) {
    return plausible(Date.parse(text));
  }
  const parts = INSTANT.exec(text.trim());
  if (!parts) return null;
  const [, day, time = '00:00:00', fraction = '', zone = 'Z'] = parts;
  const offset = /^(Z|UTC)$/i.test(zone) ? 'Z' : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  return plausible(Date.parse(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`));
}

/** Of all instants; `LATEST` is none any more. */
export const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

/**
 * The milliseconds, where something of AWS can have happened or be due then: a record that says the year 1, or 9999, says nothing
 * of when it was. Whoever writes a record chooses them, and what is not kept here can be computed with and written out.
 */
export const plausible = (at: number): number | null => (at >= EARLIEST && at < LATEST ? at : null);

/** ISO 8601 in UTC, as CloudTrail writes it: milliseconds only where there are any. */
export function isoOf(at: number): string {
  const text = new Date(at).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}
