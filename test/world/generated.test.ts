import { expect, it } from 'vitest';
import { run } from './run.js';

/** Enough for every layout and kind of fault, whatever the machine; then as many as there is time for. `npm run soak` is the long run. */
const AT_LEAST = 1000;
const MOST = 100_000;
const MILLISECONDS = 8000;

it('no false proof, no false break and no told witness in generated accounts', { timeout: 300_000 }, () => {
  const started = performance.now();
  const first = run(0, AT_LEAST);
  const rest = run(AT_LEAST, MOST, MILLISECONDS, () => performance.now() - started);
  expect(first.disagreements.concat(rest.disagreements)).toEqual([]);
  const counts = (truth: string) => (first.counts[truth] ?? 0) + (rest.counts[truth] ?? 0);
  // The run means something only if both verdicts were reached often.
  expect(counts('holds proved')).toBeGreaterThan(300);
  expect(counts('broken broken')).toBeGreaterThan(300);
  const decidable = counts('holds unknown') + counts('broken unknown');
  const accounts = first.accounts + rest.accounts;
  console.log(`${accounts} generated accounts; decidable and not decided: ${decidable}`);
});
