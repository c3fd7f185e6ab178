import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
  swap();
} finally {
  rmSync(old, { recursive: true, force: true });
  rmSync(built, { recursive: true, force: true });
}
process.exitCode = status ?? 1;

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
