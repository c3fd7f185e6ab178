import { expect, it } from 'vitest';
import { readRecord } from '../detect/bounded-record.js';
import { parseJson } from '../predicate/json.js';
import { prettyJson } from './json.js';
import { renderScanJson, renderScanNdjson } from './scan-json.js';
import type { ScanReport } from './scan-report.js';

const record = parseJson('{"price":1.50,"big":12345678901234567890,"none":[],"empty":{}}');
const alerts = [
  { id: 'a', record },
  { id: 'b', record },
] as unknown as ScanReport['alerts'];
const report = {
  tool: { name: 't', version: '1' },
  stats: { files: 1 },
  alerts,
  suppressed: [],
  problems: [{ file: 'f', offset: 0, reason: 'r' }],
  coverage: { accounts: [] },
  skipped: [],
  notes: ['n'],
} as unknown as ScanReport;

it('is written in pieces that together are the whole document', () => {
  const { tool, stats, suppressed, problems, coverage, skipped, notes } = report;
  const whole = {
    schema: 'trailproof/scan/1',
    tool,
    stats,
    alerts,
    suppressed,
    problems,
    coverage,
    skipped,
    notes,
  };
  const text = [...renderScanJson(report)].join('');
  // But for the records, each of which is on one line.
  const onOneLine = '{"price":1.50,"big":12345678901234567890,"none":[],"empty":{}}';
  expect(text.split(onOneLine).length).toBe(alerts.length + 1);
  expect(text.replaceAll(onOneLine, prettyJson(record).replaceAll('\n', '\n      '))).toBe(`${prettyJson(whole)}\n`);
});

it('keeps the text of numbers, on lines too', () => {
  for (const line of renderScanNdjson(report)) expect(line).toContain('{"price":1.50,"big":12345678901234567890,');
});

it.each([
  ['as it was written', '{"a": 1,"b":"\\u0041\\/"}', '{"a": 1,"b":"\\u0041\\/"}'],
  ['on one line', '{\n\t"a":\r\n"b"}', '{"a":"b"}'],
  ['without what a terminal obeys', '{"a":"\u009b31m\u202e"}', '{"a":"\\u009b31m\\u202e"}'],
])('prints a record %s', (_, text, printed) => {
  const read = readRecord({ text, isPlain: true });
  const whole = [...renderScanJson({ ...report, alerts: [{ id: 'a', record: read }] } as never)].join('');
  expect(whole).toContain(`"record": ${printed}\n`);
  expect(JSON.parse(whole).alerts).toEqual([{ id: 'a', record: JSON.parse(text) }]);
});
