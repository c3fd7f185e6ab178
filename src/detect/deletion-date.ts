import { type Json, NumberText } from '../predicate/json.js';
import { instantOf, plausible } from './instant.js';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WORDS =
  /^([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(\d{4}),?\s+(\d{1,2}):(\d{2}):(\d{2})(?:\s*([AP])\.?M\.?)?(?:\s*(?:UTC|GMT|Z))?$/iu;

/**
 * Milliseconds of the `deletionDate` in the answer of ScheduleKeyDeletion, in UTC. Seen are `Apr 12, 2021 18:58:30 PM` (of twenty-four
 * hours, the half of the day is said as well), `Nov 2, 2021, 11:25:25 PM` and, from newer writers, a narrow blank before the half;
 * an ISO date and seconds since 1970 are what the KMS API itself answers. Null when it is none of these,
 * or in no year in which a key can be deleted.
 */
export function deletionInstant(value: Json | undefined): number | null {
  if (typeof value === 'number') return plausible(Math.round(value * (value < 1e11 ? 1000 : 1)));
  if (value instanceof NumberText) return deletionInstant(Number(value.text));
  if (typeof value !== 'string') return null;
  const parts = WORDS.exec(value.trim());
  if (!parts) return instantOf(value);
  const [, name, day, year, hour, minute, second, half] = parts;
  const month = MONTHS.indexOf(name!.toLowerCase());
  const hours = hourOf(Number(hour), half?.toUpperCase());
  if (month < 0 || hours > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  const at = Date.UTC(Number(year), month, Number(day), hours, Number(minute), Number(second));
  return new Date(at).getUTCDate() === Number(day) ? plausible(at) : null;
}

/** Of twelve hours by the half of the day; above twelve the half adds nothing. */
function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour;
  return half === 'P' ? (hour % 12) + 12 : hour % 12;
}
