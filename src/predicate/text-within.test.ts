import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accepts } from './automaton.js';
import { glob, literal } from './text.js';
import { isWithin } from './text-within.js';

const within = (inner: string, outer: string) => isWithin(glob(inner), glob(outer));

describe('isWithin', () => {
  it.each([
    ['*b', '*b*'],
    ['a*', '*a*'],
    ['a*b', 'a*'],
    ['ab', 'a*'],
    ['a*bc*d', 'a*c*d'],
    ['*a*', '*'],
  ])('%s is within %s', (inner, outer) => expect(within(inner, outer)).toBe(true));

  it.each([
    ['*b*', '*b'],
    ['a*', 'a*b'],
    ['a*b', 'ab'],
    ['*', '*a*'],
    ['a*c', 'a*b*c'],
    ['ab*', 'a*a*'],
    ['\uffffa*', '*a'],
  ])('%s is not within %s', (inner, outer) => expect(within(inner, outer)).toBe(false));

  it('whatever is within has no string outside', () => {
    const pattern = fc.stringMatching(/^[ab*]{0,6}$/);
    const fill = fc.stringMatching(/^[abc]{0,3}$/);
    fc.assert(
      fc.property(pattern, pattern, fill, (inner, outer, stars) => {
        const value = inner.replaceAll('*', stars);
        expect(!isWithin(glob(inner), glob(outer)) || accepts(glob(outer), value)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('a text is within itself, of whatever kind', () => {
    const text = literal('a');
    expect(isWithin(text, text)).toBe(true);
  });
});
