import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { run, type Totals, type Undecided } from '../test/world/run.js';

/**
 * The long run over generated accounts: `npm run soak -- [--accounts 1000000] [--from 0] [--threads 2]`. Prints every
 * disagreement with its number, then what was counted, and ends with status 1 when there was a disagreement.
 */
const STEP = 500;

if (isMainThread) main();
else parentPort?.on('message', ([from, to]: [number, number]) => parentPort?.postMessage(run(from, to)));

function main(): void {
  const { values } = parseArgs({
    options: {
      accounts: { type: 'string', default: '1000000' },
      from: { type: 'string', default: '0' },
      threads: { type: 'string', default: String(availableParallelism()) },
    },
  });
  const [accounts, from, threads] = [values.accounts, values.from, values.threads].map(Number) as [
    number,
    number,
    number,
  ];
  if (![accounts, from, threads].every(Number.isSafeInteger) || accounts < 1 || from < 0 || threads < 1) {
    console.error('--accounts, --from and --threads are whole numbers; at least one account and one thread');
    process.exit(3);
  }
  soak(from, from + accounts, threads);
}

function soak(from: number, to: number, threads: number): void {
  const counts: Record<string, number> = {};
  const undecided: Record<string, Undecided> = {};
  const started = performance.now();
  let next = from;
  let done = 0;
  let wrong = 0;
  let running = 0;
  const give = (worker: Worker): void => {
    if (next < to) {
      worker.postMessage([next, Math.min(next + STEP, to)]);
      next += STEP;
      return;
    }
    void worker.terminate();
    running -= 1;
    if (running > 0) return;
    console.log(JSON.stringify({ accounts: done, wrong, counts, undecided }, null, 1));
    process.exitCode = wrong > 0 ? 1 : 0;
  };
  for (let thread = 0; thread < threads; thread++) {
    const worker = new Worker(new URL(import.meta.url));
    running += 1;
    worker.on('error', (error) => {
      throw error;
    });
    worker.on('message', (totals: Totals) => {
      add(counts, totals.counts);
      for (const [reason, { count, seed }] of Object.entries(totals.undecided))
        undecided[reason] = { seed, ...undecided[reason], count: count + (undecided[reason]?.count ?? 0) };
      done += totals.accounts;
      wrong += totals.disagreements.length;
      for (const one of totals.disagreements) console.log(JSON.stringify(one));
      console.error(`${done} accounts, ${Math.round((performance.now() - started) / 1000)} s, ${wrong} wrong`);
      give(worker);
    });
    give(worker);
  }
}

function add(into: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(more)) into[name] = (into[name] ?? 0) + count;
}
