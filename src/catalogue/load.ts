import { BUILT_IN_CONTROLS } from './built-in.js';
import type { Control } from './control.js';
import { filesOf, textOf } from './files.js';
import { parseControl } from './parse-control.js';
import type { Problem } from './problem.js';

export { BUILT_IN_CONTROLS };

export interface Loaded {
  readonly controls: readonly Control[];
  readonly problems: readonly Problem[];
}

/**
 * The controls of all the folders, in the benchmark's order: every file that ends in `.yaml` or `.yml`. A later folder adds
 * controls; one whose slug is taken already is a problem, and the earlier one stays.
 */
export function loadControls(folders: readonly string[] = [BUILT_IN_CONTROLS]): Loaded {
  const problems: Problem[] = [];
  const bySlug = new Map<string, { readonly control: Control; readonly file: string }>();
  for (const folder of folders) {
    for (const file of filesOf(folder, /\.ya?ml$/, 'control', 'a control is a .yaml file', problems)) {
      const text = textOf(file, problems);
      if (text === null) continue;
      const parsed = parseControl(text, file);
      if (parsed.kind === 'refused') {
        problems.push(...parsed.problems);
        continue;
      }
      const { control } = parsed;
      const earlier = bySlug.get(control.slug);
      if (earlier) {
        problems.push({
          code: 'slug-taken',
          message: `the slug \`${control.slug}\` is taken by ${earlier.file}`,
          file,
          help: 'give the control another slug; controls are added, never replaced',
        });
      } else bySlug.set(control.slug, { control, file });
    }
  }
  const controls = [...bySlug.values()].map(({ control }) => control);
  return { controls: controls.sort((a, b) => a.order - b.order || (a.slug < b.slug ? -1 : 1)), problems };
}
