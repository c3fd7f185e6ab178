import { describe, expect, test } from 'vitest';
import { bound, type Draft, isCertain, type Json, matches, reasonsOf } from '../../predicate/index.js';
import { type KnownRecord, kmsEventExample, overKmsEvent, overRecord, parse, toDraft } from './index.js';

function draft(pattern: Json): Draft {
  const result = parse(JSON.stringify(pattern));
  if (!result.ok) throw new Error(result.error.message);
  return toDraft(result.pattern);
}

const RECORD = {
  eventSource: 'kms.amazonaws.com',
  eventName: 'DisableKey',
  eventType: 'AwsApiCall',
  awsRegion: 'us-east-1',
  recipientAccountId: '111122223333',
};
const KNOWN: KnownRecord = {
  eventSource: 'kms.amazonaws.com',
  eventType: 'AwsApiCall',
  awsRegion: 'us-east-1',
  account: '111122223333',
};

function answer(pattern: Json, record: Json = RECORD, known: KnownRecord = {}): boolean | null {
  const over = overRecord(draft(pattern), known);
  const must = matches(bound(over, 'must'), record);
  const may = matches(bound(over, 'may'), record);
  return must === may ? must : null;
}

describe('an event that CloudTrail delivers', () => {
  const yes: readonly (readonly [string, Json])[] = [
    ['the source of the service', { source: ['aws.kms'] }],
    ['the prefix of every source', { source: [{ prefix: 'aws.' }] }],
    ['the detail-type of a call', { 'detail-type': ['AWS API Call via CloudTrail'] }],
    ['the Region', { region: ['us-east-1'] }],
    ['the account', { account: ['111122223333'] }],
    ['the version', { version: ['0'] }],
    ['an id', { id: [{ exists: true }] }],
    ['no key that an envelope does not have', { nothing: [{ exists: false }] }],
    ['the record', { detail: { eventName: ['DisableKey'] } }],
  ];
  const no: readonly (readonly [string, Json])[] = [
    ['the source as it stands in the record', { source: ['kms.amazonaws.com'] }],
    ['another source', { source: ['aws.ec2'] }],
    ['all but this source', { source: [{ 'anything-but': 'aws.kms' }] }],
    ['the detail-type of a sign-in', { 'detail-type': ['AWS Console Sign In via CloudTrail'] }],
    ['another Region', { region: ['eu-west-1'] }],
    ['another account', { account: ['444455556666'] }],
    ['resources', { resources: [{ prefix: 'arn:' }] }],
    ['a field of the record outside of detail', { eventName: ['DisableKey'] }],
    ['a field of the envelope inside of detail', { detail: { source: ['aws.kms'] } }],
    ['no time', { time: [{ exists: false }] }],
    ['detail as a leaf', { detail: ['DisableKey'] }],
  ];
  test.each(yes)('matches %s, whether known before or not', (_, pattern) => {
    expect(answer(pattern)).toBe(true);
    expect(answer(pattern, RECORD, KNOWN)).toBe(true);
  });
  test.each(no)('does not match %s, whether known before or not', (_, pattern) => {
    expect(answer(pattern)).toBe(false);
    expect(answer(pattern, RECORD, KNOWN)).toBe(false);
  });

  test('nobody knows its id and its time before', () => {
    expect(answer({ id: ['x'] })).toBe(null);
    expect(answer({ time: [{ prefix: '2026' }] })).toBe(null);
    expect(reasonsOf(overRecord(draft({ time: [{ prefix: '2026' }] }), KNOWN)).map((why) => why.code)).toContain(
      'envelope-time',
    );
  });

  test('whether an empty list of resources is there is in doubt', () => {
    expect(answer({ resources: [{ exists: false }] })).toBe(null);
  });

  test('a service whose source was not checked is in doubt, but its prefix is not', () => {
    const record = { ...RECORD, eventSource: 'new.amazonaws.com' };
    expect(answer({ source: ['aws.new'] }, record)).toBe(null);
    expect(answer({ source: ['aws.new'] }, record, { eventSource: 'new.amazonaws.com' })).toBe(null);
    expect(answer({ source: [{ prefix: 'aws.' }] }, record)).toBe(true);
    expect(answer({ source: ['new'] }, record)).toBe(false);
  });

  test('a service event and a sign-in have detail-types of their own', () => {
    const event = { ...RECORD, eventType: 'AwsServiceEvent' };
    expect(answer({ 'detail-type': ['AWS API Call via CloudTrail'] }, event)).toBe(false);
    expect(answer({ 'detail-type': ['AWS Service Event via CloudTrail'] }, event)).toBe(true);
    const signIn = { ...RECORD, eventSource: 'signin.amazonaws.com', eventType: 'AwsConsoleSignIn' };
    expect(answer({ 'detail-type': ['AWS Console Sign In via CloudTrail'], source: ['aws.signin'] }, signIn)).toBe(
      true,
    );
    expect(answer({ 'detail-type': ['AWS Console Signin via CloudTrail'] }, signIn)).toBe(null);
    expect(answer({ 'detail-type': ['AWS API Call via CloudTrail'] }, signIn)).toBe(false);
    expect(answer({ 'detail-type': ['AWS Other via CloudTrail'] }, { ...RECORD, eventType: 'AwsOther' })).toBe(null);
  });

  test('a record without the account field is in doubt where the account is asked for', () => {
    const { recipientAccountId: _, ...record } = RECORD;
    expect(answer({ account: ['111122223333'] }, record)).toBe(null);
    expect(answer({ account: ['444455556666'] }, record, KNOWN)).toBe(false);
  });

  test('an excluding pattern on the record keeps its sides', () => {
    expect(answer({ detail: { errorCode: [{ exists: false }] } })).toBe(true);
    expect(answer({ detail: { errorCode: [{ exists: false }] } }, { ...RECORD, errorCode: 'AccessDenied' })).toBe(
      false,
    );
  });

  test('what only asks constants is decided', () => {
    const over = overRecord(draft({ source: ['aws.kms'], region: ['us-east-1'] }), KNOWN);
    expect(isCertain(over)).toBe(true);
    expect(over).toEqual({ kind: 'all', of: [] });
  });
});

