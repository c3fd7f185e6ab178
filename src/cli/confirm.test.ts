import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { matchMessage, parse } from '../languages/cloudwatch/index.js';
import { fakeIo } from './io.case.js';
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
