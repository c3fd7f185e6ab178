import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../predicate/json.js';
import { KEY, keyArn, kmsEvent, ruleFor, run } from './events.case.js';

const schedule = (time: string, over: JsonObject = {}, days = 7, date: string | null = 'Nov 28, 2026, 9:00:00 AM') =>
  kmsEvent('ScheduleKeyDeletion', time, {
    requestParameters: { keyId: KEY, pendingWindowInDays: days },
    responseElements: { keyId: KEY, keyState: 'PendingDeletion', ...(date && { deletionDate: date }) },
    ...over,
  });
const disable = (time: string) => kmsEvent('DisableKey', time);
const enable = (time: string, over: JsonObject = {}, key = KEY) => kmsEvent('EnableKey', time, over, key);
const cancel = (time: string) => kmsEvent('CancelKeyDeletion', time);
const deleted = (time: string) =>
  kmsEvent('DeleteKey', time, {
    userIdentity: { accountId: '111122223333', invokedBy: 'AWS Internal' },
    requestParameters: null,
    responseElements: null,
    eventType: 'AwsServiceEvent',
  });

const rule = ruleFor('loss', ['ScheduleKeyDeletion', 'DisableKey']);
const alertOf = (event: Json, ...others: readonly Json[]) => run([rule], [...others, event]).alerts[0]!;

describe('the title', () => {
  it('says who did what to what, and what follows', () => {
    expect(alertOf(schedule('09:00:00')).title).toBe(
      `Operations (session alice) scheduled the deletion of key ${KEY} in us-east-1: its deletion is due on 2026-11-28`,
    );
    expect(alertOf(disable('09:00:00')).title).toBe(`Operations (session alice) disabled key ${KEY} in us-east-1`);
  });

  it('of what failed says that it did, and nothing of a deletion', () => {
    const denied = schedule('09:00:00', { errorCode: 'AccessDenied', responseElements: null });
    const alert = alertOf(denied);
    expect(alert.title).toBe(
      `Operations (session alice) tried to schedule the deletion of key ${KEY} in us-east-1, which failed with AccessDenied`,
    );
    expect(alert.event).toMatchObject({ outcome: 'failure', errorCode: 'AccessDenied' });
    expect(alert.key).toMatchObject({ deletionDate: null, daysLeft: null });
  });

  it('of a date that is past says the date', () => {
    const past = schedule('2026-10-01T09:00:00Z', {}, 7, 'Oct 8, 2026, 9:00:00 AM');
    expect(alertOf(past).title).toContain('its deletion is due on 2026-10-08');
    expect(alertOf(past).key!.daysLeft).toBe(-45);
  });

  it('of a primary key that waits for its replicas gives no date', () => {
    const waiting = schedule('09:00:00', {
      responseElements: { keyId: KEY, keyState: 'PendingReplicaDeletion', pendingWindowInDays: 7 },
    });
    expect(alertOf(waiting).key).toMatchObject({ deletionDate: null, daysLeft: null, pendingWindowInDays: 7 });
    expect(alertOf(waiting).title).toContain('its waiting period of 7 days begins when its replicas are deleted');
  });

  it('of an event that nobody described names the call', () => {
    const { alerts } = run([ruleFor('other', ['TagResource'])], [kmsEvent('TagResource', '09:00:00')]);
    expect(alerts[0]!.title).toBe(
      `Operations (session alice) called TagResource of kms.amazonaws.com on key ${KEY} in us-east-1`,
    );
  });

  it('is one line, whatever others are named', () => {
    const event = kmsEvent('DisableKey', '09:00:00', { awsRegion: `a\nb${'x'.repeat(1000)}` });
    expect(alertOf(event).title).not.toContain('\n');
    expect(alertOf(event).title.length).toBeLessThan(600);
  });
});

describe('the deadline', () => {
  it('is that of the answer, and computed where it gives none', () => {
    expect(alertOf(schedule('09:00:00')).key).toEqual({
      arn: KEY,
      deletionDate: '2026-11-28T09:00:00Z',
      daysLeft: 6,
      pendingWindowInDays: 7,
      isComputed: false,
    });
    expect(alertOf(schedule('09:00:00', {}, 30, null)).key).toMatchObject({
      deletionDate: '2026-12-21T09:00:00Z',
      daysLeft: 29,
      isComputed: true,
    });
  });
});

