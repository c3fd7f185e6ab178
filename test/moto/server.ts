import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The AWS API on the wire that the tests speak to. */
const MOTO = 'moto[server]==5.2.1';
const VENV = fileURLToPath(new URL('../../.venv', import.meta.url));
const VENV_PYTHON = `${VENV}/bin/python3`;
const run = promisify(execFile);

export type Moto = { readonly url: string; stop(): Promise<void> } | { readonly missing: string };

/** Starts moto's server, installing it into `.venv` where Python lacks it. `missing` says why it cannot be had. */
export async function startMoto(): Promise<Moto> {
  let python: string;
  try {
    python = await pythonWithMoto();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { missing: `moto cannot be had: ${reason.split('\n').slice(0, 3).join(' ')}` };
  }
  const port = await freePort();
  const server = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  try {
    await untilReady(url, server);
  } catch (error) {
    server.kill();
    throw error;
  }
  return { url, stop: () => stop(server) };
}

async function pythonWithMoto(): Promise<string> {
  for (const python of ['python3', VENV_PYTHON]) {
    if (python === VENV_PYTHON && !existsSync(python)) continue;
    if (await hasMoto(python)) return python;
  }
  await run('python3', ['-m', 'venv', VENV]);
  await run(VENV_PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', MOTO], {
    timeout: 600_000,
  });
  return VENV_PYTHON;
}

async function hasMoto(python: string): Promise<boolean> {
  try {
    await run(python, ['-c', 'import moto.server']);
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (server.exitCode !== null) throw new Error(`moto.server ended with status ${server.exitCode}`);
    try {
      const { ok } = await fetch(`${url}/moto-api/data.json`);
      if (ok) return;
    } catch {
      // not listening yet
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('moto.server did not answer within a minute');
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill();
  await ended;
}
