import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from './index.js';

describe('a refused pattern', () => {
  test.each([
    ['{ $.a = b c }', 'operator-expected', 10],
    ['{ $.errorMessage = Failed authentication }', 'operator-expected', 26],
    ['{ $.a > "1" }', 'number-quoted', 8],
    ['{ $.a EXISTS }', 'exists', 6],
    ['{ $.a == 1 }', 'operator', 7],
    ['{ ($.a = 1 }', 'parenthesis', 2],
    ['{ status = 1 }', 'selector-expected', 2],
    [' { $.a = 1 }', 'blank-outside', 0],
    ['{ $.a = 1 } x', 'bracket-after', 11],
    ['{ $.a = "x }', 'quote-unclosed', 8],
    ['{ $.a = %a!% }', 'regex-character', 10],
    ['{ $.a[*].b[*] = 1 }', 'wildcard-limit', 2],
    ['{ $.a = %a% && $.a = %b% && $.a = %c% }', 'regex-limit', 34],
    ['[a, ..., b, ...]', 'ellipsis-limit', 12],
    ['a "b', 'quote-unclosed', 2],
  ])('%s: %s at %i', (pattern, code, start) => {
    const parsed = parse(pattern);
    expect(parsed.ok ? null : [parsed.error.code, parsed.error.span.start]).toEqual([code, start]);
  });

  test('of more than 1,024 characters is refused, of 1,024 it is read', () => {
    expect(parse('x'.repeat(1024)).ok).toBe(true);
    const long = parse('x'.repeat(1025));
    expect(long.ok ? null : long.error.span).toEqual({ start: 1024, end: 1025 });
  });

  test('says what to write instead', () => {
    const parsed = parse('{ $.a EXISTS }');
    expect(parsed.ok ? null : parsed.error.help).toBe('write `= "*"` for a value that is there');
  });
});

describe('any text', () => {
  const PIECES = [
    '{',
    '}',
    '(',
    ')',
    '$',
    '.a',
    '[',
    ']',
    '*',
    "['",
    "']",
    '"',
    '%',
    '=',
    '!=',
    '<',
    ' ',
    '&&',
    '||',
    'x',
    '1',
    '...',
    ',',
    '-',
    '?',
    'IS',
    'NULL',
    'NOT EXISTS',
    '\\',
    'é',
    '\n',
  ];
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((of) => of.join('')),
  );

  test('is read or refused with a place within it, and never thrown at', () => {
    fc.assert(
      fc.property(text, (pattern) => {
        const parsed = parse(pattern);
        if (parsed.ok) return;
        const { span } = parsed.error;
        expect(0 <= span.start && span.start <= span.end && span.end <= pattern.length).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  test('is read even when it nests as deeply as its length allows', () => {
    expect(parse(`{${'('.repeat(505)}$.a=1${')'.repeat(505)}}`).ok).toBe(true);
    expect(parse(`{${'('.repeat(1000)}`).ok).toBe(false);
  });
});

describe('spans', () => {
  test('point at each condition', () => {
    const pattern = '{ ($.a = 1) && $.b NOT EXISTS }';
    const parsed = parse(pattern);
    if (!parsed.ok || parsed.pattern.kind !== 'json' || parsed.pattern.condition.kind !== 'and')
      throw new Error('not read');
    const texts = parsed.pattern.condition.of.map((part) =>
      'span' in part && part.span ? pattern.slice(part.span.start, part.span.end) : null,
    );
    expect(texts).toEqual(['$.a = 1', '$.b NOT EXISTS']);
  });
});

test.each([undefined, null, 5, {}])('what is no text is an error as well, and nothing is thrown: %s', (pattern) => {
  expect(parse(pattern as never)).toMatchObject({ ok: false, error: { code: 'not-text' } });
});
