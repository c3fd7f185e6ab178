/** `2027-01-31` (its first moment in UTC) or an instant with its zone, as ISO 8601 in UTC; null for anything else, the 31st of June too. */
export function instantOf(text: string): string | null {
  const found = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2}))?$/i.exec(
    text.trim(),
  );
  if (!found) return null;
  const [, date, time = '00:00', zone = 'Z'] = found;
  const day = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(day) || !new Date(day).toISOString().startsWith(date!)) return null;
  const at = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
