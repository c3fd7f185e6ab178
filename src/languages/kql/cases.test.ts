import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bound, matches, parseJson, printJson } from '../../predicate/index.js';
import type { Json } from '../../predicate/json.js';
import { fieldsOf } from './fields.case.js';
import { type FieldType, parse, toDraft } from './index.js';

interface Case {
  readonly note: string;
  readonly query: string;
  readonly fields?: Readonly<Record<string, FieldType>>;
  readonly document?: Json;
  readonly matches?: boolean | null;
  readonly valid: boolean;
  readonly code?: string;
}

const file = new URL('../../../cases/kql-queries.jsonl', import.meta.url);
const cases = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);

const USUAL = { a: 'keyword', c: 'keyword', d: 'keyword' } as const;

/** `matches: null`: not decided here, and neither bound may claim it. */
describe('the table of queries', () => {
  test('is not empty', () => expect(cases.length).toBeGreaterThan(120));

  test.each(cases.filter(({ valid }) => valid).map((entry) => [entry.note, entry] as const))('%s', (_, entry) => {
    const parsed = parse(entry.query);
    if (!parsed.ok) throw new Error(parsed.error.message);
    const drafted = toDraft(parsed.query, fieldsOf(entry.fields ?? USUAL));
    if (!drafted.ok) throw new Error(drafted.error.message);
    const document = parseJson(printJson(entry.document!));
    const must = matches(bound(drafted.draft, 'must'), document);
    const may = matches(bound(drafted.draft, 'may'), document);
    expect({ must, may }).toEqual({ must: entry.matches === true, may: entry.matches !== false });
  });

  test.each(cases.filter(({ valid }) => !valid).map((entry) => [entry.note, entry] as const))(
    'refuses: %s',
    (_, entry) => {
      const parsed = parse(entry.query);
      const result = parsed.ok ? toDraft(parsed.query, fieldsOf(entry.fields ?? USUAL)) : parsed;
      expect(result).toMatchObject({ ok: false, error: { code: entry.code, help: expect.any(String) } });
      if (!result.ok) expect(result.error.message).toMatch(/^[^A-Z].*[^.]$/s);
      if (!result.ok) expect(entry.query.slice(result.error.span!.start, result.error.span!.end)).not.toBe('');
    },
  );
});
