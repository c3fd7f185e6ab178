import { isIP } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textTest } from '../../predicate/text-test.js';
import { IP_ADDRESS } from './ip-text.js';

const isAddress = textTest(IP_ADDRESS);

it.each([
  ['192.0.2.1', true],
  ['255.255.255.255', true],
  ['256.0.2.1', false],
  ['192.0.2', false],
  ['192.0.2.01', false],
  ['192.0.2.1:443', false],
  ['2001:db8::1', true],
  ['::', true],
  ['::ffff:192.0.2.1', true],
  ['1:2:3:4:5:6:7:8', true],
  ['1:2:3:4:5:6:7::', true],
  ['1:2:3:4:5:6:7:8:9', false],
  ['1::2::3', false],
  ['fe80::1%eth0', false],
  ['AWS Internal', false],
  ['kms.amazonaws.com', false],
  ['', false],
])('%s', (text, expected) => {
  expect(isAddress(text)).toBe(expected);
});

it('agrees with Node on whatever looks like an address', () => {
  const piece = fc.constantFrom(
    '0',
    '1',
    '9',
    '25',
    '255',
    '256',
    'db8',
    'FFFF',
    '12345',
    ':',
    '::',
    '.',
    '192.0.2.1',
    'g',
    '',
  );
  const written = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.array(piece, { maxLength: 17 }).map((pieces) => pieces.join('')),
    fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(':')),
    fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join('.')),
  );
  fc.assert(
    fc.property(written, (text) => {
      expect(isAddress(text)).toBe(isIP(text) !== 0);
    }),
    { numRuns: 5000 },
  );
});
