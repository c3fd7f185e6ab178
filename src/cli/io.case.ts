import type { Io, Sink } from './io.js';

/** Streams of a test: what was written is kept. */
export interface FakeIo extends Io {
  readonly written: { out: string; err: string };
}

export function fakeIo(
  options: { stdin?: string | readonly string[]; env?: Io['env']; tty?: boolean; columns?: number } = {},
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
  return {
    stdin: chunks(typeof stdin === 'string' ? [stdin] : stdin),
    stdout: sink('out'),
    stderr: sink('err'),
    env: options.env ?? {},
    now: () => '2026-11-21T09:12:00.000Z',
    written,
  };
}

async function* chunks(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}
