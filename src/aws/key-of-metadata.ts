import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { Key } from '../keys/key.js';
import { iso } from './key-calls.js';

/** What is asked apart from the description. */
export type Further = Pick<Key, 'aliases' | 'rotation' | 'grants' | 'lastUse'>;

export const NOTHING_FURTHER: Further = { aliases: null, rotation: null, grants: null, lastUse: null };

/** The key as DescribeKey answers it in its Region (KMS API reference, KeyMetadata). */
export function keyOfMetadata(metadata: KeyMetadata, region: string, further: Further): Key {
  const keyId = metadata.KeyId ?? '';
  return {
    arn: metadata.Arn ?? keyId,
    account: metadata.AWSAccountId ?? '',
    region,
    keyId,
    description: metadata.Description ?? '',
    state: metadata.KeyState ?? 'Unknown',
    origin: metadata.Origin ?? 'AWS_KMS',
    spec: metadata.KeySpec ?? metadata.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT',
    usage: metadata.KeyUsage ?? '',
    multiRegion: multiRegionOf(metadata),
    customKeyStore: metadata.CustomKeyStoreId ?? null,
    created: iso(metadata.CreationDate),
    deletionDate: iso(metadata.DeletionDate),
    pendingWindowInDays: metadata.PendingDeletionWindowInDays ?? null,
    materialExpires: metadata.ExpirationModel === 'KEY_MATERIAL_EXPIRES' ? iso(metadata.ValidTo) : null,
    ...further,
  };
}

function multiRegionOf({ MultiRegion, MultiRegionConfiguration: is, Arn = '' }: KeyMetadata): Key['multiRegion'] {
  if (!MultiRegion) return null;
  const primary = is?.PrimaryKey?.Arn ?? Arn;
  return {
    isPrimary: primary === Arn,
    primary,
    replicas: (is?.ReplicaKeys ?? []).flatMap((one) => one.Arn ?? []).sort(),
  };
}