describe('the status', () => {
  it('of a scheduled deletion: cancelled, then recovered', () => {
    const event = schedule('09:00:00');
    expect(alertOf(event)).toMatchObject({ status: 'open', statusEvent: null });
    const cancelled = alertOf(event, cancel('09:30:00'));
    expect(cancelled).toMatchObject({
      status: 'deletion-cancelled',
      statusEvent: { name: 'CancelKeyDeletion', time: '2026-11-21T09:30:00Z' },
      key: { deletionDate: null, daysLeft: null },
    });
    expect(cancelled.title).toContain('this was cancelled on 2026-11-21, which left it disabled');
    expect(alertOf(event, cancel('09:30:00'), enable('09:40:00')).status).toBe('recovered');
    expect(alertOf(event, enable('09:40:00')).status).toBe('recovered');
    expect(alertOf(event, cancel('09:30:00'), enable('09:30:00')).status).toBe('recovered');
  });

  it('says no more than is still true when the deletion is scheduled anew', () => {
    const [first, second] = run(
      [ruleFor('rule', ['ScheduleKeyDeletion'])],
      [schedule('09:00:00'), cancel('09:30:00'), schedule('10:00:00')],
    ).alerts;
    expect(first!.title).toContain('this was cancelled on 2026-11-21, which left it disabled');
    expect([first!.status, second!.status]).toEqual(['deletion-cancelled', 'open']);
  });

  it('of a disabled key: recovered when it is enabled; a cancelled deletion leaves it disabled', () => {
    expect(alertOf(disable('09:00:00'), enable('09:30:00')).status).toBe('recovered');
    expect(alertOf(disable('09:00:00'), cancel('09:30:00')).status).toBe('open');
  });

  it('is lost when the key was deleted', () => {
    expect(alertOf(schedule('09:00:00'), deleted('11:00:00'))).toMatchObject({
      status: 'lost',
      statusEvent: { name: 'DeleteKey' },
    });
    expect(run([ruleFor('deleted', ['DeleteKey'])], [deleted('11:00:00')]).alerts[0]!.status).toBe('lost');
  });

  it.each([
    ['a failed EnableKey', enable('09:30:00', { errorCode: 'KMSInvalidStateException' })],
    ['what was before', enable('08:59:59')],
    ['what has the same time', enable('09:00:00')],
    ['another key', enable('09:30:00', {}, keyArn('0a1b2c3d-9999-4222-8333-444455556666'))],
    ['its replica in another Region', enable('09:30:00', {}, KEY.replace('us-east-1', 'eu-west-1'))],
    ['the key of that id in another account', enable('09:30:00', {}, KEY.replace('111122223333', '444455556666'))],
    ['an event of that name of another service', enable('09:30:00', { eventSource: 'other.amazonaws.com' })],
  ])('is not changed by %s', (_, event) => {
    expect(alertOf(disable('09:00:00'), event).status).toBe('open');
  });

  it('of a denied attempt stays open: nothing was lost that could be recovered', () => {
    const denied = kmsEvent('DisableKey', '09:00:00', { errorCode: 'AccessDenied' });
    expect(alertOf(denied, enable('09:30:00')).status).toBe('open');
  });

  it('is not changed by what follows a new loss, which is an alert of its own', () => {
    const [first, second] = [schedule('09:00:00'), schedule('10:00:00')];
    const { alerts } = run([rule], [first, cancel('09:30:00'), second, deleted('11:00:00')]);
    expect(alerts.map(({ status }) => status)).toEqual(['deletion-cancelled', 'lost']);
    const again = run([rule], [disable('09:00:00'), enable('09:10:00'), disable('09:20:00'), deleted('11:00:00')]);
    expect(again.alerts.map(({ status }) => status)).toEqual(['recovered', 'lost']);
  });
});

describe('the id', () => {
  it('is that of the rule and the events, wherever they were found', () => {
    const event = disable('09:00:00');
    const id = alertOf(event).id;
    expect(alertOf(event, disable('08:00:00'), enable('10:00:00')).id).not.toBe(id);
    expect(run([rule], [event, disable('10:00:00')]).alerts[0]!.id).toBe(id);
    expect(run([ruleFor('another', ['DisableKey'])], [event]).alerts[0]!.id).not.toBe(id);
    expect(id).toMatch(/^[0-9a-f]{32}$/);
  });
});
