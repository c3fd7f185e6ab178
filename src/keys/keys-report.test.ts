import { describe, expect, it } from 'vitest';
import { changed, filterAccount } from '../chain/example-account.case.js';
import type { Key, KeyInventory, KeyUnread } from './key.js';
import { ACCOUNT, ARN, aKey, called, NOW } from './keys.case.js';
import { type KeysReport, keysReport, keysStatus } from './keys-report.js';

const pending = aKey({ state: 'PendingDeletion', deletionDate: '2026-11-27T18:00:00Z' });
const unread: KeyUnread = {
  region: 'eu-west-1',
  operation: 'kms:ListGrants',
  key: ARN,
  error: 'AccessDeniedException: no',
  permission: 'kms:ListGrants',
};

function report(keys: readonly Key[], given: Partial<KeyInventory> = {}, account = filterAccount()): KeysReport {
  const inventory: KeyInventory = {
    account: ACCOUNT,
    partition: 'aws',
    caller: `arn:aws:iam::${ACCOUNT}:user/auditor`,
    readAt: NOW,
    regions: ['eu-west-1'],
    keys,
    history: [called('ScheduleKeyDeletion', '2026-11-20T10:00:00Z', 'mallory')],
    historyOf: ['eu-west-1'],
    unread: [],
    unsupported: [],
    ...given,
  };
  const tool = { name: 'trailproof', version: '0.1.0' };
  return keysReport({ tool, inventory, account, reported: () => 'proved', usesOf: null, logs: null });
}

describe('the report of keys', () => {
  it('tells the past of keys that are not well, where it was read', () => {
    expect(report([aKey(), pending]).keys.map(({ daysLeft, past }) => [daysLeft, past?.scheduled?.who])).toEqual([
      [6, 'mallory'],
      [null, undefined],
    ]);
    expect(report([pending], { historyOf: [] }).keys[0]?.past).toBeNull();
  });

  it('holds no records of the event history, only what they tell', () => {
    expect(JSON.stringify(report([pending]))).not.toContain('requestParameters');
  });

  it('names what the proof could not read beside what the keys could not, each once', () => {
    const denied = changed(filterAccount(), 'cloudtrail:GetTrailStatus', (page) => page);
    const account = {
      ...denied,
      reads: denied.reads.map((read) =>
        read.operation === 'cloudtrail:GetTrailStatus'
          ? { ...read, pages: [], error: { kind: 'denied' as const, code: 'AccessDenied', message: 'no' } }
          : read,
      ),
    };
    const { unread: all } = report([aKey()], { unread: [unread, unread] }, account);
    expect(all.map(({ operation, permission }) => [operation, permission])).toEqual([
      ['kms:ListGrants', 'kms:ListGrants'],
      ['cloudtrail:GetTrailStatus', 'cloudtrail:GetTrailStatus'],
    ]);
  });
});

describe('the status of the list', () => {
  it('danger comes before what could not be read', () => {
    expect(keysStatus(report([]))).toBe(0);
    expect(keysStatus(report([aKey()]))).toBe(0);
    expect(keysStatus(report([aKey()], { unread: [unread] }))).toBe(2);
    expect(keysStatus(report([aKey({ state: 'Disabled' })], { unread: [unread] }))).toBe(1);
    expect(keysStatus(report([aKey(), pending]))).toBe(1);
    const problems = [{ file: 'x', offset: 0, reason: 'damaged' }];
    const logs = { paths: [], files: 0, events: 0, from: null, to: null, problems, notes: [] };
    expect(keysStatus({ ...report([aKey()]), logs })).toBe(2);
  });
});
