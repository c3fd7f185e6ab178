import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * Compiles `src` into a new folder, joins its modules, and puts it in the place of `dist` when it is whole: what runs from `dist` at
 * that time never meets half a build, and nothing stays there of a file that is gone. Ends with the status of the compiler.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const built = join(root, `.dist-${process.pid}`);
const old = `${built}-old`;
const joined = `${built}-joined`;
for (const folder of [built, old, joined]) rmSync(folder, { recursive: true, force: true }); // of a build that was interrupted
mkdirSync(built);

/** The library, the program, its threads, and what tests start themselves. */
const ENTRIES = ['index', 'cli/main', 'scan/worker', 'scan/scan-items'];

/**
 * What a scan needs, in the order in which it is loaded: a thread, the program, and the scan itself. To find and compile a file of its
 * own for each module would take longer than to inflate a hundred megabytes.
 */
const GROUPS = {
  thread: ['scan/worker', 'cloudtrail/detection-fields'],
  start: ['cli/main', 'scan/pool'],
  scan: ['cli/scan', 'cli/run-scan', 'cli/load-rules', 'catalogue/pack'],
};

const tsc = join(root, 'node_modules/typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', built], {
  cwd: root,
  stdio: 'inherit',
});
try {
  if (status === 0) {
    await writePack();
    await joinModules();
  }
  swap();
} finally {
  rmSync(old, { recursive: true, force: true });
  for (const folder of [built, joined]) rmSync(folder, { recursive: true, force: true });
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

/**
 * The program is hundreds of modules, and to load one takes longer than to run it: those that are always needed together become one
 * file. What is loaded when it is needed stays so, and packages stay outside. The types stay as they are.
 */
async function joinModules() {
  const bundle = await rolldown({
    input: Object.fromEntries(ENTRIES.map((name) => [name, join(built, `${name}.js`)])),
    platform: 'node',
    // `version.js` reads the package's own file, from the place where it lies.
    external: [/^[^./]/, /\/version\.js$/],
    // What one program loads when it is needed, another one needs at once.
    checks: { ineffectiveDynamicImport: false },
  });
  // One folder below `dist`, as all modules are: what they read beside them is at the same place from there.
  const groups = Object.entries(GROUPS).map(([name, roots]) => {
    const modules = neededBy(roots.map((root) => join(built, `${root}.js`)));
    for (const entry of ENTRIES) modules.delete(join(built, `${entry}.js`)); // a thread begins by being loaded
    return { name, test: (id) => modules.has(id) };
  });
  await bundle.write({
    dir: joined,
    entryFileNames: '[name].js',
    chunkFileNames: 'joined/[name].js',
    codeSplitting: { groups },
  });
  await bundle.close();
  for (const name of readdirSync(built, { recursive: true }))
    if (name.endsWith('.js') && name !== 'version.js') rmSync(join(built, name));
  cpSync(joined, built, { recursive: true });
}

/** These modules and all that they import, but for what is imported when it is needed. */
function neededBy(modules, found = new Set()) {
  for (const module of modules) {
    if (found.has(module) || module.endsWith('version.js')) continue;
    found.add(module);
    const imports = readFileSync(module, 'utf8').matchAll(/^(?:import|export)\b[^'"]*?\bfrom '(\.[^']+)'/gm);
    neededBy(
      [...imports].map(([, path]) => join(dirname(module), path)),
      found,
    );
  }
  return found;
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
