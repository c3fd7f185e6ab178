import { AwsError } from './aws-error.js';
import { clientsFor, closeClients } from './clients.js';
import { type Failure, failureOf, kindOf } from './failure.js';
import { noAccess } from './no-access.js';
import { type AwsOptions, firstRegion, settingsOf } from './settings.js';

export interface LogEvents {
  /** The messages of a page, in the order in which CloudWatch Logs gives them. */
  readonly messages: readonly string[];
}

/** ISO 8601; the last one is not included. */
export interface LogRange {
  readonly since: string | null;
  readonly until: string | null;
}

/**
 * Every event of a log group (a name, or an ARN) in the range, by FilterLogEvents. A page may be empty and not the last one.
 * Rejects with an AwsError, also in the middle.
 */
export async function* logEvents(
  group: string,
  region: string | null,
  range: LogRange,
  options: AwsOptions = {},
): AsyncGenerator<LogEvents, void> {
  const place = region ?? (await firstRegion(options));
  const clients = clientsFor(await settingsOf(options, place));
  try {
    const { sdk, client } = await clients.logs(place);
    const which = group.startsWith('arn:') ? { logGroupIdentifier: group } : { logGroupName: group };
    let token: string | undefined;
    do {
      const command = new sdk.FilterLogEventsCommand({
        ...which,
        ...(range.since !== null && { startTime: Date.parse(range.since) }),
        // `endTime` is included in the answer.
        ...(range.until !== null && { endTime: Date.parse(range.until) - 1 }),
        nextToken: token,
      });
      const page = await client.send(command).catch((thrown: unknown) => {
        throw notRead(group, place, failureOf(thrown));
      });
      yield { messages: (page.events ?? []).flatMap(({ message }) => (message === undefined ? [] : [message])) };
      if (page.nextToken !== undefined && page.nextToken === token)
        throw new AwsError('not-read', `the log group \`${group}\` named the same page twice`, 'try again');
      token = page.nextToken;
    } while (token !== undefined);
  } finally {
    await closeClients(clients);
  }
}

function notRead(group: string, region: string, failure: Failure): AwsError {
  const access = noAccess('CloudWatch Logs', failure);
  if (access !== null) return access;
  if (failure.code === 'ResourceNotFoundException')
    return new AwsError(
      'not-read',
      `there is no log group \`${group}\` in ${region}`,
      'correct its name, or `--region`',
    );
  return new AwsError(
    'not-read',
    `the log group \`${group}\` could not be read: ${failure.code}: ${failure.message}`,
    kindOf(failure) === 'denied' ? 'allow logs:FilterLogEvents on it' : 'try again',
  );
}
