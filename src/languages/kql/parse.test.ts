import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, print, type Query, type QueryError } from './index.js';
import { bare, comparable } from './oracle.case.js';

function read(text: string): Query {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.query;
}

function errorOf(text: string): QueryError {
  const parsed = parse(text);
  if (parsed.ok) throw new Error(`${text} is taken`);
  return parsed.error;
}

const v = (value: string | boolean | null) => ({ value });
const is = (field: string | null, value: string | boolean | null, quoted = false) => ['is', v(field), v(value), quoted];
const like = (field: string | null, ...pieces: string[]) => ['is', v(field), { pieces }, false];
const everything = ['is', { pieces: ['', ''] }, { pieces: ['', ''] }, false];

test.each<[string, unknown]>([
  ['', everything],
  [' \t\r\n\u00a0', everything],
  ['*', like(null, '', '')],
  ['*:*', everything],
  ['a', is(null, 'a')],
  ['a: b c', is('a', 'b c')],
  ['  a :\n b  ', is('a', 'b')],
  ['a:notfoo', is('a', 'notfoo')],
  ['a:b or', is('a', 'b or')],
  ['a:or', is('a', 'or')],
  ['or', is(null, 'or')],
  ['or:b', is('or', 'b')],
  ['not:b', is('not', 'b')],
  ['a:nor b', is('a', 'nor b')],
  ['a:"*"', is('a', '*', true)],
  ['a:\\*', is('a', '*')],
  ['a:*', like('a', '', '')],
  ['a: * ', like('a', '', '')],
  ['a:**', like('a', '', '', '')],
  ['a:(* and not b)', ['and', like('a', '', ''), ['not', is('a', 'b')]]],
  ['a:"x*"', is('a', 'x*', true)],
  ['a:x\\*y*', like('a', 'x*y', '')],
  ['a:null', is('a', null)],
  ['a:"null"', is('a', 'null', true)],
  ['a:nul\\u006c', is('a', null)],
  ['a:true', is('a', true)],
  ['a:false', is('a', false)],
  ['a:TRUE', is('a', 'TRUE')],
  ['a:Null', is('a', 'Null')],
  ['a:0042', is('a', '0042')],
  ['a:5', is('a', '5')],
  ['a:-5', is('a', '-5')],
  ['a:b /* c */', like('a', 'b /', ' c ', '/')],
  ["a:'b'", is('a', "'b'")],
  ["a:'b or c'", ['or', is('a', "'b"), is(null, "c'")]],
  ['a:\\(\\)\\:\\<\\>\\"\\*\\{\\}\\\\', is('a', '():<>"*{}\\')],
  ['a:x\\ty\\rz\\n.', is('a', 'x\ty\rz\n.')],
  ['a:\\tb\\n', is('a', 'b')],
  ['a:\\t', is('a', '')],
  ['a:b \\or c \\AND d \\NOT e', is('a', 'b or c AND d NOT e')],
  ['a:b \\not c', is('a', 'b \not c')],
  ['a:\\u0041\\u00e9', is('a', 'A\u00e9')],
  ['a:"\\"\\\\\\t\\u0041\\x\\u00"', is('a', '"\\\tA\\x\\u00', true)],
  ['a:b\u00a0and\u00a0c:d', ['and', is('a', 'b'), is('c', 'd')]],
  ['a\u00a0:\u00a0b', is('a', 'b')],
  ['a*:b', ['is', { pieces: ['a', ''] }, v('b'), false]],
  ['"a b":c', is('a b', 'c')],
  ['null:x', is(null, 'x')],
  ['a > 5*', ['range', v('a'), 'gt', { pieces: ['5', ''] }]],
  ['a<b', ['range', v('a'), 'lt', v('b')]],
  ['a <= "b c"', ['range', v('a'), 'lte', v('b c')]],
  ['a>=1 and a<5', ['and', ['range', v('a'), 'gte', v('1')], ['range', v('a'), 'lt', v('5')]]],
  ['a or b and not c', ['or', is(null, 'a'), ['and', is(null, 'b'), ['not', is(null, 'c')]]]],
  ['(a or b) and c', ['and', ['or', is(null, 'a'), is(null, 'b')], is(null, 'c')]],
  ['a OR b aNd NOT c', ['or', is(null, 'a'), ['and', is(null, 'b'), ['not', is(null, 'c')]]]],
  ['not (a or b)', ['not', ['or', is(null, 'a'), is(null, 'b')]]],
  ['not (not a)', ['not', ['not', is(null, 'a')]]],
  ['f:(a or b and not c)', ['or', is('f', 'a'), ['and', is('f', 'b'), ['not', is('f', 'c')]]]],
  ['f : ( ( a ) )', is('f', 'a')],
  ['f:(*S3 Browser* or *Cyberduck*)', ['or', like('f', '', 'S3 Browser', ''), like('f', '', 'Cyberduck', '')]],
  ['(true or "true")', ['or', is(null, true), is(null, 'true', true)]],
  ['user.id: *\\:i-*', like('user.id', '', ':i-', '')],
  ['arn: arn\\:aws\\:iam\\:\\:aws\\:policy*', like('arn', 'arn:aws:iam::aws:policy', '')],
  ['f:{ a:b and c:d }', ['nested', v('f'), ['and', is('a', 'b'), is('c', 'd')]]],
  ['f:{g:{a:b}}', ['nested', v('f'), ['nested', v('g'), is('a', 'b')]]],
  ['a:b or or c', ['or', is('a', 'b'), is(null, 'or c')]],
  ['and b', is(null, 'and b')],
  ['a:b and and ', ['and', is('a', 'b'), is(null, 'and')]],
  ['a:b  or  c:d', ['or', is('a', 'b'), is('c', 'd')]],
])('%j', (text, tree) => {
  const query = read(text);
  expect(comparable(query)).toEqual(tree);
  expect(bare(read(print(query)))).toEqual(bare(query));
});

