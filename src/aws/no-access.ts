import { AwsError } from './aws-error.js';
import { type Failure, isExpired, isInvalid, isUnreachable } from './failure.js';
import { expired } from './reader.js';

/** The service could not be asked at all, whatever was asked of it. Null: it answered, with an error. */
export function noAccess(service: string, failure: Failure): AwsError | null {
  if (isExpired(failure)) return expired(failure);
  if (failure.code === 'CredentialsProviderError' || isInvalid(failure))
    return new AwsError(
      'no-credentials',
      `${service} cannot be read without credentials that AWS accepts: ${failure.message}`,
      'name a profile with `--profile`, or sign in with `aws sso login`',
    );
  if (isUnreachable(failure))
    return new AwsError(
      'unreachable',
      `${service} cannot be reached (${failure.code})`,
      'check the Region, the endpoint URL and the network',
    );
  return null;
}
