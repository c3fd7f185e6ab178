import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from './index.js';

const errorOf = (text: string) => {
  const result = parse(text);
  if (result.ok) throw new Error('it was read');
  return result.error;
};

describe('errors', () => {
  test('point at the place', () => {
    const text = '{"source":["aws.kms"],"detail":{"eventName":[{"regex":"Disable.*"}]}}';
    const { span, message, help } = errorOf(text);
    expect(text.slice(span!.start, span!.end)).toBe('"regex"');
    expect(message).toContain('`regex`');
    expect(help).toContain('wildcard');
    const broken = '{"source": [aws.kms]}';
    expect(broken.slice(errorOf(broken).span!.start)).toBe('aws.kms]}');
  });

  test.each([
    ['a comma too many', '{"a":["b"],}'],
    ['a comma too many in an array', '{"a":["b",]}'],
    ['something after the end', '{"a":["b"]} x'],
    ['a bad escape', '{"a":["\\x"]}'],
    ['a line break in a string', '{"a":["b\nc"]}'],
    ['a number with a leading zero', '{"a":[01]}'],
    ['a key without quotes', '{a:["b"]}'],
    ['an unclosed string', '{"a":["b]}'],
    ['single quotes', "{'a':['b']}"],
  ])('%s is not JSON', (_, text) => expect(errorOf(text).code).toBe('json'));

  test('bounds the size and the depth', () => {
    expect(errorOf(`{"a":["${'x'.repeat(300_000)}"]}`).code).toBe('too-large');
    expect(errorOf(`${'{"a":'.repeat(100)}["b"]${'}'.repeat(100)}`).code).toBe('too-deep');
    expect(errorOf('['.repeat(100_000)).code).toBe('too-deep');
  });
});

test('whatever the text, there is an answer, and what is read is JSON', () => {
  const token = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"$or"',
    '"prefix"',
    '1',
    'null',
    '"exists"',
    'true',
    ' ',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(token).map((parts) => parts.join('')),
      ),
      (text) => {
        const result = parse(text);
        if (result.ok) expect(() => JSON.parse(text) as unknown).not.toThrow();
        else expect(result.error.message).not.toBe('');
      },
    ),
    { numRuns: 3000 },
  );
});