describe('refuses', () => {
  test.each<[string, string, number]>([
    ['a: cannot open', 'not-misplaced', 6],
    ['a: not b', 'not-misplaced', 3],
    ['not not a', 'not-misplaced', 4],
    ['a:b:c', 'colon', 3],
    ['a:()', 'value-missing', 3],
    ['()', 'value-missing', 1],
    ['(a:b', 'bracket-unclosed', 0],
    ['f:{a:b', 'bracket-unclosed', 2],
    ['a:b)', 'bracket', 3],
    ['f:{a:b)', 'bracket', 6],
    ['a:b<c', 'conjunction-expected', 3],
    ['a:"b', 'quote-unclosed', 2],
    ['a:"b\\"', 'quote-unclosed', 2],
    ['a:b\\c', 'escape', 3],
    ['a:\\u004', 'escape', 2],
    ['a:', 'value-missing', 2],
    ['a<', 'value-missing', 2],
    ['a:b or ', 'value-missing', 7],
    ['(a:b)and c:d', 'conjunction', 5],
    ['a:(not(b))', 'conjunction-expected', 6],
    ['a:<b', 'value-missing', 2],
    ['a:{}', 'value-missing', 3],
    ['a "b"', 'conjunction-expected', 2],
  ])('%j', (text, code, start) => {
    const { span, message, ...error } = errorOf(text);
    expect({ code: error.code, start: span?.start }).toEqual({ code, start });
    expect(message).toMatch(/^[^A-Z].*[^.]$/s);
  });

  test('brackets that are nested too deeply, and takes those that people write', () => {
    expect(errorOf('('.repeat(100_000)).code).toBe('too-deep');
    expect(errorOf(`a:${'('.repeat(100_000)}`).code).toBe('too-deep');
    expect(errorOf('a:{'.repeat(100_000)).code).toBe('too-deep');
    expect(errorOf(`not (${'not ('.repeat(100_000)}`).code).toBe('too-deep');
    expect(read(`${'('.repeat(150)}a${')'.repeat(150)}`)).toMatchObject({ kind: 'is' });
  });

  test('nothing for its length alone', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `a:b${i}`).join(' or ');
    expect(read(many)).toMatchObject({ kind: 'or' });
    expect(print(read(many)).length).toBeGreaterThan(100_000);
    expect(read(`a:${'x '.repeat(200_000)}`)).toMatchObject({ kind: 'is' });
  });
});

const soup = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        'a',
        ' ',
        ':',
        '(',
        ')',
        '{',
        '}',
        '"',
        '\\',
        '\\u00',
        '*',
        '<',
        '=',
        ' or ',
        'not ',
        '\u00a0',
        '\u2003',
        '\ud800',
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join('')),
);

test('whatever the text: no exception, spans inside it, and what is taken is printed and read again', () => {
  fc.assert(
    fc.property(soup, (text) => {
      const parsed = parse(text);
      if (!parsed.ok) return inside(text, parsed.error.span);
      for (const span of spansOf(parsed.query)) inside(text, span);
      expect(bare(read(print(parsed.query)))).toEqual(bare(parsed.query));
    }),
    { numRuns: 6000 },
  );
});

function inside(text: string, span: { readonly start: number; readonly end: number } | undefined): void {
  expect(span).toBeDefined();
  expect(span!.start).toBeGreaterThanOrEqual(0);
  expect(span!.end).toBeGreaterThanOrEqual(span!.start);
  expect(span!.end).toBeLessThanOrEqual(text.length);
}

function spansOf(value: unknown): readonly { readonly start: number; readonly end: number }[] {
  const found: { readonly start: number; readonly end: number }[] = [];
  JSON.stringify(value, (key, of) => {
    if (key === 'span') found.push(of);
    return of;
  });
  return found;
}

test('spans show the test, its field and its value', () => {
  const text = ' not event.action : ("A b" or *c ) ';
  const query = read(text);
  const shown: string[] = [];
  const show = (part: Query): void => {
    shown.push(text.slice(part.span!.start, part.span!.end));
    if (part.kind === 'not') show(part.of);
    if (part.kind === 'or') part.of.forEach(show);
    if (part.kind === 'is') shown.push(text.slice(part.value.span!.start, part.value.span!.end));
  };
  show(query);
  expect(shown).toEqual([
    'not event.action : ("A b" or *c',
    'event.action : ("A b" or *c',
    '"A b"',
    '"A b"',
    '*c',
    '*c',
  ]);
});
