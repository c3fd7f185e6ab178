export interface Times {
  readonly median: number; // milliseconds
  readonly worst: number; // milliseconds
}

/** Times a function that has been run warm, each run by itself. */
export function timesOf(runs: number, run: () => void): Times {
  for (let i = 0; i < Math.max(3, runs / 4); i++) run();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) times.push(timeOf(run));
  return { median: medianOf(times), worst: Math.max(...times) };
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
