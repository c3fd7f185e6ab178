import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  KMSClient,
  ReplicateKeyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import type { JsonObject } from '../../src/predicate/json.js';
import type { Sandbox } from './sandbox.js';

/** A key as a test speaks of it. */
export interface MadeKey {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
}

interface Wanted {
  readonly region?: string;
  readonly alias?: string;
  readonly description?: string;
  readonly multiRegion?: boolean;
}

/** Makes and unmakes keys in a sandbox, beside the proxy. */
export function keyDesk({ endpoint, credentials }: Sandbox) {
  const in_ = (region: string) => new KMSClient({ endpoint, region, credentials });
  return {
    async make({ region = 'eu-west-1', alias, description, multiRegion = false }: Wanted = {}): Promise<MadeKey> {
      const kms = in_(region);
      const { KeyMetadata } = await kms.send(
        new CreateKeyCommand({ Description: description, MultiRegion: multiRegion }),
      );
      const id = KeyMetadata?.KeyId ?? '';
      if (alias) await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: id }));
      return { id, arn: KeyMetadata?.Arn ?? '', region };
    },
    async replicate({ id, arn, region }: MadeKey, to: string): Promise<MadeKey> {
      await in_(region).send(new ReplicateKeyCommand({ KeyId: id, ReplicaRegion: to }));
      return { id, arn: arn.replace(region, to), region: to };
    },
    schedule: ({ id, region }: MadeKey, days = 7) =>
      in_(region).send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: days })),
    cancel: ({ id, region }: MadeKey) => in_(region).send(new CancelKeyDeletionCommand({ KeyId: id })),
    disable: ({ id, region }: MadeKey) => in_(region).send(new DisableKeyCommand({ KeyId: id })),
    grant: ({ id, region }: MadeKey, grantee: string) =>
      in_(region).send(
        new CreateGrantCommand({
          KeyId: id,
          GranteePrincipal: grantee,
          Operations: ['Decrypt'],
          Constraints: { EncryptionContextSubset: { tenant: 'a' } },
        }),
      ),
    async state({ id, region }: MadeKey): Promise<string | undefined> {
      return (await in_(region).send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata?.KeyState;
    },
  };
}

/** A management event of KMS about a key, by `user`. */
export function deed(eventName: string, eventTime: string, user: string, { arn, region }: MadeKey): JsonObject {
  const account = arn.split(':')[4] ?? '';
  return {
    eventID: `${eventName} ${eventTime} ${arn}`,
    eventSource: 'kms.amazonaws.com',
    eventName,
    eventTime,
    awsRegion: region,
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/${user}`, userName: user, accountId: account },
    sourceIPAddress: '192.0.2.1',
    requestParameters: { keyId: arn },
    resources: [{ ARN: arn, accountId: account, type: 'AWS::KMS::Key' }],
  };
}
