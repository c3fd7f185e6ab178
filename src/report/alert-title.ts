import type { Alert } from '../detect/alert.js';
import { countWords } from './words.js';

/** The title, with the days that are left until the date it names: a title itself says nothing that another day makes untrue. */
export function shownTitle({ title, key }: Pick<Alert, 'title' | 'key'>): string {
  const { deletionDate = null, daysLeft = null } = key ?? {};
  if (deletionDate === null || daysLeft === null) return title;
  const date = deletionDate.slice(0, 10);
  return title.replace(`due on ${date}`, (words) => `${words}, ${daysWords(daysLeft)}`);
}

/** Whole days, rounded down: less than a day is none. */
export function daysWords(days: number): string {
  if (days < -1) return `${countWords(-days, 'day')} ago`;
  if (days < 0) return 'which is past';
  return days === 0 ? 'in less than a day' : `in ${countWords(days, 'day')}`;
}

/** In a list, where there is little room: of an ARN only what it ends in, because a key's id tells it from others well enough. */
export function listTitle(alert: Pick<Alert, 'title' | 'key'>): string {
  return shownTitle(alert).replace(/\barn:[\w-]+:[\w-]+:[\w-]*:\d*:(?:key\/|trail\/)?([^\s,]+)/g, '$1');
}
