import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { depthOf, memberOf, onOneLine, partsOf } from './json-parts.js';

describe('the parts of a JSON text', () => {
  test('are what JSON.parse reads there, however it is written', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const json = JSON.stringify(value, null, space);
        const parts = partsOf(json);
        const read = parts.map(({ key, text }) => [key, JSON.parse(text)]);
        if (Array.isArray(value)) expect(read).toEqual(JSON.parse(json).map((item: unknown) => [null, item]));
        else if (typeof value === 'object' && value !== null) expect(read).toEqual(Object.entries(JSON.parse(json)));
        else expect(parts).toEqual([]);
        expect(onOneLine(json)).toBe(JSON.stringify(value));
      }),
      { numRuns: 1_000 },
    );
  });

  test('keep what a reader of JSON loses', () => {
    expect(partsOf('{"a":1,"a":2}').map(({ text }) => text)).toEqual(['1', '2']);
    expect(partsOf('[1.0, "\\u0041" , {"b" : 1}]').map(({ text }) => text)).toEqual(['1.0', '"\\u0041"', '{"b" : 1}']);
    expect(memberOf('{"a":1,"a":2}', 'a')).toBe('2');
    expect(memberOf('{"a":{"b":1}}', 'b')).toBeNull();
    expect(onOneLine('{\n "a b": "c\\" d",\r\n "a b": 1.0 }')).toBe('{"a b":"c\\" d","a b":1.0}');
    expect(onOneLine('{ "a": 1 }')).toBe('{ "a": 1 }');
  });

  test('of any depth', () => {
    const deep = `[${'['.repeat(200_000)}${']'.repeat(200_000)}]`;
    expect(depthOf(deep)).toBe(200_001);
    expect(depthOf('{"a":["]",{}]}')).toBe(3);
    expect(partsOf(deep)).toHaveLength(1);
  });
});
