import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUILT_IN_CONTROLS, loadControls } from './load.js';

const BUILT_IN = readFileSync(join(BUILT_IN_CONTROLS, 'kms-key-loss.yaml'), 'utf8');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'controls-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('loadControls', () => {
  it('adds the controls of a user’s folder, behind the benchmark’s', () => {
    const mine = BUILT_IN.replace('slug: kms-key-loss', 'slug: my-control').replace('order: 7\n', '');
    writeFileSync(join(folder, 'mine.yml'), mine);
    writeFileSync(join(folder, 'notes.txt'), 'not a control');
    const { controls, problems } = loadControls([BUILT_IN_CONTROLS, folder]);
    expect(problems).toEqual([]);
    expect(controls.map(({ slug }) => slug).at(-1)).toBe('my-control');
  });

  it('never replaces one', () => {
    writeFileSync(join(folder, 'mine.yaml'), BUILT_IN.replace('severity: critical', 'severity: low'));
    const { controls, problems } = loadControls([BUILT_IN_CONTROLS, folder]);
    expect(problems).toMatchObject([{ code: 'slug-taken', file: join(folder, 'mine.yaml') }]);
    expect(controls.find(({ slug }) => slug === 'kms-key-loss')?.severity).toBe('critical');
  });

  it('names every file that is wrong, and loads the others', () => {
    writeFileSync(join(folder, 'a.yaml'), 'slug: [');
    writeFileSync(join(folder, 'b.yaml'), BUILT_IN);
    mkdirSync(join(folder, 'c.yaml'));
    const { controls, problems } = loadControls([folder]);
    expect(controls.map(({ slug }) => slug)).toEqual(['kms-key-loss']);
    expect(new Set(problems.map(({ file }) => file))).toEqual(
      new Set([join(folder, 'a.yaml'), join(folder, 'c.yaml')]),
    );
  });

  it('says that a folder is not there, or empty', () => {
    expect(loadControls([join(folder, 'no')]).problems).toMatchObject([{ code: 'unreadable' }]);
    expect(loadControls([folder]).problems).toMatchObject([{ code: 'no-controls' }]);
  });
});
