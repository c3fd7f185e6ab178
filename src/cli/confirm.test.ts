import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Account } from '../account/account.js';
import { loadControls } from '../catalogue/index.js';
import type { PathLink } from '../chain/result.js';
import { matchMessage, parse } from '../languages/cloudwatch/index.js';
import { auditResult, controlResult, eventResult } from '../report/result.case.js';
import { confirmResult } from './confirm-result.js';
import { fakeIo } from './io.case.js';
import { placeToAsk } from './place-to-ask.js';
import { run } from './program.js';

/** An endpoint that knows logs:TestMetricFilter alone, and answers as it is told. */
type Matcher = (pattern: string, message: string) => boolean | 'invalid';
let matcher: Matcher;
let server: Server;
let endpoint: string;
const asked: string[] = [];

/** AWS as we believe it to be. */
const asWeBelieve: Matcher = (pattern, message) => {
  const parsed = parse(pattern);
  return parsed.ok ? matchMessage(parsed.pattern, message).matches === true : 'invalid';
};

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('AWS_REGION', 'us-east-1');
  matcher = asWeBelieve;
  asked.length = 0;
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push(String(request.headers['x-amz-target']));
    const { filterPattern, logEventMessages } = JSON.parse(body) as {
      filterPattern: string;
      logEventMessages: string[];
    };
    const answers = logEventMessages.map((message) => matcher(filterPattern, message));
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if (answers.includes('invalid')) {
      response.statusCode = 400;
      response.end(JSON.stringify({ __type: 'InvalidParameterException', message: 'Invalid metric filter pattern' }));
      return;
    }
    const matches = logEventMessages.flatMap((eventMessage, at) =>
      answers[at] === true ? [{ eventNumber: at, eventMessage, extractedValues: {} }] : [],
    );
    response.end(JSON.stringify({ matches }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function trailproof(argv: readonly string[], stdin = '') {
  const io = fakeIo({ stdin });
  const status = await run([...argv, '--endpoint-url', endpoint], io);
  return { status, ...io.written };
}

const DISABLE = '{ $.eventName = "DisableKey" }';
const CANONICAL =
  '{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }';

describe('pattern test --confirm', () => {
  const argv = ['pattern', 'test', DISABLE, '--confirm'];
  test('says when AWS agrees', async () => {
    const { status, out } = await trailproof(argv, '{"eventName":"DisableKey"}');
    expect([status, asked]).toEqual([0, ['Logs_20140328.TestMetricFilter']]);
    expect(out).toContain('confirmed by AWS');
  });

  test('claims nothing where AWS disagrees', async () => {
    matcher = () => false;
    const { status, out } = await trailproof(argv, '{"eventName":"DisableKey"}');
    expect(status).toBe(2);
    expect(out).toContain('DISAGREE');
    expect(out).toMatch(/^\? /);
  });

  test('claims nothing where AWS refuses the pattern', async () => {
    matcher = () => 'invalid';
    expect(await trailproof(argv, '{"eventName":"DisableKey"}')).toMatchObject({
      status: 2,
      out: expect.stringContaining('AWS refuses the pattern'),
    });
  });
});

describe('pattern covers --confirm', () => {
  const argv = ['pattern', 'covers', '--control', 'kms-key-loss', '--confirm'];
  const ask = async (pattern: string) => JSON.parse((await trailproof(argv, JSON.stringify({ pattern }))).out);

  test('agreement is shown', async () => {
    expect(await ask(CANONICAL)).toMatchObject({ verdict: 'covered', confirmed: true });
    expect(await ask(DISABLE)).toMatchObject({ verdict: 'missed', confirmed: true });
    expect(await ask('{')).toMatchObject({ verdict: 'invalid', confirmed: true });
  });

  test.each<[string, Matcher]>([
    [CANONICAL, () => false],
    [CANONICAL, () => 'invalid'],
    [DISABLE, () => true],
    ['{', () => true],
  ])('a disagreement on %s makes it unknown', async (pattern, answer) => {
    matcher = answer;
    expect(await ask(pattern)).toMatchObject({
      verdict: 'unknown',
      confirmed: false,
      reason: expect.stringContaining('AWS DISAGREES'),
    });
  });
});

describe('pattern confirm', () => {
  async function confirm(...cases: object[]) {
    const folder = await mkdtemp(join(tmpdir(), 'trailproof-'));
    const file = join(folder, 'cases.jsonl');
    await writeFile(file, cases.map((one) => JSON.stringify(one)).join('\n'));
    return trailproof(['pattern', 'confirm', file]);
  }

  test('a case with an empty message, which AWS takes from nobody, is counted and the others are asked', async () => {
    matcher = () => true;
    const { status, out } = await confirm(
      { pattern: 'x', input: '', matches: false },
      { pattern: 'x', input: 'a', matches: true },
    );
    expect([status, out]).toEqual([
      0,
      '1 case asked; AWS answers none otherwise; 1 case with an empty message not asked\n',
    ]);
  });

  test('every line of the repository’s own table can be read', async () => {
    matcher = () => true;
    const { out, err } = await trailproof(['pattern', 'confirm']);
    expect(err).toBe('');
    expect(out).toMatch(/\d+ cases asked; /);
  });

  test('prints only where AWS answers otherwise', async () => {
    matcher = (_, message) => message === 'b';
    const { status, out } = await confirm(
      { pattern: 'x', input: 'a', matches: true },
      { pattern: 'x', input: 'b', matches: true },
      { pattern: 'x', input: 'c', matches: null },
    );
    expect(status).toBe(1);
    expect(out).toContain('line 1: AWS says that it does not match');
    expect(out).not.toContain('line 2');
    expect(out).toContain('line 3: AWS says that it does not match');
    expect(out).toContain('3 cases asked; AWS answers 1 otherwise; 1 that was open is answered');
    expect(asked).toHaveLength(1);
  });

  test('agreement ends with 0', async () => {
    const { status, out } = await confirm(
      { pattern: 'ERROR', input: 'ERROR', matches: true, valid: true },
      { pattern: '{', input: 'a', matches: false, valid: false },
    );
    expect([status, out]).toEqual([0, '2 cases asked; AWS answers none otherwise\n']);
  });

  test('a table that cannot be read is one line with its place', async () => {
    expect(await confirm({ pattern: 'x' })).toMatchObject({
      status: 3,
      err: expect.stringMatching(/line 1: .*`input`.*\n$/),
    });
  });
});

describe('audit --confirm', () => {
  const argv = [
    'audit',
    '--snapshot',
    'examples/silent-key-loss.json',
    '--control',
    'kms-key-loss',
    '--format',
    'json',
    '--confirm',
  ];

  test('agreement is in the report', async () => {
    const { status, out, err } = await trailproof(argv);
    expect(status).toBe(1);
    expect(asked.length).toBeGreaterThan(0);
    expect(JSON.parse(out).results[0].events[0]).toMatchObject({ verdict: 'broken', confirmed: true });
    expect(err).toMatch(/confirms them all/);
  });

  test('a disagreement makes the verdict unknown, loudly', async () => {
    matcher = () => true;
    const { status, out, err } = await trailproof(argv);
    expect(status).toBe(2);
    const [result] = JSON.parse(out).results;
    expect(result).toMatchObject({ verdict: 'unknown', notifiedWithinSeconds: null });
    expect(result.events[0]).toMatchObject({
      verdict: 'unknown',
      confirmed: false,
      reasons: [expect.stringContaining("AWS's own matcher")],
    });
    expect(err).toContain('DISAGREES');
  });

  test('a proof, too, falls with a disagreement', async () => {
    matcher = () => false;
    const { status, out } = await trailproof(argv.map((word) => (word === 'kms-key-loss' ? 'vpc-changes' : word)));
    expect(status).toBe(2);
    expect(JSON.parse(out).results[0].verdict).toBe('unknown');
  });
});

describe('filters of one name', () => {
  const READ = {
    tool: { name: 'trailproof', version: '0' },
    readAt: '2026-11-21T08:00:00Z',
    partition: 'aws',
  } as const;
  const OTHERS = ['{ $.eventName = "CreateKey" }', '{ $.eventName = "DeleteAlias" }'];
  /** An account with a log group `trail`, and beside it one that another listing carried along. */
  const accountWith = (account: string, region: string, filterPattern: string): Account => ({
    ...READ,
    schema: 'trailproof/account/1',
    account,
    caller: `arn:aws:iam::${account}:user/auditor`,
    alias: null,
    regions: [region],
    narrowed: false,
    reads: [
      {
        region,
        operation: 'logs:DescribeMetricFilters',
        input: { logGroupName: 'trail' },
        pages: [
          {
            metricFilters: [
              { filterName: 'key-loss', logGroupName: 'trail', filterPattern },
              { filterName: 'key-loss', logGroupName: 'another', filterPattern: OTHERS[0] },
            ],
          },
        ],
      },
    ],
  });
  const pathIn = (account: string, region: string): PathLink[] => [
    {
      kind: 'log-group',
      id: `arn:aws:logs:${region}:${account}:log-group:trail`,
      region,
      holds: true,
      reason: 'the log group is there',
    },
    { kind: 'metric-filter', id: 'key-loss', region, holds: true, reason: 'its pattern matches' },
  ];
  const [MINE, THEIRS] = ['111122223333', '444455556666'] as const;
  const accounts = [accountWith(MINE, 'us-east-1', CANONICAL), accountWith(THEIRS, 'eu-west-1', DISABLE)];
  const EVENT = 'kms.amazonaws.com:DisableKey';
  const both = eventResult(EVENT, 'proved', pathIn(MINE, 'us-east-1'), { paths: [pathIn(THEIRS, 'eu-west-1')] });
  const audited = auditResult([controlResult('kms-key-loss', '7', [both])]);

  test('are asked about each, with the profile of its account and in its Region', async () => {
    const { controls } = loadControls();
    const places: string[] = [];
    const read = [
      { account: accounts[0]!, live: true, profile: 'mine' },
      { account: accounts[1]!, live: true, profile: 'theirs' },
    ];
    const patterns: string[] = [];
    matcher = (pattern, message) => {
      patterns.push(pattern);
      return asWeBelieve(pattern, message);
    };
    const { result, lines } = await confirmResult(audited, accounts, controls, {}, (account, region) => {
      const { profile, ...place } = placeToAsk(read, account, region, {
        profile: ['mine', 'theirs'],
        endpointUrl: endpoint,
      });
      places.push(`${profile} in ${place.region}`);
      return place;
    });
    expect([...new Set(places)].sort()).toEqual(['mine in us-east-1', 'theirs in eu-west-1']);
    expect(patterns.sort()).toEqual([CANONICAL, DISABLE].sort());
    expect(lines).toEqual([expect.stringContaining('confirms them all')]);
    expect(result.results[0]?.events[0]?.confirmed).toBe(true);
  });

  test('only the one about which AWS disagrees is drawn as not known', async () => {
    matcher = (pattern, message) => (pattern === DISABLE ? false : asWeBelieve(pattern, message));
    const { result } = await confirmResult(audited, accounts, loadControls().controls, {}, () => ({
      endpointUrl: endpoint,
    }));
    const event = result.results[0]?.events[0];
    expect(event).toMatchObject({ verdict: 'unknown', confirmed: false });
    expect(event?.path.map(({ holds }) => holds)).toEqual([true, true]);
    expect(event?.paths[0]?.map(({ holds }) => holds)).toEqual([true, null]);
  });

  test('of an account from a file any credentials ask, those that were named first', () => {
    const read = [
      { account: accounts[0]!, live: false },
      { account: accounts[1]!, live: true, profile: 'theirs' },
    ];
    expect(placeToAsk(read, MINE, 'us-east-1', { profile: ['theirs'] })).toEqual({ profile: 'theirs' });
    expect(placeToAsk(read, MINE, 'us-east-1', { region: ['eu-west-2'] })).toEqual({ region: 'eu-west-2' });
    expect(placeToAsk([{ account: accounts[1]!, live: true }], THEIRS, 'eu-west-1', {})).toEqual({
      region: 'eu-west-1',
    });
  });
});

test('an AWS that does not answer is one line and no verdict', async () => {
  server.removeAllListeners('request');
  server.on('request', (_, response) => {
    response.statusCode = 400;
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not authorized' }));
  });
  const { status, out, err } = await trailproof([
    'pattern',
    'covers',
    '--control',
    'kms-key-loss',
    '--confirm',
    CANONICAL,
  ]);
  expect([status, out]).toEqual([3, '']);
  expect(err).toMatch(
    /^trailproof: AWS did not answer logs:TestMetricFilter: AccessDeniedException.*allow the permission logs:TestMetricFilter.*\n$/,
  );
});
