import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasUsualNumbers, type Json, parseJson, printJson } from '../predicate/json.js';
import { knowLiterals, literalsOf } from '../predicate/literals.js';
import { BUILT_IN_RULES } from './built-in.js';
import type { Control } from './control.js';
import type { Detection, Query, Rule } from './rule.js';

/** The controls and rules that come with the package, as the build has read them: parsing their YAML takes longer than a scan. */
export interface Pack {
  readonly controls: readonly Control[];
  /** The pack's own, then those of the controls. */
  readonly rules: readonly Rule[];
}

/** The build writes it beside this module; there is none beside the source. */
const PACK_FILE = fileURLToPath(new URL('../catalogue/pack.json', import.meta.url));

/** Null where nothing was built, or it is damaged: then the catalogue's files are parsed. */
export function readPack(file = PACK_FILE): Pack | null {
  try {
    return packOf(readFileSync(file, 'utf8'));
  } catch {
    return null; // whatever is wrong with the catalogue is told by those who parse it
  }
}

/**
 * What the build writes: four sections, of the rules without their tests, of these, of the texts that each rule's matches hold, and of the
 * controls; each a line.
 */
export function packText({ controls, rules }: Pack): string {
  const named = rules.map(({ tests: _tests, ...rule }) => ({
    ...rule,
    origin: { ...rule.origin, file: basename(rule.origin.file) },
  }));
  const tests = rules.map((rule) => rule.tests);
  const literals = rules.map(({ detection }) => queriesOf(detection).map(({ predicate }) => literalsOf(predicate)));
  return (
    [named, tests, literals, controls].map((values) => values.map((value) => lineOf(value)).join('\n')).join(BETWEEN) +
    END
  );
}

function queriesOf(detection: Detection): readonly Query[] {
  if (detection.kind !== 'sequence') return [detection.query];
  return detection.until === null ? detection.steps : [...detection.steps, detection.until];
}

const BETWEEN = '\n\n';
const END = '\n';
/** Before what JSON.parse reads as `parseJson` does, which takes much longer; and before anything else. */
const PLAIN = ' ';
const OTHER = '~';

/** It came from YAML and is plain data, but for numbers that keep their text. */
function lineOf(value: object): string {
  const text = printJson(value as Json);
  return `${hasUsualNumbers(text) ? PLAIN : OTHER}${text}`;
}

function packOf(text: string): Pack {
  const [first, second, third, fourth] = text.slice(0, -END.length).split(BETWEEN);
  if (first === undefined || second === undefined || third === undefined || fourth === undefined || !text.endsWith(END))
    throw new Error('the pack is not whole');
  const allTests = once(() => valuesOf<Rule['tests']>(second));
  const literals = valuesOf<readonly (readonly string[] | null)[]>(third);
  const controls = once(() => valuesOf<Control>(fourth));
  const rules = valuesOf<Omit<Rule, 'tests'>>(first).map((rule, index) => ({
    ...rule,
    origin:
      rule.origin.kind === 'pack' ? { ...rule.origin, file: join(BUILT_IN_RULES, rule.origin.file) } : rule.origin,
    get tests() {
      return allTests()[index]!;
    },
  }));
  rules.forEach(({ detection }, index) => {
    queriesOf(detection).forEach(({ predicate }, query) => {
      knowLiterals(predicate, literals[index]![query]!);
    });
  });
  return {
    rules,
    get controls() {
      return controls();
    },
  };
}

const valuesOf = <T>(section: string): readonly T[] =>
  section.split('\n').map((line) => (line.startsWith(PLAIN) ? JSON.parse(line) : parseJson(line.slice(1))) as T);

/** A scan needs neither the tests nor the controls. */
function once<T>(read: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= read();
    return value;
  };
}
