/** A goal that is measured: `value` must not exceed `limit`. */
export interface Goal {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
}

export type Row = readonly string[];

/** A table for the terminal; every column but the first is set to the right. */
export function tableOf(header: Row, rows: readonly Row[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: Row): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Each goal with what it came to, as a share of its limit. */
export function goalTable(goals: readonly Goal[]): string {
  return tableOf(
    ['goal', 'measured', 'limit', 'of the limit', ''],
    goals.map(({ what, value, limit, unit }) => [
      what,
      `${figure(value)} ${unit}`,
      `${limit} ${unit}`,
      `${figure(value / limit)}×`,
      isMet({ value, limit }) ? 'met' : 'NOT MET',
    ]),
  );
}

function isMet({ value, limit }: Pick<Goal, 'value' | 'limit'>): boolean {
  return value <= limit;
}

/** Three significant digits, and no exponent. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0 || Number.isInteger(value)) return String(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 4));
}
