import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Json, parseJson, printJson } from '../predicate/json.js';
import { BUILT_IN_CONTROLS, BUILT_IN_RULES } from './built-in.js';
import type { Control } from './control.js';
import type { Rule } from './rule.js';

/** The controls and rules that come with the package, as the build has read them: parsing their YAML takes longer than a scan. */
export interface Pack {
  readonly controls: readonly Control[];
  /** The pack's own, then those of the controls. */
  readonly rules: readonly Rule[];
}

/** The build writes it beside this module; there is none beside the source. */
const PACK_FILE = fileURLToPath(new URL('../catalogue/pack.json', import.meta.url));

/** Null where nothing was built, or the catalogue is another one than that which was: then the files themselves are parsed. */
export function readPack(file = PACK_FILE): Pack | null {
  try {
    const text = readFileSync(file, 'utf8');
    const line = text.indexOf('\n');
    return text.slice(0, line) === digest() ? packOf(text.slice(line + 1)) : null;
  } catch {
    return null; // whatever is wrong with the catalogue is told by those who parse it
  }
}

/** What the build writes: the digest of the catalogue's files, each rule, an empty line, each control. */
export function packText({ controls, rules }: Pack): string {
  const named = rules.map((rule) => ({ ...rule, origin: { ...rule.origin, file: basename(rule.origin.file) } }));
  // It came from YAML and is plain data, but for numbers that keep their text: those make the reading of their line slow.
  const lines = (values: readonly object[]): string => values.map((value) => `${printJson(value as Json)}\n`).join('');
  return `${digest()}\n${lines(named)}\n${lines(controls)}`;
}

function packOf(text: string): Pack {
  const end = text.indexOf('\n\n');
  if (end < 0 || !text.endsWith('\n')) throw new Error('the pack is not whole');
  const read = <T>(from: number, to: number): T[] =>
    text
      .slice(from, to)
      .split('\n')
      .map((line) => parseJson(line) as T);
  const rules = read<Rule>(0, end).map((rule) =>
    rule.origin.kind === 'pack'
      ? { ...rule, origin: { ...rule.origin, file: join(BUILT_IN_RULES, rule.origin.file) } }
      : rule,
  );
  let controls: readonly Control[] | undefined;
  return {
    rules,
    get controls() {
      controls ??= read<Control>(end + 2, text.length - 1);
      return controls;
    },
  };
}

function digest(): string {
  const hash = createHash('sha256');
  for (const folder of [BUILT_IN_CONTROLS, BUILT_IN_RULES])
    for (const name of readdirSync(folder).sort()) hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}
