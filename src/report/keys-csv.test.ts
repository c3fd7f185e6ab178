import { describe, expect, it } from 'vitest';
import { aKeyReport, PENDING } from './keys.case.js';
import { renderKeysCsv } from './keys-csv.js';

describe('the keys as CSV', () => {
  it('has a header, and a row for each key', () => {
    const [header, first, second, rest] = renderKeysCsv({ keys: [PENDING, aKeyReport()] }).split('\r\n');
    const column = (row: string | undefined, name: string) => row?.split(',')[header!.split(',').indexOf(name)];
    expect(column(first, 'days_left')).toBe('6');
    expect(column(first, 'scheduled_by')).toBe('mallory');
    expect(column(first, 'uses_in_logs')).toBe('12');
    expect(column(second, 'uses_in_logs')).toBe('');
    expect(column(second, 'loss_reported')).toBe('proved');
    expect(rest).toBe('');
  });

  it('no description is a formula, or another row', () => {
    const rows = renderKeysCsv({ keys: [aKeyReport({ description: '=HYPERLINK("x")\r\nrow' })] });
    expect(rows).toContain('"\'=HYPERLINK(""x"")\\x0d\\nrow"');
  });
});
