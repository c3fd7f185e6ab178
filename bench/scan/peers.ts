import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PEERS = resolve('.peers/scan');

/** A program that others wrote, and the Debian packages that bring it. */
const PACKAGES = {
  rg: ['ripgrep'],
  jq: ['jq', 'libjq1', 'libonig5'],
  'libdeflate-gunzip': ['libdeflate-tools', 'libdeflate0'],
  igzip: ['isal', 'libisal2'],
} as const;
export type Program = keyof typeof PACKAGES;

/** How a shell calls the program: as it is installed, otherwise from Debian's package, unpacked into a folder of its own. */
export async function programLine(program: Program): Promise<string | null> {
  if ((process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))) return program;
  const folder = join(PEERS, program);
  const binary = join(folder, 'usr/bin', program);
  try {
    if (!existsSync(binary)) {
      mkdirSync(folder, { recursive: true });
      await run('apt-get', ['download', ...PACKAGES[program]], { cwd: folder });
      for (const name of readdirSync(folder).filter((name) => name.endsWith('.deb')))
        await run('dpkg', ['-x', join(folder, name), folder]);
    }
    const [triple = ''] = readdirSync(join(folder, 'usr/lib')).filter((name) => name.includes('-linux-'));
    return `env LD_LIBRARY_PATH=${join(folder, 'usr/lib', triple)} ${binary}`;
  } catch (error) {
    console.error(`${program} could not be had: ${firstLine(error)}`);
    return null;
  }
}

/** A Python that has DuckDB: the installed one, otherwise one of a folder of its own. */
export async function pythonWithDuckdb(): Promise<string | null> {
  const folder = join(PEERS, 'duckdb');
  const own = join(folder, 'bin/python3');
  for (const python of ['python3', own])
    try {
      await run(python, ['-c', 'import duckdb']);
      return python;
    } catch {
      // the next one
    }
  try {
    if (!existsSync(own)) await run('python3', ['-m', 'venv', folder]);
    await run(own, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'duckdb==1.4.2']);
    return own;
  } catch (error) {
    console.error(`DuckDB could not be had: ${firstLine(error)}`);
    return null;
  }
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n').slice(0, 2).join(' ');
