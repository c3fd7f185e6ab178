import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../report/columns.js';
import { subscriberOf, waitOf } from './fix-options.js';
import { fakeIo } from './io.case.js';
import { run } from './program.js';

const RECORDED = 'examples/silent-key-loss.json';
const ONLY = ['--snapshot', RECORDED, '--control', 'kms-key-loss'];
const ROLE = 'arn:aws:iam::111122223333:role/break-glass';

async function trailproof(argv: readonly string[], options: Parameters<typeof fakeIo>[0] = {}) {
  const io = fakeIo(options);
  const status = await run(argv, io);
  return { status, ...io.written };
}

const fix = (...argv: readonly string[]) => trailproof(['fix', ...argv]);
const folder = () => mkdtemp(join(tmpdir(), 'trailproof-'));

describe('a plan from a snapshot', () => {
  test('is shown, with what to run next', async () => {
    const { status, out, err } = await fix(...ONLY);
    expect([status, err]).toEqual([1, '']);
    expect(out).toMatch(/^✗ broken {2}→ ✓ proved {3}kms-key-loss$/m);
    expect(out).toMatch(/^ {3}undo +logs:PutMetricFilter$/m);
    expect(out).toContain('--apply');
    expect(out.match(/A snapshot holds no tags/g)).toHaveLength(1);
    expect(out).toMatch(/^It was read \d{4}-\d\d-\d\d \d\d:\d\d UTC: what was changed since is not in the plan\.$/m);
    for (const line of out.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
  });

  test('as JSON it is the plan, and nothing else', async () => {
    const { status, out, err } = await fix(...ONLY, '--format', 'json');
    expect([status, err]).toEqual([1, '']);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'trailproof/plan/1',
      controls: [{ control: 'kms-key-loss', before: 'broken', after: 'proved' }],
      changes: [{ step: { operation: 'logs:PutMetricFilter' } }],
      remains: [],
    });
  });

  test('where all is proved there is nothing to do', async () => {
    const { status, out } = await fix('--snapshot', RECORDED, '--control', 'vpc-changes');
    expect(status).toBe(0);
    expect(out).toContain('Nothing is to be done');
  });

  test('who is named is subscribed, though somebody is told already', async () => {
    const argv = [...ONLY, '--subscribe', 'email:oncall@example.com'];
    const { changes, remains } = JSON.parse((await fix(...argv, '--format', 'json')).out);
    expect(changes.map(({ step }: { step: { operation: string } }) => step.operation)).toEqual([
      'logs:PutMetricFilter',
      'sns:Subscribe',
    ]);
    expect(changes[1]).toMatchObject({ risk: 'adds', undo: [{ operation: 'sns:Unsubscribe' }] });
    expect(remains).toMatchObject([{ code: 'confirm-email', controls: ['kms-key-loss'] }]);
    expect((await fix(...argv, '--emit', 'terraform')).out).toContain('oncall@example.com');
    const proved = await fix('--snapshot', RECORDED, '--control', 'vpc-changes', '--subscribe', 'email:a@example.com');
    expect(proved.status).toBe(1);
    expect(proved.out).toContain('Subscribe email `a@example.com` to the topic');
  });

  test('who has to confirm, and who is missing, remains', async () => {
    const account = JSON.parse(await readFile(RECORDED, 'utf8'));
    for (const read of account.reads)
      if (read.operation === 'sns:ListSubscriptionsByTopic') for (const page of read.pages) page.Subscriptions = [];
    const file = join(await folder(), 'account.json');
    await writeFile(file, JSON.stringify(account));
    const argv = ['--snapshot', file, '--control', 'kms-key-loss'];
    const nobody = await fix(...argv);
    expect(nobody.out).toMatch(/── what remains ──/);
    expect(nobody.out).toContain('--subscribe email:you@example.com');
    expect(nobody.out.replace(/\s+/g, ' ')).toContain('or a topic that somebody reads: `--topic ARN`');
    const { status, out } = await fix(...argv, '--subscribe', 'email:oncall@example.com');
    expect(status).toBe(1);
    expect(out).toMatch(/── what remains ──/);
    expect(out).toMatch(/^· `oncall@example\.com` is told nothing/m);
    // Written down, the plan does what it says once it was carried out and he has confirmed.
    expect((await fix(...argv, '--emit', 'aws-cli')).status).toBe(1);
    expect((await fix(...argv, '--emit', 'aws-cli', '--subscribe', 'email:oncall@example.com')).status).toBe(0);
  });

  test('what nobody asked for may have the name of something new: that is said', async () => {
    const account = JSON.parse(await readFile(RECORDED, 'utf8'));
    for (const read of account.reads)
      if (read.operation === 'cloudtrail:DescribeTrails')
        for (const page of read.pages) for (const trail of page.trailList) delete trail.CloudWatchLogsLogGroupArn;
    const beyond = ['logs', 'cloudwatch', 'sns'];
    const reads = account.reads.filter(
      ({ operation }: { operation: string }) => !beyond.includes(operation.split(':')[0]!),
    );
    const file = join(await folder(), 'account.json');
    await writeFile(file, JSON.stringify({ ...account, reads }));
    const argv = ['--snapshot', file, '--control', 'kms-key-loss', '--subscribe', 'email:oncall@example.com'];
    const { changes } = JSON.parse((await fix(...argv, '--format', 'json')).out);
    const warnings = Object.fromEntries(
      changes.map(({ step, warning }: { step: { operation: string }; warning: string | null }) => [
        step.operation,
        warning,
      ]),
    );
    expect(warnings).toMatchObject({
      'cloudwatch:PutMetricAlarm': expect.stringMatching(/^the alarms of eu-central-1 were not read.* written over$/),
      'logs:PutMetricFilter': expect.stringMatching(/were not read.* written over$/),
      'sns:CreateTopic': expect.stringContaining('was not read: its subscribers would be told'),
      'logs:CreateLogGroup': expect.stringContaining('was not read'),
      'sns:Subscribe': null,
    });
    // The account that was read with them has nothing in the way.
    expect((await fix(...ONLY)).out).not.toContain('written over');
  });

  test('no name of the account reaches the terminal as it is', async () => {
    const hostile = JSON.parse(
      (await readFile(RECORDED, 'utf8')).replaceAll('cis-4.7-kms-key-loss', 'cis-4.7\\u001b[2J\\u202e\\nkms-key-loss'),
    );
    const file = join(await folder(), 'account.json');
    await writeFile(file, JSON.stringify(hostile));
    for (const more of [[], ['--verbose']]) {
      const { status, out } = await fix('--snapshot', file, '--control', 'kms-key-loss', ...more);
      expect(status).toBe(1);
      expect(out).toContain('\\x1b[2J');
      expect(out).not.toMatch(/[^\P{C}\n]/u);
    }
  });
});

