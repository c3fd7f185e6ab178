import type { Io } from './io.js';

class Stopped extends Error {}

/** Ctrl-C in the place where it does no harm. */
export interface Stop {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Throws what `isStop` knows, once Ctrl-C was pressed. */
  check(): void;
  isStop(error: unknown): boolean;
  /** From then on Ctrl-C ends the program as usual. */
  release(): void;
}

/** `said`: what is told when it is pressed. */
export function stoppable(io: Io, said: string): Stop {
  const controller = new AbortController();
  const release = io.onInterrupt(() => {
    controller.abort();
    void io.stderr.write(`\ntrailproof: ${said}\n`);
  });
  return {
    signal: controller.signal,
    check() {
      if (controller.signal.aborted) throw new Stopped();
    },
    isStop: (error) => error instanceof Stopped,
    release,
  };
}
