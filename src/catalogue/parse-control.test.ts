import { describe, expect, it } from 'vitest';
import { parseControl } from './parse-control.js';

const GOOD = `slug: my-control
title: Decryption by hand
rationale: nobody should decrypt by hand
severity: high
events:
  - source: kms.amazonaws.com
    names: [Decrypt]
    where:
      not: { path: userIdentity.invokedBy, exists: true }
canonicalPattern: '{ ($.eventSource = "kms.amazonaws.com") && ($.eventName = "Decrypt") }'
tests:
  - name: somebody decrypts
    required: true
    event: { eventSource: kms.amazonaws.com, eventName: Decrypt }
  - name: a service decrypts
    required: false
    event: { eventSource: kms.amazonaws.com, eventName: Decrypt, userIdentity: { invokedBy: s3.amazonaws.com } }
`;
const problemsOf = (text: string) => {
  const parsed = parseControl(text, 'my.yaml');
  return parsed.kind === 'refused' ? parsed.problems : [];
};

describe('parseControl', () => {
  it('reads a control, with what it may leave out', () => {
    const parsed = parseControl(GOOD, 'my.yaml');
    expect(parsed.kind === 'control' && parsed.control).toMatchObject({
      slug: 'my-control',
      isDefault: true,
      cis: {},
      securityHub: null,
      literalPattern: null,
      frameworks: {},
      references: [],
      events: [{ event: 'kms.amazonaws.com:Decrypt', outcome: 'success', since: null, until: null }],
    });
  });

  it.each([
    ['a failing test', 'eventName: Decrypt }\n', 'eventName: Encrypt }\n', 'test-failed', 12],
    ['a mistyped key', 'severity:', 'severty:', 'unknown-key', 4],
    ['a mistyped event key', 'names:', 'name:', 'unknown-key', 7],
    ['an unknown severity', 'severity: high', 'severity: huge', 'unknown-word', 4],
    ['an unknown outcome', '    names: [Decrypt]', '    names: [Decrypt]\n    outcome: done', 'unknown-word', 8],
    ['a name that is none', 'names: [Decrypt]', 'names: ["Decrypt*"]', 'invalid-event', 7],
    ['no name', 'names: [Decrypt]', 'names: []', 'no-events', 6],
    ['a slug with blanks', 'slug: my-control', 'slug: My control', 'invalid-slug', 1],
    ['the slug all', 'slug: my-control', 'slug: all', 'invalid-slug', 1],
    ['a pattern that misses its events', '$.eventName = "Decrypt"', '$.eventName = "Decypt"', 'pattern-misses', 10],
    ['a pattern that AWS refuses', '$.eventName = "Decrypt"', '$.eventName == "Decrypt"', 'invalid-pattern', 10],
    ['a version as a number', 'names: [Decrypt]', 'names: [Decrypt]\n    since: 3.0', 'not-a-text', 8],
    [
      'a test without an event',
      'event: { eventSource: kms.amazonaws.com, eventName: Decrypt }',
      'event: 1',
      'not-an-event',
      12,
    ],
    [
      'a where that is no test',
      '{ path: userIdentity.invokedBy, exists: true }',
      '{ path: userIdentity.invokedBy }',
      'invalid-where',
      9,
    ],
    ['a where of two tests', 'exists: true', 'exists: true, is: x', 'invalid-where', 9],
    [
      'a where in another language',
      'path: userIdentity.invokedBy',
      'path: $.userIdentity.invokedBy',
      'invalid-where',
      9,
    ],
    ['a where with a typo', 'exists: true', 'exist: true', 'unknown-key', 9],
    ['not YAML', 'title: Decryption by hand', 'title: "Decryption by hand', 'invalid-yaml', 2],
  ])('refuses %s, and says where', (_, from, to, code, line) => {
    expect(GOOD).toContain(from);
    const problems = problemsOf(GOOD.replace(from, to));
    expect(problems.map((problem) => problem.code)).toContain(code);
    const problem = problems.find((candidate) => candidate.code === code)!;
    expect(problem.file).toBe('my.yaml');
    expect(Math.abs(problem.line! - line), `line ${problem.line}`).toBeLessThanOrEqual(1);
    for (const { message } of problems) expect(message).toMatch(/^(?![A-Z])[^\n]*[^.]$/);
  });

  it('suggests what was meant', () => {
    expect(problemsOf(GOOD.replace('severity:', 'severty:'))[0]?.help).toBe('did you mean `severity`?');
  });

  it.each(['', '[]', 'just text', '42'])('refuses `%s`', (text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });

  it('refuses a control that no test requires, or that requires every test', () => {
    expect(problemsOf(`${GOOD.split('tests:')[0]}`).map(({ code }) => code)).toEqual(['no-tests', 'no-tests']);
    expect(problemsOf(GOOD.replace(/ {2}- name: a service[\s\S]*$/, '')).map(({ code }) => code)).toEqual(['no-tests']);
  });
});

describe('where', () => {
  const requires = (where: string, event: Record<string, unknown>): boolean => {
    const text = `${GOOD.split('    where:')[0]}    where: ${where}
canonicalPattern: '{ $.eventName = "Decrypt" }'
tests:
  - { name: this one, required: true, event: ${JSON.stringify({ ...event, eventSource: 'kms.amazonaws.com', eventName: 'Decrypt' })} }
  - { name: another, required: false, event: { eventName: x } }
`;
    const problems = problemsOf(text);
    if (problems.some(({ code }) => code !== 'test-failed')) throw new Error(problems[0]!.message);
    return problems.length === 0;
  };

  it.each<[string, Record<string, unknown>, boolean]>([
    ['{ path: a, is: x }', { a: 'x' }, true],
    ['{ path: a, is: x }', { a: 'xy' }, false],
    ['{ path: a, is: x }', { a: ['x'] }, false],
    ['{ path: a, is: "1" }', { a: 1 }, false],
    ['{ path: a.b, is: [x, y] }', { a: { b: 'y' } }, true],
    ['{ path: a.b, is: x }', { 'a.b': 'x' }, false],
    ['{ path: [a.b], is: x }', { 'a.b': 'x' }, true],
    ['{ path: item, is: x }', { item: 'x' }, true],
    ['{ path: a, like: "x*z" }', { a: 'xyyz' }, true],
    ['{ path: a, like: "*z" }', { a: 'zz' }, true],
    ['{ path: a, like: "1*" }', { a: 12 }, false],
    ['{ path: a, exists: true }', { a: null }, true],
    ['{ path: a, exists: false }', { a: null }, false],
    ['{ path: a, exists: false }', {}, true],
    ['{ not: { path: a, is: x } }', {}, true],
    ['{ allOf: [{ path: a, is: x }, { path: b, is: y }] }', { a: 'x' }, false],
    ['{ anyOf: [{ path: a, is: x }, { path: b, is: y }] }', { a: 'x' }, true],
  ])('%s of %j is %s', (where, event, expected) => {
    expect(requires(where, event)).toBe(expected);
  });
});
