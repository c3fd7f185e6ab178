import { all, any, between, type Draft, FALSE, not, type Predicate, text, type } from '../../predicate/predicate.js';
import { chars, choice, literal, repeat, sequence, type Text } from '../../predicate/text.js';
import type { RangeOp } from './query.js';
import { REASONS } from './reasons.js';

/** The first and the last millisecond that a text may mean, both included. */
interface Instant {
  readonly first: number;
  readonly last: number;
}

const FORM =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?)?)?$/;

/**
 * A date as Elasticsearch's `strict_date_optional_time||epoch_millis` reads it, in UTC when it names no zone; null when it is none.
 * What a range's upper bound leaves out is filled as its documentation says: the month and day with 01, the time with 23:59:59.999.
 */
export function instantIn(value: string): Instant | null {
  if (/^-?\d{5,15}$/.test(value)) return { first: Number(value), last: Number(value) };
  const found = FORM.exec(value);
  if (!found) return null;
  const [, year, month = '01', day = '01', hour, minute, second, fraction, zone] = found;
  if (zone !== undefined && hour === undefined) return null;
  const part = (text: string | undefined, missing: number): number => (text === undefined ? missing : Number(text));
  const milliseconds = fraction === undefined ? undefined : fraction.slice(0, 3).padEnd(3, '0');
  const at = (late: boolean): number =>
    Date.UTC(
      Number(year),
      Number(month) - 1,
      Number(day),
      part(hour, late ? 23 : 0),
      part(minute, late ? 59 : 0),
      part(second, late ? 59 : 0),
      part(milliseconds, late ? 999 : 0),
    );
  const start = new Date(at(false));
  // A day or an hour that there is not has become another one. (Years below 100 are read as of the last century.)
  const same = start.getUTCMonth() + 1 === Number(month) && start.getUTCDate() === Number(day);
  const offset = offsetOf(zone);
  if (!same || Number(year) < 100 || part(hour, 0) > 23 || part(minute, 0) > 59 || part(second, 0) > 59) return null;
  return offset === null ? null : { first: at(false) - offset, last: at(true) - offset };
}

/** Of a zone, in milliseconds. */
function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined || zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || '0');
  if (hours > 18 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** Instants as CloudTrail writes them, with a fraction of a second or none. Other forms are in doubt. */
export function dateDraft(op: RangeOp | '=', { first, last }: Instant): Draft {
  switch (op) {
    case '=':
      return instants(first, last + 1);
    case '>':
      return instants(last + 1, null);
    case '>=':
      return instants(first, null);
    case '<':
      return instants(null, first);
    case '<=':
      return instants(null, last + 1);
  }
}

const DIGIT = chars([0x30, 0x39]);
const digits = (count: number): Text => repeat(DIGIT, count, count);
const ANY_FRACTION = repeat(sequence(literal('.'), repeat(DIGIT, 1, 9)), 0, 1);
const DAY = sequence(digits(4), literal('-'), digits(2), literal('-'), digits(2));
const SECOND = sequence(DAY, literal('T'), digits(2), literal(':'), digits(2), literal(':'), digits(2));
const INSTANT: Predicate = all(type('string'), text(sequence(SECOND, ANY_FRACTION, literal('Z'))));

/** From one millisecond, up to another that is not included. */
function instants(from: number | null, until: number | null): Draft {
  const within = all(INSTANT, ...(from === null ? [] : [since(from)]), ...(until === null ? [] : [not(since(until))]));
  return any<Draft>(within, between(FALSE, all(any(type('string'), type('number')), not(INSTANT)), REASONS.dateForm));
}

/** Among instants, those at or after the millisecond. */
function since(millisecond: number): Predicate {
  const written = isoOf(millisecond);
  if (written === null) return millisecond < 0 ? all() : any();
  const later = laterDigits(written.slice(0, 19), sequence(ANY_FRACTION, literal('Z')));
  const fraction = written.slice(20, 23).replace(/0+$/, '');
  const same = sequence(
    literal(written.slice(0, 19)),
    fraction === '' ? ANY_FRACTION : fractionFrom(fraction),
    literal('Z'),
  );
  return text(choice(later, same));
}

/** As CloudTrail would write it; null for years that have not four digits. */
function isoOf(millisecond: number): string | null {
  if (Math.abs(millisecond) > 8.64e15) return null;
  const written = new Date(millisecond).toISOString();
  return /^\d{4}-/.test(written) ? written : null;
}

/** Texts of the same form that come after this one; a digit may be anything once an earlier one is greater. */
function laterDigits(written: string, tail: Text): Text {
  let later: Text = choice();
  for (let i = written.length - 1; i >= 0; i--) {
    const c = written[i]!;
    const same = sequence(literal(c), later);
    const rest = sequence(...[...written.slice(i + 1)].map((d) => (isDigit(d) ? DIGIT : literal(d))), tail);
    later = isDigit(c) && c !== '9' ? choice(sequence(greaterDigit(c), rest), same) : same;
  }
  return later;
}

/** `.` and up to nine digits that are at least these, of which the last is not 0. */
function fractionFrom(least: string): Text {
  const rest = (used: number): Text => repeat(DIGIT, 0, 9 - used);
  const greater = [...least].flatMap((c, i) =>
    c === '9' ? [] : [sequence(literal(`.${least.slice(0, i)}`), greaterDigit(c), rest(i + 1))],
  );
  return choice(...greater, sequence(literal(`.${least}`), rest(least.length)));
}

const isDigit = (c: string): boolean => c >= '0' && c <= '9';
const greaterDigit = (c: string): Text => chars([c.charCodeAt(0) + 1, 0x39]);
