import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Json, NumberText, parseJson, printJson } from '../predicate/json.js';
import { boundedText } from './bounded-record.js';

function tree(depth: number): Json {
  return depth === 0 ? 'x'.repeat(40) : Object.fromEntries([...'abcdef'].map((key) => [key, tree(depth - 1)]));
}

describe('the text of a record', () => {
  it('is the whole record when there is room', () => {
    const record: Json = { a: [1, 'x', null], b: { c: new NumberText('1.0') } };
    expect(boundedText(record, 1000)).toBe(printJson(record));
  });

  it('is JSON, and bounded', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.integer({ min: 1_000, max: 4_000 }), (value, length) => {
        const record = {
          eventName: 'DisableKey',
          list: Array.from({ length: 2_000 }, () => value as Json),
          eventID: 'e',
        };
        const text = boundedText(record, length);
        expect(text.length).toBeLessThanOrEqual(2 * length + 10_000);
        expect(parseJson(text)).toMatchObject({ eventName: 'DisableKey', eventID: 'e' });
      }),
    );
  });

  it.each([
    ['wide', { a: Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`key${index}`, { b: index }])) }],
    ['a tree', tree(6)],
    [
      'of many members',
      Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`key${index}`, 'x'.repeat(99)])),
    ],
    ['nested', parseJson(`${'['.repeat(3_000)}${']'.repeat(3_000)}`)],
  ])('is bounded for a record that is %s', (_, record) => {
    expect(boundedText(record, 2_000).length).toBeLessThanOrEqual(14_000);
  });

  it('keeps what is short, and says how long the rest was', () => {
    const text = boundedText({ eventName: 'PutKeyPolicy', requestParameters: { policy: 'x'.repeat(50_000) } }, 16_384);
    expect(text).toContain('PutKeyPolicy');
    expect(text).toContain('… (50000 characters)');
    expect(text.length).toBeLessThan(16_384);
  });
});
