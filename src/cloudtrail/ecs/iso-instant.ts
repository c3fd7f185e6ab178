const ISO = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** An ISO 8601 instant as Elasticsearch writes it, in UTC with milliseconds; without a zone it is UTC. Undefined when it is none. */
export function isoInstant(text: string): string | undefined {
  const parts = ISO.exec(text);
  if (!parts) return undefined;
  const [, day, minute = '00:00', second = '00', fraction = '', zone = 'Z'] = parts;
  const offset = /^[+-]\d{2}$/.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const instant = Date.parse(`${day}T${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString();
}
