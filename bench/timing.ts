export interface Times {
  readonly median: number; // milliseconds
  readonly worst: number; // milliseconds
}

const BATCHES = 5;

/**
 * Times a function that has been run warm, each run by itself. The median is that of the best batch: other work on the machine makes
 * a run longer, and nothing makes it shorter.
 */
export function timesOf(runs: number, run: () => void): Times {
  for (let i = 0; i < Math.max(3, runs / 4); i++) run();
  const batches = Array.from({ length: BATCHES }, () =>
    Array.from({ length: Math.ceil(runs / BATCHES) }, () => timeOf(run)),
  );
  return { median: Math.min(...batches.map(medianOf)), worst: Math.max(...batches.flat()) };
}

/** Milliseconds. */
export function timeOf(run: () => void): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
