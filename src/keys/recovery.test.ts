import { describe, expect, it } from 'vitest';
import type { Json } from '../predicate/json.js';
import type { Key } from './key.js';
import { ARN, aKey, called, NOW } from './keys.case.js';
import { pastOf } from './past.js';
import { planRecovery, relatedTo } from './recovery.js';
import { byUrgency, daysLeft, isPending } from './urgency.js';

const pending: Partial<Key> = { state: 'PendingDeletion', deletionDate: '2026-11-27T18:00:00Z' };
const scheduled = called('ScheduleKeyDeletion', '2026-11-20T10:00:00Z', 'mallory');

function plan(key: Key, history: readonly Json[], enable = false) {
  const [one] = planRecovery([key], {
    enable,
    isHistoryKnown: () => true,
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
    expect(kept.notes.join()).toMatch(/ana disabled it on 2026-10-01.*--enable/);
    expect(operations(plan(aKey(pending), history, true))).toEqual(['kms:CancelKeyDeletion', 'kms:EnableKey']);
  });
  it('says when it is not known whether the key was disabled', () => {
    expect(plan(aKey(pending), []).notes.join()).toMatch(/not known whether it was disabled/);
  });
  it('warns of a policy that was put since', () => {
    const history = [scheduled, called('PutKeyPolicy', '2026-11-20T10:05:00Z', 'mallory')];
    expect(plan(aKey(pending), history).notes.join()).toMatch(/mallory changed its policy/);
  });
  it('enables a disabled key that was named', () => {
    expect(operations(plan(aKey({ state: 'Disabled' }), []))).toEqual(['kms:EnableKey']);
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

describe('urgency', () => {
  it('counts whole days, and none where the clock does not run', () => {
    expect(daysLeft(aKey(pending), NOW)).toBe(6);
    expect(daysLeft(aKey({ state: 'PendingReplicaDeletion' }), NOW)).toBeNull();
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
