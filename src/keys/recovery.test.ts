import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../predicate/json.js';
import type { Key } from './key.js';
import { ACCOUNT, ARN, aKey, called, inSession, NOW } from './keys.case.js';
import { notDescribed, withDateOfHistory } from './not-described.js';
import { pastOf } from './past.js';
import { planRecovery, type RecoveryOptions, relatedTo } from './recovery.js';
import { byUrgency, dangerOf, daysLeft, mayBePending } from './urgency.js';

const pending: Partial<Key> = { state: 'PendingDeletion', deletionDate: '2026-11-27T18:00:00Z' };
const scheduled = called('ScheduleKeyDeletion', '2026-11-20T10:00:00Z', 'mallory');

const DATED: JsonObject = { ...scheduled, responseElements: { deletionDate: 'Nov 27, 2026, 10:00:00 AM' } };

function plan(key: Key, history: readonly Json[], enable = false, more: Partial<RecoveryOptions> = {}) {
  const [one] = planRecovery([key], {
    enable,
    isHistoryKnown: () => true,
    now: NOW,
    pastOf: ({ arn }) => pastOf(arn, mayBePending(key), history),
    ...more,
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
    expect(justNow.notes.join()).toMatch(/disabled by mallory .* taken for one act, and it is enabled/);
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
  it('goes by what an earlier run knew, where the history does not tell it any more', () => {
    const kept = { wasLeftDisabled: () => true };
    expect(operations(plan(aKey(pending), [scheduled], false, kept))).toEqual(['kms:CancelKeyDeletion']);
    expect(operations(plan(disabled, [], false, kept))).toEqual([]);
    expect(operations(plan(disabled, [], true, kept))).toEqual(['kms:EnableKey']);
    // It cancelled without the history, which tells now that somebody had disabled the key.
    const begun = { wasBegun: () => true };
    expect(operations(plan(disabled, [onPurpose], false, begun))).toEqual([]);
    expect(operations(plan(disabled, [onPurpose]))).toEqual(['kms:EnableKey']);
    expect(operations(plan(disabled, [], false, begun))).toEqual(['kms:EnableKey']);
  });
});

describe('the recovery of a key that is not described', () => {
  const hidden = withDateOfHistory(
    notDescribed({ partition: 'aws', account: ACCOUNT }, 'eu-west-1', aKey().keyId),
    pastOf(ARN, true, [DATED]),
    [DATED],
  );
  it('makes the calls all the same, and says so', () => {
    const { steps, notes } = plan(hidden, [DATED]);
    expect(steps.map(({ operation }) => operation)).toEqual(['kms:CancelKeyDeletion', 'kms:EnableKey']);
    expect(notes.join()).toMatch(/does not describe it.*the event history says that it is pending/);
    expect(plan(hidden, []).notes.join()).toMatch(/whether it is pending is not known/);
  });
  it('leaves disabled what was disabled on purpose', () =>
    expect(operations(plan(hidden, [called('DisableKey', '2026-10-01T10:00:00Z', 'ana'), DATED]))).toEqual([
      'kms:CancelKeyDeletion',
    ]));
  it('enables one that is not pending only where it was named, or begun with', () => {
    const may = (more: Partial<RecoveryOptions>) => plan(hidden, [DATED], false, more).steps[0]?.mayBeDone;
    expect([may({}), may({ leaves: () => null }), may({ leaves: () => null, wasBegun: () => true })]).toEqual([
      true,
      false,
      true,
    ]);
  });
  it('is as urgent as the date that its schedule was answered with', () => {
    expect(hidden.deletionDate).toBe('2026-11-27T10:00:00Z');
    expect(byUrgency([aKey({ state: 'Disabled' }), hidden])[0]).toBe(hidden);
  });
});

describe('what is left as it is', () => {
  it('has no step, and says why', () =>
    expect(plan(aKey({ state: 'Disabled' }), [scheduled], true, { leaves: () => 'nobody can tell' })).toMatchObject({
      steps: [],
      isLeft: true,
      notes: ['nobody can tell'],
    }));
});

describe('what is not known of a key that is enabled', () => {
  const said = (history: readonly Json[], given: Partial<Key> = {}, known = true) =>
    plan(aKey({ ...pending, ...given }), history, false, { isHistoryKnown: () => known }).notes.join();
  it('is said: what was before the history, which caller disabled it, a history that was not read', () => {
    expect(said([scheduled])).toMatch(/in the last 90 days/);
    expect(said([scheduled], { created: '2026-11-01T00:00:00Z' })).toBe('');
    expect(said([called('EnableKey', '2026-11-01T00:00:00Z', 'ana'), scheduled])).toBe('');
    expect(said([called('DisableKey', '2026-11-20T09:30:00Z', 'mallory'), scheduled])).toMatch(/taken for one act/);
    expect(said([scheduled], {}, false)).toMatch(/could not be read/);
  });
  it('tells of another session of the role that disabled it', () => {
    const history = [
      inSession(called('DisableKey', '2026-11-20T09:20:00Z', 'x'), 'sso', 'alice'),
      inSession(scheduled, 'sso', 'mallory'),
    ];
    expect(said(history)).toMatch(/session alice.*session mallory.*another session of the same role.*stays disabled/);
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
    ['NotDescribed', 'unknown'],
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
