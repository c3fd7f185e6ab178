import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { literalsOf } from '../predicate/literals.js';
import { loadControls } from './load.js';
import { loadRules } from './load-rules.js';
import { packText, readPack } from './pack.js';
import type { Rule } from './rule.js';

const folder = mkdtempSync(join(tmpdir(), 'trailproof-pack-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { controls } = loadControls();
const { rules } = loadRules({ controls });

test('what the build writes is read as what the files say', () => {
  const file = join(folder, 'pack.json');
  writeFileSync(file, packText({ controls, rules }));
  expect({ ...readPack(file) }).toStrictEqual({ controls, rules });
});

test('the texts that matches hold are read as they are found', () => {
  const file = join(folder, 'literals.json');
  writeFileSync(file, packText({ controls, rules }));
  const queriesOf = ({ detection }: Rule) =>
    detection.kind === 'sequence'
      ? [...detection.steps, ...(detection.until ? [detection.until] : [])]
      : [detection.query];
  const literals = (of: readonly Rule[]) =>
    of.map((rule) => queriesOf(rule).map(({ predicate }) => literalsOf(predicate)));
  // Copies are other predicates, of which nothing is known.
  expect(literals(readPack(file)!.rules)).toEqual(literals(structuredClone(rules)));
});

test('damaged or not there, it is not read', () => {
  const file = join(folder, 'other.json');
  const text = packText({ controls, rules });
  for (const damaged of [text.slice(0, -1), text.slice(0, text.length / 2), text.replace('{', ''), '']) {
    writeFileSync(file, damaged);
    expect(readPack(file)).toBeNull();
  }
  expect(readPack(join(folder, 'none.json'))).toBeNull();
});
