import { fileError } from './cli-error.js';

/** What a command may touch of the process. Tests give their own. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** ISO 8601, UTC. */
  readonly now: () => string;
  /** Asks whoever sits there, on standard error. Null where nobody does: standard input or standard error is no terminal. */
  readonly ask: ((question: string) => Promise<string>) | null;
  /** Resolves after so many milliseconds, or when the signal says so. */
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /**
   * The next request to end (Ctrl-C, SIGTERM, SIGHUP) calls the listener, and the one after it ends the program as usual. Answers what
   * lets go of this again.
   */
  readonly onInterrupt: (listener: () => void) => () => void;
}

export interface Sink {
  /** Resolves when more may be written. A closed pipe is not an error: what is written to it is dropped. */
  write(text: string): Promise<void>;
  /** True when nobody reads any more. */
  readonly closed: boolean;
  readonly isTTY: boolean;
  readonly columns: number | undefined;
}

/**
 * A stream of the process as a sink: `trailproof audit | head -1` ends quietly, and with the status of the audit. A full disk is an
 * error of whoever writes, but for `mayFail`: there is nowhere left to say it.
 */
export function sinkOf(stream: NodeJS.WriteStream, { mayFail = false }: { readonly mayFail?: boolean } = {}): Sink {
  let closed = false;
  // What went wrong is told to the writer; without a listener the process would end at once.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    closed ||= mayFail || isGone(error);
  });
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        if (closed) return resolve();
        stream.write(text, (error) => {
          if (!error || mayFail || isGone(error)) resolve();
          else reject(fileError('write', 'standard output', error, 'write elsewhere: `-o FILE`, `> FILE`'));
        });
      }),
    get closed() {
      return closed;
    },
    isTTY: stream.isTTY === true,
    columns: stream.columns,
  };
}

const isGone = ({ code }: NodeJS.ErrnoException): boolean =>
  code === 'EPIPE' || code === 'EIO' || code === 'ERR_STREAM_DESTROYED';

/** NO_COLOR and FORCE_COLOR as their users agreed; without them colour is for terminals that have it. */
export function wantsColour(sink: Sink, env: Io['env']): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return sink.isTTY && env.TERM !== 'dumb';
}

/** Columns of the sink; COLUMNS or 80 where it has none; at most 140, because longer lines are not read. */
export function widthOf(sink: Sink, env: Io['env']): number {
  const told = sink.columns ?? Number.parseInt(env.COLUMNS ?? '', 10);
  return Math.min(140, Number.isInteger(told) && told > 0 ? told : 80);
}
