import { describe, expect, it } from 'vitest';
import { parseJson } from '../../predicate/json.js';
import { bucketOrder, javaText } from './java-text.js';

/** Every order below is what `new HashMap` lists in Java 17 after `put` of the keys from left to right. */
describe('the order of a HashMap', () => {
  it.each([
    ['keyId pendingWindowInDays', 'pendingWindowInDays keyId'],
    ['deletionDate keyId keyState pendingWindowInDays', 'pendingWindowInDays deletionDate keyState keyId'],
    // Two keys of one hash stay as they came.
    ['AaAa BBBB AaBB', 'AaAa BBBB AaBB'],
    ['BBBB AaBB AaAa', 'BBBB AaBB AaAa'],
    ['a b c d e f g h i j k l m', 'a b c d e f g h i j k l m'],
  ])('%s', (keys, order) => {
    expect(bucketOrder(keys.split(' ')).join(' ')).toBe(order);
  });

  it('is by 32 buckets from the thirteenth key on', () => {
    // 'a' is 97 and 'q' 113: one bucket of 16, two of 32.
    expect(bucketOrder(['q', 'a'])).toEqual(['q', 'a']);
    const more = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ':'];
    expect(bucketOrder(['q', 'a', ...more]).filter((key) => key === 'q' || key === 'a')).toEqual(['a', 'q']);
  });

  it('counts keys that are dropped later: the table does not shrink', () => {
    const dropped = '"0":null,"1":null,"2":"","3":[],"4":{},"5":"-","6":"none","7":null,"8":null,"9":null,":":null';
    expect(javaText(parseJson(`{"q":1,"a":2,${dropped}}`))).toBe('{a=2, q=1}');
    expect(javaText(parseJson('{"q":1,"a":2}'))).toBe('{q=1, a=2}');
  });
});

describe('values', () => {
  it.each([
    ['"text"', 'text'],
    ['12', '12'],
    ['12345678901234567890', '12345678901234567890'],
    ['1.50', '1.5'],
    ['2.0', '2.0'],
    ['1e3', '1000.0'],
    ['0.001', '0.001'],
    ['0.0001', '1.0E-4'],
    ['12345678.5', '1.23456785E7'],
    ['-0', '0'],
    ['-0.0', '-0.0'],
    ['1e999', 'Infinity'],
    ['true', 'true'],
    ['[1,"a",{"b":false}]', '[1, a, {b=false}]'],
    ['[null,"",{"a":[]}]', undefined],
    ['{"a":{"b":{"c":[[]]}}}', undefined],
  ])('%s', (json, text) => {
    expect(javaText(parseJson(json))).toBe(text);
  });
});
