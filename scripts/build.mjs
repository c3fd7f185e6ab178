import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Compiles `src` into a new folder and puts it in the place of `dist` when it is whole: what runs from `dist` at that time never
 * meets half a build, and nothing stays there of a file that is gone. Ends with the status of the compiler.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const built = join(root, `.dist-${process.pid}`);
const old = `${built}-old`;
for (const folder of [built, old]) rmSync(folder, { recursive: true, force: true }); // of a build that was interrupted
mkdirSync(built);

const tsc = join(root, 'node_modules/typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', built], {
  cwd: root,
  stdio: 'inherit',
});
try {
  await writePack().catch((error) => {
    if (status === 0) throw error; // otherwise what was compiled may be incomplete
  });
  swap();
} finally {
  rmSync(old, { recursive: true, force: true });
  rmSync(built, { recursive: true, force: true });
}
process.exitCode = status ?? 1;

/** The catalogue as it is read from its files, so that the program need not parse them. What is wrong with it the tests say. */
async function writePack() {
  const module = (name) => import(pathToFileURL(join(built, 'catalogue', name)).href);
  const [{ loadControls }, { loadRules }, { packText }] = await Promise.all([
    module('load.js'),
    module('load-rules.js'),
    module('pack.js'),
  ]);
  const { controls, problems } = loadControls();
  const { rules, problems: others } = loadRules({ controls });
  if (problems.length + others.length === 0)
    writeFileSync(join(built, 'catalogue/pack.json'), packText({ controls, rules }));
}

function swap() {
  for (let tries = 1; ; tries++) {
    try {
      renameSync(dist, old);
    } catch (error) {
      // Some file systems rename no folder of a lower layer: there it is removed first.
      if (error.code !== 'ENOENT') rmSync(dist, { recursive: true, force: true });
    }
    try {
      renameSync(built, dist);
      return;
    } catch (error) {
      // Another build was faster: its folder is put aside as well.
      if (tries === 5 || !['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error;
      rmSync(old, { recursive: true, force: true });
    }
  }
}
