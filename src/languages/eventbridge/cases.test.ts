import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bound, matches, parseJson } from '../../predicate/index.js';
import { parse, print, toDraft } from './index.js';

interface Case {
  readonly note: string;
  readonly pattern: string;
  readonly input?: string;
  readonly matches?: boolean | null;
  readonly valid: boolean;
  readonly code?: string;
}

const file = new URL('../../../cases/eventbridge-patterns.jsonl', import.meta.url);
const cases = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);

/** `matches: null`: AWS's answer is not known, and neither bound may claim it. */
describe('the table of event patterns', () => {
  test('is not empty', () => expect(cases.length).toBeGreaterThan(120));

  test.each(cases.filter((entry) => entry.valid).map((entry) => [entry.note, entry] as const))('%s', (_, entry) => {
    const result = parse(entry.pattern);
    if (!result.ok) throw new Error(result.error.message);
    const draft = toDraft(result.pattern);
    const event = parseJson(entry.input!);
    const must = matches(bound(draft, 'must'), event);
    const may = matches(bound(draft, 'may'), event);
    expect({ must, may }).toEqual({ must: entry.matches === true, may: entry.matches !== false });
    expect(parse(print(result.pattern))).toEqual(result);
  });

  test.each(cases.filter((entry) => !entry.valid).map((entry) => [entry.note, entry] as const))(
    'refuses: %s',
    (_, entry) => {
      const result = parse(entry.pattern);
      expect(result).toMatchObject({ ok: false, error: { code: entry.code } });
      if (!result.ok) expect(result.error.message).toMatch(/^[^A-Z].*[^.]$/s);
    },
  );
});
