import { expect, test } from 'vitest';
import { fakeIo } from './io.case.js';
import { run } from './program.js';

async function permissions(...argv: string[]) {
  const io = fakeIo();
  const status = await run(['permissions', 'scan', ...argv], io);
  return { status, ...io.written };
}

const statements = async (...argv: string[]) => JSON.parse((await permissions(...argv)).out).Statement;
const DECRYPT = {
  Effect: 'Allow',
  Action: ['kms:Decrypt'],
  Resource: '*',
  Condition: { StringLike: { 'kms:ViaService': 's3.*' } },
};

test('without paths: every source, and decryption only by way of S3', async () => {
  expect(await statements()).toEqual([
    {
      Sid: 'TrailproofScan',
      Effect: 'Allow',
      Action: ['logs:FilterLogEvents', 's3:GetObject', 's3:ListBucket'],
      Resource: '*',
    },
    { Sid: 'TrailproofScan2', ...DECRYPT },
  ]);
});

test('with paths: those alone; files add nothing', async () => {
  expect(await statements('s3://trail-logs/AWSLogs', 's3://old-logs', 'cloudwatch-logs:trail', 'local/')).toEqual([
    {
      Sid: 'TrailproofScan',
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: 'arn:aws:s3:::trail-logs',
      Condition: { StringLike: { 's3:prefix': 'AWSLogs*' } },
    },
    {
      Sid: 'TrailproofScan2',
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: ['arn:aws:s3:::old-logs/*', 'arn:aws:s3:::trail-logs/AWSLogs*'],
    },
    { Sid: 'TrailproofScan3', ...DECRYPT },
    { Sid: 'TrailproofScan4', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: 'arn:aws:s3:::old-logs' },
    {
      Sid: 'TrailproofScan5',
      Effect: 'Allow',
      Action: ['logs:FilterLogEvents'],
      Resource: 'arn:aws:logs:*:*:log-group:trail:*',
    },
  ]);
});

test.each([
  [['logs/'], /files and standard input need no permission/],
  [['ftp://x'], /`ftp:\/\/` is not a source/],
  [['s3://'], /does not name a bucket/],
  [['--region', 'europe'], /`europe` is not the name of a Region/],
])('%j is refused on one line', async (argv, line) => {
  const { status, out, err } = await permissions(...argv);
  expect([status, out]).toEqual([3, '']);
  expect(err).toMatch(line);
});

test('of a plan: its own calls and those of its undo, on what it names', async () => {
  const plan = fakeIo();
  const argv = ['--snapshot', 'examples/silent-key-loss.json', '--control', 'kms-key-loss', '--format', 'json'];
  await run(['fix', ...argv], plan);
  const io = fakeIo({ stdin: plan.written.out });
  expect(await run(['permissions', 'fix', '-'], io)).toBe(0);
  const [reads, ...writes] = JSON.parse(io.written.out).Statement;
  expect(reads).toMatchObject({ Sid: 'TrailproofFixRead', Resource: '*' });
  expect(reads.Action).toEqual(expect.arrayContaining(['logs:DescribeMetricFilters', 'sns:ListTagsForResource']));
  const group = 'arn:aws:logs:eu-central-1:111122223333:log-group:CloudTrail/DefaultLogGroup';
  expect(writes).toEqual([
    { Sid: 'TrailproofFix', Effect: 'Allow', Action: ['logs:PutMetricFilter'], Resource: [group, `${group}:*`] },
  ]);
});

test('of any plan, or of planning alone', async () => {
  const [any, reading] = [fakeIo(), fakeIo()];
  await run(['permissions', 'fix'], any);
  await run(['permissions', 'fix', '--plan-only'], reading);
  const handed = JSON.parse(any.written.out).Statement.find(({ Action }: { Action: string[] }) =>
    Action.includes('iam:PassRole'),
  );
  expect(handed).toMatchObject({ Condition: { StringEquals: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' } } });
  const [only, ...others] = JSON.parse(reading.written.out).Statement;
  expect(others).toEqual([]);
  for (const action of only.Action) expect(action).toMatch(/^[a-z0-9]+:(?:Describe|Get|List)[A-Za-z]+$/);
});

test('what is not a plan is refused', async () => {
  const io = fakeIo({ stdin: '{"schema":"trailproof/undo/1"}' });
  expect(await run(['permissions', 'fix', '-'], io)).toBe(3);
  expect(io.written.err).toMatch(/^trailproof: `-` is not a plan; /);
});
