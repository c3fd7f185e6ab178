import type { Part } from './part.js';

export type Use = (part: Part) => void | Promise<void>;

/** Calls the consumer with one part after the other, however they come. */
export class Consumer {
  readonly #use: Use;
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;
  #failure: { readonly error: unknown } | null = null;

  constructor(use: Use) {
    this.#use = use;
  }

  add(parts: readonly Part[], done: () => void): void {
    this.#waiting++;
    this.#last = this.#last
      .then(async () => {
        for (const part of parts) if (!this.#failure) await this.#use(part);
      })
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#waiting--;
        done();
      });
  }

  /** Of this thread, which goes on meanwhile: used at once where nothing comes before it, so that it does not pile up. */
  addOwn(part: Part): void {
    if (this.#waiting > 0) this.add([part], () => undefined);
    else if (this.#failure === null) this.#useNow(part);
  }

  #useNow(part: Part): void {
    try {
      const used = this.#use(part);
      if (used) this.#after(used);
    } catch (error) {
      this.#fail(error);
    }
  }

  #after(used: Promise<void>): void {
    this.#waiting++;
    this.#last = used
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#waiting--;
      });
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** When what has come so far, and what other threads have sent by now, is used. */
  async taken(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await this.#last;
  }

  throwIfFailed(): void {
    if (this.#failure) throw this.#failure.error;
  }

  async end(): Promise<void> {
    await this.#last;
    this.throwIfFailed();
  }
}
