import { versionOf, versionsOf } from './benchmark.js';
import type { Control } from './control.js';
import type { Problem } from './problem.js';
import { suggestBenchmark } from './suggest.js';

/** The version that a benchmark's name means, or what is wrong with the name. */
export function parseBenchmark(benchmark: string, controls: readonly Control[]): string | Problem {
  const versions = versionsOf(controls);
  const version = versionOf(benchmark);
  if (version !== null && versions.includes(version)) return version;
  return {
    code: 'unknown-benchmark',
    message: `unknown benchmark \`${benchmark}\``,
    help: suggestBenchmark(benchmark, versions),
  };
}
