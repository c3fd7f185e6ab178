import pLimit from 'p-limit';
import type { KeyUnread } from '../keys/key.js';
import type { KeyRead } from '../keys/operations.js';
import { type Clients, clientsFor, closeClients } from './clients.js';
import { type Failure, failureOf, isExpired, isUnreachable, kindOf } from './failure.js';
import { type Identity, whoAsks } from './identity.js';
import { expired, Reader } from './reader.js';
import { regionsToRead } from './regions.js';
import { type AwsOptions, firstRegion, settingsOf } from './settings.js';

export interface KeysOptions extends AwsOptions {
  readonly now: () => Date;
  /** Resolves after so many milliseconds. */
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** Told in a few words what is being read. */
  readonly progress?: ((message: string) => void) | undefined;
  /** Calls under way at one time; 10 where it is not given. */
  readonly maxInFlight?: number | undefined;
}

export type Answered<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure; readonly kind: ReturnType<typeof kindOf> | 'unreachable' };

/** One caller's calls about keys: who asks, where, and what could not be read. Close it when nothing more is to be asked. */
export class KeySession {
  readonly clients: Clients;
  readonly identity: Identity;
  readonly options: KeysOptions;
  readonly #reader: Reader;
  readonly #first: string;
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #unread: KeyUnread[] = [];
  readonly #unsupported = new Map<string, { readonly region: string; readonly operation: string }>();
  #regions: Promise<readonly string[]> | undefined;

  private constructor(clients: Clients, reader: Reader, identity: Identity, first: string, options: KeysOptions) {
    this.clients = clients;
    this.identity = identity;
    this.options = options;
    this.#reader = reader;
    this.#first = first;
    this.#limit = pLimit(options.maxInFlight ?? 10);
  }

  /** Rejects with an AwsError where nothing can be asked: credentials, endpoint, Region. */
  static async open(options: KeysOptions): Promise<KeySession> {
    const first = await firstRegion(options);
    const settings = await settingsOf(options, first);
    const clients = clientsFor(settings);
    try {
      const reader = new Reader(clients, 1, options.profile);
      const endpoint = settings.endpoint ?? process.env.AWS_ENDPOINT_URL ?? `AWS STS in ${first}`;
      const identity = await whoAsks(reader, { region: first, endpoint, profile: options.profile });
      return new KeySession(clients, reader, identity, first, options);
    } catch (thrown) {
      await closeClients(clients);
      throw thrown;
    }
  }

  /** Those that `--region` named, else the enabled ones; where AWS does not say which are, one, and that is in `unread`. */
  regions(): Promise<readonly string[]> {
    this.#regions ??= this.#readRegions();
    return this.#regions;
  }

  async #readRegions(): Promise<readonly string[]> {
    const named = this.options.regions ?? [];
    const regions = await regionsToRead(this.#reader, this.#first, this.identity.partition, named);
    const asked = (await this.#reader.reads()).filter(({ operation }) => operation === 'ec2:DescribeRegions');
    if (asked.length > 0 && asked.every(({ error }) => error !== undefined)) {
      const { region, error } = asked[0]!;
      this.#unread.push({
        region,
        operation: 'ec2:DescribeRegions',
        key: null,
        error: `${error!.code}: ${error!.message}`,
        permission: 'ec2:DescribeRegions',
      });
    }
    return regions;
  }

  /** One call, or the pages of one. Rejects only when no further call can succeed. */
  async try<T>(call: () => Promise<T>): Promise<Answered<T>> {
    try {
      return { ok: true, value: await this.#limit(call) };
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (isExpired(failure)) throw expired(failure, this.options.profile);
      return { ok: false, failure, kind: isUnreachable(failure) ? 'unreachable' : kindOf(failure) };
    }
  }

  /** The answer; null when there is none, which is then told in `unread` or `unsupported`. */
  async read<T>(region: string, operation: KeyRead, key: string | null, call: () => Promise<T>): Promise<T | null> {
    const answer = await this.try(call);
    if (answer.ok) return answer.value;
    if (answer.kind === 'unsupported') this.#unsupported.set(`${region} ${operation}`, { region, operation });
    else this.miss(region, operation, key, answer.failure);
    return null;
  }

  miss(region: string, operation: KeyRead, key: string | null, { code, message }: Pick<Failure, 'code' | 'message'>) {
    this.#unread.push({ region, operation, key, error: `${code}: ${message}`, permission: operation });
  }

  get unread(): readonly KeyUnread[] {
    return [...this.#unread];
  }

  get unsupported(): readonly { readonly region: string; readonly operation: string }[] {
    return [...this.#unsupported.values()];
  }

  wait(milliseconds: number): Promise<void> {
    const { wait = (time) => new Promise((resolve) => setTimeout(resolve, time)) } = this.options;
    return wait(milliseconds);
  }

  async close(): Promise<void> {
    this.#limit.clearQueue();
    this.#reader.stop();
    await closeClients(this.clients);
  }
}
