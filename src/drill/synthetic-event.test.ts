import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../predicate/json.js';
import { isMarked, syntheticEvent } from './synthetic-event.js';

const STAMP = { id: '0123456789ab', eventID: '11111111-2222-4333-8444-555555555555', at: '2026-11-21T09:12:00.123Z' };
const SAMPLE: JsonObject = {
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/Alice', userName: 'Alice' },
  eventTime: '2020-01-01T00:00:00Z',
  eventName: 'DisableKey',
  userAgent: 'aws-cli/2.17.60',
  requestParameters: { keyId: 'k' },
  requestID: 'r',
  eventID: 'e',
};
const always = () => true;

describe('a synthetic event', () => {
  it('is of now, has an id of its own, and names nobody', () => {
    const event = syntheticEvent(SAMPLE, STAMP, always);
    expect(event).toMatchObject({
      eventTime: '2026-11-21T09:12:00Z',
      eventID: STAMP.eventID,
      requestID: STAMP.eventID,
      eventName: 'DisableKey',
      requestParameters: { keyId: 'k', trailproofDrill: STAMP.id },
      userIdentity: { arn: 'arn:aws:iam::111122223333:user/trailproof-drill-0123456789ab' },
    });
    expect(JSON.stringify(event)).not.toContain('Alice');
    expect(Object.keys(event ?? {})).toEqual(Object.keys(SAMPLE)); // CloudTrail's order
  });

  it('keeps what a filter asks for, and then the marks that are left', () => {
    const byCli = (event: JsonObject) => String(event.userAgent).startsWith('aws-cli');
    const event = syntheticEvent(SAMPLE, STAMP, byCli);
    expect([event?.userAgent, event && isMarked(event, STAMP.id)]).toEqual(['aws-cli/2.17.60', true]);
    const alices = (one: JsonObject) => JSON.stringify(one.userIdentity).includes('Alice');
    expect(syntheticEvent(SAMPLE, STAMP, alices)?.userAgent).toContain('nothing has happened');
  });

  it('is none where nothing would say what it is', () => {
    const unmarked = (event: JsonObject) =>
      event.userAgent === SAMPLE.userAgent && JSON.stringify(event.requestParameters) === '{"keyId":"k"}';
    expect(syntheticEvent(SAMPLE, STAMP, unmarked)).toBeNull();
    expect(isMarked(SAMPLE, STAMP.id)).toBe(false);
  });

  it('is always meant and marked, of whatever record', () => {
    const record = fc.dictionary(
      fc.constantFrom('userAgent', 'requestParameters', 'userIdentity', 'eventName', 'requestID', 'x'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(record, fc.func(fc.boolean()), (sample, isMeant) => {
        const event = syntheticEvent(sample as JsonObject, STAMP, (one) => isMeant(JSON.stringify(one)));
        if (event === null) return;
        expect(isMarked(event, STAMP.id)).toBe(true);
        expect(isMeant(JSON.stringify(event))).toBe(true);
        expect(event.eventID).toBe(STAMP.eventID);
      }),
      { numRuns: 300 },
    );
  });
});
