import { describe, expect, it } from 'vitest';
import type { Json } from '../predicate/json.js';
import { ARN, called, inSession, NOW } from './keys.case.js';
import { deedsOf, deletedAt, historyByKey, pastOf, recentPolicyChanges, wasDisabledOnPurpose } from './past.js';

const scheduled = called('ScheduleKeyDeletion', '2026-11-20T10:00:00Z', 'mallory');

describe('the past of a key', () => {
  it('names who scheduled its deletion, in whatever order the events come, and once', () => {
    const history = [scheduled, called('EnableKey', '2026-01-01T00:00:00Z', 'ana'), scheduled];
    expect(deedsOf(ARN, history).map(({ name }) => name)).toEqual(['EnableKey', 'ScheduleKeyDeletion']);
    expect(pastOf(ARN, true, history).scheduled).toMatchObject({ who: 'mallory', time: '2026-11-20T10:00:00Z' });
  });

  it('knows nothing of calls that failed, nor of other keys', () => {
    const denied = called('ScheduleKeyDeletion', '2026-11-20T11:00:00Z', 'eve', { errorCode: 'AccessDenied' });
    const other = called('ScheduleKeyDeletion', '2026-11-20T12:00:00Z', 'eve', { arn: `${ARN}0` });
    expect(pastOf(ARN, true, [denied, other]).scheduled).toBeNull();
  });

  it('does not name a schedule that was cancelled: the one that counts is not in the history', () => {
    const cancelled = called('CancelKeyDeletion', '2026-11-20T11:00:00Z', 'ana');
    expect(pastOf(ARN, true, [scheduled, cancelled]).scheduled).toBeNull();
  });

  it('tells what was disabled before from what was enabled again', () => {
    const disabled = called('DisableKey', '2026-11-01T10:00:00Z', 'ana');
    const enabled = called('EnableKey', '2026-11-02T10:00:00Z', 'ana');
    expect(pastOf(ARN, true, [disabled, scheduled]).disabledBefore).toMatchObject({ who: 'ana' });
    expect(pastOf(ARN, true, [disabled, enabled, scheduled]).disabledBefore).toBeNull();
  });

  it.each([
    ['EnableKey', 'EnableKey', null],
    ['a cancellation', 'CancelKeyDeletion', 'ana'],
  ])('what was disabled on purpose is until somebody enables it: %s', (_, name, who) => {
    const history = [
      called('DisableKey', '2026-11-01T10:00:00Z', 'ana'),
      called('ScheduleKeyDeletion', '2026-11-02T10:00:00Z', 'mallory'),
      called(name, '2026-11-03T10:00:00Z', 'bob'),
      scheduled,
    ];
    const past = pastOf(ARN, true, history);
    expect(past.disabledBefore?.who ?? null).toBe(who);
    expect(wasDisabledOnPurpose(past, NOW)).toBe(who !== null);
    // Whether the last schedule is in the history yet makes no difference.
    expect(wasDisabledOnPurpose(pastOf(ARN, true, history.slice(0, 3)), NOW)).toBe(who !== null);
  });

  it('a call that belonged to an attack does, also after a cancellation and another attack', () => {
    const attack = [
      called('DisableKey', '2026-11-19T10:00:00Z', 'mallory'),
      called('ScheduleKeyDeletion', '2026-11-19T10:05:00Z', 'mallory'),
      called('CancelKeyDeletion', '2026-11-19T11:00:00Z', 'bob'),
      scheduled,
    ];
    expect(wasDisabledOnPurpose(pastOf(ARN, true, attack), NOW)).toBe(false);
    // And hides nothing of what was on purpose before it.
    const ana = called('DisableKey', '2026-10-01T10:00:00Z', 'ana');
    expect(pastOf(ARN, true, [ana, ...attack]).disabledBefore?.who).toBe('ana');
    expect(wasDisabledOnPurpose(pastOf(ARN, true, [ana, ...attack]), NOW)).toBe(true);
  });

  it('tells of policies put since, and in the day before: an attack may begin with the policy', () => {
    const times = ['2026-10-01T09:00:00Z', '2026-11-20T09:58:00Z', '2026-11-20T10:05:00Z'];
    const put = times.map((time) => called('PutKeyPolicy', time, 'mallory'));
    const recent = (history: readonly Json[]) =>
      recentPolicyChanges(pastOf(ARN, true, history)).map(({ time }) => time);
    expect(recent([...put, scheduled])).toEqual(times.slice(1));
    // Who scheduled it, and when, may not be in the history yet.
    expect(recent(put)).toEqual(times.slice(2));
  });
});

