import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classCoverage } from '../../cloudtrail/class-coverage.js';
import { shapesOf } from '../../cloudtrail/shapes-of.js';
import type { Json } from '../../predicate/json.js';
import { at, is } from '../../predicate/predicate.js';
import { eventDraft } from './event-draft.js';
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
    ['"a b"', { x: 'ab' }, false], // no blank stands between two letters outside of a text
    ['"x:y"', { x: 'y' }, false], // nor a colon right after one
    ['" y"', { x: 'y' }, false],
    ['"x,y"', { x: 'y' }, false],
    ['", "', { x: 'y' }, null], // what stands between members is not known
    ['": t"', { x: true }, null],
    ['": t"', { x: 'k' }, null],
    ['"a=b"', { x: 'a=b' }, null], // some serializers escape it
    ['"a=b"', { x: 'a = b' }, false],
    ['"/b"', { x: 'a/b' }, null],
    ['"/b"', { x: 'a\\"b' }, null], // \/ is an escape itself
    ['"/b"', { x: 'a-b' }, false],
    ['"{ $.a = b }"', { a: 'b' }, false], // a JSON pattern in quotes is a text
    ['true', { x: true }, null],
    ['tru', { x: 'no' }, false],
    ['12', { n: 3 }, null], // 3 can be written as 3.0, 30e-1 …
    ['u00e9', { x: 'é' }, null], // it can be written as \u00e9
    ['x2f', { x: 'a/b' }, false], // escaped it is \u002f or \/, and holds no x
    ['u002f', { x: 'a/b' }, null],
    ['2fb', { x: 'a/b' }, null],
    ['2fz', { x: 'a/b' }, false],
    ['nb', { x: 'a\nb' }, null], // it can be written as \n
    ['nb', { x: 'a\nc' }, false],
    ['anb', { x: 'a\nb' }, false],
    ['DisableKeyX', { userAgent: 'aws-cli/2.17', eventName: 'DisableKey' }, false],
    ['"aws-cli/2.17"', { userAgent: 'aws-cli/2.17' }, null], // the slash can be escaped
    ['-DisableKey', { eventName: 'EnableKey' }, true],
    ['-DisableKey', { eventName: 'DisableKey' }, false],
    ['kms -DisableKey', { a: 'kms' }, true],
    ['?kms ?sns', { a: 'x' }, false],
    ['?kms ?sns', { a: 'sns' }, true],
    ['kms ?sns', { a: 'sns' }, false], // the optional one is ignored
    ['{ $.a = "x" }', { a: 'x' }, true],
    ['{ $.a = "x" }', { a: 'y' }, false],
    ['%x%', { a: 'y' }, false],
    ['%x|z%', { a: 'yz' }, true],
    ['%x|^z%', { a: 'y' }, null],
    ['%x.%', { a: 'y' }, null],
    ['[w=DisableKeyX, ...]', { a: 'DisableKey' }, false],
    ['[w=Disable*KeyX, ...]', { a: 'DisableKey' }, false],
    ['[w=Disable*, ...]', { a: 'DisableKey' }, null],
    ['[w=KeyX || w=Disable*, ...]', { a: 'DisableKey' }, null],
    ['[w!=KeyX, ...]', { a: 'DisableKey' }, null],
    ['[w=12, ...]', { a: 'DisableKey' }, null],
  ])('%s of %j: %s', (text, event, expected) => {
    expect(matchEvent(patternOf(text), event)).toBe(expected);
  });

  it('says nothing that some way of writing the event contradicts', () => {
    const words = fc.stringMatching(/^[a-cnu0-3/=: ]{1,3}$/);
    const leaves = fc.oneof(
      words,
      fc.constantFrom('é', 'éb', 'a/b', 'a\nb', '=', '1', 'true', 'a b'),
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
        const pattern = patternOf(parts.map(([sign, word]) => `${sign}"${word}"`).join(' '));
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
    plain.replaceAll('/', '\\u002F'),
    plain.replaceAll('=', '\\u003d'),
    plain.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
    plain.replace(/(?<=[:[,])\d+(?=[,\]}])/g, (digits) => `${digits}.0`),
    plain.replace(/(?<=[:[,])\d+(?=[,\]}])/g, (digits) => `${digits}0e-1`),
  ];
}

describe('a pattern on the text of a documented event', () => {
  const shapes = shapesOf({ eventSource: 'kms.amazonaws.com', eventName: 'DisableKey' });
  const verdict = (text: string) => {
    const parsed = eventDraft(text);
    if (!parsed.ok) throw new Error(parsed.error.message);
    return classCoverage(shapes, at(['eventName'], is('DisableKey')), parsed.draft).verdict;
  };

  it.each<[string, 'proved' | 'broken' | 'unknown']>([
    ['DisableKey', 'proved'],
    ['DisableKeyX', 'broken'],
    ['kms DisableKeyX', 'broken'],
    ['?DisableKeyX ?EnableKey', 'broken'],
    ['?DisableKeyX ?DisableKey', 'proved'],
    ['?DisableKeyX kms', 'proved'], // beside a firm term the optional one is ignored
    ['-DisableKey', 'broken'],
    ['-DisableKeyX', 'broken'], // a caller may be called that
    ['%DisableKeyX%', 'broken'],
    ['%DisableKey%', 'proved'],
    ['[w=DisableKeyX, ...]', 'broken'],
    ['eventName', 'unknown'], // a name, and so in the text as CloudTrail is seen to write it
    ['"eventName\\":\\"DisableKey"', 'unknown'], // blanks and escapes are not fixed
    ['11122223333', 'unknown'], // as a text it is there: but an account is not promised to be this one
    ['true', 'unknown'],
    ['[w=*DisableKey*, ...]', 'unknown'],
    ['"{ ($.eventSource = kms.amazonaws.com) && ($.eventName = DisableKey) }"', 'broken'],
  ])('%s: %s', (text, expected) => {
    expect(verdict(text)).toBe(expected);
  });
});
