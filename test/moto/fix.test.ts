import { spawn } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { CloudWatchLogsClient, TagResourceCommand } from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { fakeIo } from '../../src/cli/io.case.js';
import { built } from '../cli/executable.js';
import type { Behaviour } from '../proxy/call.js';
import type { AwsProxy } from '../proxy/proxy.js';
import { deny } from '../proxy/refusals.js';
import { chain } from './configuration.js';
import { fixing, SOMEBODY } from './fixing.js';
import { HOME } from './spec.js';

const moto = inject('moto');
const ONLY = ['--control', 'kms-key-loss'];
const NARROW = `{ ($.eventSource = kms.amazonaws.com) && ($.eventName = DisableKey) }`;

/** What the planner, the carrying out and the undo do each has tests of its own; here is the command around them. */
describe.skipIf(moto.url === null)('`trailproof fix`', () => {
  const here = fixing();
  beforeAll(() => built());

  const writes = ({ calls }: AwsProxy) =>
    calls
      .map(({ service, operation }) => `${service}:${operation}`)
      .filter((name) =>
        /:(Create|Put|Set|Subscribe|Start|Update|Delete|Schedule|Unsubscribe|Enable|Disable)/.test(name),
      );

  it('shows a plan and changes nothing', async () => {
    const { fix, proxy, sandbox } = await here({});
    const { status, out, err } = await fix([...ONLY, ...SOMEBODY]);
    expect([status, err]).toEqual([1, '']);
    expect(out).toMatch(/^✗ broken {2}→ ✓ proved {3}kms-key-loss · see what remains$/m);
    expect(out).toContain('Nothing was changed');
    for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(writes(proxy)).toEqual([]);
    const plan = JSON.parse((await fix([...ONLY, '--format', 'json'])).out);
    expect(plan).toMatchObject({ schema: 'trailproof/plan/1', account: sandbox.account });
  });

  it('carries it out, proves it again, plans nothing more, and takes it back', { timeout: 120_000 }, async () => {
    const { fix, sandbox, undoFile, read } = await here({});
    const before = await read();
    const apply = [...ONLY, ...SOMEBODY, '--apply', '--yes', '--undo-file', undoFile];
    const first = await fix(apply);
    expect([first.status, first.err]).toEqual([0, '']);
    expect(first.out).toMatch(/^ {2}✗ broken → ✓ proved {2}kms-key-loss$/m);
    expect(first.out).toContain(`trailproof fix --undo ${undoFile}`);
    expect((await stat(undoFile)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(undoFile, 'utf8'))).toMatchObject({
      schema: 'trailproof/undo/1',
      account: sandbox.account,
    });
    const again = await fix(apply);
    expect(again.status).toBe(0);
    expect(again.out).toContain('Nothing is to be done');

    const back = await fix(['--undo', undoFile, '--yes']);
    expect([back.status, back.err]).toEqual([0, '']);
    expect(await read()).toEqual(before);
    const twice = await fix(['--undo', undoFile, '--yes']);
    expect(twice.status).toBe(0);
    expect(twice.out).toContain('is left to take back');
  });

  it('has a queue told that lets the topic send; of one that does not, it says why', { timeout: 120_000 }, async () => {
    const spec = (from: readonly string[]) =>
      chain({ topic: { subscriptions: [] }, more: { queues: [{ name: 'alerts', from }] } });
    const told = ({ sandbox, undoFile }: Awaited<ReturnType<typeof here>>) => [
      ...ONLY,
      ...['--subscribe', `sqs:arn:aws:sqs:${HOME}:${sandbox.account}:alerts`, '--apply', '--yes'],
      ...['--undo-file', undoFile],
    ];
    const sound = await here(spec(['security']));
    const proved = await sound.fix(told(sound));
    expect([proved.status, proved.err]).toEqual([0, '']);
    expect(proved.out).toMatch(/broken → ✓ proved {2}kms-key-loss/);
    const faulty = await here(spec(['orders']));
    const refused = await faulty.fix(told(faulty));
    expect(refused.status).toBe(1);
    expect(refused.out.replace(/\s+/g, ' ')).toContain('no statement allows sqs:SendMessage to sns.amazonaws.com');
    expect(refused.out.replace(/\s+/g, ' ')).toContain('Let sns.amazonaws.com send in the policy of the queue');
  });

  it('gives a topic a key by a name that is free, and uses the one that a stopped run made', {
    timeout: 120_000,
  }, async () => {
    const spec = chain({ topic: { key: 'alias/aws/sns' }, more: { keys: [{ name: 'security-alerts' }] } });
    const { fix, at, proxy, undoFile } = await here(spec, [deny('sns:SetTopicAttributes')]);
    const apply = [...ONLY, '--apply', '--yes', '--undo-file', undoFile];
    const stopped = await fix(apply);
    expect(stopped.status).toBe(3);
    expect(stopped.out).toContain('alias/security-alerts-2');
    expect(writes(proxy).filter((name) => name.startsWith('kms:'))).toEqual(['kms:CreateKey', 'kms:CreateAlias']);
    const again = await at([]);
    expect((await fix(apply, { url: again.url })).status).toBe(0);
    expect(writes(again)).toEqual(['sns:SetTopicAttributes']);
    expect((await fix([...ONLY, ...SOMEBODY], { url: again.url })).out).not.toContain('alias/');
  });

  it('asks; only a yes is a yes', async () => {
    const { fix, proxy, undoFile, own } = await here(chain({ pattern: NARROW }));
    const apply = [...ONLY, '--apply', '--undo-file', undoFile];
    const nobody = await fix(apply);
    expect(nobody.status).toBe(3);
    expect(nobody.err).toMatch(/^trailproof: [^\n]*`--yes`[^\n]*\n$/);
    const no = await fix(apply, { answers: ['n'] });
    expect(no.status).toBe(1);
    expect(no.err).toContain('Carry out 1 change in account');
    expect(writes(proxy)).toEqual([]);
    expect(await readdir(own)).toEqual([]);
    expect((await fix(apply, { answers: ['y'] })).status).toBe(0);
    const stay = await fix(['--undo', undoFile], { answers: [''] });
    expect(stay.status).toBe(1);
    expect(stay.out.replace(/\s+/g, ' ')).toContain('the last first');
    expect((await fix(['--undo', undoFile], { answers: ['yes'] })).status).toBe(0);
  });

  it('stops where a permission is missing, names it, and goes on from there into the same undo file', {
    timeout: 120_000,
  }, async () => {
    const { fix, at, undoFile, read } = await here({}, [deny('sns:CreateTopic')]);
    const before = await read();
    const apply = [...ONLY, ...SOMEBODY, '--apply', '--yes', '--undo-file', undoFile];
    const refused = await fix(apply);
    expect(refused.status).toBe(3);
    expect(refused.out).toContain('the permission sns:CreateTopic');
    expect(refused.out).toMatch(/It stopped there: \d+ of \d+ changes done/);
    const done = JSON.parse(await readFile(undoFile, 'utf8')).changes.length;
    expect(done).toBeGreaterThan(2);
    const { url } = await at([]);
    expect((await fix(apply, { url })).status).toBe(0);
    expect(JSON.parse(await readFile(undoFile, 'utf8')).changes.length).toBeGreaterThan(done);
    expect((await fix(['--undo', undoFile, '--yes'], { url })).status).toBe(0);
    expect(await read()).toEqual(before);
  });

  it('is stopped between two steps by Ctrl-C, with the undo file complete', { timeout: 120_000 }, async () => {
    const press: { now: () => boolean } = { now: () => false };
    const pressing: Behaviour = (call, next) => {
      if (call.operation === 'CreateTopic') press.now();
      return next(call);
    };
    const { fix, proxy, undoFile, read } = await here({}, [pressing]);
    const before = await read();
    const io = fakeIo();
    press.now = io.interrupt;
    const stopped = await fix([...ONLY, ...SOMEBODY, '--apply', '--yes', '--undo-file', undoFile], {
      io: { onInterrupt: io.onInterrupt },
    });
    expect(stopped.status).toBe(130);
    expect(stopped.err).toContain('stopping after this step');
    expect(stopped.out).toMatch(/It was stopped: \d+ of \d+ changes done/);
    expect(writes(proxy).at(-1)).toBe('sns:CreateTopic');
    const { changes } = JSON.parse(await readFile(undoFile, 'utf8'));
    expect(changes.at(-1)).toMatchObject({ state: 'done', change: { step: { operation: 'sns:CreateTopic' } } });
    expect((await fix(['--undo', undoFile, '--yes'])).status).toBe(0);
    expect(await read()).toEqual(before);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'killed by %s, the executable is gone on with and taken back',
    {
      timeout: 120_000,
    },
    async (signal) => {
      const target: { kill?: () => void } = {};
      const killing: Behaviour = async (call, next) => {
        const answer = await next(call);
        if (call.operation === 'CreateTopic') target.kill?.();
        return answer;
      };
      const { fix, at, proxy, undoFile, read } = await here({}, [killing]);
      const before = await read();
      const argv = [...ONLY, ...SOMEBODY, '--apply', '--yes', '--undo-file', undoFile];
      const child = spawn(process.execPath, ['bin/trailproof.js', 'fix', ...argv, '--endpoint-url', proxy.url], {
        env: { ...process.env, AWS_EC2_METADATA_DISABLED: 'true' },
        stdio: 'ignore',
      });
      target.kill = () => void child.kill(signal);
      const ended = await new Promise((resolve) => child.once('exit', (status) => resolve(status)));
      expect(ended).toBe(signal === 'SIGTERM' ? 130 : null);
      const { changes } = JSON.parse(await readFile(undoFile, 'utf8'));
      expect(changes.at(-1)).toMatchObject({
        state: signal === 'SIGTERM' ? 'done' : expect.stringMatching(/begun|done/),
        change: { step: { operation: 'sns:CreateTopic' } },
      });
      const { url } = await at([]);
      const after = await fix([...argv, '--format', 'json'], { url });
      expect(after.status).toBe(0);
      expect(JSON.parse(after.out)).toMatchObject({
        schema: 'trailproof/applied/1',
        undoFile,
        failed: null,
        left: [],
        proof: [{ control: 'kms-key-loss', verdict: 'proved' }],
      });
      const back = await fix(['--undo', undoFile, '--yes', '--format', 'json'], { url });
      expect([back.status, JSON.parse(back.out).failed]).toEqual([0, null]);
      expect(await read()).toEqual(before);
    },
  );

  it('says who owns what it changes, and of what that could not be read', async () => {
    const { fix, at, sandbox } = await here(chain({ pattern: NARROW }));
    const logs = new CloudWatchLogsClient({ ...sandbox, region: HOME });
    const group = chain().logGroups?.[0]?.name;
    await logs.send(
      new TagResourceCommand({
        resourceArn: `arn:aws:logs:${HOME}:${sandbox.account}:log-group:${group}`,
        tags: { ManagedBy: 'terraform' },
      }),
    );
    expect((await fix(ONLY)).out).toMatch(/Terraform owns it and will take the change\s+back/);
    const { url } = await at([
      (call, next) =>
        call.operation === 'ListTagsForResource'
          ? Promise.resolve({
              status: 400,
              headers: { 'content-type': 'application/x-amz-json-1.1' },
              body: JSON.stringify({ __type: 'AccessDeniedException', message: 'no' }),
            })
          : next(call),
    ]);
    const unread = await fix(ONLY, { url });
    expect(unread.status).toBe(1);
    expect(unread.out.replace(/\s+/g, ' ')).toContain('could not be read (logs:ListTagsForResource)');
    const json = await fix([...ONLY, '--format', 'json'], { url });
    expect(JSON.parse(json.out).changes[0].owner).toBe(null);
    expect(json.err).toContain('logs:ListTagsForResource');
  });

  it('shows on what an undo acts, and with `--verbose` all that is sent; what no undo does is refused', async () => {
    const { fix, undoFile, proxy } = await here(chain({ pattern: NARROW }));
    await fix([...ONLY, '--apply', '--yes', '--undo-file', undoFile]);
    const text = await readFile(undoFile, 'utf8');
    const shown = await fix(['--undo', undoFile], { answers: ['n'] });
    expect(shown.out.replace(/\s+/g, ' ')).toContain(
      `undo logs:PutMetricFilter in ${HOME}: \`cloudtrail\`, \`kms-key-loss\``,
    );
    expect(shown.out).not.toContain('filterPattern');
    const verbose = await fix(['--undo', undoFile, '--verbose'], { answers: ['n'] });
    expect(verbose.out.replace(/\s+/g, ' ')).toContain(`filterPattern ${NARROW}`);

    const before = writes(proxy).length;
    const file = JSON.parse(text);
    file.changes[0].change.undo = [{ operation: 'kms:DisableKey', region: HOME, input: { KeyId: '1234' } }];
    await writeFile(undoFile, JSON.stringify(file));
    const refused = await fix(['--undo', undoFile, '--yes']);
    expect([refused.status, refused.out]).toEqual([3, '']);
    expect(refused.err).toContain('its change 1 is not one that can be taken back');
    expect(writes(proxy).length).toBe(before);
  });

  it('takes back nothing of another account', async () => {
    const { fix, undoFile } = await here(chain({ pattern: NARROW }));
    await fix([...ONLY, '--apply', '--yes', '--undo-file', undoFile]);
    const other = await here({});
    const refused = await other.fix(['--undo', undoFile, '--yes']);
    expect([refused.status, refused.out]).toEqual([3, '']);
    expect(refused.err).toMatch(/^trailproof: the file is of account \d{12}, and these credentials are of account/);
    expect(writes(other.proxy)).toEqual([]);
    const mixed = await other.fix([...ONLY, ...SOMEBODY, '--apply', '--yes', '--undo-file', undoFile]);
    expect(mixed.status).toBe(3);
    expect(mixed.err).toContain('is the undo file of account');
  });
});
