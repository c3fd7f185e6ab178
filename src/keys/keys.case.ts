import type { JsonObject } from '../predicate/json.js';
import type { Key } from './key.js';
import type { RecordedKey, RecoveryRecord } from './record.js';

export const ACCOUNT = '111122223333';
export const ARN = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
export const NOW = '2026-11-21T12:00:00Z';

/** A key of which all was read, and which is well. */
export function aKey(given: Partial<Key> = {}): Key {
  return {
    arn: ARN,
    account: ACCOUNT,
    region: 'eu-west-1',
    keyId: ARN.split('/')[1]!,
    aliases: ['alias/orders'],
    description: '',
    state: 'Enabled',
    origin: 'AWS_KMS',
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
    multiRegion: null,
    customKeyStore: null,
    created: '2025-01-01T00:00:00Z',
    deletionDate: null,
    pendingWindowInDays: null,
    rotation: { isEnabled: true, periodInDays: 365 },
    materialExpires: null,
    grants: [],
    lastUse: null,
    ...given,
  };
}

/** A management event of KMS about a key; `user` is who called. */
export function called(
  eventName: string,
  eventTime: string,
  user: string,
  given: { arn?: string; errorCode?: string } = {},
): JsonObject {
  const { arn = ARN, errorCode } = given;
  return {
    eventID: `${eventName} ${eventTime} ${arn}`,
    eventSource: 'kms.amazonaws.com',
    eventName,
    eventTime,
    awsRegion: arn.split(':')[3]!,
    recipientAccountId: ACCOUNT,
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/${user}`, userName: user, accountId: ACCOUNT },
    sourceIPAddress: '192.0.2.1',
    requestParameters: { keyId: arn },
    resources: [{ ARN: arn, accountId: ACCOUNT, type: 'AWS::KMS::Key' }],
    ...(errorCode === undefined ? {} : { errorCode }),
  };
}

/** The same call by a session of a role. */
export function inSession(record: JsonObject, role: string, session: string): JsonObject {
  return {
    ...record,
    userIdentity: {
      type: 'AssumedRole',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
      accountId: ACCOUNT,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
          userName: role,
          accountId: ACCOUNT,
        },
      },
    },
  };
}

/** A key as an earlier run recorded it: it was pending, and the run ended after the cancellation. */
export function aRecordedKey(given: Partial<RecordedKey> = {}): RecordedKey {
  return {
    arn: ARN,
    region: 'eu-west-1',
    aliases: ['alias/orders'],
    outcome: 'not-done',
    reason: 'it was stopped before its end: run it again',
    stateBefore: 'PendingDeletion',
    deletionDateBefore: '2026-11-27T18:00:00Z',
    stateAfter: 'Disabled',
    staysDisabled: false,
    notes: [],
    calls: [
      {
        at: '2026-11-21T11:50:01.000Z',
        region: 'eu-west-1',
        operation: 'kms:CancelKeyDeletion',
        outcome: 'done',
        state: null,
        error: null,
      },
    ],
    ...given,
  };
}

export function aRecord(given: Partial<RecoveryRecord> = {}): RecoveryRecord {
  return {
    schema: 'trailproof/recovery/1',
    tool: { name: 'trailproof', version: '0.1.0' },
    account: ACCOUNT,
    partition: 'aws',
    caller: `arn:aws:iam::${ACCOUNT}:user/rescue`,
    startedAt: '2026-11-21T11:50:00.000Z',
    endedAt: '2026-11-21T11:51:00.000Z',
    enable: false,
    keys: [],
    notFound: [],
    unread: [],
    earlier: [],
    ...given,
  };
}
