import { expect, test } from 'vitest';
import { code, md, renderMarkdown } from './markdown.js';
import { auditResult, controlResult, eventResult, fifteen, HOSTILE, METRIC_PATH, pathOver } from './result.case.js';

const OPTIONS = { width: 80, colour: false, verbose: false, benchmark: '7.0' };

test('has the evidence: account, caller, time, digest, seven steps, path, witness', () => {
  const results = fifteen((event) =>
    eventResult(event, 'broken', pathOver(METRIC_PATH, 'alarm', 'its actions are off'), { mend: ['switch them on'] }),
  );
  const text = renderMarkdown(auditResult(results), OPTIONS);
  for (const fact of [
    '111122223333',
    'assumed-role/Auditor/alice',
    '2026-11-21 09:10 UTC',
    'sha256:0123456789abcdef',
    '| 7 | ',
    '"eventName": "DisableKey"',
    'its actions are off',
    'Switch them on.',
  ])
    expect(text, fact).toContain(fact);
  expect(text.match(/^### ✗ /gm)).toHaveLength(15);
});

test('every row of a table has as many cells as its head', () => {
  const event = eventResult(
    'kms.amazonaws.com:DisableKey',
    'broken',
    HOSTILE.map((name) => ({ kind: 'alarm', id: name, region: name, holds: false, reason: name })),
  );
  const text = renderMarkdown(
    auditResult([controlResult('kms-key-loss', '7', [event], { summary: HOSTILE.join('|') })]),
    OPTIONS,
  );
  const cells = (line: string) => line.split(/(?<!\\)\|/).length;
  let head = 0;
  for (const line of text.split('\n')) {
    if (!line.startsWith('|')) head = 0;
    else if (head === 0) head = cells(line);
    else expect(cells(line), line).toBe(head);
  }
});

test('names are text, not markup', () => {
  expect(md('<script> [x](y) `c` a|b *b* https://evil.example')).toBe(
    '&lt;script&gt; \\[x\\](y) \\`c\\` a\\|b \\*b\\* https&#58;//evil.example',
  );
  expect(md('1. b')).toBe('1\\. b');
  expect(md('- b')).toBe('\\- b');
  expect(md('0.1.0')).toBe('0.1.0');
  expect(code('a`b')).toBe('``a`b``');
  expect(code('`')).toBe('`` ` ``');
});

test('notes stand under their own words, not under what would mend it', () => {
  const event = eventResult('a.amazonaws.com:B', 'broken', pathOver(METRIC_PATH, 'alarm'), { mend: ['do this'] });
  const control = controlResult('kms-key-loss', '7', [event], { notes: ['know that'] });
  expect(renderMarkdown(auditResult([control]), OPTIONS)).toMatch(
    /What would mend it:\n\n- Do this\.\n\nWorth knowing:\n\n- Know that\./,
  );
});
