import { describe, expect, test } from 'vitest';
import { type Draft, literalsOf, matches, type Predicate, printPredicate } from '../../predicate/index.js';
import { fieldsOf } from './fields.case.js';
import { type DraftOptions, parse, type QueryError, toDraft } from './index.js';

const FIELDS = fieldsOf({
  'event.action': 'keyword',
  'event.provider': 'keyword',
  'aws.cloudtrail.user_identity.access_key_id': 'keyword',
  'source.ip': 'ip',
  '@timestamp': 'date',
});

function drafted(text: string, options?: DraftOptions) {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return toDraft(parsed.query, FIELDS, options);
}

function draftOf(text: string, options?: DraftOptions): Draft {
  const result = drafted(text, options);
  if (!result.ok) throw new Error(result.error.message);
  return result.draft;
}

function errorOf(text: string, options?: DraftOptions): QueryError {
  const result = drafted(text, options);
  if (result.ok) throw new Error(`${text} is taken`);
  return result.error;
}

describe('a field that is not known', () => {
  test('is an error at its place, with the names that are near', () => {
    expect(errorOf('event.action: a and event.acton: b')).toEqual({
      code: 'unknown-field',
      message: 'there is no field `event.acton`',
      span: { start: 20, end: 31 },
      help: 'did you mean `event.action`?',
    });
    expect(errorOf('userIdentity.accessKeyId: *').help).toContain('`aws.cloudtrail.user_identity.access_key_id`');
    expect(errorOf('zzzzzzzz: *').help).toContain('event.action');
  });

  test('has no value, when that is asked for', () => {
    const absent = { unknownFields: 'absent' } as const;
    expect(matches(draftOf('not nothing: a', absent) as Predicate, {})).toBe(true);
    expect(matches(draftOf('nothing: *', absent) as Predicate, { nothing: 'a' })).toBe(false);
    expect(matches(draftOf('noth*: * or event.action: a', absent) as Predicate, { 'event.action': 'a' })).toBe(true);
    expect(matches(draftOf('nothing > 5', absent) as Predicate, { nothing: 6 })).toBe(false);
  });

  test('is never taken for absent when the index has it, and we do not', () => {
    const options: DraftOptions = {
      unknownFields: 'absent',
      unsupported: (name) => (name === 'source.geo.country' ? 'needs a GeoIP database' : undefined),
    };
    expect(errorOf('not source.geo.country: NZ', options)).toMatchObject({
      code: 'unsupported-field',
      message: 'needs a GeoIP database',
      span: { start: 4, end: 22 },
    });
  });
});

test('a list of words is looked up at once, and each list finds one string', () => {
  expect(printPredicate(draftOf('event.action: ("a" or b or "c") or event.action: d'))).toBe(
    '."event.action":<item>:~/(?:a|b|c|d)/',
  );
  expect(printPredicate(draftOf('event.action: (a or event.action*) or source.ip: *'))).toContain('~/a/');
});

test('the literals that every match must hold are there for the search in raw bytes', () => {
  const parsed = parse('a: ("DisableKey" or "ScheduleKeyDeletion")');
  const result = toDraft(parsed.ok ? parsed.query : { kind: 'and', of: [] }, fieldsOf({ a: 'keyword' }));
  expect(result.ok && literalsOf(result.draft as Predicate)).toEqual(['"DisableKey', '"ScheduleKeyDeletion']);
});

test('a wildcard field name puts the value to each field, and says of which it cannot', () => {
  expect(printPredicate(draftOf('event.*: a'))).toContain('."event.provider"');
  expect(errorOf('*: a')).toMatchObject({
    code: 'value',
    message: expect.stringContaining('`source.ip` is of type ip'),
  });
  expect(printPredicate(draftOf('*: *'))).toBe('true');
});

test.each([
  ['foo', 'field-missing'],
  ['"kms.amazonaws.com"', 'field-missing'],
  ['not foo*', 'field-missing'],
  ['null > 5', 'field-missing'],
  ['event: { action: a }', 'nested-field'],
  ['event.action: null', 'value'],
  ['@timestamp > now-1h', 'value'],
  ['@timestamp: *2024*', 'value'],
  ['source.ip: 10.0.0.*', 'value'],
  ['source.ip: 10.0.0.0/33', 'value'],
  ['source.ip: 10.0.0.01', 'value'],
  ['source.ip: "1:2:3"', 'value'],
  ['source.ip > 10.0.0.0', 'value'],
  [`event.action: ${'x'.repeat(8001)}`, 'value'],
  [`event.action > ${'x'.repeat(501)}`, 'value'],
])('refuses %.40j: %s', (text, code) => {
  const error = errorOf(text);
  expect(error.code).toBe(code);
  expect(error.help).toBeDefined();
  expect(error.span).toBeDefined();
});

test('the longest values that are taken can be compared', () => {
  for (const text of [`event.action: ${'x*'.repeat(4000)}`, `event.action >= ${'x'.repeat(500)}`])
    expect(matches(draftOf(text) as Predicate, { 'event.action': 'x'.repeat(4000) })).toBe(true);
});

test('dates that are none', () => {
  for (const date of [
    '2024-02-30',
    '2024-13-01',
    '2024-05-31T25:00:00Z',
    '24-05-31',
    '2024-05-31Z',
    '0024-05-31',
    '2024-5-1',
  ])
    expect(errorOf(`@timestamp: "${date}"`).code).toBe('value');
});
