import { CliError } from './cli-error.js';

const HELP =
  'say it as `2026-11-21`, `2026-11-21T14:30Z`, `2026-11-21 14:30:00 +01:00`, as seconds since 1970, or as `24h`, `7d`, `yesterday`';
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const SECOND = 1000;
const DAY = 86_400 * SECOND;

/**
 * An instant as people write it, in ISO 8601 and UTC. A date without a time is its midnight, a time without a zone is UTC
 * (CloudTrail's own); `24h` and `3 days ago` count back from now; a bare number is seconds since 1970, or milliseconds when it
 * is that long. `end`: a date alone is meant to its end, so that `--until 2026-11-21` holds that day.
 */
export function instantOf(text: string, now: string, end = false): string {
  const asked = text.trim();
  const at = Date.parse(now);
  const found = named(asked, at, end) ?? before(asked, at) ?? epoch(asked) ?? date(asked, end) ?? iso(asked);
  if (found === null || !Number.isFinite(found) || Math.abs(found) > 8.64e15)
    throw new CliError(`\`${text}\` is not an instant`, HELP);
  return new Date(Math.min(Math.max(found, 0), LATEST)).toISOString();
}

/** Instants are compared as texts, which years of four digits allow. There are no logs before 1970. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

function named(text: string, now: number, end: boolean): number | null {
  const today = Math.floor(now / DAY) * DAY;
  switch (text.toLowerCase()) {
    case 'now':
      return now;
    case 'today':
      return end ? today + DAY : today;
    case 'yesterday':
      return end ? today : today - DAY;
    default:
      return null;
  }
}

function before(text: string, now: number): number | null {
  const found = /^(?:now)?-?\s*(\d+(?:\.\d+)?)\s*(s|m|h|d|w)[a-z]*(?:\s+ago)?$/i.exec(text);
  if (
    !found ||
    !/^(?:now)?-?\s*[\d.]+\s*(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)(?:\s+ago)?$/i.test(
      text,
    )
  )
    return null;
  return now - Number(found[1]) * UNITS[found[2]!.toLowerCase()]! * SECOND;
}

function epoch(text: string): number | null {
  // Eight digits are a date written together.
  if (!/^\d{9,13}(?:\.\d+)?$/.test(text)) return null;
  const value = Number(text);
  return value >= 1e11 ? value : value * SECOND;
}

function date(text: string, end: boolean): number | null {
  const found = /^(\d{4})(?:-|\/)?(\d{2})(?:-|\/)?(\d{2})$/.exec(text);
  if (!found) return null;
  const start = utc(found.slice(1).map(Number));
  return end ? start + DAY : start;
}

function iso(text: string): number | null {
  const found =
    /^(\d{4})-?(\d{2})-?(\d{2})[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i.exec(
      text,
    );
  if (!found) return null;
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = found;
  const at = utc([year, month, day, hour, minute, second].map(Number));
  return at + Math.floor(Number(`0.${fraction || '0'}`) * SECOND) - offsetOf(zone);
}

function offsetOf(zone: string): number {
  const found = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!found) return 0;
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 3600 + Number(found[3] ?? 0) * 60) * SECOND;
}

/** NaN for a day or an hour that does not exist. */
function utc(parts: readonly number[]): number {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  const made = new Date(at);
  const exists =
    made.getUTCMonth() === month - 1 && made.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return exists ? at : Number.NaN;
}
