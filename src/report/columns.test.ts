import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayWidth, padEnd, truncate, truncateMiddle, wrap } from './columns.js';

test.each([
  ['abc', 3],
  ['✓ ✗ …', 5],
  ['警報', 4],
  ['e\u0301', 1],
  ['🔔', 2],
  ['👩‍👩‍👧', 2],
  ['Ａ', 2],
  ['', 0],
])('%j takes %d columns', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '/', ':', '警', '🔔', 'e\u0301', '-'), maxLength: 80 });

test('wrapping loses nothing but blanks, and keeps the width', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 30 }), (value, width) => {
      const lines = wrap(value, width);
      expect(lines.join('').replaceAll(' ', '')).toBe(value.replaceAll(' ', ''));
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }),
  );
});

test('cutting keeps the width, and leaves what fits alone', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 90 }), (value, width) => {
      for (const cut of [truncate, truncateMiddle]) {
        expect(displayWidth(cut(value, width))).toBeLessThanOrEqual(width);
        if (displayWidth(value) <= width) expect(cut(value, width)).toBe(value);
      }
      expect(displayWidth(padEnd(value, width))).toBe(Math.max(width, displayWidth(value)));
    }),
  );
});

test('a long name is broken after a separator', () => {
  expect(wrap('arn:aws:sns:eu-west-1:111122223333:security-alerts', 40)).toEqual([
    'arn:aws:sns:eu-west-1:111122223333:',
    'security-alerts',
  ]);
});
