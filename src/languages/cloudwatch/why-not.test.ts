import { describe, expect, it } from 'vitest';
import { parse } from './parse.js';
import { whyNot } from './why-not.js';

const EVENT = { eventSource: 'kms.amazonaws.com', eventName: 'DisableKey', userIdentity: { type: 'Root' } };

function why(text: string): string | null {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return whyNot(parsed.pattern, EVENT);
}

describe('why a pattern does not match an event', () => {
  it.each<[string, string | null]>([
    ['DisableKey', null],
    ['kms EnableKey', 'it asks for the text `EnableKey`, which the event does not hold'],
    ['kms -DisableKey', 'it wants events without the text `DisableKey`, which this one holds'],
    ['?EnableKey', 'it asks for the text `EnableKey`, which the event does not hold'],
    [
      '?EnableKey ?RotateKey',
      'it asks for one of the texts `EnableKey`, `RotateKey`, and the event holds none of them',
    ],
    ['?EnableKey ?DisableKey', null],
    ['eventName', null], // it may match
    ['{ $.eventName = "EnableKey" }', 'it asks for `$.eventName = "EnableKey"`; there it is `"DisableKey"`'],
    ['{ $.eventName = "DisableKey" }', null],
  ])('%s: %s', (text, expected) => {
    expect(why(text)).toBe(expected);
  });
});
