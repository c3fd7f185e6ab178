import type { ReadError } from '../account/account.js';
import { AwsError } from './aws-error.js';
import { type Clients, clientsFor, closeClients } from './clients.js';
import { failureOf, isExpired, isInvalid, isUnreachable, kindOf } from './failure.js';
import { noCredentials } from './profiles.js';
import { expired } from './reader.js';
import { type AwsOptions, firstRegion, settingsOf } from './settings.js';

/** What AWS's own matcher says of a filter pattern. */
export type Confirmation =
  /** `matches[i]` is of `messages[i]`. */
  | { readonly kind: 'answered'; readonly matches: readonly boolean[] }
  /** AWS refuses the pattern. */
  | { readonly kind: 'invalid-pattern'; readonly message: string }
  | { readonly kind: 'not-answered'; readonly error: ReadError };

/** The most messages that one call may carry. */
const MESSAGES = 50;

/** AWS's own matcher. Close it when nothing more is to be asked. */
interface AwsMatcher {
  /** Rejects with an AwsError where AWS cannot be asked at all. */
  test(pattern: string, messages: readonly string[]): Promise<Confirmation>;
  close(): Promise<void>;
}

/**
 * Puts messages to logs:TestMetricFilter, which needs no resource and changes nothing. AWS names what matched by a number and
 * by the message itself; whether the number counts from 0 or from 1 is not documented, so only the message is looked at.
 */
async function openAwsMatcher(options: AwsOptions = {}): Promise<AwsMatcher> {
  const region = await firstRegion(options);
  const clients = clientsFor(await settingsOf(options, region));
  return {
    async test(pattern, messages) {
      try {
        return await asked(clients, region, pattern, messages);
      } catch (thrown) {
        return notAnswered(thrown, options.profile);
      }
    },
    close: () => closeClients(clients),
  };
}

/** One question to AWS's own matcher. */
export async function testMetricFilter(
  pattern: string,
  messages: readonly string[],
  options: AwsOptions = {},
): Promise<Confirmation> {
  const matcher = await openAwsMatcher(options);
  try {
    return await matcher.test(pattern, messages);
  } finally {
    await matcher.close();
  }
}

async function asked(
  clients: Clients,
  region: string,
  pattern: string,
  messages: readonly string[],
): Promise<Confirmation> {
  const { sdk, client } = await clients.logs(region);
  const send = async (logEventMessages: string[]) => {
    const command = new sdk.TestMetricFilterCommand({ filterPattern: pattern, logEventMessages });
    return (await client.send(command)).matches ?? [];
  };
  const distinct = [...new Set(messages)];
  const matching = new Set<string>();
  for (let at = 0; at < distinct.length; at += MESSAGES) {
    const batch = distinct.slice(at, at + MESSAGES);
    const matched = (await send(batch)).map((match) => match.eventMessage);
    if (matched.every((message) => message !== undefined && batch.includes(message))) {
      for (const message of matched) matching.add(message as string);
    } else {
      // A message came back changed, so it names none of ours: one call each leaves no question which it was.
      for (const message of batch) if ((await send([message])).length > 0) matching.add(message);
    }
  }
  return { kind: 'answered', matches: messages.map((message) => matching.has(message)) };
}

async function notAnswered(thrown: unknown, profile: string | undefined): Promise<Confirmation> {
  const failure = failureOf(thrown);
  if (isExpired(failure)) throw expired(failure, profile);
  if (failure.code === 'CredentialsProviderError') throw await noCredentials(profile);
  if (isInvalid(failure)) {
    throw new AwsError(
      'invalid-credentials',
      `AWS does not accept these credentials (${failure.code}): ${failure.message}`,
      'check the access key and its secret, name another profile with `--profile`, or leave out `--confirm`',
    );
  }
  if (isUnreachable(failure)) {
    throw new AwsError(
      'unreachable',
      `CloudWatch Logs cannot be reached (${failure.code})`,
      'check the Region, the endpoint URL and the network, or leave out `--confirm`',
    );
  }
  if (failure.code === 'InvalidParameterException' && /pattern/i.test(failure.message)) {
    return { kind: 'invalid-pattern', message: failure.message };
  }
  return {
    kind: 'not-answered',
    error: { kind: kindOf(failure), code: failure.code, message: failure.message },
  };
}
