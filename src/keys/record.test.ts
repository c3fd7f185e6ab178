import { describe, expect, it } from 'vitest';
import { aRecord, aRecordedKey } from './keys.case.js';
import { parseRecoveryRecord } from './parse-record.js';
import { continued, isUnfinished, recoveryStatus } from './record.js';

const [first, second, third] = ['1', '2', '3'].map((end) =>
  aRecordedKey({ arn: `arn:aws:kms:eu-west-1:1:key/${end}` }),
);
const earlier = aRecord({ keys: [first!, { ...second!, outcome: 'recovered', stateAfter: 'Enabled' }] });
const now = aRecord({ startedAt: '2026-11-21T12:00:00.000Z', caller: 'arn:aws:iam::111122223333:user/second' });

describe('a record that is gone on with', () => {
  const done = { ...first!, stateBefore: 'Disabled', deletionDateBefore: null, outcome: 'recovered' as const };
  const both = continued(earlier, { ...now, keys: [done, third!] });

  it('keeps every key, every call and every run', () => {
    expect(both.keys.map(({ arn }) => arn).sort()).toEqual([first!, second!, third!].map(({ arn }) => arn));
    expect(both.keys[0]?.calls).toEqual([...first!.calls, ...done.calls]);
    expect(both.earlier).toEqual([expect.objectContaining({ startedAt: earlier.startedAt, caller: earlier.caller })]);
    expect(both).toMatchObject({ startedAt: now.startedAt, caller: now.caller });
    const again = continued(both, { ...now, startedAt: 'later', keys: [] });
    expect(again.earlier.map(({ startedAt }) => startedAt)).toEqual([earlier.startedAt, now.startedAt]);
    expect(again.keys).toEqual(both.keys);
  });

  it('says what became of a key now, and how it was at first', () =>
    expect(both.keys[0]).toMatchObject({
      outcome: 'recovered',
      stateBefore: 'PendingDeletion',
      deletionDateBefore: first!.deletionDateBefore,
    }));

  it('a key that is well now was brought back only where a run enabled it', () => {
    const well = { ...first!, stateBefore: 'Enabled', outcome: 'nothing' as const, calls: [] };
    expect(continued(earlier, { ...now, keys: [well] }).keys[0]?.outcome).toBe('nothing');
    expect(continued(earlier, { ...now, keys: [{ ...well, arn: second!.arn }] }).keys[0]?.outcome).toBe('recovered');
  });

  it('is no good end while a key of an earlier run is not brought back', () => {
    expect(recoveryStatus(continued(earlier, now))).toBe(1);
    expect(recoveryStatus(continued(earlier, { ...now, keys: [done] }))).toBe(0);
    expect(recoveryStatus({ ...now, keys: [{ ...done, outcome: 'unchecked' }] })).toBe(2);
  });

  it('is read back as it was written; nothing else is', () => {
    expect(parseRecoveryRecord(JSON.stringify(both))).toEqual({ ok: true, record: both });
    for (const text of [
      '',
      'no',
      '[]',
      '{}',
      '{"schema":"trailproof/recovery/1"}',
      JSON.stringify({ ...both, keys: [{}] }),
    ])
      expect(parseRecoveryRecord(text).ok).toBe(false);
  });
});

describe('a key that a run did not get to the end with', () => {
  it.each([
    [{}, true],
    [{ outcome: 'failed' as const }, true],
    [{ outcome: 'unchecked' as const, stateBefore: 'NotDescribed' }, true],
    [{ outcome: 'recovered' as const }, false],
    [{ outcome: 'stays' as const, staysDisabled: true }, false],
    [{ outcome: 'stays' as const, stateBefore: 'Disabled' }, false],
  ])('%j: %s', (given, expected) => expect(isUnfinished(aRecordedKey(given))).toBe(expected));
});
