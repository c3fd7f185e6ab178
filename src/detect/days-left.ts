import type { Alert } from './alert.js';

const DAY = 86_400_000;

/** The alert with the days to the deletion counted from another day (ISO 8601). */
export function daysLeft(alert: Alert, now: string): Alert {
  const date = alert.key?.deletionDate;
  if (!alert.key || !date) return alert;
  return { ...alert, key: { ...alert.key, daysLeft: Math.floor((Date.parse(date) - Date.parse(now)) / DAY) } };
}
