import { Interrupts } from './interrupts.js';
import type { Io, Sink } from './io.js';

/** Streams of a test: what was written is kept. */
export interface FakeIo extends Io {
  readonly written: { out: string; err: string };
  /** The milliseconds that were waited for; nothing waits. */
  readonly waits: number[];
  /** As Ctrl-C does. False: the program would end. */
  readonly interrupt: () => boolean;
}

export function fakeIo(
  options: {
    stdin?: string | readonly string[];
    env?: Io['env'];
    tty?: boolean;
    columns?: number;
    /** What somebody answers to the questions; without it nobody is there. */
    answers?: readonly string[];
  } = {},
): FakeIo {
  const written = { out: '', err: '' };
  const sink = (key: 'out' | 'err'): Sink => ({
    write: async (text) => {
      written[key] += text;
    },
    closed: false,
    isTTY: options.tty ?? false,
    columns: options.columns,
  });
  const { stdin = [] } = options;
  const answers = options.answers && [...options.answers];
  const waits: number[] = [];
  const interrupts = new Interrupts();
  return {
    stdin: chunks(typeof stdin === 'string' ? [stdin] : stdin),
    stdout: sink('out'),
    stderr: sink('err'),
    env: options.env ?? {},
    now: () => '2026-11-21T09:12:00.000Z',
    ask: answers
      ? async (question) => {
          written.err += question;
          return answers.shift() ?? '';
        }
      : null,
    wait: async (milliseconds) => void waits.push(milliseconds),
    onInterrupt: (listener) => interrupts.hold(listener),
    interrupt: () => interrupts.tell(),
    waits,
    written,
  };
}

async function* chunks(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}
