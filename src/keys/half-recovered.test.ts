import { describe, expect, it } from 'vitest';
import type { Json } from '../predicate/json.js';
import { type HalfOptions, halfRecovered } from './half-recovered.js';
import { ACCOUNT, ARN, aKey, aRecordedKey, called, inSession, NOW } from './keys.case.js';
import { pastOf } from './past.js';

const disabled = aKey({ state: 'Disabled' });
const scheduled = called('ScheduleKeyDeletion', '2026-11-20T10:00:00Z', 'mallory');
const cancelled = (time = '2026-11-21T10:00:00Z', who = 'rescue') => called('CancelKeyDeletion', time, who);
const onPurpose = called('DisableKey', '2026-10-01T10:00:00Z', 'ana');
const RUN = { startedAt: '2026-11-21T11:50:00.000Z', callers: [`arn:aws:iam::${ACCOUNT}:user/rescue`] };
const begun = { ...RUN, key: aRecordedKey() };

function kind(history: readonly Json[], given: Partial<HalfOptions> = {}, key = disabled) {
  const options = { isHistoryKnown: true, now: NOW, caller: `arn:aws:iam::${ACCOUNT}:user/rescue`, earlier: null };
  return halfRecovered(key, { past: pastOf(ARN, false, history), ...options, ...given })?.kind ?? null;
}

describe('a disabled key, without a record', () => {
  it('is gone on with only where this very caller cancelled its deletion within a day', () => {
    expect(kind([scheduled, cancelled()])).toBe('ours');
    expect(kind([scheduled, cancelled()], { now: '2026-11-22T10:00:01Z' })).toBe('unclear');
    expect(kind([scheduled, cancelled(undefined, 'forensics')])).toBe('unclear');
    const session = (name: string) => inSession(cancelled(), 'sso', name);
    const caller = `arn:aws:sts::${ACCOUNT}:assumed-role/sso/alice`;
    expect(kind([scheduled, session('alice')], { caller })).toBe('ours');
    expect(kind([scheduled, session('forensics')], { caller })).toBe('unclear');
  });

  it.each<[string, readonly Json[], Partial<HalfOptions>]>([
    ['the history is empty, as in the minutes after an attack', [], {}],
    ['the history was denied', [], { isHistoryKnown: false }],
    ['the history ends before it does', [onPurpose], { isHistoryKnown: false }],
    ['the cancellation is not in it yet', [scheduled], {}],
    [
      "what followed an attack's first call is not in it yet",
      [called('DisableKey', '2026-11-21T11:50:00Z', 'mallory')],
      {},
    ],
    [
      'somebody enabled it, and what disabled it is not in it yet',
      [called('EnableKey', '2026-11-01T00:00:00Z', 'ana')],
      {},
    ],
  ])('is listed, and not enabled, where %s', (_, history, given) => expect(kind(history, given)).toBe('unclear'));

  it('is none where it was disabled on purpose', () => {
    expect(kind([onPurpose])).toBeNull();
    expect(kind([onPurpose, scheduled, cancelled()])).toBeNull();
    expect(kind([scheduled, cancelled(), called('DisableKey', '2026-11-21T10:01:00Z', 'ana')])).toBeNull();
    expect(kind([], {}, aKey())).toBeNull();
  });
});

describe('a disabled key that an earlier run began with', () => {
  it.each<[string, readonly Json[]]>([
    ['empty', []],
    ['behind', [scheduled]],
    ['behind, and tells of an older deletion', [scheduled, cancelled('2026-11-20T11:00:00Z', 'bob')]],
    ['whole', [scheduled, cancelled('2026-11-21T11:50:01Z')]],
  ])('is gone on with where the history is %s', (_, history) => {
    for (const isHistoryKnown of [true, false]) expect(kind(history, { earlier: begun, isHistoryKnown })).toBe('ours');
  });

  it('is not enabled where somebody else cancelled or disabled it since', () => {
    expect(kind([scheduled, cancelled('2026-11-21T11:51:00Z', 'forensics')], { earlier: begun })).toBe('unclear');
    expect(kind([called('DisableKey', '2026-11-21T11:52:00Z', 'forensics')], { earlier: begun })).toBe('unclear');
  });

  it('is as the run left it where that was meant, and like any other where it was brought back', () => {
    const earlier = (given: Parameters<typeof aRecordedKey>[0]) => ({ ...RUN, key: aRecordedKey(given) });
    expect(kind([], { earlier: earlier({ outcome: 'stays', staysDisabled: true }) })).toBeNull();
    expect(kind([onPurpose], { earlier: earlier({ outcome: 'recovered' }) })).toBeNull();
    expect(kind([], { earlier: earlier({ outcome: 'recovered' }) })).toBe('unclear');
  });
});
