import { describe, expect, it } from 'vitest';
import type { Json } from '../predicate/json.js';
import type { Key } from './key.js';
import { ARN, aKey, called, NOW } from './keys.case.js';
import { pastOf } from './past.js';
import { isHalfRecovered, planRecovery, relatedTo } from './recovery.js';
import { byUrgency, dangerOf, daysLeft, isPending } from './urgency.js';

const pending: Partial<Key> = { state: 'PendingDeletion', deletionDate: '2026-11-27T18:00:00Z' };
const scheduled = called('ScheduleKeyDeletion', '2026-11-20T10:00:00Z', 'mallory');

function plan(key: Key, history: readonly Json[], enable = false) {
  const [one] = planRecovery([key], {
    enable,
    isHistoryKnown: () => true,
    now: NOW,
    pastOf: ({ arn }) => pastOf(arn, isPending(key), history),
  });
  return one!;
}
const operations = ({ steps }: { steps: readonly { operation: string }[] }) => steps.map(({ operation }) => operation);

describe('the recovery of a key', () => {
  it('cancels and enables: a cancelled key is disabled', () => {
    expect(operations(plan(aKey(pending), [scheduled]))).toEqual(['kms:CancelKeyDeletion', 'kms:EnableKey']);
  });
  it('cancels a primary that waits for its replicas', () => {
    expect(operations(plan(aKey({ state: 'PendingReplicaDeletion' }), [scheduled]))[0]).toBe('kms:CancelKeyDeletion');
  });
  it('leaves disabled what was disabled on purpose, unless asked', () => {
    const history = [called('DisableKey', '2026-10-01T10:00:00Z', 'ana'), scheduled];
    const kept = plan(aKey(pending), history);
    expect(operations(kept)).toEqual(['kms:CancelKeyDeletion']);
    expect(kept.notes.join()).toMatch(/it was disabled by ana on 2026-10-01.*--enable/);
    expect(operations(plan(aKey(pending), history, true))).toEqual(['kms:CancelKeyDeletion', 'kms:EnableKey']);
  });
  it('leaves it disabled where the history does not show yet who scheduled it, but who disabled it long before', () => {
    const kept = plan(aKey(pending), [called('DisableKey', '2026-10-01T10:00:00Z', 'ana')]);
    expect(operations(kept)).toEqual(['kms:CancelKeyDeletion']);
    // The latest schedule is not there yet; an older one was taken back.
    const again = [
      called('ScheduleKeyDeletion', '2026-09-01T10:00:00Z', 'x'),
      called('CancelKeyDeletion', '2026-09-02T10:00:00Z', 'x'),
    ];
    const later = plan(aKey(pending), [...again, called('DisableKey', '2026-10-01T10:00:00Z', 'ana')]);
    expect(operations(later)).toEqual(['kms:CancelKeyDeletion']);
    const justNow = plan(aKey(pending), [called('DisableKey', '2026-11-21T11:50:00Z', 'mallory')]);
    expect(operations(justNow)).toEqual(['kms:CancelKeyDeletion', 'kms:EnableKey']);
    expect(justNow.notes.join()).toMatch(/not known whether it was disabled/);
  });
  it('says when it is not known whether the key was disabled', () => {
    expect(plan(aKey(pending), []).notes.join()).toMatch(/not known whether it was disabled/);
  });
  it('warns of a policy that was put since', () => {
    const history = [scheduled, called('PutKeyPolicy', '2026-11-20T10:05:00Z', 'mallory')];
    expect(plan(aKey(pending), history).notes.join()).toMatch(/its policy was changed by mallory/);
  });
  it('enables a disabled key that was named', () => {
    expect(operations(plan(aKey({ state: 'Disabled' }), []))).toEqual(['kms:EnableKey']);
    const known = plan(aKey({ state: 'Disabled' }), [called('DisableKey', '2026-10-01T10:00:00Z', 'ana')]);
    expect([operations(known), known.notes]).toEqual([
      ['kms:EnableKey'],
      ['it was disabled by ana on 2026-10-01T10:00:00Z'],
    ]);
  });
  it.each(['Enabled', 'PendingImport', 'Unavailable', 'Creating', 'Updating', 'Unheard'])(
    'does nothing to a key that is %s, and says why',
    (state) => {
      const { steps, notes } = plan(aKey({ state }), []);
      expect(steps).toEqual([]);
      expect(notes).toHaveLength(1);
    },
  );
  it('names the other keys of a multi-Region key', () => {
    const replica = ARN.replace('eu-west-1', 'us-east-1');
    const key = aKey({ multiRegion: { isPrimary: true, primary: ARN, replicas: [replica] } });
    expect(relatedTo(key)).toEqual([replica]);
    expect(relatedTo(aKey())).toEqual([]);
  });
});

