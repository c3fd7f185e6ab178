/** Who is told first when the program is asked to end: each listener once. */
export class Interrupts {
  readonly #listeners: (() => void)[] = [];

  /** False: nobody is to be told any more, and the program ends. */
  tell(): boolean {
    const listener = this.#listeners.pop();
    listener?.();
    return listener !== undefined;
  }

  /** Answers what lets go of the listener again. */
  hold(listener: () => void): () => void {
    this.#listeners.push(listener);
    return () => {
      const at = this.#listeners.lastIndexOf(listener);
      if (at >= 0) this.#listeners.splice(at, 1);
    };
  }
}
