import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predicates, values } from '../../test/laws/arbitraries.js';
import { isArray, isObject, type Json, NumberText, printJson } from './json.js';
import { literalsOf } from './literals.js';
import { matches } from './match.js';
import { all, any, at, exists, FALSE, is, not, type Predicate, TRUE, text } from './predicate.js';
import { contains, endsWith, glob, ignoringCase, literal, startsWith } from './text.js';

const named = (...names: string[]): Predicate => at(['eventName'], any(...names.map(is)));

describe('literals', () => {
  it.each<[string, Predicate, readonly string[] | null]>([
    ['a name', named('DisableKey'), ['"DisableKey']],
    ['several names', named('DisableKey', 'ScheduleKeyDeletion'), ['"DisableKey', '"ScheduleKeyDeletion']],
    [
      'the rarer of two',
      all(at(['eventSource'], is('kms.amazonaws.com')), named('DisableKey'), not(exists('errorCode'))),
      ['"DisableKey'],
    ],
    ['a prefix', at(['errorCode'], text(startsWith('Client.Unauth'))), ['"Client.Unauth']],
    ['a suffix', at(['errorCode'], text(endsWith('UnauthorizedOperation'))), ['UnauthorizedOperation']],
    ['a part', at(['a'], text(contains('somewhere'))), ['somewhere']],
    ['the best piece of a glob', at(['a'], text(glob('ab*somewhere*cd'))), ['somewhere']],
    ['a key', exists('pendingWindowInDays'), ['"pendingWindowInDays']],
    ['nothing under a negation', not(named('DisableKey')), null],
    ['one alternative without', any(named('DisableKey'), not(exists('x'))), null],
    ['nothing matches', FALSE, []],
    ['everything matches', TRUE, null],
    ['a slash, which may be escaped', at(['a'], is('one/others')), ['"one/others']],
    ['no ASCII', at(['a'], is('ключ')), null],
    ['a number has no quotes', at(['a'], text(literal('123456'))), ['123456']],
    ['a string of digits has', at(['a'], is('123456')), ['"123456']],
    ['derived fields need not be there', at([{ derived: 'event.outcome' }], is('success')), null],
  ])('%s', (_, predicate, expected) => {
    expect(literalsOf(predicate)).toEqual(expected);
  });

  it('any case: pieces of which there are few spellings', () => {
    const found = literalsOf(at(['n'], text(ignoringCase('disablekey'))))!;
    expect(found.length).toBeGreaterThan(1);
    for (const spelling of ['DisableKey', 'disablekey', 'DISABLEKEY'])
      expect(found.some((one) => `"${spelling}"`.includes(one))).toBe(true);
  });

  it('law: what matches holds one of them, or an escape, however it is printed', () => {
    let met = 0;
    fc.assert(
      fc.property(longPredicates, someValues, fc.infiniteStream(fc.nat(7)), (predicate, some, choices) => {
        const literals = literalsOf(predicate);
        if (literals === null) return;
        for (const value of some.filter((one) => matches(predicate, one))) {
          met++;
          const print = printAnyhow(value, choices[Symbol.iterator]());
          for (const printed of [printJson(value), print, JSON.stringify(print)])
            expect(/\\[u/]/.test(printed) || literals.some((one) => printed.includes(one))).toBe(true);
        }
      }),
      { numRuns: 10_000 },
    );
    expect(met).toBeGreaterThan(100);
  });
});

/** The laws' predicates and values, with words that are long enough to be searched for. */
const lengthen = (word: string): string => word.replaceAll('a', 'abcd').replaceAll('b', 'b/"c');
const longPredicates = predicates.map((one) => lengthened(one) as Predicate);
const someValues = fc.array(
  values.map((one) => lengthened(one) as Json),
  { minLength: 8, maxLength: 8 },
);

function lengthened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lengthened);
  if (value instanceof NumberText || value === null) return value;
  if (typeof value === 'string') return lengthen(value);
  if (typeof value !== 'object') return value;
  // What the kinds and steps of a predicate are called must stay: only their words change.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.length <= 1 ? lengthen(key) : key,
      key === 'kind' || key === 'type' || (key === 'step' && typeof item === 'string') ? item : lengthened(item),
    ]),
  );
}

function printAnyhow(value: Json, choices: Iterator<number>): string {
  const next = (): number => choices.next().value as number;
  const blank = (): string => [' ', '\n', '\t', '', '', '', '', ''][next()]!;
  const string = (text: string): string => {
    const body = JSON.stringify(text).slice(1, -1);
    return `"${next() === 0 ? body.replaceAll('/', '\\/') : next() === 0 ? body.replace('b', '\\u0062') : body}"`;
  };
  if (typeof value === 'string') return string(value);
  if (isArray(value)) return `[${blank()}${value.map((item) => printAnyhow(item, choices)).join(`${blank()},`)}]`;
  if (isObject(value))
    return `{${Object.entries(value)
      .map(([key, item]) => `${blank()}${string(key)}${blank()}:${blank()}${printAnyhow(item, choices)}`)
      .join(',')}${blank()}}`;
  return printJson(value);
}
