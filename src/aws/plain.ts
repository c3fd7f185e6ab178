/** An SDK answer as the JSON that the account file holds: without `$metadata` and members of no value, dates as ISO 8601 in UTC. */
export function plain(answer: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(answer)
      .filter(([name]) => name !== '$metadata')
      .map(([name, value]): [string, unknown] => [name, plainValue(value)])
      .filter(([, value]) => value !== undefined && value !== null),
  );
}

function plainValue(value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'object' && value !== null) return plain(value);
  return value;
}
