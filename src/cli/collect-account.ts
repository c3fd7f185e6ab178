import type { Account } from '../account/account.js';
import { truncate } from '../report/columns.js';
import { neutraliseText } from '../report/neutralise.js';
import type { Io } from './io.js';

export interface Place {
  readonly profile?: string | undefined;
  readonly regions?: readonly string[] | undefined;
  readonly endpointUrl?: string | undefined;
}

/** Reads an account with the caller's credentials; what is being read is shown on standard error while somebody watches. */
export async function collectAccount(io: Io, place: Place): Promise<Account> {
  const { collect } = await import('../aws/collect.js');
  const progress = progressOn(io);
  try {
    progress.show(place.profile === undefined ? 'who is asking' : `profile ${place.profile}: who is asking`);
    return await collect({ ...place, now: () => new Date(io.now()), progress: progress.show });
  } finally {
    progress.clear();
  }
}

/** One line that is written over. Nothing where standard error is a file or a pipe. */
export function progressOn(io: Io, doing = 'reading'): { show(message: string): void; clear(): void } {
  const { stderr, env } = io;
  if (!stderr.isTTY || env.TERM === 'dumb') return { show() {}, clear() {} };
  return {
    show: (message) =>
      void stderr.write(`\r\x1b[2K${truncate(`${doing} ${neutraliseText(message)} …`, (stderr.columns ?? 80) - 1)}`),
    clear: () => void stderr.write('\r\x1b[2K'),
  };
}
