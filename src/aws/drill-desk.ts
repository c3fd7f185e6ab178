import { keyPolicyFor } from '../drill/key-policy.js';
import type { DrillCall, DrillRecord, DrillThing } from '../drill/record.js';
import { refusal } from '../drill/refusal.js';
import { begun, changedTo, type ThingAt } from '../drill/things.js';
import { AwsError } from './aws-error.js';
import type { Answered, KeySession } from './key-session.js';

export interface DeskOptions {
  readonly session: KeySession;
  readonly id: string;
  /** Who carried the drill out: whoever cleans up later may be somebody else. */
  readonly maker: string;
  /** By how many milliseconds AWS's clock is ahead of the session's. */
  readonly clockOffset: number;
  readonly book: Book;
  /** It is on the disk when it resolves. */
  readonly keep: (book: Book) => Promise<void>;
  /** Resolves after so many milliseconds, or when the drill is stopped. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly isStopped: () => boolean;
  readonly progress: (message: string) => void;
}

/** What was made, and every call that could change something. */
export type Book = Pick<DrillRecord, 'things' | 'calls'>;

/** What is not in the record is not made. */
export class NotRecorded extends Error {}

/** What every part of a drill works with: who asks, the time, and the book of what was made. */
export class DrillDesk {
  readonly session: KeySession;
  readonly id: string;
  readonly wait: DeskOptions['wait'];
  readonly isStopped: DeskOptions['isStopped'];
  readonly progress: DeskOptions['progress'];
  readonly #options: DeskOptions;
  #things: readonly DrillThing[];
  readonly #calls: DrillCall[];

  constructor(options: DeskOptions) {
    this.session = options.session;
    this.id = options.id;
    this.wait = options.wait;
    this.isStopped = options.isStopped;
    this.progress = options.progress;
    this.#options = options;
    this.#things = options.book.things;
    this.#calls = [...options.book.calls];
  }

  /** Does the policy of the drill's key allow whoever asks what it allows the key's maker? */
  get isMaker(): boolean {
    const { identity } = this.session;
    const own = keyPolicyFor(identity);
    const makers = keyPolicyFor({ ...identity, caller: this.#options.maker });
    return identity.caller === this.#options.maker || (own !== null && JSON.stringify(own) === JSON.stringify(makers));
  }

  /** Milliseconds since 1970, by AWS's clock. */
  now(): number {
    return this.session.options.now().getTime() + this.#options.clockOffset;
  }

  iso(at = this.now()): string {
    return new Date(at).toISOString();
  }

  get things(): readonly DrillThing[] {
    return this.#things;
  }

  get book(): Book {
    return { things: this.#things, calls: [...this.#calls] };
  }

  /** Before it is made: rejects where it cannot be written down, and then it must not be made. */
  async begin(thing: ThingAt & Pick<DrillThing, 'of'> & Partial<Pick<DrillThing, 'how'>>): Promise<void> {
    const before = this.#things;
    this.#things = begun(before, { how: null, ...thing, at: this.iso() });
    try {
      await this.#options.keep(this.book);
    } catch (thrown) {
      this.#things = before;
      throw new NotRecorded(thrown instanceof Error ? thrown.message : String(thrown));
    }
  }

  /** What became of it. That it cannot be written any more is no reason to leave the rest. */
  async turn(at: ThingAt, change: Partial<DrillThing>): Promise<void> {
    this.#things = changedTo(this.#things, at, change);
    await this.#options.keep(this.book).catch(() => {});
  }

  /** One call that changes something; it is in the book, and the book on the disk, before anything else is done. */
  async change<T>(operation: string, region: string, call: () => Promise<T>): Promise<Reply<T>> {
    const at = this.iso();
    const reply = await this.ask(operation, call);
    this.#calls.push({ at, operation, region, error: reply.ok ? null : reply.reason });
    await this.#options.keep(this.book).catch(() => {});
    return reply;
  }

  /** One call. What AWS answers is a value; so is that nothing can be asked any more. `reason`: a sentence. */
  async ask<T>(operation: string, call: () => Promise<T>): Promise<Reply<T>> {
    let answered: Answered<T>;
    try {
      answered = await this.session.try(call);
    } catch (thrown) {
      if (!(thrown instanceof AwsError)) throw thrown;
      return { ok: false, code: thrown.code, kind: 'expired', reason: `${thrown.message}; ${thrown.help}` };
    }
    if (answered.ok) return answered;
    const { failure, kind } = answered;
    return { ok: false, code: failure.code, kind, reason: refusal(operation, { ...failure, kind }) };
  }
}

export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly kind: string; readonly reason: string };
