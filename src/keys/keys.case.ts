import type { JsonObject } from '../predicate/json.js';
import type { Key } from './key.js';

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
