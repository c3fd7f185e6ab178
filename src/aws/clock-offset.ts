import { AwsError } from './aws-error.js';
import type { KeySession } from './key-session.js';

/** A smaller difference may come from the way of the answer, and from a header that tells whole seconds. */
const TELLABLE = 2000;

/**
 * By how many milliseconds AWS's clock is ahead of this machine's; 0 where they agree as far as can be told. Rejects with an AwsError.
 *
 * INVARIANT: what is told is never less than it is, and more by at most a second and the way of the answer. So what went before an
 * event is never taken for what followed it: an alarm follows after longer than that.
 */
export async function clockOffset(session: KeySession, region: string): Promise<number> {
  const { clients, options } = session;
  const { sdk, client } = await clients.sts(region);
  let told: string | undefined;
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const { headers } = answer.response as { readonly headers?: Readonly<Record<string, string>> };
      told = headers?.date;
      return answer;
    },
    { step: 'deserialize', name: 'trailproofDate', override: true },
  );
  const before = options.now().getTime();
  const asked = await session.try(() => client.send(new sdk.GetCallerIdentityCommand({})));
  if (!asked.ok) {
    const { code, message } = asked.failure;
    throw new AwsError(
      'no-identity',
      `AWS did not tell its time (sts:GetCallerIdentity: ${code}: ${message})`,
      'try again',
    );
  }
  // The header is cut to the second, and was written after it was asked for.
  const offset = Date.parse(told ?? '') + 1000 - before;
  return Number.isNaN(offset) || Math.abs(offset) < TELLABLE ? 0 : Math.round(offset);
}