describe('emitted', () => {
  const TOLD = [...ONLY, '--subscribe', 'email:oncall@example.com'];

  test('what the form can make nothing of is the script alone', async () => {
    const { out, err } = await fix(...ONLY, '--emit', 'cloudformation');
    expect(out).toMatch(/^#!\/usr\/bin\/env bash\n/);
    expect(err).toMatch(
      /^trailproof: nothing of 1 change can be made by CloudFormation: beside-cloudformation-\w+\.sh makes it with the AWS CLI\n$/,
    );
  });

  test('a filter that is there is Terraform’s to change', async () => {
    const { out, err } = await fix(...ONLY, '--emit', 'terraform');
    expect(out).toMatch(/^resource "aws_cloudwatch_log_metric_filter" "cis_4_7_kms_key_loss" \{$/m);
    expect(err).toBe('');
  });

  test('one file is printed as it is', async () => {
    const { status, out } = await fix(...ONLY, '--emit', 'aws-cli');
    expect(status).toBe(0);
    expect(out).toMatch(/^#!\/usr\/bin\/env bash\n/);
    expect((await fix(...ONLY, '--emit', 'aws-cli', '--shell', 'powershell')).out).not.toMatch(/^#!/);
  });

  test('several files each have a heading', async () => {
    const { out } = await fix(...TOLD, '--emit', 'terraform');
    expect(out.match(/^# ── \S+ ─+$/gm)?.length).toBeGreaterThan(2);
    expect(out).toMatch(/^# ── main\.tf ─+$/m);
  });

  test('into a folder; what is there stays, unless it is to be replaced', async () => {
    const place = join(await folder(), 'mend');
    const argv = [...TOLD, '--emit', 'terraform', '-o', place];
    const first = await fix(...argv);
    expect([first.status, first.out]).toEqual([0, '']);
    expect(await readFile(join(place, 'versions.tf'), 'utf8')).toContain('required_providers');
    await writeFile(join(place, 'main.tf'), 'mine');
    const again = await fix(...argv);
    expect(again.status).toBe(3);
    expect(again.err).toMatch(/is there already, and nothing was written; .*--force/);
    expect(await readFile(join(place, 'main.tf'), 'utf8')).toBe('mine');
    await fix(...argv, '--force');
    expect(await readFile(join(place, 'main.tf'), 'utf8')).not.toBe('mine');
  });

  test('Terraform beside nothing else: what its files lack it destroys', async () => {
    const place = join(await folder(), 'mend');
    const argv = [...TOLD, '--emit', 'terraform', '-o', place];
    const other = [...ONLY, '--subscribe', 'email:another@example.com', '--emit', 'terraform', '-o', place, '--force'];
    await fix(...argv);
    const before = await readFile(join(place, 'main.tf'), 'utf8');
    const refused = await fix(...other);
    expect([refused.status, refused.out]).toEqual([3, '']);
    expect(refused.err).toMatch(/holds Terraform files of something else .*nothing was written; .*folder of its own/);
    expect(await readFile(join(place, 'main.tf'), 'utf8')).toBe(before);
    expect((await fix(...argv, '--force')).status).toBe(0);
    for (const name of ['mine.tf', 'mine.tf.json', 'terraform.tfstate', '.terraform.lock.hcl']) {
      const own = await folder();
      await writeFile(join(own, name), '');
      const tried = await fix(...TOLD, '--emit', 'terraform', '-o', own, '--force');
      expect([tried.status, await readdir(own)]).toEqual([3, [name]]);
    }
    const notes = await folder();
    await writeFile(join(notes, 'README.md'), 'mine');
    expect((await fix(...TOLD, '--emit', 'terraform', '-o', notes)).status).toBe(0);
  });

  test('into folders that are made; where none can be made, that is said', async () => {
    const place = join(await folder(), 'a', 'b', 'c');
    expect((await fix(...TOLD, '--emit', 'terraform', '-o', place)).status).toBe(0);
    expect(await readdir(place)).toContain('main.tf');
    const file = join(await folder(), 'file');
    await writeFile(file, 'mine');
    expect((await fix(...TOLD, '--emit', 'terraform', '-o', join(file, 'below'))).status).toBe(3);
  });

  // Node's recursive mkdir never ends there.
  test.runIf(existsSync('/proc/self'))('not below /proc', { timeout: 30_000 }, async () => {
    for (const place of ['/proc/trailproof/', '/proc/trailproof/a/b'])
      expect((await fix(...TOLD, '--emit', 'terraform', '-o', place)).status).toBe(3);
  });

  test('a single file by its name, which can be run', async () => {
    const file = join(await folder(), 'mend.sh');
    expect(await fix(...ONLY, '--emit', 'aws-cli', '-o', file)).toMatchObject({ status: 0, out: '' });
    expect((await stat(file)).mode & 0o100).toBe(0o100);
  });
});

describe('guards', () => {
  const prevent = ['--prevent', '--break-glass', ROLE];

  test('need no account, and say what they may break', async () => {
    const { status, out } = await fix(...prevent);
    expect(status).toBe(0);
    expect(out).toContain('"DenyKeyLoss"');
    expect(out).toMatch(/^· It does not bind the management account/m);
  });

  test('of a named account protect its chain alone', async () => {
    const { out } = await fix(...prevent, ...ONLY, '--format', 'json');
    const { preventions } = JSON.parse(out);
    const chain = preventions.find(({ name }: { name: string }) => name === 'protect-the-chain');
    expect(JSON.stringify(chain.document)).toContain('trail/management-events');
    for (const { Sid, Resource } of chain.document.Statement)
      expect(Resource === '*').toBe(/^Protect(?:Subscriptions|AccountPolicies)$/.test(Sid));
  });

  test('as files, with the warnings beside them', async () => {
    const place = await folder();
    const { status, out, err } = await fix(...prevent, '-o', place);
    expect([status, out]).toEqual([0, '']);
    expect(err).toContain('management account');
    expect(JSON.parse(await readFile(join(place, 'deny-key-loss.json'), 'utf8'))).toMatchObject({
      Version: '2012-10-17',
    });
  });

  test('not beside what an earlier run left there, which would be attached with them', async () => {
    const place = await folder();
    const old = join(place, 'protect-the-chain-2.json');
    await writeFile(old, '{}');
    const { status, err } = await fix(...prevent, '-o', place, '--force');
    expect(status).toBe(3);
    expect(err).toMatch(/protect-the-chain-2\.json` is of an earlier run .* delete it/);
    expect(await readdir(place)).toEqual(['protect-the-chain-2.json']);
    await rm(old);
    for (const more of [[], ['--force']]) expect((await fix(...prevent, '-o', place, ...more)).status).toBe(0);
  });
});

describe('what says nothing is refused on one line, before anything is read', () => {
  test.each([
    [[...ONLY, '--apply'], /`--apply` changes an account, and a snapshot is a file/],
    [[...ONLY, '--yes'], /`--yes` is of use only with `--apply` or `--undo`/],
    [[...ONLY, '--wait'], /`--wait` is of use only with `--apply`/],
    [[...ONLY, '--profile', 'p'], /from AWS or from a snapshot/],
    [[...ONLY, '--region', 'eu-west-1'], /`--snapshot` and `--region` do not go together/],
    [[...ONLY, '--force'], /`--force` is of use only with/],
    [[...ONLY, '--emit', 'terraform', '--format', 'json'], /give one of them/],
    [['--emit', 'terraform', '--apply'], /do not go together/],
    [['--undo', 'x.json', '--apply'], /do not go together/],
    [['--apply', '--keep-changed'], /`--keep-changed` is of use only with `--undo`/],
    [['--prevent'], /`--break-glass arn:/],
    [['--prevent', '--break-glass', 'arn:aws:iam::111122223333:user/me'], /is not the ARN of one role/],
    [['--break-glass', ROLE], /is of use only with `--prevent`/],
    [['--prevent', '--break-glass', ROLE, '--region', 'eu-west-1'], /`--region` says nothing where no account is read/],
    [['--prevent', '--break-glass', ROLE, '--endpoint-url', 'http://x'], /`--endpoint-url` says nothing/],
    [['--prevent', '--break-glass', ROLE, '--control', 'kms-key-loss'], /`--control` says nothing/],
    [['--prevent', '--break-glass', ROLE, '--verbose'], /do not go together/],
    [['--prevent', '--break-glass', ROLE, '--snapshot', RECORDED, '--snapshot', RECORDED], /names several/],
    [['--prevent', '--break-glass', 'arn:aws:iam::111122223333:role/*a*'], /names every role that matches/],
    [[...ONLY, '--subscribe', 'me@example.com'], /did you mean `email:me@example\.com`/],
    [[...ONLY, '--topic', 'alerts'], /`alerts` is not the ARN of a topic/],
    [['--undo', '/no/such.json'], /cannot read `\/no\/such\.json`: there is no such file/],
    [['--undo', 'package.json'], /`package\.json`: it is not an undo file/],
  ])('%j', async (argv, line) => {
    const { status, out, err } = await fix(...argv);
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(/^trailproof: .*\n$/);
    expect(err).toMatch(line);
  });
});

test.each([
  ['email:a@example.com', 'email', 'a@example.com'],
  ['email-json:a@example.com', 'email-json', 'a@example.com'],
  ['sqs:arn:aws:sqs:eu-west-1:111122223333:alerts', 'sqs', 'arn:aws:sqs:eu-west-1:111122223333:alerts'],
  ['https://example.com/hook?a=b:c', 'https', 'https://example.com/hook?a=b:c'],
  ['https:https://example.com/hook', 'https', 'https://example.com/hook'],
  ['sms:+4915112345678', 'sms', '+4915112345678'],
])('%s is a subscriber', (text, protocol, endpoint) => {
  expect(subscriberOf(text)).toEqual({ protocol, endpoint });
});

test.each([
  'email:nobody',
  'sqs:alerts',
  'sqs:arn:aws:sns:eu-west-1:111122223333:alerts',
  'sqs:arn:aws:sqs:eu-west-1:111122223333:alerts.fifo',
  'sqs:arn:aws:sqs:eu-west-1:1:alerts',
  'lambda:arn:aws:lambda:::',
  'sms:110',
  'fax:1',
  '',
])('`%s` is no subscriber', (text) => {
  expect(() => subscriberOf(text)).toThrow();
});

test('times to wait', () => {
  expect([waitOf('45s'), waitOf('30m'), waitOf('2h'), waitOf(true)]).toEqual([45_000, 1_800_000, 7_200_000, 7_200_000]);
  expect(waitOf('9d')).toBe(waitOf('2d'));
  expect(() => waitOf('soon')).toThrow(/is not a time to wait/);
});
