import { CliError } from './cli-error.js';
import type { Io } from './io.js';

/** Refused before anything is asked of AWS: whoever runs this without a terminal could not answer. */
export function mustBeAskable(io: Io, isAgreed: boolean): void {
  if (!isAgreed && io.ask === null)
    throw new CliError(
      'nobody can be asked whether to go on, because this is no terminal',
      'say `--yes` to go on without asking',
    );
}

/** Only `y` and `yes` are a yes. */
export async function agrees(io: Io, question: string): Promise<boolean> {
  const answer = (await io.ask?.(`${question} [y/N] `)) ?? '';
  return /^\s*y(?:es)?\s*$/i.test(answer);
}
