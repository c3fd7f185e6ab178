import { CliError } from './cli-error.js';
import { dated, type Moment } from './instant-forms.js';

const HELP =
  'say it as `2026-11-21`, `2026-11-21T14:30Z`, `2026-11-21 14:30:00 +01:00`, as seconds since 1970, or as `24h`, `7d`, `yesterday`';
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const SECOND = 1000;
const DAY = 86_400 * SECOND;

/**
 * An instant as people and programs write it, in ISO 8601 and UTC. A date without a time is its midnight, a time without a zone is
 * UTC (CloudTrail's own); `24h` and `3 days ago` count back from now; a bare number is seconds since 1970, or milliseconds when it
 * is that long. `end`: a date alone is meant to its end, so that `--until 2026-11-21` holds that day. What may mean two things is
 * refused, and it is said what to write.
 */
export function instantOf(text: string, now: string, end = false): string {
  const asked = text.trim().replace(/\s+/g, ' ');
  const at = Date.parse(now);
  const found = named(asked, at, end) ?? before(asked, at) ?? epoch(asked) ?? placed(dated(asked), end);
  if (found === null || !Number.isFinite(found) || Math.abs(found) > 8.64e15)
    throw new CliError(`\`${text}\` is not an instant`, unclear(asked) ?? HELP);
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

const AMOUNT =
  '\\d+(?:\\.\\d+)? ?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|S|H|D|W|Secs?|Seconds?|Mins?|Minutes?|Hrs?|Hours?|Days?|Weeks?)';
/** `24h`, `-1h30m`, `now-7d`, `1 day 12 hours ago`. */
const BEFORE = new RegExp(`^(?:(?:now)? ?- ?)?((?:${AMOUNT} ?)+?)(?: ago)?$`);
/** The durations of ISO 8601: `P7D`, `PT24H`. */
const PERIOD = /^-?P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

function before(text: string, now: number): number | null {
  const period = PERIOD.exec(text);
  if (period) {
    const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = period.slice(1).map((part) => Number(part ?? 0));
    return now - ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * SECOND;
  }
  const found = BEFORE.exec(text);
  if (!found) return null;
  const amounts = [...found[1]!.matchAll(/(\d+(?:\.\d+)?) ?([a-zA-Z])/g)];
  return amounts.reduce((at, [, count, unit]) => at - Number(count) * UNITS[unit!.toLowerCase()]! * SECOND, now);
}

function epoch(text: string): number | null {
  // Eight digits are a date written together.
  const found = /^@?(\d{9,13}(?:\.\d+)?)$/.exec(text);
  if (!found) return null;
  const value = Number(found[1]);
  return value >= 1e11 ? value : value * SECOND;
}

function placed(moment: Moment | null, end: boolean): number | null {
  if (moment === null) return null;
  return end && moment.lasts !== null ? moment.lasts : moment.at;
}

/** Of texts that people write and mean differently, what to write instead. */
function unclear(text: string): string | null {
  const [, a, b] = /^(\d{1,2})[./-](\d{1,2})[./-](?:\d{4}|\d{2})\b/.exec(text) ?? [];
  if (a !== undefined && b !== undefined)
    return 'which of its numbers is the month differs from country to country: write the year first, `2026-11-21`';
  if (/^(?:now)?-?\s*\d+\s*(?:M|y|mo|months?|years?|q)(?: ago)?$/i.test(text) && !/\dm$/.test(text))
    return '`m` is minutes, and months and years have no fixed length: say it in days, `30d`, or as a date';
  if (/^\d{1,2}:\d{2}/.test(text)) return 'say of which day: `2026-11-21 14:30`, in UTC unless a zone is said';
  if (/^\d{14,}$/.test(text)) return 'a bare number is seconds or milliseconds since 1970';
  if (/ [A-Z]{3,4}(?: \d{4})?$/.test(text) || /[A-Z][a-z]+\/[A-Z]/.test(text))
    return 'say the zone as `Z` or as an offset, `+01:00`: names of zones mean several';
  return null;
}
