import { describe, expect, test } from 'vitest';
import { fakeIo } from './io.case.js';
import { run } from './program.js';

const ID = '11111111-2222-3333-4444-555555555555';
const ARN = `arn:aws:kms:eu-west-1:111122223333:key/${ID}`;

async function trailproof(argv: readonly string[], answers?: readonly string[]) {
  const io = fakeIo(answers && { answers });
  const status = await run(argv, io);
  return { status, ...io.written };
}

describe('recover refuses on one line, and asks AWS nothing,', () => {
  test.each([
    [[], /no key was named; name keys, or say `--all-pending`/],
    [['orders'], /`orders` is not the name of a key; give its ID, its ARN, or an alias/],
    [['alias/a\u202eb'], /is not the name of a key/],
    [[ID, '--all-pending'], /say one of both/],
    [[ARN, '--region', 'us-east-1'], /is in eu-west-1, and `--region` says us-east-1/],
    [[ID, '-o', '-'], /--format json/],
  ])('%j', async (argv, line) => {
    const { status, out, err } = await trailproof(['recover', ...argv], []);
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(line);
    expect(err).toMatch(/^trailproof: [^\n\u202e]+\n$/);
  });

  test('where nobody can be asked', async () => {
    const { status, out, err } = await trailproof(['recover', ID]);
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(/^trailproof: nobody can be asked[^\n]*`--yes`[^\n]*\n$/);
  });
});

describe('keys', () => {
  test('refuses a log that is none before AWS is asked', async () => {
    const { status, out, err } = await trailproof(['keys', '--logs', 'ftp://x']);
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(/`ftp:\/\/` is not a source/);
  });

  test('says in its help what each status means', async () => {
    const { out } = await trailproof(['keys', '--help']);
    for (const state of [
      'PendingDeletion',
      'PendingReplicaDeletion',
      'PendingImport',
      'Unavailable',
      'Disabled',
      'Creating',
    ])
      expect(out).toContain(state);
  });
});

describe('permissions', () => {
  const statements = async (...argv: readonly string[]) =>
    JSON.parse((await trailproof(['permissions', ...argv])).out).Statement;

  test('keys: reads alone', async () => {
    const [statement, ...others] = await statements('keys');
    expect(others).toEqual([]);
    expect(statement).toMatchObject({ Sid: 'TrailproofKeys', Effect: 'Allow', Resource: '*' });
    for (const action of statement.Action) expect(action).toMatch(/:(?:Describe|Get|List|Lookup)\w+$/);
    expect(statement.Action).toContain('kms:ListGrants');
    expect(statement.Action).toContain('cloudtrail:DescribeTrails');
  });

  test('recover: two calls that change keys, of those that were named', async () => {
    const [find, act] = await statements('recover', ARN);
    expect(find.Action).toEqual(['cloudtrail:LookupEvents', 'ec2:DescribeRegions', 'kms:ListAliases', 'kms:ListKeys']);
    expect(act).toEqual({
      Sid: 'TrailproofRecover',
      Effect: 'Allow',
      Action: ['kms:CancelKeyDeletion', 'kms:DescribeKey', 'kms:EnableKey'],
      Resource: ARN,
    });
    expect((await statements('recover'))[1].Resource).toBe('*');
  });

  test.each([ID, 'alias/orders', ARN.replace(`key/${ID}`, 'alias/orders')])(
    'recover %s: IAM knows only ARNs of keys',
    async (name) => {
      const { status, err } = await trailproof(['permissions', 'recover', name]);
      expect(status).toBe(3);
      expect(err).toMatch(/is not the ARN of a key/);
    },
  );
});
