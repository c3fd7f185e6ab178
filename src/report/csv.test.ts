import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvField, renderCsv } from './csv.js';
import { neutraliseText } from './neutralise.js';
import { auditResult, controlResult, eventResult, HOSTILE, METRIC_PATH, pathOver } from './result.case.js';

/** A plain reader of RFC 4180, to read back what was written. */
function read(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      at++;
      while (text[at] !== '"' || text[at + 1] === '"') {
        if (text[at] === '"') at++;
        field += text[at++];
      }
      at++;
    } else while (text[at] !== ',' && text[at] !== '\r') field += text[at++];
    row.push(field);
    if (text[at] === ',') at++;
    else {
      expect(text.slice(at, at + 2)).toBe('\r\n');
      at += 2;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

test('one row for each event, with where it breaks and why', () => {
  const event = (name: string) =>
    eventResult(`kms.amazonaws.com:${name}`, 'broken', pathOver(METRIC_PATH, 'alarm', 'it sleeps'));
  const text = renderCsv(
    auditResult([controlResult('kms-key-loss', '7', [event('DisableKey'), event('ScheduleKeyDeletion')])]),
  );
  const [head, ...rows] = read(text);
  expect(rows.map((row) => row[head!.indexOf('event')])).toEqual([
    'kms.amazonaws.com:DisableKey',
    'kms.amazonaws.com:ScheduleKeyDeletion',
  ]);
  expect(rows[0]![head!.indexOf('reason')]).toBe('it sleeps');
  expect(rows[0]![head!.indexOf('breaks_at_kind')]).toBe('alarm');
});

test('any name survives as it is printed; none is a formula, or anything that a terminal obeys', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom(...';="\', +') }),
        fc.constantFrom(...HOSTILE, '+1', '-1', '@x', '\t=1', ' =1', '＝1', 'x;=cmd|calc', 'x; "=1', ';;-1'),
      ),
      (name) => {
        const [[field]] = read(`${csvField(name)}\r\n`) as [[string]];
        expect(field.replace(/(^|;)'(?=[\s"]*[=+\-@＝＋－＠|%])/g, '$1')).toBe(
          neutraliseText(name).replace(/(^|;)'(?=[\s"]*[=+\-@＝＋－＠|%])/g, '$1'),
        );
        expect(csvField(name)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        expect(field).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
        // As a spreadsheet reads it that ends fields at `;`, whatever the quotes around them.
        for (const piece of `a,${csvField(name)}`.split(';').slice(1))
          expect(piece).not.toMatch(/^[\s"]*[=+\-@＝＋－＠|%]/);
      },
    ),
    { numRuns: 400 },
  );
});
