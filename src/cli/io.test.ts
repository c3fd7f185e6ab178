import { describe, expect, test } from 'vitest';
import { CliError, errorLine, fileError } from './cli-error.js';
import { EXIT, exitStatusOf } from './exit-status.js';
import { fakeIo } from './io.case.js';
import { wantsColour, widthOf } from './io.js';

describe('colour', () => {
  test.each([
    ['a terminal', true, {}, true],
    ['a pipe', false, {}, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['FORCE_COLOR in a pipe', false, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
    ['NO_COLOR and FORCE_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
  ])('%s', (_, tty, env, expected) => {
    expect(wantsColour(fakeIo({ tty }).stdout, env)).toBe(expected);
  });
});

test('the width is that of the terminal, COLUMNS, or 80', () => {
  expect(widthOf(fakeIo({ columns: 99 }).stdout, { COLUMNS: '70' })).toBe(99);
  expect(widthOf(fakeIo().stdout, { COLUMNS: '70' })).toBe(70);
  expect(widthOf(fakeIo().stdout, { COLUMNS: 'wide' })).toBe(80);
  expect(widthOf(fakeIo().stdout, {})).toBe(80);
});

describe('the exit status', () => {
  test.each([
    [['proved', 'proved'], EXIT.proved],
    [['proved', 'unknown'], EXIT.unknown],
    [['unknown', 'broken', 'proved'], EXIT.broken],
    [[], EXIT.failed],
  ] as const)('%j: %d', (verdicts, status) => {
    expect(exitStatusOf(verdicts)).toBe(status);
  });
});

describe('an error is one line', () => {
  test('with what to do', () => {
    expect(errorLine(new CliError('it is wrong', 'do it right'))).toBe('trailproof: it is wrong; do it right\n');
  });
  test('whatever it holds', () => {
    const line = errorLine(new Error('a\n  at stack\n\x1b[2Jb'));
    expect(line).toBe('trailproof: this should not have happened: a at stack \\x1b[2Jb\n');
    expect(errorLine('text')).toMatch(/^trailproof: .*text\n$/);
  });
  test('of the file system, in words', () => {
    const error = fileError(
      'read',
      'x.json',
      Object.assign(new Error('ENOENT: …'), { code: 'ENOENT' }),
      'name another',
    );
    expect(errorLine(error)).toBe('trailproof: cannot read `x.json`: there is no such file; name another\n');
  });
});
