import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../predicate/json.js';
import { KEY, kmsEvent, named, OTHER_KEY, query, ruleFor, run } from './events.case.js';
import { Taken } from './taken.js';

const RULE = ruleFor('key-disabled', ['DisableKey']);
const disabled = (over: JsonObject = {}, key = KEY): JsonObject =>
  kmsEvent('DisableKey', '09:00:00', { eventID: '-', requestID: 'r', ...over }, key);
const alerts = (...events: readonly JsonObject[]) => run([RULE], events).alerts;

describe('events of one eventID that are not the same', () => {
  it.each<[string, JsonObject]>([
    ['another key', disabled({}, OTHER_KEY)],
    ['another time', disabled({ eventTime: '2026-11-21T10:00:00Z' })],
    ['a time that cannot be read', disabled({ eventTime: 'then' })],
    ['another Region', disabled({ awsRegion: 'eu-west-1' })],
    ['another account', disabled({ recipientAccountId: '444455556666' })],
    ['another caller', disabled({ userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/Eve' } })],
    ['another request', disabled({ requestID: 'q' })],
    ['other parameters', disabled({ requestParameters: { keyId: 'alias/other' } })],
    ['another outcome', disabled({ errorCode: 'AccessDenied' })],
  ])('%s', (_, other) => {
    const found = alerts(disabled(), other);
    expect(found).toHaveLength(2);
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
    expect(alerts(other, disabled())).toEqual(found);
  });

  it('are told apart where several make an alert', () => {
    const keys = ['1111', '2222', '3333'].map((id) => KEY.replace('1111', id));
    const burst = ruleFor('burst', [], {
      detection: {
        kind: 'value-count',
        query: query(named('DisableKey')),
        by: ['user.name'],
        field: 'kms.key.arn',
        count: 3,
        within: 600,
      },
    });
    expect(
      run(
        [burst],
        keys.map((key) => disabled({}, key)),
      ).alerts,
    ).toHaveLength(1);
  });
});

describe('one event', () => {
  const event = disabled();
  it.each<[string, JsonObject]>([
    ['delivered twice', event],
    ['its members in another order', Object.fromEntries(Object.entries(event).reverse())],
    ['its time written otherwise', { ...event, eventTime: '2026-11-21T09:00:00.000Z' }],
    ['what is not there written as null', { ...event, errorCode: null, errorMessage: null }],
    ['with members that a collector added', { ...event, '@timestamp': '2026-11-21T09:05:00Z', tags: ['x'] }],
    ['with its sharedEventID', { ...event, sharedEventID: 's' }],
  ])('%s', (_, other) => {
    const found = alerts(event, other);
    expect(found).toHaveLength(1);
    expect(found[0]!.id).toBe(alerts(event)[0]!.id);
    expect(alerts(other)[0]!.id).toBe(found[0]!.id);
    expect(alerts(other, event)[0]!.id).toBe(found[0]!.id);
  });

  it('counts once where matches are counted, with its sharedEventID and without', () => {
    const often = ruleFor('often', [], {
      detection: { kind: 'threshold', query: query(named('DisableKey')), by: [], count: 2, distinct: [] },
    });
    expect(run([often], [event, { ...event, sharedEventID: 's' }]).alerts).toEqual([]);
  });

  it('that two accounts recorded has one identity', () => {
    const shared = { ...event, sharedEventID: 's' };
    const owners = {
      ...shared,
      eventID: 'o',
      recipientAccountId: '444455556666',
      userIdentity: { type: 'AWSAccount' },
    };
    const [a, b] = [shared, owners].map((record) => new Taken(record, 0));
    expect(a!.identity).toBe(b!.identity);
    expect(a!.own).not.toBe(b!.own);
    expect(new Taken(disabled({ sharedEventID: 's' }, OTHER_KEY), 0).identity).not.toBe(a!.identity);
  });
});
