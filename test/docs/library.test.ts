import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Block, blocksOf, withTexts } from './blocks.js';
import { mustBeBuilt, ROOT, runModule } from './shell.js';

/**
 * Each `js` block of docs/library.md runs as a module of its own, which imports `trailproof` as a stranger does: through the
 * package's `exports`. What it prints is the `text` block after it; `npx vitest run test/docs -u` writes those.
 */
const PAGE = `${ROOT}docs/library.md`;
const page = readFileSync(PAGE, 'utf8');
const blocks = blocksOf(page);
const examples = blocks.filter(({ language }) => language === 'js');

beforeAll(mustBeBuilt);

describe('docs/library.md', () => {
  it('has its output after every example', () => {
    for (const example of examples) expect(outputOf(example)?.language, example.heading).toBe('text');
  });

  it('prints what its examples print', async () => {
    const texts = new Map<Block, string>();
    for (const example of examples) {
      const { status, output } = await runModule(example.text);
      expect(status, `${example.heading}: ${output}`).toBe(0);
      const block = outputOf(example);
      if (block) texts.set(block, output);
    }
    await expect(withTexts(page, texts)).toMatchFileSnapshot(PAGE);
  }, 120_000);

  it('shows every function that the package exports', async () => {
    const library: object = await import('trailproof');
    const shown = examples.map(({ text }) => text).join('\n');
    const named = blocks.reduce((text, block) => text.replace(block.text, ''), page);
    const missing = Object.keys(library).filter((name) => !shown.includes(name) && !named.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });
});

describe('the types', () => {
  // Inside the project, so that `trailproof` is the project itself.
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.examples-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('accept every example', async () => {
    examples.forEach((example, index) => {
      writeFileSync(join(folder, `example-${index}.js`), example.text);
    });
    const compilerOptions = {
      strict: true,
      checkJs: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2023',
      types: ['node'],
      exactOptionalPropertyTypes: true,
    };
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...compilerOptions, paths: { trailproof: [`${ROOT}dist/index.d.ts`] } } }),
    );
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch((error) => error);
    expect(stdout).toBe('');
  }, 120_000);
});

function outputOf(example: Block): Block | undefined {
  return blocks[blocks.indexOf(example) + 1];
}
