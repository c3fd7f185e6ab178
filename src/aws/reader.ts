import pLimit from 'p-limit';
import type { Operation, Read, ReadError } from '../account/account.js';
import { canonical } from '../account/canonical.js';
import { redact } from '../account/redact.js';
import { AwsError } from './aws-error.js';
import type { Clients } from './clients.js';
import { type Failure, failureOf, isExpired, kindOf } from './failure.js';
import { type Inputs, OPERATION_TABLE, type OperationEntry } from './operations.js';
import { plain } from './plain.js';
import { profileMeant } from './profiles.js';

/** Asks each question once, with all its pages, and keeps the answers. At most `maxInFlight` calls are under way. */
export class Reader {
  readonly #clients: Clients;
  /** With whose credentials, for the message when they have expired. */
  readonly #profile: string | undefined;
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #asked = new Map<string, Promise<Read>>();

  /** `known`: what was answered before, and is not asked again. */
  constructor(clients: Clients, maxInFlight: number, profile?: string, known: readonly Read[] = []) {
    for (const read of known) this.#asked.set(keyOf(read.region, read.operation, read.input), Promise.resolve(read));
    this.#clients = clients;
    this.#profile = profile;
    this.#limit = pLimit(maxInFlight);
  }

  /** Never rejects for what one operation met, which is in the read; rejects with an AwsError when nothing more can be read. */
  read<O extends Operation>(region: string, operation: O, input: Inputs[O]): Promise<Read> {
    const key = keyOf(region, operation, input);
    const known = this.#asked.get(key) ?? this.#ask(region, operation, input);
    this.#asked.set(key, known);
    return known;
  }

  async reads(): Promise<readonly Read[]> {
    return Promise.all(this.#asked.values());
  }

  /** Drops the calls that have not begun. */
  stop(): void {
    this.#limit.clearQueue();
  }

  async #ask<O extends Operation>(region: string, operation: O, input: Inputs[O]): Promise<Read> {
    const entry: OperationEntry<Inputs[O]> = OPERATION_TABLE[operation];
    const pages: Read['pages'][number][] = [];
    const seen = new Set<string>();
    let request = input;
    try {
      for (;;) {
        const page = plain(await this.#limit(() => entry.send(this.#clients, region, request)));
        pages.push(redact(operation, page));
        const token = entry.token === undefined ? undefined : page[entry.token];
        if (entry.token === undefined || typeof token !== 'string' || token === '') break;
        if (seen.has(token)) return { region, operation, input, pages, error: endless(token) };
        seen.add(token);
        request = { ...input, [entry.token]: token };
      }
      return { region, operation, input, pages };
    } catch (thrown) {
      return { region, operation, input, pages, error: readErrorOf(failureOf(thrown), this.#profile) };
    }
  }
}

function keyOf(region: string, operation: Operation, input: Read['input']): string {
  return JSON.stringify([region, operation, canonical(input)]);
}

function readErrorOf(failure: Failure, profile: string | undefined): ReadError {
  if (isExpired(failure)) throw expired(failure, profile);
  const kind = kindOf(failure);
  const code = failure.code === 'OperationMissing' ? 'NotImplemented' : failure.code;
  return { kind, code, message: failure.message };
}

/** `named`: the profile of the command line. */
export function expired({ code, message }: Failure, named?: string): AwsError {
  const profile = profileMeant(named);
  const whose = profile === undefined ? '' : ` of the profile \`${profile}\``;
  if (/sso/i.test(message))
    return new AwsError(
      'expired-credentials',
      `the single sign-on session${whose} has ended, or was never begun`,
      `sign in with \`aws sso login${profile === undefined ? '' : ` --profile ${profile}`}\``,
    );
  const help = code === 'RequestTimeTooSkewed' ? "set this machine's clock" : 'get new ones and try again';
  return new AwsError('expired-credentials', `the AWS credentials${whose} have expired: ${message}`, help);
}

function endless(token: string): ReadError {
  return {
    kind: 'truncated',
    code: 'RepeatedToken',
    message: `the listing named \`${token.slice(0, 40)}\` as its next page again, so its end was not reached`,
  };
}