describe('the recovery of a key that a run left in the middle', () => {
  const disabled = aKey({ state: 'Disabled' });
  const cancelled = called('CancelKeyDeletion', '2026-11-21T10:00:00Z', 'ana');
  const onPurpose = called('DisableKey', '2026-10-01T10:00:00Z', 'ana');

  it.each([[[scheduled]], [[scheduled, cancelled]]])('enables it', (history) =>
    expect(operations(plan(disabled, history))).toEqual(['kms:EnableKey']),
  );
  it('ends as the whole run would have ended, for each history and each option', () => {
    for (const history of [[scheduled], [onPurpose, scheduled]])
      for (const enable of [false, true]) {
        const whole = operations(plan(aKey(pending), history, enable));
        const before = plan(disabled, history, enable);
        const after = plan(disabled, [...history, cancelled], enable);
        expect(['kms:CancelKeyDeletion', ...operations(before)]).toEqual(whole);
        expect(['kms:CancelKeyDeletion', ...operations(after)]).toEqual(whole);
      }
  });
  it('is looked for among all keys for a day, and where nobody meant it', () => {
    const half = (history: readonly Json[], now = NOW, key = disabled) =>
      isHalfRecovered(key, pastOf(ARN, false, history), now);
    expect(half([scheduled])).toBe(true);
    expect(half([scheduled, cancelled])).toBe(true);
    expect(half([scheduled, cancelled], '2026-11-22T10:00:01Z')).toBe(false);
    expect(half([onPurpose, scheduled, cancelled])).toBe(false);
    expect(half([scheduled, cancelled, called('DisableKey', '2026-11-21T10:01:00Z', 'ana')])).toBe(false);
    expect(half([])).toBe(false);
    expect(half([scheduled, cancelled], NOW, aKey())).toBe(false);
  });
});

describe('danger', () => {
  it.each([
    ['PendingDeletion', 'pending'],
    ['PendingReplicaDeletion', 'pending'],
    ['Disabled', 'unusable'],
    ['PendingImport', 'unusable'],
    ['Unavailable', 'unusable'],
    ['Unheard', 'unusable'],
    ['Enabled', null],
    ['Creating', null],
    ['Updating', null],
  ])('%s: %s', (state, danger) => expect(dangerOf(aKey({ state }))).toBe(danger));
});

describe('urgency', () => {
  it('counts whole days, and none where the clock does not run', () => {
    expect(daysLeft(aKey(pending), NOW)).toBe(6);
    expect(daysLeft(aKey({ state: 'PendingReplicaDeletion' }), NOW)).toBeNull();
  });
  it('puts keys whose material expires before others that are well, the first to expire first', () => {
    const [later, sooner] = ['2027-02-01T00:00:00Z', '2027-01-01T00:00:00Z'].map((materialExpires) =>
      aKey({ materialExpires }),
    );
    expect(
      byUrgency([aKey(), later!, sooner!, aKey({ state: 'Disabled' })]).map(({ materialExpires }) => materialExpires),
    ).toEqual([null, '2027-01-01T00:00:00Z', '2027-02-01T00:00:00Z', null]);
  });
  it('puts the nearest deadline first, and what is well last', () => {
    const states = ['Enabled', 'Disabled', 'Unheard', 'PendingReplicaDeletion', 'Unavailable', 'PendingImport'];
    const keys = [
      ...states.map((state) => aKey({ state })),
      aKey({ ...pending, deletionDate: '2026-12-10T00:00:00Z' }),
      aKey(pending),
    ];
    expect(byUrgency(keys).map(({ state, deletionDate }) => deletionDate ?? state)).toEqual([
      '2026-11-27T18:00:00Z',
      '2026-12-10T00:00:00Z',
      'PendingReplicaDeletion',
      'PendingImport',
      'Unavailable',
      'Disabled',
      'Unheard',
      'Enabled',
    ]);
  });
});