describe('an event that KMS sends', () => {
  const known = {
    account: '111122223333',
    awsRegion: 'us-east-1',
    keyArn: 'arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
  };
  const kms = (pattern: Json, event: Parameters<typeof overKmsEvent>[1] = 'KMS CMK Deletion', facts = known) => {
    const over = overKmsEvent(draft(pattern), event, facts);
    const { detail } = kmsEventExample(event) as { detail: Json };
    const must = matches(bound(over, 'must'), detail);
    return must === matches(bound(over, 'may'), detail) ? must : null;
  };

  test('its example is what the pattern is asked of', () => {
    for (const event of ['KMS CMK Deletion', 'KMS Imported Key Material Expiration'] as const) {
      const pattern = draft({ source: ['aws.kms'], 'detail-type': [event], resources: [known.keyArn] });
      expect(matches(bound(pattern, 'must'), kmsEventExample(event))).toBe(true);
    }
  });
  test('has its own detail-type, which the pattern for calls does not see', () => {
    expect(kms({ source: ['aws.kms'], 'detail-type': ['KMS CMK Deletion'] })).toBe(true);
    expect(kms({ source: ['aws.kms'], 'detail-type': ['AWS API Call via CloudTrail'] })).toBe(false);
    expect(kms({ 'detail-type': ['KMS CMK Deletion'] }, 'KMS Imported Key Material Expiration')).toBe(false);
  });
  test('has the key in its resources and its detail, and nothing of a record', () => {
    expect(kms({ resources: [known.keyArn] })).toBe(true);
    expect(kms({ resources: ['arn:aws:kms:us-east-1:111122223333:key/other'] })).toBe(false);
    expect(kms({ detail: { 'key-id': [{ prefix: '0a1b' }] } })).toBe(true);
    expect(kms({ detail: { eventName: ['DeleteKey'] } })).toBe(false);
    expect(kms({ detail: { 'key-material-id': [{ exists: true }] } })).toBe(false);
    expect(kms({ detail: { 'key-material-id': [{ exists: true }] } }, 'KMS Imported Key Material Expiration')).toBe(
      true,
    );
  });
  test('of a key that is not known, the resources are in doubt', () => {
    const over = overKmsEvent(draft({ resources: [known.keyArn] }), 'KMS CMK Deletion', {});
    expect(matches(bound(over, 'must'), {})).toBe(false);
    expect(matches(bound(over, 'may'), {})).toBe(true);
  });
});
