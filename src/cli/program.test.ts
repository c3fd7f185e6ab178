import { describe, expect, test } from 'vitest';
import { permissionOf } from '../account/permission.js';
import { LINK_READS } from '../chain/links/reads.js';
import { FURTHER_READS } from '../chain/reads.js';
import { fakeIo } from './io.case.js';
import { programOf, run } from './program.js';

async function trailproof(...argv: string[]) {
  const io = fakeIo();
  const status = await run(argv, io);
  return { status, ...io.written };
}

describe('bad usage is one line with what to do, and 3', () => {
  test.each([
    [['audit', '--regoin', 'x'], /unknown option '--regoin' \(did you mean --region\?\); `trailproof audit --help`/],
    [['audti'], /unknown command 'audti' \(did you mean audit\?\); `trailproof --help`/],
    [['pattern'], /a command is missing; `trailproof pattern --help`/],
    [['pattern', 'explian', 'x'], /did you mean explain/],
    [['pattern', 'explain'], /missing required argument 'pattern'/],
    [['pattern', 'explain', 'x', 'y'], /Expected 1 argument but got 2; `trailproof pattern explain --help`/],
    [['pattern', 'covers', '--control', 'kms-key-loss', '--control', 'vpc-changes', 'x'], /one control at a time; /],
    [['audit', '--format', 'xml'], /'xml' is invalid.*terminal, json, csv, markdown; /],
    [['audit', 'extra'], /too many arguments/],
    [['audit', '--control', 'nothing-like-it'], /unknown control `nothing-like-it`/],
    [['audit', '--benchmark', 'cis-9.9'], /unknown benchmark `cis-9\.9`/],
    [['audit', '--snapshot', '/no/such.json'], /cannot read `\/no\/such\.json`: there is no such file/],
    [['audit', '--snapshot', 'package.json'], /not an account file/],
    [['audit', '--snapshot', 'package.json', '--region', 'eu-west-1'], /`--region` narrows what is read/],
    [['audit', '--snapshot', 'package.json', '--controls', '/no/such'], /\/no\/such/],
  ])('%j', async (argv, line) => {
    const { status, out, err } = await trailproof(...argv);
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(/^trailproof: .*\n$/);
    expect(err).toMatch(line);
  });
});

describe('help', async () => {
  const commands = (function walk(command: Awaited<ReturnType<typeof programOf>>, path: readonly string[]): string[][] {
    return [[...path], ...command.commands.flatMap((child) => walk(child, [...path, child.name()]))];
  })(await programOf({ io: fakeIo(), end: () => {} }), []);

  test.each(commands.map((path) => [path.join(' '), path] as const))(
    'of `%s` is readable and has examples',
    async (_, path) => {
      const { status, out, err } = await trailproof(...path, '--help');
      expect([status, err]).toEqual([0, '']);
      expect(out).toMatch(/^Usage: trailproof/);
      // Examples are to be typed, and stay as they are.
      const wide = out.split('\n').filter((line) => line.length > 80 && !line.startsWith('  $ '));
      expect(wide).toEqual([]);
      // A command that only groups others may leave them to those.
      if (!out.includes('Commands:')) expect(out).toContain('Examples:');
    },
  );

  test('the version is the package’s', async () => {
    expect(await trailproof('--version')).toMatchObject({ status: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});

test('the policy is made of what the links declare to read', async () => {
  const [statement] = JSON.parse((await trailproof('permissions', 'audit')).out).Statement;
  const declared = Object.values(LINK_READS).flat().map(permissionOf);
  expect(statement.Action).toEqual(expect.arrayContaining(declared));
  const beside = Object.keys(FURTHER_READS) as (keyof typeof FURTHER_READS)[];
  expect(statement.Action.filter((action: string) => !declared.includes(action)).sort()).toEqual(
    // IAM cannot deny anybody to ask who he is.
    beside
      .filter((operation) => operation !== 'sts:GetCallerIdentity')
      .map(permissionOf)
      .sort(),
  );
});

test('the policy names every permission once and allows nothing else', async () => {
  const { status, out } = await trailproof('permissions', 'audit');
  expect(status).toBe(0);
  const policy = JSON.parse(out);
  expect(policy.Version).toBe('2012-10-17');
  const [statement] = policy.Statement;
  expect(statement.Effect).toBe('Allow');
  expect(statement.Action).toContain('logs:DescribeMetricFilters');
  expect(new Set(statement.Action).size).toBe(statement.Action.length);
  for (const action of statement.Action) expect(action).toMatch(/^[a-z0-9]+:(?:Describe|Get|List)[A-Za-z]+$/);
  expect((await trailproof('permissions', 'audit', '--confirm')).out).toContain('logs:TestMetricFilter');
});
