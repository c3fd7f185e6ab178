import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../predicate/json.js';
import { matchEvent } from './match-event.js';
import { matchMessage } from './match-message.js';
import { parse } from './parse.js';
import type { FilterPattern } from './pattern.js';

function patternOf(text: string): FilterPattern {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.pattern;
}

describe('a term in the text of one event', () => {
  it.each<[string, Json, boolean | null]>([
    ['DisableKey', { eventName: 'DisableKeyRotation' }, true],
    ['DisableKey', { eventName: 'EnableKey' }, false],
    ['eventName', { eventName: 'EnableKey' }, null], // a key holds it: so does the text, as far as the key is written so
    ['"a b"', { x: 'ab' }, null], // punctuation: what stands between members is not known
    ['"x:y"', { x: 'y' }, null],
    ['true', { x: true }, null],
    ['tru', { x: 'no' }, false],
    ['12', { n: 3 }, null], // 3 can be written as 3.0, 30e-1 …
    ['u00e9', { x: 'é' }, null], // it can be written as \u00e9
    ['x2f', { x: 'a/b' }, null], // some serializers escape it
    ['-DisableKey', { eventName: 'EnableKey' }, true],
    ['-DisableKey', { eventName: 'DisableKey' }, false],
    ['kms -DisableKey', { a: 'kms' }, true],
    ['?kms ?sns', { a: 'x' }, false],
    ['?kms ?sns', { a: 'sns' }, true],
    ['kms ?sns', { a: 'sns' }, false], // the optional one is ignored
    ['{ $.a = "x" }', { a: 'x' }, true],
    ['{ $.a = "x" }', { a: 'y' }, false],
    ['%x%', { a: 'y' }, null],
  ])('%s of %j: %s', (text, event, expected) => {
    expect(matchEvent(patternOf(text), event)).toBe(expected);
  });

  it('says nothing that some way of writing the event contradicts', () => {
    const words = fc.stringMatching(/^[a-c0-3]{1,3}$/);
    const leaves = fc.oneof(
      words,
      fc.constantFrom('é', 'a/b', '1', 'true', 'a b'),
      fc.integer({ min: 0, max: 321 }),
      fc.boolean(),
      fc.constant(null),
    );
    const events = fc.dictionary(
      words,
      fc.oneof(leaves, fc.array(leaves, { maxLength: 2 }), fc.dictionary(words, leaves)),
    );
    const terms = fc.array(fc.tuple(fc.constantFrom('', '-', '?'), words), { minLength: 1, maxLength: 3 });
    const count = { true: 0, false: 0, null: 0 };
    fc.assert(
      fc.property(terms, events, (parts, event) => {
        const pattern = patternOf(parts.map(([sign, word]) => sign + word).join(' '));
        const answer = matchEvent(pattern, event);
        count[`${answer}`]++;
        if (answer === null) return;
        for (const text of written(event)) expect(matchMessage(pattern, text).matches, text).toBe(answer);
      }),
      { numRuns: 3_000 },
    );
    expect(Math.min(count.true, count.false, count.null)).toBeGreaterThan(50);
  });
});

/** The event as several serializers write it. */
function written(event: Json): readonly string[] {
  const plain = JSON.stringify(event);
  return [
    plain,
    JSON.stringify(event, null, 1),
    plain.replaceAll('/', '\\/'),
    plain.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
    plain.replace(/(?<=[:[,])\d+(?=[,\]}])/g, (digits) => `${digits}.0`),
    plain.replace(/(?<=[:[,])\d+(?=[,\]}])/g, (digits) => `${digits}0e-1`),
  ];
}
