import pLimit from 'p-limit';
import type { Operation, Read, ReadError } from '../account/account.js';
import { redact } from '../account/redact.js';
import { AwsError } from './aws-error.js';
import type { Clients } from './clients.js';
import { type Failure, failureOf, isExpired, kindOf } from './failure.js';
import { type Inputs, OPERATION_TABLE, type OperationEntry } from './operations.js';
import { plain } from './plain.js';

/** Asks each question once, with all its pages, and keeps the answers. At most `maxInFlight` calls are under way. */
export class Reader {
  readonly #clients: Clients;
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #asked = new Map<string, Promise<Read>>();

  constructor(clients: Clients, maxInFlight: number) {
    this.#clients = clients;
    this.#limit = pLimit(maxInFlight);
  }

  /** Never rejects for what one operation met, which is in the read; rejects with an AwsError when nothing more can be read. */
  read<O extends Operation>(region: string, operation: O, input: Inputs[O]): Promise<Read> {
    const key = JSON.stringify([region, operation, input]);
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
      return { region, operation, input, pages, error: readErrorOf(failureOf(thrown)) };
    }
  }
}

function readErrorOf(failure: Failure): ReadError {
  if (isExpired(failure)) throw expired(failure);
  const kind = kindOf(failure);
  const code = failure.code === 'OperationMissing' ? 'NotImplemented' : failure.code;
  return { kind, code, message: failure.message };
}

export function expired({ code, message }: Failure): AwsError {
  const help = /sso/i.test(message)
    ? 'sign in again with `aws sso login`'
    : code === 'RequestTimeTooSkewed'
      ? "set this machine's clock"
      : 'get new ones and try again';
  return new AwsError('expired-credentials', `the AWS credentials have expired: ${message}`, help);
}

function endless(token: string): ReadError {
  return {
    kind: 'truncated',
    code: 'RepeatedToken',
    message: `the listing named \`${token.slice(0, 40)}\` as its next page again, so its end was not reached`,
  };
}
