const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Milliseconds since 1970, in UTC. `lasts`: the end of the day or month that was meant as a whole; null where a time was said. */
export interface Moment {
  readonly at: number;
  readonly lasts: number | null;
}

/** A date, with a time or without one, as people and programs write it; null: it is none. NaN where there is no such day or hour. */
export function dated(text: string): Moment | null {
  for (const { form, read } of FORMS) {
    const found = form.exec(text);
    if (found) return read(found.groups as Parts);
  }
  return null;
}

type Parts = Readonly<Record<string, string | undefined>>;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const WEEKDAY = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?,? )?';
const TIME =
  '(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?)?(?: ?(?<half>[ap]m))?';
const ZONE =
  ' ?(?:(?<zone>Z|(?:UTC|GMT)?[+-]\\d{2}:?\\d{2}|[+-]\\d{2}|UTC|GMT)|\\((?<zone2>UTC(?:[+-]\\d{2}:\\d{2})?)\\))?';

const form = (source: string): RegExp => new RegExp(`^${source}$`, 'i');

const FORMS: readonly { readonly form: RegExp; readonly read: (parts: Parts) => Moment }[] = [
  // 2026-11-21, 2026/11/21, 20261121
  { form: form('(?<year>\\d{4})(?<between>[-/]?)(?<month>\\d{2})\\k<between>(?<day>\\d{2})'), read: moment },
  // 2026-11
  { form: form('(?<year>\\d{4})-(?<month>\\d{2})'), read: moment },
  // ISO 8601 and RFC 3339, with an hour alone too; written together, as in the names of CloudTrail's files
  {
    form: form(
      `(?<year>\\d{4})(?<between>[-/]?)(?<month>\\d{2})\\k<between>(?<day>\\d{2})[T ](?<hour>\\d{2})(?::?(?<minute>\\d{2})(?::?(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?)?)?${ZONE}`,
    ),
    read: moment,
  },
  // RFC 5322 (2822, 822) and HTTP: Sat, 21 Nov 2026 14:30:00 +0000
  { form: form(`${WEEKDAY}(?<day>\\d{1,2})[ -]${MONTH}[ -](?<year>\\d{4})(?:,? ${TIME}${ZONE})?`), read: moment },
  // The console of CloudTrail: November 21, 2026, 14:30:00 (UTC+01:00); KMS: Nov 21, 2026, 2:30:00 PM
  { form: form(`${WEEKDAY}${MONTH} (?<day>\\d{1,2}),? (?<year>\\d{4})(?:,? ${TIME}${ZONE})?`), read: moment },
  // `date` and asctime: Sat Nov 21 14:30:00 UTC 2026
  { form: form(`${WEEKDAY}${MONTH} (?<day>\\d{1,2}) ${TIME}${ZONE} (?<year>\\d{4})`), read: moment },
];

function moment(parts: Parts): Moment {
  const { year, day, hour, minute = '0', second = '0', fraction = '0', half } = parts;
  const month = monthOf(parts.month!);
  if (hour === undefined) {
    const at = utc([Number(year), month, Number(day ?? 1), 0, 0, 0]);
    const after = day === undefined ? [Number(year), month + 1, 1] : [Number(year), month, Number(day) + 1];
    return { at, lasts: Number.isNaN(at) ? at : Date.UTC(after[0]!, after[1]! - 1, after[2]!) };
  }
  const at = utc([Number(year), month, Number(day), hourOf(Number(hour), half), Number(minute), Number(second)]);
  return {
    at: at + Math.floor(Number(`0.${fraction}`) * SECOND) - offsetOf(parts.zone ?? parts.zone2 ?? 'Z'),
    lasts: null,
  };
}

const monthOf = (text: string): number =>
  /^\d/.test(text) ? Number(text) : MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1;

/** KMS writes `18:58 PM` as well. NaN for an hour that no clock shows. */
function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour;
  if (hour === 0) return Number.NaN;
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

function offsetOf(zone: string): number {
  const found = /([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!found) return 0;
  const [hours, minutes] = [Number(found[2]), Number(found[3] ?? 0)];
  if (hours > 18 || minutes > 59) return Number.NaN;
  return (found[1] === '-' ? -1 : 1) * (hours * 60 + minutes) * MINUTE;
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
