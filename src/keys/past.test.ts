import { describe, expect, it } from 'vitest';
import { ARN, called } from './keys.case.js';
import { deedsOf, pastOf, wasDisabledOnPurpose } from './past.js';

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
    expect(
      pastOf(ARN, true, [disabled, called('CancelKeyDeletion', '2026-11-03T10:00:00Z', 'ana'), scheduled]),
    ).toMatchObject({
      disabledBefore: null,
    });
  });

  it('tells of policies put since, and of none before', () => {
    const before = called('PutKeyPolicy', '2026-11-20T09:00:00Z', 'mallory');
    const after = called('PutKeyPolicy', '2026-11-20T10:05:00Z', 'mallory');
    expect(pastOf(ARN, true, [before, after, scheduled]).policyChanges.map(({ time }) => time)).toEqual([
      '2026-11-20T10:05:00Z',
    ]);
  });
});

describe('a key was disabled on purpose', () => {
  const before = (time: string, user: string) =>
    wasDisabledOnPurpose(pastOf(ARN, true, [called('DisableKey', time, user), scheduled]));
  it('when somebody else disabled it', () => expect(before('2026-11-20T09:59:00Z', 'ana')).toBe(true));
  it('when the same principal did so long before', () => expect(before('2026-11-20T08:59:00Z', 'mallory')).toBe(true));
  it('not when both were one act', () => expect(before('2026-11-20T09:30:00Z', 'mallory')).toBe(false));
  it('not when nothing is known', () => expect(wasDisabledOnPurpose(pastOf(ARN, true, [scheduled]))).toBe(false));
});
