import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../predicate/json.js';
import { compile } from '../predicate/match.js';
import type { Alert } from './alert.js';
import { createContext } from './context.js';
import { contextNeeds } from './context-needs.js';
import { KEY, kmsEvent, named, OTHER_KEY, query, ruleFor, run } from './events.case.js';

const rules = [
  ruleFor('disabled', ['DisableKey']),
  ruleFor('scheduled', ['ScheduleKeyDeletion'], { severity: 'critical', risk: 99 }),
];
const alertsOf = (...events: readonly JsonObject[]) => run(rules, events);
type Result = ReturnType<typeof alertsOf>;
const needsOf = ({ alerts, identities }: Result, most: number) => contextNeeds(alerts, identities, most);

/** The second pass: what the plan selects of the events is handed over. */
function withContext(result: Result, events: readonly JsonObject[], most = 200): readonly Alert[] {
  const needs = needsOf(result, most);
  const context = createContext(needs);
  const tests = (needs.plan?.rules ?? []).map(({ predicate }) => compile(predicate));
  for (const event of events) if (tests.some((test) => test(event))) context.take(event);
  return context.finish(result.alerts);
}

const loss = kmsEvent('DisableKey', '09:00:00');
const decrypt = (time: string, bucket: string, over: JsonObject = {}) =>
  kmsEvent('Decrypt', time, {
    requestParameters: { encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::${bucket}` } },
    userIdentity: { type: 'AWSService', invokedBy: 's3.amazonaws.com' },
    readOnly: true,
    ...over,
  });

describe('what is needed', () => {
  it('is that of the most severe alerts', () => {
    const result = alertsOf(loss, kmsEvent('ScheduleKeyDeletion', '08:00:00'), kmsEvent('DisableKey', '10:00:00'));
    const names = (most: number) => needsOf(result, most).alerts.map(({ alert }) => `${alert.rule} ${alert.time}`);
    expect(names(2)).toEqual(['scheduled 2026-11-21T08:00:00Z', 'disabled 2026-11-21T10:00:00Z']);
    expect(names(0)).toEqual([]);
    expect(needsOf(result, 0).plan).toBeNull();
  });

  it('lies within an hour of the alert, and within a day before it', () => {
    const { plan } = needsOf(alertsOf(loss), 1);
    expect(plan).toMatchObject({ since: '2026-11-20T09:00:00Z', until: '2026-11-21T10:00:00.001Z' });
  });

  it('is nothing for an alert without a time', () => {
    expect(needsOf(alertsOf(kmsEvent('DisableKey', 'T')), 5).plan).toBeNull();
  });
});

describe('the context', () => {
  it('tells what else the principal did, by its session and its access key', () => {
    const events = [
      loss,
      kmsEvent('ListKeys', '08:30:00'),
      kmsEvent('ListKeys', '08:31:00', { errorCode: 'AccessDenied' }),
      kmsEvent('PutBucketPolicy', '09:59:59', { eventSource: 's3.amazonaws.com' }),
      kmsEvent('Late', '10:00:01'),
      kmsEvent('Other', '09:00:00', { userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/bob' } }),
    ];
    const [alert] = withContext(alertsOf(loss), [...events, ...events]);
    expect(alert!.context!.sameActor).toEqual([
      { source: 'kms.amazonaws.com', name: 'ListKeys', count: 2, failed: 1 },
      { source: 's3.amazonaws.com', name: 'PutBucketPolicy', count: 1, failed: 0 },
    ]);
  });

  it('leaves out the events of the alert, and not others that have their eventID', () => {
    const own = { eventID: 'all-the-same', requestID: 'own' };
    const disabled = kmsEvent('DisableKey', '09:00:00', { ...own, sharedEventID: 'one call' });
    const alike = kmsEvent('ListKeys', '08:30:00', { ...own, requestID: 'other' });
    const elsewhere = { ...disabled, eventID: 'of the other account', recipientAccountId: '444455556666' };
    const used = decrypt('08:00:00', 'reports', own);
    const [alert] = withContext(alertsOf(disabled), [disabled, alike, elsewhere, used]);
    expect(alert!.context!.sameActor.map(({ name, count }) => [name, count])).toEqual([['ListKeys', 1]]);
    expect(alert!.context!.keyUses.map(({ name, count }) => [name, count])).toEqual([['Decrypt', 1]]);
  });

  it('leaves out every event of a correlation', () => {
    const steps = ruleFor('steps', [], {
      detection: {
        kind: 'sequence',
        steps: [query(named('DisableKey')), query(named('ScheduleKeyDeletion'))],
        by: ['kms.key.arn'],
        within: 3600,
        until: null,
      },
    });
    const events = [loss, kmsEvent('ScheduleKeyDeletion', '09:10:00'), kmsEvent('ListKeys', '09:05:00')];
    const [alert] = withContext(run([steps], events), events);
    expect(alert!.context!.sameActor.map(({ name }) => name)).toEqual(['ListKeys']);
  });

  it('tells what used the key before, the latest first', () => {
    const events = [
      decrypt('07:00:00', 'reports'),
      decrypt('08:00:00', 'reports'),
      decrypt('08:30:00', 'orders'),
      decrypt('09:30:00', 'later'),
      decrypt('08:00:00', 'other', { resources: [{ ARN: OTHER_KEY }], responseElements: null }),
      kmsEvent('DescribeKey', '08:59:00'),
    ];
    const [alert] = withContext(alertsOf(loss), [...events, ...events]);
    expect(alert!.context!.keyUses).toEqual([
      {
        name: 'Decrypt',
        encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::orders' },
        principal: 's3.amazonaws.com',
        count: 1,
        last: '2026-11-21T08:30:00Z',
      },
      {
        name: 'Decrypt',
        encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::reports' },
        principal: 's3.amazonaws.com',
        count: 2,
        last: '2026-11-21T08:00:00Z',
      },
    ]);
    expect(alert!.key!.arn).toBe(KEY);
  });

  it('is null where it was not asked for, and empty where nothing was found', () => {
    const alerts = alertsOf(loss, kmsEvent('DisableKey', '08:00:00'));
    const found = withContext(alerts, [], 1);
    expect(found.map(({ context }) => context)).toEqual([null, { sameActor: [], keyUses: [] }]);
  });

  it('does not depend on the order of the events, or on how often they are read', () => {
    const result = alertsOf(loss, kmsEvent('ScheduleKeyDeletion', '09:10:00'));
    const events = Array.from({ length: 40 }, (_, index) =>
      index % 2 === 0
        ? decrypt(`08:${10 + (index % 50)}:00`, `bucket-${index % 11}`)
        : kmsEvent(`Call${index % 7}`, `09:0${index % 10}:00`, index % 3 === 0 ? { errorCode: 'Denied' } : {}),
    );
    const contextOf = (all: readonly JsonObject[], limits: { kinds?: number; counted?: number }) => {
      const context = createContext(needsOf(result, 5), limits);
      for (const event of all) context.take(event);
      return context.finish(result.alerts);
    };
    const bounds = fc.constantFrom({}, { kinds: 3 }, { counted: 4 }, { kinds: 1, counted: 1 });
    fc.assert(
      fc.property(
        fc.shuffledSubarray(events, { minLength: 40 }),
        fc.shuffledSubarray(events),
        bounds,
        (a, b, limits) => {
          expect(contextOf([...a, ...b], limits)).toEqual(contextOf(events, limits));
        },
      ),
      { numRuns: 200 },
    );
  });
});
