import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeIo } from './io.case.js';
import { run } from './program.js';

const RECORDED = 'examples/silent-key-loss.json';

async function trailproof(argv: readonly string[], options: Parameters<typeof fakeIo>[0] = {}) {
  const io = fakeIo(options);
  const status = await run(argv, io);
  return { status, ...io.written };
}

test('without arguments the demonstration shows a broken chain, says what to run next, and ends with 0', async () => {
  const { status, out, err } = await trailproof([], { env: { npm_lifecycle_event: 'start' } });
  expect([status, err]).toEqual([0, '']);
  expect(out).toMatch(/^✗ broken {3}kms-key-loss/m);
  expect(out).toContain('npm start -- audit --profile prod');
  for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  expect((await trailproof([])).out).toContain('  trailproof audit --profile prod  ');
});

describe('audit --snapshot', () => {
  const argv = ['audit', '--snapshot', RECORDED, '--control', 'kms-key-loss'];

  test('ends with 1 where a control is broken', async () => {
    const { status, out, err } = await trailproof(argv);
    expect([status, err]).toEqual([1, '']);
    expect(out).toContain('eventName');
  });

  test('ends with 0 where every selected control is proved', async () => {
    const { status, out } = await trailproof([
      'audit',
      '--snapshot',
      RECORDED,
      '--control',
      'vpc-changes',
      'cis-3.0:4.13',
    ]);
    expect(status).toBe(0);
    expect(out).toContain('2 controls: 2 proved');
  });

  test.each(['json', 'csv', 'markdown'])('writes %s to a file, and nothing else', async (format) => {
    const file = join(await mkdtemp(join(tmpdir(), 'trailproof-')), 'report');
    expect(await trailproof([...argv, '--format', format, '--output', file])).toEqual({ status: 1, out: '', err: '' });
    const text = await readFile(file, 'utf8');
    expect(text).toContain('kms-key-loss');
    expect(text).not.toContain('\x1b');
  });

  test('reads standard input', async () => {
    const stdin = await readFile(RECORDED, 'utf8');
    expect(
      await trailproof(['audit', '--snapshot', '-', '--control', 'kms-key-loss', '--format', 'json'], { stdin }),
    ).toMatchObject({ status: 1 });
  });

  test('a truncated file is one line and 3', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'trailproof-')), 'half.json');
    await writeFile(file, (await readFile(RECORDED, 'utf8')).slice(0, 3000));
    const { status, out, err } = await trailproof(['audit', '--snapshot', file]);
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(/^trailproof: .*half\.json.*cut off.*\n$/);
  });

  test('a file that is not UTF-8 is one line and 3', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'trailproof-')), 'latin.json');
    const text = (await readFile(RECORDED, 'utf8')).replace('SecurityAudit', 'S\u00e9curit\u00e9');
    await writeFile(file, Buffer.from(text, 'latin1'));
    const { status, out, err } = await trailproof(['audit', '--snapshot', file]);
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(/^trailproof: `.*latin\.json` is not UTF-8 text.*\n$/);
  });

  test('an account that was given twice is refused', async () => {
    const { status, err } = await trailproof(['audit', '--snapshot', RECORDED, RECORDED]);
    expect(status).toBe(3);
    expect(err).toContain('was given twice');
  });

  test('colour on a terminal, and not with NO_COLOR', async () => {
    expect((await trailproof(argv, { tty: true })).out).toContain('\x1b[31m');
    expect((await trailproof(argv, { tty: true, env: { NO_COLOR: '1' } })).out).not.toContain('\x1b');
    expect((await trailproof(argv)).out).not.toContain('\x1b');
  });
});
