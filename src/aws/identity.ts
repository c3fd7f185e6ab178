import type { Read } from '../account/account.js';
import { parseArn } from '../account/arn.js';
import { AwsError } from './aws-error.js';
import { type Failure, isExpired, isInvalid, isUnreachable } from './failure.js';
import { noCredentials } from './profiles.js';
import { expired, type Reader } from './reader.js';

export interface Identity {
  readonly account: string;
  readonly partition: string;
  readonly caller: string;
}

/** Where and as whom, for the message when it fails. */
export interface Asked {
  readonly region: string;
  readonly endpoint: string;
  readonly profile: string | undefined;
}

/** Who asks. This is the first call: what it meets says whether the credentials, the Region and the endpoint are any good. */
export async function whoAsks(reader: Reader, { region, endpoint, profile }: Asked): Promise<Identity> {
  const read = await reader.read(region, 'sts:GetCallerIdentity', {});
  if (read.error) throw await explained({ ...read.error, status: undefined }, { region, endpoint, profile });
  const { Account: account, Arn: caller } = answerOf(read);
  const partition = parseArn(caller)?.partition;
  if (!account || !caller || !partition) {
    throw new AwsError('no-identity', `${endpoint} did not say which account this is`, 'check `--endpoint-url`');
  }
  return { account, partition, caller };
}

function answerOf(read: Read): { readonly Account?: string; readonly Arn?: string } {
  return read.pages[0] ?? {};
}

async function explained(failure: Failure, { region, endpoint, profile }: Asked): Promise<AwsError> {
  const { code, message } = failure;
  if (isExpired(failure)) return expired(failure, profile);
  if (code === 'CredentialsProviderError') return noCredentials(profile);
  if (isInvalid(failure)) {
    return new AwsError(
      'invalid-credentials',
      `AWS does not accept these credentials in ${region} (${code}): ${message}`,
      'check the access key and its secret, and that the Region belongs to the same partition and is enabled',
    );
  }
  if (isUnreachable(failure)) {
    return new AwsError(
      'unreachable',
      `${endpoint} cannot be reached (${code})`,
      `check that the Region \`${region}\` exists, the endpoint URL, and the network`,
    );
  }
  return new AwsError(
    'no-identity',
    `${endpoint} did not say which account this is (${code}): ${message}`,
    'try `aws sts get-caller-identity` with the same options',
  );
}
