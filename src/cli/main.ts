import { EXIT } from './exit-status.js';
import { Interrupts } from './interrupts.js';
import { sinkOf } from './io.js';
import { run } from './program.js';
import { askerOn, pause } from './terminal.js';

/** The process around the program: its streams, signals and exit status. */
export async function main(): Promise<void> {
  const interrupts = new Interrupts();
  process.on('SIGINT', () => {
    if (!interrupts.tell()) process.exit(EXIT.interrupted);
  });
  process.exitCode = await run(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr, { mayFail: true }),
    env: process.env,
    now: () => new Date().toISOString(),
    ask: askerOn(process.stdin, process.stderr, () => process.exit(EXIT.interrupted)),
    wait: pause,
    onInterrupt: (listener) => {
      // Listened to only while somebody cares: without a listener the signal ends the process by itself.
      const end = () => process.kill(process.pid, 'SIGINT');
      // A terminal that is closed, or a connection that is lost, is the same.
      process.on('SIGTERM', end).on('SIGHUP', end);
      const release = interrupts.hold(listener);
      return () => {
        process.off('SIGTERM', end).off('SIGHUP', end);
        release();
      };
    },
  });
}
