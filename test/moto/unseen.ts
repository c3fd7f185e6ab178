import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import type { Sandbox } from './sandbox.js';
import { HOME } from './spec.js';

/** What a collection does not see, by its names: buckets, roles, and keys that may be used. */
export function unseenIn({ endpoint, credentials }: Sandbox): () => Promise<readonly string[]> {
  const at = { endpoint, region: HOME, credentials };
  const [s3, iam, kms] = [new S3Client({ ...at, forcePathStyle: true }), new IAMClient(at), new KMSClient(at)];
  return async () => {
    const [{ Buckets = [] }, { Roles = [] }, { Keys = [] }] = await Promise.all([
      s3.send(new ListBucketsCommand({})),
      iam.send(new ListRolesCommand({})),
      kms.send(new ListKeysCommand({})),
    ]);
    const described = await Promise.all(Keys.map(({ KeyId }) => kms.send(new DescribeKeyCommand({ KeyId }))));
    const keys = described.flatMap(({ KeyMetadata: key }) =>
      key?.KeyState === 'PendingDeletion' ? [] : [`key ${key?.Description}`],
    );
    return [
      ...Buckets.map(({ Name }) => `bucket ${Name}`),
      ...Roles.map(({ RoleName }) => `role ${RoleName}`),
      ...keys,
    ].sort();
  };
}
