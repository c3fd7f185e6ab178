import { clientsFor, closeClients } from './clients.js';
import { type Identity, whoAsks } from './identity.js';
import { Reader } from './reader.js';
import { type AwsOptions, firstRegion, settingsOf } from './settings.js';

/** Whose credentials these are. Rejects with an AwsError that says what is wrong with them. */
export async function caller(options: AwsOptions): Promise<Identity> {
  const region = await firstRegion(options);
  const settings = await settingsOf(options, region);
  const clients = clientsFor(settings);
  try {
    const endpoint = settings.endpoint ?? process.env.AWS_ENDPOINT_URL ?? `AWS STS in ${region}`;
    return await whoAsks(new Reader(clients, 1, options.profile), { region, endpoint, profile: options.profile });
  } finally {
    await closeClients(clients);
  }
}
