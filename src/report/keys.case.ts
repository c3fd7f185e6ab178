import { ACCOUNT, aKey } from '../keys/keys.case.js';
import type { KeyReport, KeysReport } from '../keys/keys-report.js';

/** A report's key of which all was read, and which is well. */
export function aKeyReport(given: Partial<KeyReport> = {}): KeyReport {
  const { region = 'eu-west-1', keyId = '11111111-2222-3333-4444-555555555555' } = given;
  return {
    ...aKey({ arn: `arn:aws:kms:${region}:${ACCOUNT}:key/${keyId}`, region, keyId }),
    lastUse: { time: null, operation: null, since: '2025-01-01T00:00:00Z' },
    danger: null,
    daysLeft: null,
    past: null,
    uses: null,
    reported: 'proved',
    ...given,
  };
}

/** A key that somebody scheduled for deletion, and whose policy he changed. */
export const PENDING: KeyReport = aKeyReport({
  state: 'PendingDeletion',
  danger: 'pending',
  deletionDate: '2026-11-27T18:00:00Z',
  daysLeft: 6,
  rotation: null,
  lastUse: { time: '2026-11-19T08:00:00Z', operation: 'Decrypt', since: '2025-01-01T00:00:00Z' },
  reported: 'broken',
  grants: [
    { grantee: 'arn:aws:iam::111122223333:role/reader', operations: ['Decrypt'], encryptionContext: { tenant: 'a' } },
  ],
  past: {
    scheduled: {
      name: 'ScheduleKeyDeletion',
      time: '2026-11-20T10:00:00Z',
      who: 'mallory',
      principal: 'arn:aws:iam::111122223333:user/mallory',
      identity: 'arn:aws:iam::111122223333:user/mallory',
      sourceAddress: '192.0.2.1',
      eventId: 'e1',
    },
    disabledBefore: null,
    scheduledNext: null,
    enabled: null,
    takenBack: null,
    policyChanges: [
      {
        name: 'PutKeyPolicy',
        time: '2026-11-20T10:05:00Z',
        who: 'mallory',
        principal: 'arn:aws:iam::111122223333:user/mallory',
        identity: 'arn:aws:iam::111122223333:user/mallory',
        sourceAddress: '192.0.2.1',
        eventId: 'e2',
      },
    ],
  },
  uses: [
    {
      name: 'Decrypt',
      encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::orders-archive' },
      principal: 'arn:aws:iam::111122223333:role/app',
      count: 12,
      last: '2026-11-19T08:00:00Z',
    },
  ],
});

export function aKeysReport(given: Partial<KeysReport> = {}): KeysReport {
  return {
    schema: 'trailproof/keys/1',
    tool: { name: 'trailproof', version: '0.1.0' },
    generatedAt: '2026-11-21T09:12:00Z',
    account: {
      id: ACCOUNT,
      alias: 'prod',
      caller: `arn:aws:iam::${ACCOUNT}:user/auditor`,
      partition: 'aws',
      regions: ['eu-central-1', 'eu-west-1', 'us-east-1'],
      narrowed: false,
    },
    keys: [],
    unread: [],
    unsupported: [],
    logs: null,
    ...given,
  };
}
