import { EXIT } from './exit-status.js';
import { sinkOf } from './io.js';
import { run } from './program.js';

/** The process around the program: its streams, signals and exit status. */
export async function main(): Promise<void> {
  process.on('SIGINT', () => process.exit(EXIT.interrupted));
  process.exitCode = await run(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr, { mayFail: true }),
    env: process.env,
    now: () => new Date().toISOString(),
  });
}
