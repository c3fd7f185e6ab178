import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXECUTABLE = `${ROOT}bin/trailproof.js`;

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** `npm test` builds before it runs the tests; a file of tests that is run alone builds what is missing. */
export function built(): void {
  if (!existsSync(`${ROOT}dist/cli/main.js`)) execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT });
}

/** Runs the executable as a user does. Nothing of this machine's AWS configuration gets to it; `env` adds to what is left. */
export function trailproof(
  argv: readonly string[],
  { env = {}, stdin = '' }: { readonly env?: NodeJS.ProcessEnv; readonly stdin?: string } = {},
): Promise<Ended> {
  const bare = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^AWS_|COLOR|^COLUMNS$/.test(name)));
  const nowhere = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [EXECUTABLE, ...argv], {
      cwd: ROOT,
      env: { ...bare, ...nowhere, AWS_EC2_METADATA_DISABLED: 'true', ...env },
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('close', (status) => resolve({ status, out, err }));
    child.stdin.on('error', () => {}); // it may end before it has read all
    child.stdin.end(stdin);
  });
}

/** What the environment of a shell would hold for these credentials. */
export function environmentOf(credentials: {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}): NodeJS.ProcessEnv {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_REGION: 'us-east-1',
  };
}
