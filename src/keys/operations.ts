/** What `keys` and `recover` ask of AWS; the IAM action of each has the same name. sts:GetCallerIdentity needs no permission. */
export type KeyRead =
  | 'ec2:DescribeRegions'
  | 'kms:ListKeys'
  | 'kms:ListAliases'
  | 'kms:DescribeKey'
  | 'kms:GetKeyRotationStatus'
  | 'kms:ListGrants'
  | 'kms:GetKeyLastUsage'
  | 'cloudtrail:LookupEvents';

export type KeyWrite = 'kms:CancelKeyDeletion' | 'kms:EnableKey';

/** Of `keys`, besides what an audit reads. */
export const KEYS_READS: readonly KeyRead[] = [
  'ec2:DescribeRegions',
  'kms:ListKeys',
  'kms:ListAliases',
  'kms:DescribeKey',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:GetKeyLastUsage',
  'cloudtrail:LookupEvents',
];

/** Of `recover`, about no key in particular: IAM knows no resource for them. kms:ListKeys is for `--all-pending`. */
export const RECOVER_LISTS: readonly KeyRead[] = [
  'ec2:DescribeRegions',
  'kms:ListKeys',
  'kms:ListAliases',
  'cloudtrail:LookupEvents',
];

/** Of `recover`, on the keys themselves. */
export const RECOVER_CALLS: readonly (KeyRead | KeyWrite)[] = [
  'kms:DescribeKey',
  'kms:CancelKeyDeletion',
  'kms:EnableKey',
];
