import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NumberText } from '../predicate/json.js';
import { lineJson, prettyJson, renderJson } from './json.js';
import { auditResult, controlResult, eventResult, fifteen, HOSTILE, METRIC_PATH, pathOver } from './result.case.js';

test('a report read back is the result', () => {
  const results = fifteen((event) => eventResult(event, 'broken', pathOver(METRIC_PATH, 'topic', HOSTILE.join(' '))));
  expect(JSON.parse(renderJson(auditResult(results)))).toEqual(auditResult(results));
});

test('it has the members that the documentation names', () => {
  const result = JSON.parse(renderJson(auditResult([controlResult('kms-key-loss', '7', [])])));
  expect(result).toMatchObject({ schema: 'trailproof/audit/1', tool: { name: 'trailproof' }, unread: [] });
  for (const member of [
    'account',
    'control',
    'aliases',
    'title',
    'verdict',
    'benchmark',
    'literal',
    'summary',
    'notifiedWithinSeconds',
    'blindSpots',
    'benchmarkSteps',
    'events',
  ])
    expect(result.results[0]).toHaveProperty(member);
});

test('any JSON is printed so that it reads back the same, without a character that a terminal obeys', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = prettyJson(value);
      for (const printed of [text, lineJson(value)])
        expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(lineJson(value)).not.toContain('\n');
      expect(text).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: 300 },
  );
});

test('a number that AWS wrote in an unusual way keeps its text', () => {
  expect(prettyJson({ a: new NumberText('12.0') })).toBe('{\n  "a": 12.0\n}');
});
