import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Control } from './control.js';
import { parseControl } from './parse-control.js';
import type { Problem } from './problem.js';

/** The controls that come with the package; the same folder from `src` and from `dist`. */
export const BUILT_IN_CONTROLS = fileURLToPath(new URL('../../catalogue/controls', import.meta.url));

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
    for (const file of filesOf(folder, problems)) {
      const text = readOf(file, problems);
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

function filesOf(folder: string, problems: Problem[]): readonly string[] {
  try {
    const files = readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort();
    if (files.length === 0)
      problems.push({ code: 'no-controls', message: `no control in \`${folder}\``, help: 'a control is a .yaml file' });
    return files.map((name) => join(folder, name));
  } catch (error) {
    problems.push({ code: 'unreadable', message: `cannot list \`${folder}\`: ${reasonOf(error)}` });
    return [];
  }
}

function readOf(file: string, problems: Problem[]): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    problems.push({ code: 'unreadable', message: `cannot read \`${file}\`: ${reasonOf(error)}`, file });
    return null;
  }
}

/** The system's word for it (`ENOENT`), with what it means where that is known. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const meanings: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file or folder',
    ENOTDIR: 'it is not a folder',
    EISDIR: 'it is a folder',
    EACCES: 'no permission to read it',
  };
  return meanings[code] ?? code;
}
