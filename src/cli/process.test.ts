import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';

/** The executable itself, as a child process. `npm test` builds before it runs the tests; alone, this file builds what is missing. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const executable = `${root}bin/trailproof.js`;

beforeAll(() => {
  if (!existsSync(`${root}dist/cli/main.js`)) execFileSync('npm', ['run', '--silent', 'build'], { cwd: root });
});

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function trailproof(
  argv: readonly string[],
  act: (child: ReturnType<typeof spawn>) => void = (child) => child.stdin?.end(),
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [executable, ...argv], { cwd: root, env: { ...process.env, ...env } });
    const ended = { out: '', err: '' };
    child.stdout.on('data', (chunk) => {
      ended.out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      ended.err += chunk;
    });
    child.on('close', (status) => resolve({ status, ...ended }));
    act(child);
  });
}

const pattern = JSON.stringify({ pattern: '{ $.eventName = "DisableKey" }' });

describe('the executable', () => {
  test('ends with the status of the command', async () => {
    expect(await trailproof(['--version'])).toMatchObject({ status: 0, err: '' });
    expect(
      await trailproof(['pattern', 'covers', '--control', 'kms-key-loss', '{ $.eventName = "DisableKey" }']),
    ).toMatchObject({ status: 1, err: '' });
    expect(await trailproof(['audit', '--regoin'])).toMatchObject({ status: 3, out: '' });
  });

  test('answers each line while the next is still to come', async () => {
    const { status, out } = await trailproof(['pattern', 'covers', '--control', 'kms-key-loss'], (child) => {
      child.stdin?.write(`${pattern}\n`);
      child.stdout?.once('data', () => child.stdin?.end(`${pattern}\n`));
    });
    expect(status).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(2);
  });

  test('ends quietly when nobody reads any more', async () => {
    const { err, status } = await trailproof(['pattern', 'covers', '--control', 'kms-key-loss'], (child) => {
      child.stdin?.on('error', () => {}); // the child may be gone before all is written
      child.stdout?.once('data', () => {
        child.stdout?.destroy();
        child.stdin?.end(`${pattern}\n`.repeat(5000));
      });
      child.stdin?.write(`${pattern}\n`);
    });
    expect(err).toBe('');
    expect(status).toBe(0);
  });

  const LOGS = 'examples/cloudtrail-key-loss.json';

  test.each([
    [['scan', LOGS, '--workers', '0', '--verbose'], 1],
    [['rules', 'list', '--format', 'json'], 0],
    [['--help'], 0],
  ])('%j: nobody reads beyond the beginning, and its status is its own', async (argv, expected) => {
    const { status, err } = await trailproof(argv, (child) => {
      child.stdout?.once('data', () => child.stdout?.destroy());
      child.stdin?.end();
    });
    expect([status, err]).toEqual([expected, '']);
  });

  // A device that is always full; only Linux has it.
  test.skipIf(!existsSync('/dev/full'))('a full disk is one line, and 3', async () => {
    for (const argv of [['scan', LOGS, '--workers', '0'], ['--help'], ['pattern', 'explain', 'x']]) {
      const full = openSync('/dev/full', 'w');
      const child = spawnSync(process.execPath, [executable, ...argv], { stdio: ['ignore', full, 'pipe'], cwd: root });
      closeSync(full);
      expect(child.stderr.toString()).toMatch(
        /^trailproof: cannot write `standard output`: the disk is full; [^\n]+\n$/,
      );
      expect(child.status).toBe(3);
    }
  });

  test('a scan and its rules have no colour in a pipe', async () => {
    const plain = { NO_COLOR: '', FORCE_COLOR: '' };
    for (const argv of [
      ['scan', LOGS, '--workers', '0'],
      ['rules', 'list'],
    ])
      expect((await trailproof(argv, undefined, plain)).out).not.toContain('\x1b');
    expect((await trailproof(['scan', LOGS], undefined, { ...plain, FORCE_COLOR: '1' })).out).toContain('\x1b[');
    // What another program reads is not cut to the width of a screen.
    expect((await trailproof(['rules', 'list'], undefined, { COLUMNS: '40' })).out).not.toContain('…');
  });

  test('an interrupt ends it with 130', async () => {
    const { status, err } = await trailproof(['pattern', 'covers', '--control', 'kms-key-loss'], (child) => {
      child.stdout?.once('data', () => child.kill('SIGINT'));
      child.stdin?.write(`${pattern}\n`);
    });
    expect([status, err]).toEqual([130, '']);
  });

  test('has no colour in a pipe, and has it when forced', async () => {
    const argv = ['pattern', 'covers', '--control', 'kms-key-loss', '{ $.eventName = "DisableKey" }'];
    const plain = { NO_COLOR: '', FORCE_COLOR: '' };
    expect((await trailproof(argv, undefined, plain)).out).not.toContain('\x1b');
    expect((await trailproof(argv, undefined, { ...plain, FORCE_COLOR: '1' })).out).toContain('\x1b[31m');
    expect((await trailproof(argv, undefined, { NO_COLOR: '1', FORCE_COLOR: '1' })).out).not.toContain('\x1b');
  });

  test('an endpoint that cannot be reached is one line', async () => {
    const env = {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      AWS_MAX_ATTEMPTS: '1',
    };
    const { status, out, err } = await trailproof(['audit', '--endpoint-url', 'http://127.0.0.1:9'], undefined, env);
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(/^trailproof: .*127\.0\.0\.1:9.*\n$/);
  });
});
