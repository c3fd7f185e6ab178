import type { Control } from '../catalogue/control.js';
import { CliError } from './cli-error.js';

export interface Selected {
  readonly controls: readonly Control[];
  /** `cis-3.0` */
  readonly benchmark: string;
  /** `3.0` */
  readonly version: string;
}

/** The controls that come with the package and those of the user's folders. A file that is wrong ends the run: what it was to watch would go unwatched. */
export async function loadCatalogue(folders: readonly string[]): Promise<readonly Control[]> {
  if (folders.length === 0) {
    const { readPack } = await import('../catalogue/pack.js');
    const pack = readPack();
    if (pack !== null) return pack.controls;
  }
  const { BUILT_IN_CONTROLS, loadControls } = await import('../catalogue/load.js');
  const { controls, problems } = loadControls([BUILT_IN_CONTROLS, ...folders]);
  const [first, ...others] = problems;
  if (!first) return controls;
  const where = first.file ? `${first.file}${first.line === undefined ? '' : `:${first.line}`}: ` : '';
  const more =
    others.length === 0 ? '' : ` (and ${others.length} more ${others.length === 1 ? 'problem' : 'problems'})`;
  throw new CliError(
    `${where}${first.message}${more}`,
    first.help ?? 'correct the file, or name another folder with --controls',
  );
}

/** The controls that the user named, or the default ones, as a version of the benchmark asks for them. */
export async function selectByName(
  catalogue: readonly Control[],
  names: readonly string[],
  benchmark: string | undefined,
): Promise<Selected> {
  const { NEWEST_BENCHMARK, selectControls, versionOf } = await import('../catalogue/index.js');
  const wanted = benchmark ?? NEWEST_BENCHMARK;
  const selection = selectControls(catalogue, names, wanted);
  if (selection.kind === 'refused')
    throw new CliError(
      selection.problem.message,
      selection.problem.help ?? '`trailproof audit --help` shows what may be named',
    );
  return { controls: selection.controls, benchmark: wanted, version: versionOf(wanted) ?? wanted };
}
