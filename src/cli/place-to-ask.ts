import type { Account } from '../account/account.js';
import type { AwsPlace } from './aws-place.js';

/** An account, and whether it was read just now: then with this profile. */
export interface ReadAccount {
  readonly account: Account;
  readonly live: boolean;
  readonly profile?: string;
}

interface Asked {
  readonly profile?: readonly string[];
  readonly region?: readonly string[];
  readonly endpointUrl?: string;
}

/**
 * Where AWS is asked about a filter: with the profile that read its account, in its own Region. Of an account from a file
 * any credentials will do, because the question needs no resource.
 */
export function placeToAsk(read: readonly ReadAccount[], account: string, region: string, options: Asked): AwsPlace {
  const live = read.find((one) => one.account.account === account && one.live);
  const profile = live ? live.profile : options.profile?.[0];
  const where = live ? region : options.region?.[0];
  return {
    ...(profile !== undefined && { profile }),
    ...(where !== undefined && { region: where }),
    ...(options.endpointUrl !== undefined && { endpointUrl: options.endpointUrl }),
  };
}
