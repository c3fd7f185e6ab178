import type { Account } from '../account/account.js';
import { itemsOf } from '../account/view.js';
import { tool } from '../version.js';
import { clientsFor, closeClients } from './clients.js';
import { whoAsks } from './identity.js';
import { readChain } from './read-chain.js';
import { Reader } from './reader.js';
import { regionsToRead } from './regions.js';
import { type AwsOptions, firstRegion, settingsOf } from './settings.js';

export interface CollectOptions extends AwsOptions {
  readonly now: () => Date;
  /** Told in a few words what is being read. */
  readonly progress?: ((message: string) => void) | undefined;
  /** Calls under way at one time; 10 where it is not given. */
  readonly maxInFlight?: number | undefined;
}

/**
 * Reads what an event can pass through on its way to a person: trails and rules of every Region, and from there only what
 * they name. What cannot be read is in the account as a read with an error; an AwsError is thrown only where there is no
 * account to speak of (credentials, endpoint, Region).
 */
export async function collect(options: CollectOptions): Promise<Account> {
  const first = await firstRegion(options);
  const settings = await settingsOf(options, first);
  const clients = clientsFor(settings);
  const reader = new Reader(clients, options.maxInFlight ?? 10, options.profile);
  try {
    const readAt = options.now().toISOString();
    const endpoint = settings.endpoint ?? process.env.AWS_ENDPOINT_URL ?? `AWS STS in ${first}`;
    const identity = await whoAsks(reader, { region: first, endpoint, profile: options.profile });
    const named = options.regions ?? [];
    const [regions, alias] = await Promise.all([
      regionsToRead(reader, first, identity.partition, named),
      accountAlias(reader, first),
    ]);
    await readChain(reader, regions, identity.account, options.progress);
    return {
      schema: 'trailproof/account/1',
      tool: tool(),
      readAt,
      ...identity,
      alias,
      regions,
      narrowed: named.length > 0,
      reads: await reader.reads(),
    };
  } finally {
    reader.stop();
    await closeClients(clients);
  }
}

async function accountAlias(reader: Reader, region: string): Promise<string | null> {
  const read = await reader.read(region, 'iam:ListAccountAliases', {});
  return itemsOf<string>(read.pages, 'AccountAliases')[0] ?? null;
}
