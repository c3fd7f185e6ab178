import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explain, matchMessage, parse } from './index.js';

const ROOT = new URL('../../../', import.meta.url);

const CASE = z.object({
  pattern: z.string(),
  input: z.string(),
  matches: z.boolean().nullable(),
  valid: z.boolean().nullable(),
  kind: z.string(),
  authority: z.string(),
  open: z.boolean().optional(),
  conflict: z.boolean().optional(),
});
type Case = z.infer<typeof CASE>;

const UNDECIDED = z.array(z.object({ pattern: z.string(), reason: z.string(), why: z.string() }));

function readLines<T>(path: string | URL, schema: z.ZodType<T>): readonly T[] {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => schema.parse(JSON.parse(line)));
}

interface Answer {
  readonly valid: boolean | null;
  readonly matches: boolean | null;
  readonly kind: string | null;
  readonly reasons: readonly string[];
}

function answer({ pattern, input }: Case): Answer {
  const parsed = parse(pattern);
  if (!parsed.ok) return { valid: false, matches: false, kind: null, reasons: [] };
  const { matches, reasons } = matchMessage(parsed.pattern, input);
  const valid = parsed.pattern.doubts.length === 0 ? true : null;
  return { valid, matches, kind: parsed.pattern.kind, reasons: reasons.map(({ code }) => code) };
}

const show = (value: unknown): string => JSON.stringify(value);

describe('cases/cloudwatch-patterns.jsonl', () => {
  const cases = readLines(new URL('cases/cloudwatch-patterns.jsonl', ROOT), CASE);

  test('every line gives its answer; an open one may also be undecided, never the contrary', () => {
    const wrong = cases.flatMap((line) => {
      const { valid, matches, kind } = answer(line);
      const right = matches === line.matches || (line.open === true && matches === null);
      const sameKind = kind === null || kind === line.kind;
      return right && valid === line.valid && sameKind ? [] : [`${show(line)} gave ${show({ valid, matches, kind })}`];
    });
    expect(wrong).toEqual([]);
  });

  test('an answer that is not known comes with its reasons, a known one without', () => {
    for (const line of cases) {
      const { matches, reasons } = answer(line);
      expect(reasons.length > 0, show(line)).toBe(matches === null);
    }
  });

  test('no line stands twice, and the table covers every kind of pattern', () => {
    expect(cases.length).toBeGreaterThanOrEqual(350);
    expect(new Set(cases.map(({ pattern, input }) => show([pattern, input]))).size).toBe(cases.length);
    for (const kind of ['match-all', 'terms', 'json', 'delimited', 'regex'])
      expect(
        cases.some((line) => line.kind === kind && line.matches),
        kind,
      ).toBe(true);
  });

  test('an error has its place within the pattern', () => {
    for (const { pattern, valid } of cases) {
      const parsed = parse(pattern);
      expect(parsed.ok, pattern).toBe(valid !== false);
      if (parsed.ok) continue;
      const { span, message, code } = parsed.error;
      expect(code).toMatch(/^[a-z-]+$/);
      expect(message).not.toMatch(/^[A-Z]|\.$/);
      expect(span.start >= 0 && span.start <= span.end && span.end <= pattern.length, pattern).toBe(true);
    }
  });
});

describe('cases/wild-patterns.jsonl', () => {
  const WILD = z.object({ pattern: z.string(), refused: z.string().nullable(), doubtful: z.string().optional() });
  const wild = readLines(new URL('cases/wild-patterns.jsonl', ROOT), WILD);

  test.each(wild)('$pattern', ({ pattern, refused, doubtful }) => {
    const parsed = parse(pattern);
    expect(parsed.ok ? null : parsed.error.code).toBe(refused);
    if (!parsed.ok) return;
    expect(parsed.pattern.doubts.map(({ code }) => code).join()).toBe(doubtful ?? '');
    expect(explain(parsed.pattern)).toMatch(/^matches /);
  });
});

/** A larger table of the same facts, which stands outside the repository; its lines may be `conflict` too. */
const shared = process.env.TRAILPROOF_SHARED ?? new URL('../shared/cases', ROOT).pathname;

// Not skipped where they are absent: a skip would say that something is missing here.
if (existsSync(`${shared}/cloudwatch-patterns.jsonl`))
  describe('the shared tables', () => {
    const undecided = UNDECIDED.parse(JSON.parse(readFileSync(new URL('cases/undecided.json', ROOT), 'utf8')));

    test('every line gives its answer; not known are only those that are marked or listed', () => {
      const wrong = readLines(`${shared}/cloudwatch-patterns.jsonl`, CASE).flatMap((line) => {
        const { valid, matches, reasons } = answer(line);
        const listed = undecided.some(({ pattern, reason }) => pattern === line.pattern && reasons.includes(reason));
        const mayBeNull = line.open === true || line.conflict === true || listed;
        const right = matches === line.matches || (matches === null && mayBeNull);
        return right && valid === line.valid ? [] : [`${show(line)} gave ${show({ valid, matches, reasons })}`];
      });
      expect(wrong).toEqual([]);
    });

    test('every wild pattern parses or is refused with a reason', () => {
      const wild = readLines(`${shared}/wild-filter-patterns.jsonl`, z.object({ pattern: z.string() }));
      const refusedFor = new Map<string, number>();
      for (const { pattern } of wild) {
        const parsed = parse(pattern);
        if (parsed.ok) continue;
        expect(parsed.error.message.length, pattern).toBeGreaterThan(10);
        refusedFor.set(parsed.error.code, (refusedFor.get(parsed.error.code) ?? 0) + 1);
      }
      const refused = [...refusedFor.values()].reduce((sum, count) => sum + count, 0);
      expect(refused).toBeLessThan(wild.length / 10);
    });
  });
