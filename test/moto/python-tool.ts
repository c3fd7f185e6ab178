import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const VENV = fileURLToPath(new URL('../../.venv', import.meta.url));
const run = promisify(execFile);

const TOOLS = {
  aws: { package: 'awscli==1.45.11', module: 'awscli.clidriver' },
  'cfn-lint': { package: 'cfn-lint==1.51.0', module: 'cfnlint.runner' },
} as const;

/** A folder for PATH in which the program is, or null where the machine has it already. Installs it below `.venv` where it lacks. */
export async function pythonTool(name: keyof typeof TOOLS): Promise<string | null> {
  try {
    await run(name, ['--version']);
    return null;
  } catch {
    return await installed(name);
  }
}

/** Made under another name and then renamed: several tests may want it at once, and a half of it is none. */
async function installed(name: keyof typeof TOOLS): Promise<string> {
  const { package: wanted, module } = TOOLS[name];
  const folder = join(VENV, 'tools', wanted);
  const programs = join(folder, 'programs');
  if (existsSync(programs)) return programs;
  await mkdir(dirname(folder), { recursive: true });
  const making = await mkdtemp(`${folder}-`);
  const options = ['--quiet', '--disable-pip-version-check', '--target', join(making, 'packages')];
  await run('python3', ['-m', 'pip', 'install', ...options, wanted], { timeout: 600_000 });
  await mkdir(join(making, 'programs'));
  const program = join(making, 'programs', name);
  await writeFile(
    program,
    `#!/bin/sh\nPYTHONPATH='${join(folder, 'packages')}' exec python3 -c 'from ${module} import main; import sys; sys.exit(main())' "$@"\n`,
  );
  await chmod(program, 0o755);
  try {
    await rename(making, folder);
  } catch (error) {
    await rm(making, { recursive: true });
    if (!existsSync(programs)) throw error;
  }
  return programs;
}
