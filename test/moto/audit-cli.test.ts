import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { built, type Ended, environmentOf, trailproof } from '../cli/executable.js';
import type { Behaviour } from '../proxy/call.js';
import { likeAws } from '../proxy/like-aws.js';
import { type AwsProxy, startProxy, tally } from '../proxy/proxy.js';
import { deny } from '../proxy/refusals.js';
import { DEFAULT_REGIONS } from '../proxy/regions.js';
import { type AuditJson, auditSchema } from './audit-schema.js';
import { chain } from './configuration.js';
import { ORGANIZATION } from './configurations-organization.js';
import { deploy } from './deploy.js';
import { openSandbox, type Sandbox } from './sandbox.js';
import type { Spec } from './spec.js';

const moto = inject('moto');
const ONLY = ['--control', 'kms-key-loss'];

describe.skipIf(moto.url === null)('the main job, by the executable', () => {
  const url = moto.url ?? '';
  const proxies: AwsProxy[] = [];
  let folder: string;
  let sound: Sandbox;
  let narrow: Sandbox;

  beforeAll(async () => {
    built();
    folder = await mkdtemp(join(tmpdir(), 'trailproof-'));
    [sound, narrow] = await Promise.all([
      deployed(chain()),
      deployed(chain({ trail: { multiRegion: false } })), // one Region is watched
    ]);
  });

  afterAll(async () => {
    for (const proxy of proxies) await proxy.close();
    await rm(folder, { recursive: true });
  });

  async function deployed(spec: Spec): Promise<Sandbox> {
    const sandbox = await openSandbox(url);
    await deploy(sandbox, spec);
    return sandbox;
  }

  async function endpoint(...behaviours: readonly Behaviour[]): Promise<AwsProxy> {
    const proxy = await startProxy(url, [...behaviours, ...likeAws(new Date())]);
    proxies.push(proxy);
    return proxy;
  }

  const run = (sandbox: Sandbox, at: string, argv: readonly string[]): Promise<Ended> =>
    trailproof([...argv, '--endpoint-url', at], { env: environmentOf(sandbox.credentials) });

  const json = ({ out }: Ended): AuditJson => auditSchema.parse(JSON.parse(out));

  test('a proved control is 0, on a clean standard output, in every enabled Region', async () => {
    const { url: at } = await endpoint();
    const { status, out, err } = await run(sound, at, ['audit', ...ONLY]);
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/proved +kms-key-loss/);
    for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test('a snapshot says the same later, without credentials', async () => {
    const { url: at, calls } = await endpoint();
    const file = join(folder, 'account.json');
    const written = await run(narrow, at, ['snapshot', '-o', file]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect([written.status, written.out]).toEqual([0, '']);
    expect(written.err).toMatch(/^trailproof: account \d{12}, 17 Regions, \d+ answers\n$/);
    const asked = calls.length;
    const later = json(await trailproof(['audit', '--snapshot', file, '--format', 'json']));
    expect(calls.length).toBe(asked);
    const directly = json(await run(narrow, at, ['audit', '--format', 'json']));
    expect(later.results.map(({ control, verdict, summary }) => ({ control, verdict, summary }))).toEqual(
      directly.results.map(({ control, verdict, summary }) => ({ control, verdict, summary })),
    );
    const piped = await trailproof(['audit', '--snapshot', '-', ...ONLY], { stdin: await readFile(file, 'utf8') });
    expect([piped.status, piped.err]).toEqual([1, '']);
    expect(piped.out).toMatch(/broken +kms-key-loss/);
    expect(piped.out).toContain('us-east-1 only');
  });

  test('JSON has the promised shape, for all fifteen controls', async () => {
    const { url: at, calls } = await endpoint();
    const ended = await run(sound, at, ['audit', '--format', 'json']);
    const result = json(ended);
    expect([ended.status, ended.err]).toEqual([1, '']); // fourteen are not monitored
    expect(result.results).toHaveLength(15);
    expect(result.results.map(({ verdict }) => verdict).filter((verdict) => verdict === 'proved')).toHaveLength(1);
    const loss = result.results.find(({ control }) => control === 'kms-key-loss')!;
    expect(loss).toMatchObject({ verdict: 'proved', benchmark: 'met', literal: true, blindSpots: [] });
    expect(loss.aliases).toContain('cis-3.0:4.7');
    expect(loss.notifiedWithinSeconds).toBeGreaterThan(300);
    expect(loss.events.map(({ event }) => event)).toEqual([
      'kms.amazonaws.com:DisableKey',
      'kms.amazonaws.com:ScheduleKeyDeletion',
    ]);
    expect(loss.events[0]?.path.map(({ kind }) => kind)).toEqual([
      'trail',
      'log-group',
      'metric-filter',
      'metric',
      'alarm',
      'topic',
      'subscription',
    ]);
    expect(result.unread).toEqual([]);
    expect(result.accounts[0]).toMatchObject({ id: sound.account, regions: DEFAULT_REGIONS });
    expect(calls.length).toBeLessThanOrEqual(56);
    for (const { events, verdict } of result.results.filter((one) => one.verdict !== 'proved')) {
      expect(verdict).toBe('broken');
      expect(events.some(({ witness }) => witness !== null)).toBe(true);
    }
  });

  test('what could not be read is 2, and named with its permission', async () => {
    const { url: at } = await endpoint(deny('sns:ListSubscriptionsByTopic'));
    const ended = await run(sound, at, ['audit', ...ONLY, '--format', 'json']);
    expect([ended.status, ended.err]).toEqual([2, '']);
    const { results, unread } = json(ended);
    expect(results[0]?.verdict).toBe('unknown');
    expect(unread).toEqual([
      expect.objectContaining({
        account: sound.account,
        region: 'us-east-1',
        operation: 'sns:ListSubscriptionsByTopic',
        permission: 'sns:ListSubscriptionsByTopic',
      }),
    ]);
    const shown = await run(sound, at, ['audit', ...ONLY]);
    expect(shown.status).toBe(2);
    expect(shown.out).toContain('sns:ListSubscriptionsByTopic');
    expect(shown.out).not.toMatch(/proved +kms-key-loss/);
  });

  test('broken comes before unknown in the exit status', async () => {
    const { url: at } = await endpoint(deny('sns:ListSubscriptionsByTopic'));
    const ended = await run(sound, at, ['audit', ...ONLY, 'vpc-changes', '--format', 'json']);
    expect(json(ended).results.map(({ verdict }) => verdict)).toEqual(['unknown', 'broken']);
    expect(ended.status).toBe(1);
  });

  test('--region narrows what is read, and the verdict says so', async () => {
    const proxy = await endpoint();
    const here = await run(narrow, proxy.url, ['audit', ...ONLY, '--region', 'us-east-1', '--format', 'json']);
    const { results, accounts } = json(here);
    expect([here.status, results[0]?.verdict]).toEqual([0, 'proved']);
    expect(results[0]?.summary).toContain('us-east-1 only');
    expect(accounts[0]).toMatchObject({ regions: ['us-east-1'], narrowed: true });
    expect(tally(proxy.calls)['cloudtrail:DescribeTrails']).toBe(1);
    const shown = await run(narrow, proxy.url, ['audit', ...ONLY, '--region', 'us-east-1']);
    expect(shown.out).toContain('Only us-east-1 was asked for (--region)');
    expect((await run(narrow, proxy.url, ['audit', ...ONLY])).status).toBe(1);
  });

  test('--region elsewhere follows the trail to its home, and the alarm there', async () => {
    const { url: at } = await endpoint();
    const ended = await run(sound, at, ['audit', ...ONLY, '--region', 'eu-west-1', 'eu-west-2', '--format', 'json']);
    const { results, accounts } = json(ended);
    expect([ended.status, results[0]?.verdict]).toEqual([0, 'proved']);
    expect(accounts[0]?.regions).toEqual(['eu-west-1', 'eu-west-2']);
    expect(results[0]?.summary).toContain('eu-west-1, eu-west-2 only');
    expect(results[0]?.events[0]?.path[0]).toMatchObject({ kind: 'trail', holds: true, region: 'us-east-1' });
  });

  test.each([
    ['json', /^\{\n {2}"schema"/],
    ['csv', /^account,/],
    ['markdown', /^# /],
    ['terminal', /kms-key-loss/],
  ])('--output writes %s to a file, whole and without colour', async (format, begins) => {
    const { url: at } = await endpoint();
    const place = await mkdtemp(join(folder, 'reports-'));
    const file = join(place, 'report');
    await writeFile(file, 'the report of yesterday');
    const ended = await run(narrow, at, ['audit', ...ONLY, '--format', format, '--output', file]);
    expect(ended).toEqual({ status: 1, out: '', err: '' });
    const text = await readFile(file, 'utf8');
    expect(text).toMatch(begins);
    expect(text).not.toContain('\x1b');
    expect(await readdir(place)).toEqual(['report']);
  });

  test('two profiles are judged together: the owner of the organization’s trail is among them', async () => {
    const configuration = ORGANIZATION.find(({ expected }) => expected.verdict === 'proved')!;
    const [member, owner] = await Promise.all([openSandbox(url), openSandbox(url)]);
    const at = { account: member.account, owner: owner.account };
    await deploy(member, configuration.spec(at));
    await deploy(owner, configuration.owner!.spec(at));
    const profiles = { member, owner };
    const credentials = Object.entries(profiles).map(
      ([name, { credentials: keys }]) =>
        `[${name}]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${keys.secretAccessKey}\naws_session_token = ${keys.sessionToken}\n`,
    );
    await writeFile(join(folder, 'credentials'), credentials.join('\n'));
    // What each of them is answered differs: the member sees the owner's trail.
    const only = ({ credentials: keys }: Sandbox, behaviours: readonly Behaviour[]): readonly Behaviour[] =>
      behaviours.map(
        (behaviour) => (call, next) =>
          call.headers['x-amz-security-token'] === keys.sessionToken ? behaviour(call, next) : next(call),
      );
    const proxy = await endpoint(
      ...only(member, configuration.behaviours!(at)),
      ...only(owner, configuration.owner!.behaviours!(at)),
    );
    const env = { AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') };
    const audit = (...names: string[]) =>
      trailproof(['audit', ...ONLY, '--format', 'json', '--profile', ...names, '--endpoint-url', proxy.url], { env });
    const together = await audit('member', 'owner');
    expect(together.err).toBe('');
    expect(json(together).results.map(({ account, verdict }) => [account, verdict])).toEqual([
      [member.account, 'proved'],
      [owner.account, 'proved'],
    ]);
    expect(together.status).toBe(0);
    const alone = await audit('member');
    expect([alone.status, json(alone).results[0]?.verdict]).toEqual([2, 'unknown']);
    expect(json(alone).results[0]?.summary).toContain(owner.account);
  });

  test('plain moto is audited as well, and what it lacks is no finding', async () => {
    const ended = await run(sound, url, ['audit', ...ONLY, '--region', 'us-east-1', 'eu-west-1', '--format', 'json']);
    expect([ended.status, ended.err]).toEqual([0, '']);
    const { results, unread } = json(ended);
    expect([results[0]?.verdict, unread]).toEqual(['proved', []]);
  });
});
