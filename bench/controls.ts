import type { Control } from '../src/catalogue/control.js';
import { NEWEST_BENCHMARK, selectControls } from '../src/catalogue/index.js';
import { loadControls } from '../src/catalogue/load.js';

/** npm runs scripts in the package's folder; what is compiled for them lies a folder deeper than the catalogue expects. */
const CATALOGUE = 'catalogue/controls';

export function everyControl(): readonly Control[] {
  const { controls, problems } = loadControls([CATALOGUE]);
  if (problems[0]) throw new Error(problems[0].message);
  return controls;
}

/** The benchmark's fifteen. */
export function defaultControls(): readonly Control[] {
  const selection = selectControls(everyControl(), [], NEWEST_BENCHMARK);
  if (selection.kind === 'refused') throw new Error(selection.problem.message);
  return selection.controls;
}

export function controlOf(slug: string): Control {
  const control = everyControl().find((one) => one.slug === slug);
  if (!control) throw new Error(`no control is called \`${slug}\``);
  return control;
}