describe('the past of a key that is no longer pending', () => {
  const cancelled = called('CancelKeyDeletion', '2026-11-20T11:00:00Z', 'ana');
  const disabled = called('DisableKey', '2026-10-01T10:00:00Z', 'ana');

  it('knows a deletion that was taken back, also before the history shows who did', () => {
    expect(pastOf(ARN, false, [scheduled]).takenBack).toMatchObject({ schedule: { who: 'mallory' }, cancel: null });
    expect(pastOf(ARN, false, [cancelled, scheduled]).takenBack).toMatchObject({ cancel: { who: 'ana' } });
    expect(pastOf(ARN, false, [scheduled]).scheduled).toBeNull();
  });

  it.each(['EnableKey', 'DisableKey'])('not one after which somebody called %s', (name) =>
    expect(
      pastOf(ARN, false, [scheduled, cancelled, called(name, '2026-11-20T12:00:00Z', 'ana')]).takenBack,
    ).toBeNull(),
  );

  it('still knows that it was disabled on purpose before all that', () => {
    expect(wasDisabledOnPurpose(pastOf(ARN, false, [disabled, scheduled, cancelled]), NOW)).toBe(true);
    expect(wasDisabledOnPurpose(pastOf(ARN, false, [scheduled, cancelled]), NOW)).toBe(false);
  });

  it('takes what happened within one second in the order in which it can have happened', () => {
    const at = '2026-11-20T10:00:00Z';
    const [disable, schedule, cancel, enable] = [
      'DisableKey',
      'ScheduleKeyDeletion',
      'CancelKeyDeletion',
      'EnableKey',
    ].map((name) => called(name, at, 'x'));
    expect(deedsOf(ARN, [enable!, cancel!, schedule!, disable!]).map(({ name }) => name)).toEqual([
      'DisableKey',
      'ScheduleKeyDeletion',
      'CancelKeyDeletion',
      'EnableKey',
    ]);
    expect(pastOf(ARN, true, [schedule!, disable!]).disabledBefore).not.toBeNull();
    expect(pastOf(ARN, true, [called('PutKeyPolicy', at, 'x'), schedule!]).policyChanges).toHaveLength(1);
  });
});

describe('a deleted key', () => {
  it('is told by the event of KMS itself, which has no request', () => {
    const deleted = { ...called('DeleteKey', '2026-11-20T10:00:00Z', 'x'), requestParameters: null };
    expect(deletedAt(ARN, [scheduled, deleted])).toMatchObject({ time: '2026-11-20T10:00:00Z' });
    expect(deletedAt(`${ARN}0`, [deleted])).toBeNull();
  });
  it('has its records apart from those of others', () => {
    const other = called('DeleteKey', '2026-11-20T10:00:00Z', 'x', { arn: `${ARN}0` });
    expect(historyByKey([other, scheduled])(ARN)).toEqual([scheduled]);
  });
});

describe('a key was disabled on purpose', () => {
  const before = (time: string, user: string) =>
    wasDisabledOnPurpose(pastOf(ARN, true, [called('DisableKey', time, user), scheduled]), NOW);
  it('when somebody else disabled it', () => expect(before('2026-11-20T09:59:00Z', 'ana')).toBe(true));
  it('when the same principal did so long before', () => expect(before('2026-11-20T08:59:00Z', 'mallory')).toBe(true));
  it('when another session of the same role did: it may be another person', () => {
    const by = (first: string, second: string) =>
      wasDisabledOnPurpose(
        pastOf(ARN, true, [
          inSession(called('DisableKey', '2026-11-20T09:20:00Z', 'x'), 'sso', first),
          inSession(called('ScheduleKeyDeletion', '2026-11-20T10:00:00Z', 'x'), 'sso', second),
        ]),
        NOW,
      );
    expect([by('alice', 'mallory'), by('mallory', 'mallory')]).toEqual([true, false]);
  });
  it('not when both were one act', () => expect(before('2026-11-20T09:30:00Z', 'mallory')).toBe(false));
  it('not when nothing is known', () => expect(wasDisabledOnPurpose(pastOf(ARN, true, [scheduled]), NOW)).toBe(false));
});
