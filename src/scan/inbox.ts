/** What has come and was not taken yet, in order; one taker at a time. */
export class Inbox<T> {
  readonly #waiting: T[] = [];
  #taker: ((value: T) => void) | null = null;

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  put(value: T): void {
    const taker = this.#taker;
    this.#taker = null;
    if (taker === null) this.#waiting.push(value);
    else taker(value);
  }

  next(): Promise<T> {
    if (this.#waiting.length > 0) return Promise.resolve(this.#waiting.shift() as T);
    return new Promise((resolve) => {
      this.#taker = resolve;
    });
  }
}
