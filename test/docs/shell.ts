import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** `npm test` builds before it runs the tests; alone, a test of a page says what is missing. */
export function mustBeBuilt(): void {
  if (!existsSync(`${ROOT}dist/index.js`)) throw new Error('not built: run `npm run build` first');
}

export interface Ended {
  readonly status: number;
  readonly output: string;
}

/**
 * Runs a line as a reader would type it: `trailproof …`, or `npm start -- …` in its place. 80 columns, no colour, no AWS
 * configuration, in the folder of the project or of a package that was installed. What it wrote on both streams, in order.
 */
export function typed(line: string, folder: string = ROOT): Promise<Ended> {
  const script = `exec 2>&1
trailproof() { "${process.execPath}" bin/trailproof.js "$@"; }
npm() { [ "$1" = start ] || return 127; shift; [ "\${1-}" = -- ] && shift; npm_lifecycle_event=start trailproof "$@"; }
${line}`;
  const env = { PATH: process.env.PATH ?? '', HOME: '/nonexistent', COLUMNS: '80', NO_COLOR: '1', LC_ALL: 'C.UTF-8' };
  return run('bash', ['-c', script], env, folder);
}

/** Runs a module that stands in the folder of the project, so that it may import `trailproof`. */
export function runModule(text: string): Promise<Ended> {
  return run(process.execPath, ['--input-type=module', '--eval', text], { ...process.env, NO_COLOR: '1' });
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd: string = ROOT): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, [...args], { cwd, env }, (error, stdout, stderr) => {
      const status = error ? error.code : 0;
      if (typeof status === 'number') resolve({ status, output: stdout + stderr });
      else reject(error);
    });
    child.stdin?.end();
  });
}
