import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../predicate/json.js';
import { keyOf } from './key-of.js';

const ID = '0a1b2c3d-1111-4222-8333-00000000c0de';
const ARN = `arn:aws:kms:us-east-1:111122223333:key/${ID}`;
const NOW = Date.parse('2026-03-04T12:00:00Z');

const scheduled = (changes: JsonObject = {}): JsonObject => ({
  eventSource: 'kms.amazonaws.com',
  eventName: 'ScheduleKeyDeletion',
  eventTime: '2026-03-02T09:00:00Z',
  awsRegion: 'us-east-1',
  recipientAccountId: '111122223333',
  requestParameters: { keyId: ID, pendingWindowInDays: 7 },
  responseElements: {
    keyId: ARN,
    keyState: 'PendingDeletion',
    deletionDate: 'Mar 9, 2026, 9:00:00 AM',
    pendingWindowInDays: 7,
  },
  resources: [{ ARN, accountId: '111122223333', type: 'AWS::KMS::Key' }],
  ...changes,
});

describe('the deadline', () => {
  it('is the one of the answer', () => {
    expect(keyOf(scheduled(), NOW)).toEqual({
      arn: ARN,
      deletionDate: '2026-03-09T09:00:00Z',
      daysLeft: 4,
      pendingWindowInDays: 7,
      isComputed: false,
    });
  });

  it('is of the answer even where the window says another day', () => {
    const record = scheduled({ requestParameters: { keyId: ID, pendingWindowInDays: 30 } });
    expect(keyOf(record, NOW)).toMatchObject({ deletionDate: '2026-03-09T09:00:00Z', isComputed: false });
  });

  it.each<readonly [string, JsonObject, string, number]>([
    ['from the window that was asked for', { keyId: ID, pendingWindowInDays: 7 }, '2026-03-09T09:00:00Z', 7],
    ['from thirty days where none was', { keyId: ID }, '2026-04-01T09:00:00Z', 30],
  ])('is computed %s, in records without an answer', (_, requestParameters, deletionDate, pendingWindowInDays) => {
    const record = scheduled({ requestParameters, responseElements: null });
    expect(keyOf(record, NOW)).toMatchObject({ deletionDate, pendingWindowInDays, isComputed: true });
  });

  it.each([1e300, -9e15, '9999-12-31T23:00:00Z'])('is computed where the answer says %s', (deletionDate) => {
    const record = scheduled({ responseElements: { keyId: ARN, deletionDate } });
    expect(keyOf(record, NOW)).toMatchObject({ deletionDate: '2026-03-09T09:00:00Z', isComputed: true });
  });

  it.each([1e20, -1e20, 1e15])('is not told of a window of %s days', (pendingWindowInDays) => {
    const record = scheduled({ requestParameters: { keyId: ID, pendingWindowInDays }, responseElements: null });
    expect(keyOf(record, NOW)).toMatchObject({ deletionDate: null, daysLeft: null, isComputed: false });
  });

  it('does not run while a primary key waits for its replicas', () => {
    const record = scheduled({
      responseElements: { keyId: ARN, keyState: 'PendingReplicaDeletion', pendingWindowInDays: 7 },
    });
    expect(keyOf(record, NOW)).toMatchObject({ deletionDate: null, daysLeft: null, pendingWindowInDays: 7 });
  });

  it('is none of a refused call, nor of another event', () => {
    expect(keyOf(scheduled({ errorCode: 'AccessDenied', responseElements: null }), NOW)).toMatchObject({
      deletionDate: null,
    });
    expect(keyOf(scheduled({ eventName: 'DisableKey' }), NOW)).toMatchObject({ deletionDate: null, daysLeft: null });
  });

  it('is past when it is: days are negative', () => {
    expect(keyOf(scheduled(), Date.parse('2026-03-09T09:00:01Z'))?.daysLeft).toBe(-1);
    expect(keyOf(scheduled(), Date.parse('2026-03-09T08:59:59Z'))?.daysLeft).toBe(0);
  });
});

describe('the key', () => {
  const bare = { responseElements: null, resources: null };
  it.each<readonly [string, JsonObject, string | undefined]>([
    ['by its ARN in the answer', {}, ARN],
    ['by its ARN among the resources', { responseElements: null, requestParameters: { keyId: 'alias/example' } }, ARN],
    ['by its ARN as the caller wrote it', { ...bare, requestParameters: { keyId: ARN } }, ARN],
    ['by its id, with the Region and the account of the event', { ...bare, requestParameters: { keyId: ID } }, ARN],
    [
      'by its id, in a partition of its own',
      { ...bare, awsRegion: 'cn-north-1', requestParameters: { keyId: ID } },
      `arn:aws-cn:kms:cn-north-1:111122223333:key/${ID}`,
    ],
    [
      'of several Regions',
      { ...bare, requestParameters: { keyId: 'mrk-0a1b2c3d4e5f60718293a4b5c6d7e8f9' } },
      'arn:aws:kms:us-east-1:111122223333:key/mrk-0a1b2c3d4e5f60718293a4b5c6d7e8f9',
    ],
    ['by an alias, which tells no id', { ...bare, requestParameters: { keyId: 'alias/example' } }, 'alias/example'],
    [
      'of the service itself, which has no parameters',
      { ...bare, eventName: 'DeleteKey', requestParameters: null, serviceEventDetails: { keyId: ID } },
      ARN,
    ],
    ['of another service is none', { eventSource: 's3.amazonaws.com' }, undefined],
    ['that nothing names is none', { ...bare, requestParameters: null }, undefined],
  ])('%s', (_, changes, arn) => {
    expect(keyOf(scheduled(changes), NOW)?.arn).toBe(arn);
  });
});
