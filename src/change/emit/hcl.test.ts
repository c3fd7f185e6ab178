import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readQuoted } from './hcl.case.js';
import { attributes, block, Expression, identifier, printHcl, quoted } from './hcl.js';
import { hostile } from './hostile.case.js';

describe('a text in HCL', () => {
  it('is read as it was, without a template in it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(quoted(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        expect(readQuoted(quoted(text))).toEqual([text]);
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    ['\u0024{x}', '"$\u0024{x}"'],
    ['%{x}', '"%%{x}"'],
    ['$\u0024{x}', '"\\u0024\\u0024{x}"'],
    ['%\u0024{x}', '"\\u0025\\u0024{x}"'],
    ['{ $.eventName = DisableKey }', '"{ $.eventName = DisableKey }"'],
    ['a"b\\c\nd\u2028e🔑', '"a\\"b\\\\c\\nd\\u2028e🔑"'],
    ['\u{e0001}', '"\\U000e0001"'],
  ])('%j is %s', (text, expected) => expect(quoted(text)).toBe(expected));
});

describe('a body', () => {
  it('is laid out as terraform fmt does', () => {
    const body = attributes({
      a: 1,
      longer: true,
      list: ['x', 'y'],
      object: { key: 'v', 'with space': null, other: new Expression('var.x') },
      z: undefined,
    });
    expect(
      printHcl([
        block(
          'resource',
          ['aws_x', 'y'],
          [...body, block('inner', [], attributes({ b: 'c' })), block('empty', [], [])],
        ),
      ]),
    ).toBe(
      `resource "aws_x" "y" {
  a      = 1
  longer = true
  list   = ["x", "y"]
  object = {
    key          = "v"
    "with space" = null
    other        = var.x
  }

  inner {
    b = "c"
  }

  empty {}
}`,
    );
  });

  it('an identifier is one', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(identifier(text)).toMatch(/^[a-z][a-z0-9_]*$/);
      }),
    );
  });
});
