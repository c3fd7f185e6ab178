import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { fuzz } from '../.fuzz/scan/fuzz.case.js';

/**
 * Mutated inputs through both engines of the scan: `npm run fuzz:scan -- [--inputs 1000000] [--from 0] [--threads 2]`. Every input
 * is made from its number alone. Prints each failure with its seed and input, then the counts of each kind, and ends with
 * status 1 when there was a failure or when an input hung.
 */
const STEP = 500;
const HUNG = 120_000;

if (isMainThread) main();
else
  parentPort.on('message', async ([from, to]) => {
    parentPort.postMessage(await fuzz(from, to, (seed) => parentPort.postMessage(seed)));
  });

function main() {
  const { values } = parseArgs({
    options: {
      inputs: { type: 'string', default: '1000000' },
      from: { type: 'string', default: '0' },
      threads: { type: 'string', default: String(availableParallelism()) },
    },
  });
  const [inputs, from, threads] = [values.inputs, values.from, values.threads].map(Number);
  if (![inputs, from, threads].every(Number.isSafeInteger) || inputs < 1 || from < 0 || threads < 1) {
    console.error('--inputs, --from and --threads are whole numbers; at least one input and one thread');
    process.exit(3);
  }
  const counts = {};
  const started = performance.now();
  let next = from;
  let done = 0;
  let failed = 0;
  let running = threads;
  for (let thread = 0; thread < threads; thread++) {
    const worker = new Worker(new URL(import.meta.url));
    let present = -1;
    let watch = null;
    const give = () => {
      if (next < from + inputs) {
        worker.postMessage([next, Math.min(next + STEP, from + inputs)]);
        next += STEP;
        return;
      }
      clearTimeout(watch);
      void worker.terminate();
      running -= 1;
      if (running > 0) return;
      console.log(JSON.stringify({ inputs: done, failed, counts }, null, 1));
      process.exitCode = failed > 0 ? 1 : 0;
    };
    const hung = () => {
      console.log(JSON.stringify({ seed: present, what: `hung for ${HUNG / 1000} s` }));
      process.exit(1);
    };
    worker.on('error', (error) => {
      console.log(JSON.stringify({ seed: present, what: `crashed: ${error.message}` }));
      process.exit(1);
    });
    worker.on('message', (message) => {
      if (typeof message === 'number') {
        present = message;
        if (watch === null) watch = setTimeout(hung, HUNG);
        else watch.refresh();
        return;
      }
      for (const [name, count] of Object.entries(message.counts)) counts[name] = (counts[name] ?? 0) + count;
      done += message.inputs;
      failed += message.failures.length;
      for (const failure of message.failures) console.log(JSON.stringify(failure));
      if (done % 20_000 < STEP)
        console.error(`${done} inputs, ${Math.round((performance.now() - started) / 1000)} s, ${failed} failed`);
      give();
    });
    give();
  }
}
