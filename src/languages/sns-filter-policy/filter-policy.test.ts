import { describe, expect, test } from 'vitest';
import { bound, type Json, matches } from '../../predicate/index.js';
import { type FilterPolicyScope, parse, print, toDraft } from './index.js';

const MESSAGE: Json = {
  AlarmName: 'kms-key-loss',
  AlarmDescription: null,
  AWSAccountId: '111122223333',
  NewStateValue: 'ALARM',
  OldStateValue: 'OK',
  Region: 'US East (N. Virginia)',
  OKActions: [],
  Trigger: { MetricName: 'KeyLoss', Namespace: 'LogMetrics', Period: 300, Threshold: 1, Dimensions: [] },
};

function answer(policy: Json, scope: FilterPolicyScope = 'MessageBody', message = MESSAGE): boolean | null {
  const result = parse(JSON.stringify(policy));
  if (!result.ok) throw new Error(result.error.message);
  const draft = toDraft(result.policy, scope);
  const must = matches(bound(draft, 'must'), message);
  return must === matches(bound(draft, 'may'), message) ? must : null;
}

describe('over the body of the message', () => {
  const table: readonly (readonly [string, Json, boolean | null])[] = [
    ['the state', { NewStateValue: ['ALARM'] }, true],
    ['the other state', { NewStateValue: ['OK'] }, false],
    ['the state with another case', { NewStateValue: ['Alarm'] }, false],
    ['the state, ignoring case', { NewStateValue: [{ 'equals-ignore-case': 'alarm' }] }, true],
    ['nested', { Trigger: { MetricName: ['KeyLoss'] } }, true],
    ['nested, another metric', { Trigger: { MetricName: [{ 'anything-but': 'KeyLoss' }] } }, false],
    ['a name that begins so', { AlarmName: [{ prefix: 'kms-' }] }, true],
    ['a name that begins otherwise', { AlarmName: [{ 'anything-but': { prefix: 'kms-' } }] }, false],
    ['a wildcard', { AlarmName: [{ wildcard: '*key*' }] }, true],
    ['a number', { Trigger: { Threshold: [{ numeric: ['>=', 1] }] } }, true],
    ['a property that the message lacks', { severity: ['high'] }, false],
    ['anything but, of a property that the message lacks', { severity: [{ 'anything-but': 'low' }] }, false],
    ['absent', { severity: [{ exists: false }] }, true],
    ['there', { AlarmName: [{ exists: true }] }, true],
    ['there, but null: SNS wants a value', { AlarmDescription: [{ exists: true }] }, null],
    ['an empty list', { OKActions: [{ prefix: 'arn:' }] }, false],
    ['one of two', { $or: [{ NewStateValue: ['OK'] }, { AlarmName: ['kms-key-loss'] }] }, true],
    ['all of two', { NewStateValue: ['ALARM'], AlarmName: ['other'] }, false],
    ['the envelope that SNS puts around the message', { Subject: [{ exists: true }] }, false],
  ];
  test.each(table)('%s', (_, policy, expected) => expect(answer(policy)).toBe(expected));

  test('of a list, one other element is enough', () => {
    expect(answer({ a: [{ 'anything-but': ['x', 'y'] }] }, 'MessageBody', { a: ['x', 'z'] })).toBe(true);
    expect(answer({ a: [{ 'anything-but': ['x', 'y'] }] }, 'MessageBody', { a: ['x', 'y'] })).toBe(false);
  });
});

describe('over attributes, of which the message has none', () => {
  test.each([
    [{ NewStateValue: ['ALARM'] }],
    [{ severity: [{ exists: false }] }],
    [{ severity: [{ 'anything-but': 'low' }] }],
  ])('%j lets nothing through', (policy) => expect(answer(policy, 'MessageAttributes')).toBe(false));
});

test('the empty policy is no filter', () => {
  expect(answer({}, 'MessageAttributes')).toBe(true);
  expect(answer({}, 'MessageBody')).toBe(true);
});

test('prints what it read', () => {
  for (const text of ['{}', '{"a":["b",{"numeric":["=",1.50]}]}']) {
    const result = parse(text);
    expect(result.ok && print(result.policy)).toBe(text);
  }
});

test.each(['', '[]', '{"a":"b"}', '{"a":[{"unheard-of":1}]}', '{"$or":[{"a":["b"]}]}'])('refuses %s', (text) =>
  expect(parse(text).ok).toBe(false),
);
