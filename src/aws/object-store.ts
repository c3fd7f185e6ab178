import { AwsError } from './aws-error.js';
import { clientsFor, closeClients } from './clients.js';
import { type Failure, failureOf, kindOf } from './failure.js';
import { noAccess } from './no-access.js';
import { type AwsOptions, firstRegion, settingsOf } from './settings.js';

export interface StoredObject {
  readonly key: string;
  /** Bytes, as stored. */
  readonly size: number;
}

interface ListedPage {
  readonly objects: readonly StoredObject[];
  /** With a delimiter: what would be its folders, each with the delimiter at its end. */
  readonly prefixes: readonly string[];
}

/** S3 as a scan needs it. Close it when nothing more is to be read. */
export interface ObjectStore {
  /** Every page, at most 1,000 keys each. Rejects with an AwsError that names the bucket and the permission. */
  list(bucket: string, prefix: string, delimiter?: '/'): AsyncGenerator<ListedPage>;
  /** The bytes of an object. Throws what `whyUnread` explains. */
  read(bucket: string, key: string): AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
}

export async function openObjectStore(options: AwsOptions = {}): Promise<ObjectStore> {
  const region = await firstRegion(options);
  const clients = clientsFor(await settingsOf(options, region));
  return {
    async *list(bucket, prefix, delimiter) {
      const { sdk, client } = await clients.s3(region);
      let token: string | undefined;
      do {
        const command = new sdk.ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          Delimiter: delimiter,
          ContinuationToken: token,
        });
        const page = await client.send(command).catch((thrown: unknown) => {
          throw notListed(bucket, failureOf(thrown));
        });
        yield {
          objects: (page.Contents ?? []).flatMap(({ Key, Size }) =>
            Key === undefined || Key.endsWith('/') ? [] : [{ key: Key, size: Size ?? 0 }],
          ),
          prefixes: (page.CommonPrefixes ?? []).flatMap(({ Prefix }) => (Prefix === undefined ? [] : [Prefix])),
        };
        token = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (token !== undefined);
    },
    async *read(bucket, key) {
      const { sdk, client } = await clients.s3(region);
      const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }));
      if (Body !== undefined) yield* Body as AsyncIterable<Uint8Array>;
    },
    close: () => closeClients(clients),
  };
}

/** Why one object could not be read, for a list of problems. */
export function whyUnread(thrown: unknown): string {
  const failure = failureOf(thrown);
  switch (failure.code) {
    case 'InvalidObjectState':
      return 'it is archived: restore it first (s3:RestoreObject)';
    case 'NoSuchKey':
      return 'it is no longer there';
    default:
      return kindOf(failure) === 'denied'
        ? `permission was denied: allow s3:GetObject, and kms:Decrypt where it is encrypted (${failure.code})`
        : `${failure.code}: ${failure.message}`;
  }
}

function notListed(bucket: string, failure: Failure): AwsError {
  const access = noAccess('S3', failure);
  if (access !== null) return access;
  if (failure.code === 'NoSuchBucket')
    return new AwsError('not-read', `there is no bucket \`${bucket}\``, 'correct its name');
  return new AwsError(
    'not-read',
    `the bucket \`${bucket}\` could not be listed: ${failure.code}: ${failure.message}`,
    kindOf(failure) === 'denied' ? 'allow s3:ListBucket on it' : 'try again',
  );
}
