import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeIo } from '../../src/cli/io.case.js';
import { programOf } from '../../src/cli/program.js';
import { blocksOf } from './blocks.js';
import { played } from './played.js';
import { mustBeBuilt, ROOT, typed } from './shell.js';

/**
 * What npm would publish, installed in an empty folder: what the pages and the help show must run there as well. The
 * dependencies are those of the project, so that nothing is fetched.
 */
let folder: string;
let installed: string;

beforeAll(() => {
  mustBeBuilt();
  folder = mkdtempSync(join(tmpdir(), 'trailproof-'));
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { filename } = (JSON.parse(packed) as { filename: string }[])[0]!;
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', folder]);
  installed = join(folder, 'package');
  symlinkSync(join(ROOT, 'node_modules'), join(installed, 'node_modules'));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe('from the package', () => {
  it.each(['README.md', 'docs/usage.md'])(
    '%s prints what it shows',
    async (name) => {
      const blocks = blocksOf(readFileSync(join(ROOT, name), 'utf8')).filter(({ language }) => language === 'console');
      for (const block of blocks) expect(await played(block, installed)).toBe(block.text);
    },
    180_000,
  );

  it('each example of the help does what it can without AWS, in a folder that holds nothing', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    symlinkSync(join(installed, 'bin'), join(empty, 'bin'));
    const examples = examplesOf(await programOf({ io: fakeIo(), end: () => {} }));
    expect(examples.length).toBeGreaterThan(10);
    for (const example of examples) {
      const { output } = await typed(`${example} < /dev/null`, empty);
      expect(output, example).not.toMatch(/should not have happened|unknown (option|command)|missing|\n\s+at /);
      // A file that is not there is one that the user brings; never one of ours.
      expect(output, example).not.toMatch(/cannot read `(cases|examples|catalogue|docs)\//);
    }
  }, 180_000);
});

/** The commands that a program's help shows, down to the last command. */
function examplesOf(program: Awaited<ReturnType<typeof programOf>>): readonly string[] {
  let text = '';
  program.configureOutput({ writeOut: (part) => (text += part) });
  program.outputHelp();
  const own = [...text.matchAll(/^ {2}\$ (trailproof.*)$/gm)].map((found) => found[1]!);
  return [...own, ...program.commands.flatMap(examplesOf)];
}
