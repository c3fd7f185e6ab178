import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Behaviour } from '../proxy/call.js';
import { type AwsProxy, startProxy } from '../proxy/proxy.js';
import { deny, failWith } from '../proxy/refusals.js';
import { regions } from '../proxy/regions.js';
import { built, environmentOf, trailproof } from './executable.js';

const RECORDED = 'examples/silent-key-loss.json';
const KEYS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'test', sessionToken: 'test' };
const ENV = { ...environmentOf(KEYS), AWS_MAX_ATTEMPTS: '1' };

let folder: string;
const proxies: AwsProxy[] = [];
const servers: Server[] = [];

beforeAll(async () => {
  built();
  folder = await mkdtemp(join(tmpdir(), 'trailproof-'));
});

afterAll(async () => {
  for (const proxy of proxies) await proxy.close();
  for (const server of servers) server.close().closeAllConnections();
  await rm(folder, { recursive: true });
});

interface Options {
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: string;
}

/** One line that says what is wrong, and after a semicolon what to do; status 3; nothing on standard output. */
async function refused(
  argv: readonly string[],
  says: RegExp,
  options: Options & { names?: string } = {},
): Promise<void> {
  const { status, out, err } = await trailproof(argv, options);
  expect({ status, out }, err).toEqual({ status: 3, out: '' });
  expect(err).toMatch(/^trailproof: [^\n]+; [^\n]+\n$/);
  expect(err).not.toMatch(/should not have happened|undefined|\[object|node:internal|\n\s+at /);
  expect(err).toMatch(says);
  if (options.names !== undefined) expect(err).toContain(options.names);
}

async function file(name: string, text: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe.concurrent('an account file', () => {
  const recorded = () => readFile(join(import.meta.dirname, '../..', RECORDED), 'utf8');
  const changed = async (change: (account: Record<string, unknown>) => object) =>
    JSON.stringify(change(JSON.parse(await recorded()) as Record<string, unknown>));

  test.each<[string, () => Promise<string | Uint8Array> | string | Uint8Array, RegExp]>([
    ['that is no JSON', () => 'Hello, world', /not-?\w* ?JSON|is not JSON/],
    ['that is empty', () => '', /is empty/],
    ['that was cut off', async () => (await recorded()).slice(0, 20_000), /cut off/],
    ['cut off within a text', async () => (await recorded()).replace(/("readAt": "2)[\s\S]*/, '$1'), /cut off/],
    ['of bytes', () => Uint8Array.from([0, 159, 146, 150, 0, 255]), /is not UTF-8 text/],
    ['that is a list', () => '[]', /not an account file/],
    ['that is null', () => 'null', /not an account file/],
    ['of another kind', () => '{"Records":[]}', /not an account file/],
    [
      'of a later version',
      () => changed((account) => ({ ...account, schema: 'trailproof/account/2' })),
      /trailproof\/account\/2.*trailproof\/account\/1/,
    ],
    ['without its reads', () => changed(({ reads: _, ...account }) => account), /`reads` is missing/],
    ['with a read that is none', () => changed((account) => ({ ...account, reads: [7] })), /`reads\[0\]`/],
    [
      'with an operation of tomorrow',
      () =>
        changed((account) => ({
          ...account,
          reads: [{ region: 'us-east-1', operation: 'cloudtrail:Foresee', input: {}, pages: [{}] }],
        })),
      /`reads\[0\]`.*operation/,
    ],
    [
      'nested without end',
      async () => (await recorded()).replace('"pages": [', `"pages": [${'['.repeat(100_000)}${']'.repeat(100_000)},`),
      /nested more deeply/,
    ],
    ['of no Region', () => changed((account) => ({ ...account, regions: [] })), /regions/],
    ['with a date that is none', () => changed((account) => ({ ...account, readAt: 'yesterday' })), /`readAt`/],
  ])('%s', async (name, text, says) => {
    const path = await file(`${name.replaceAll(' ', '-')}.json`, await text());
    await refused(['audit', '--snapshot', path], says, { names: path });
  });

  test.each<[string, readonly string[], RegExp, Options?]>([
    ['that is not there', ['audit', '--snapshot', '/no/such.json'], /cannot read `\/no\/such\.json`: there is no such/],
    ['that is a directory', ['audit', '--snapshot', 'src'], /cannot read `src`: it is a directory/],
    ['within a file', ['audit', '--snapshot', `${RECORDED}/x`], /not a directory/],
    ['given twice', ['audit', '--snapshot', RECORDED, RECORDED], /account \d{12} was given twice/],
    ['given twice apart', ['audit', '--snapshot', RECORDED, '--snapshot', RECORDED], /was given twice/],
    ['on standard input, which is empty', ['audit', '--snapshot', '-'], /standard input|`-`.*empty/],
    ['on standard input, cut off', ['audit', '--snapshot', '-'], /cut off/, { stdin: '{"schema":"trailproof/acc' }],
    ['with --region', ['audit', '--snapshot', RECORDED, '--region', 'us-east-1'], /`--region`/],
    ['with --endpoint-url', ['audit', '--snapshot', RECORDED, '--endpoint-url', 'http://x'], /`--endpoint-url`/],
  ])('%s', (_, argv, says, options) => refused(argv, says, options));
});

describe.concurrent('a control file', () => {
  const audit = (...more: string[]) => ['audit', '--snapshot', RECORDED, ...more];
  const kms = () => readFile(join(import.meta.dirname, '../../catalogue/controls/kms-key-loss.yaml'), 'utf8');

  test.each<[string, (own: string) => string, RegExp]>([
    ['that is no YAML', () => 'slug: [', /control\.yaml:\d+/],
    ['that is a text', () => 'hello', /control\.yaml/],
    ['that is empty', () => '', /control\.yaml/],
    ['without events', (own) => own.replace(/^events:[\s\S]*?(?=^\w)/m, ''), /events/],
    ['with a member that nobody knows', (own) => `${own}\nseverety: high\n`, /severety/],
    ['with a slug that is taken', (own) => own, /slug `kms-key-loss`/],
    ['whose own example is not what it requires', (own) => own.replace('required: true', 'required: false'), /./],
  ])('%s', async (name, text, says) => {
    const own = join(folder, `controls-${name.replaceAll(' ', '-')}`);
    await mkdir(own);
    const renamed = name.includes('slug') ? await kms() : (await kms()).replace(/^slug: .*/m, 'slug: my-own');
    await writeFile(join(own, 'control.yaml'), text(renamed));
    await refused(audit('--controls', own), says, { names: 'control.yaml' });
  });

  test('a folder that is not there', () => refused(audit('--controls', '/no/such'), /\/no\/such/));
  test('a file in the place of a folder', () => refused(audit('--controls', RECORDED), /silent-key-loss\.json/));
});

describe.concurrent('a pattern', () => {
  const LONG = `{ $.a = "${'x'.repeat(1024)}" }`;
  test.each<[string, readonly string[], RegExp, Options?]>([
    ['over 1,024 characters, to explain', ['pattern', 'explain', LONG], /1,?024/],
    ['over 1,024 characters, to prove', ['pattern', 'covers', '--control', 'kms-key-loss', LONG], /1,?024/],
    ['over 1,024 characters, to test', ['pattern', 'test', LONG, '-'], /1,?024/, { stdin: '{}' }],
    ['over 1,024 characters, to compare', ['pattern', 'compare', LONG, '{ $.a = 1 }'], /1,?024/],
    ['that stops in the middle', ['pattern', 'explain', '{ $.a = '], /./],
    ['to compare, alone', ['pattern', 'compare', '{ $.a = 1 }'], /missing required argument/],
    ['for an unknown control', ['pattern', 'covers', '--control', 'kms-key-lost', '{ $.a = 1 }'], /`kms-key-loss`\?/],
    ['for no control', ['pattern', 'covers', '{ $.a = 1 }'], /--control/],
    ['with events that are not there', ['pattern', 'test', '{ $.a = 1 }', '/no/such'], /cannot read `\/no\/such`/],
    ['with a directory of events', ['pattern', 'test', '{ $.a = 1 }', 'src'], /it is a directory/],
    ['to test against an account', ['pattern', 'test', '{ $.a = 1 }', RECORDED], /audit --snapshot/],
    ['with events that were cut off', ['pattern', 'test', '{ $.a = 1 }', '-'], /JSON/, { stdin: '{\n "a": 1,\n' }],
  ])('%s', (_, argv, says, options) => refused(argv, says, options));

  test('in a line that is none: the other lines are answered, in order, and the status says so', async () => {
    const lines = ['{"pattern":"{ $.eventSource = \\"kms.amazonaws.com\\" }"}', 'no JSON', '{"pattern":7}', '{}'];
    const argv = ['pattern', 'covers', '--control', 'kms-key-loss'];
    const { status, out, err } = await trailproof(argv, { stdin: `${lines.join('\n')}\n` });
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { verdict: string });
    expect(answers.map(({ verdict }) => verdict)).toEqual(['covered', 'invalid', 'invalid', 'invalid']);
    expect(status).toBe(3);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

describe.concurrent('usage', () => {
  test.each<[readonly string[], RegExp]>([
    [['audit', '--regoin', 'eu-west-1'], /unknown option '--regoin' \(did you mean --region\?\)/],
    [['audit', '--snapshto', RECORDED], /did you mean --snapshot\?/],
    [['snapshot', '--ouput', 'x'], /did you mean --output\?/],
    [['audti'], /did you mean audit\?/],
    [['audit', '--control', 'kms-key-los', '--snapshot', RECORDED], /`kms-key-los`; did you mean `kms-key-loss`\?/],
    [['audit', '--control', 'cis-3.0:4.77', '--snapshot', RECORDED], /cis-3\.0:4\.7/],
    [['audit', '--benchmark', 'cis-8.0', '--snapshot', RECORDED], /cis-8\.0/],
    [['audit', '--format', 'yaml', '--snapshot', RECORDED], /yaml.*terminal, json, csv, markdown/],
    [['audit', '--snapshot'], /argument missing|--snapshot/],
    [['audit', RECORDED], /too many arguments/],
    [['permissions', 'audti'], /audit/],
  ])('%j', (argv, says) => refused(argv, says));
});

describe.concurrent('an output', () => {
  const audit = (...more: string[]) => ['audit', '--snapshot', RECORDED, '--control', 'vpc-changes', ...more];
  test('in a folder that is not there', () =>
    refused(audit('-o', '/no/such/report'), /cannot write `\/no\/such\/report`/));
  test('that is a directory', () => refused(audit('-o', folder), /it is a directory/));
  test('within a file', () => refused(audit('-o', `${RECORDED}/x`), /cannot write/));
  test('on a full disk', () => refused(audit('-o', '/dev/full'), /the disk is full/));
});

describe.concurrent('credentials, Regions and endpoints', () => {
  async function endpoint(...behaviours: readonly Behaviour[]): Promise<string> {
    const proxy = await startProxy('http://127.0.0.1:1', behaviours);
    proxies.push(proxy);
    return proxy.url;
  }
  async function answering(status: number, type: string, body: string): Promise<string> {
    const server = createServer((_, response) => response.writeHead(status, { 'content-type': type }).end(body));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }
  const IDENTITY: Behaviour = async (call, next) =>
    call.operation === 'GetCallerIdentity'
      ? {
          status: 200,
          headers: { 'content-type': 'text/xml' },
          body: '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/auditor</Arn><UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
        }
      : next(call);

  test.each(['audit', 'snapshot'])('%s: an endpoint that cannot be reached', (command) =>
    refused([command, '--endpoint-url', 'http://127.0.0.1:1'], /127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)/, {
      env: ENV,
    }),
  );

  test.each(['nonsense', 'localhost:5000', 'ftp://example.com'])('the endpoint `%s`', (url) =>
    refused(['audit', '--endpoint-url', url], /not an http or https URL/, { env: ENV }),
  );

  test('an endpoint that is not AWS’s', async () => {
    const url = await answering(200, 'text/html', '<html><body>It works!</body></html>');
    await refused(['audit', '--endpoint-url', url], /./, { env: ENV });
  });

  test('an endpoint that fails', async () => {
    const url = await answering(503, 'text/plain', 'down for maintenance');
    await refused(['audit', '--endpoint-url', url], /./, { env: ENV });
  });

  test.each(['ExpiredToken', 'ExpiredTokenException'])('credentials that have expired: %s', async (code) => {
    const url = await endpoint(failWith('*', code, 'The security token included in the request is expired'));
    await refused(['audit', '--endpoint-url', url], /expired/, { env: ENV });
  });

  test('credentials that expire on the way', async () => {
    const url = await endpoint(
      IDENTITY,
      regions(['eu-west-1', 'us-east-1']),
      failWith('*', 'ExpiredToken', 'The security token included in the request is expired'),
    );
    await refused(['snapshot', '--endpoint-url', url], /expired/, { env: ENV });
  });

  test('keys that AWS does not know', async () => {
    const url = await endpoint(failWith('*', 'InvalidClientTokenId', 'The security token is invalid.'));
    await refused(['audit', '--endpoint-url', url], /key|credential/i, { env: ENV });
  });

  test('a caller who may not ask who he is', async () => {
    const url = await endpoint(deny('sts:GetCallerIdentity'));
    await refused(['audit', '--endpoint-url', url], /GetCallerIdentity/, { env: ENV });
  });

  test('no credentials at all', () => refused(['audit'], /credentials/));
  test('a profile that is not there', () => refused(['audit', '--profile', 'prod'], /prod/));

  test.each(['eu-nowhere-1', 'me-south-1'])('the Region `%s`, which is not enabled', async (region) => {
    const url = await endpoint(IDENTITY, regions(['eu-west-1', 'us-east-1'], ['me-south-1']));
    await refused(['audit', '--endpoint-url', url, '--region', region], new RegExp(`\`${region}\`.*eu-west-1`), {
      env: ENV,
    });
  });

  test.each(['europe', 'eu-west-1.example.com', ''])('the Region `%s`, which is no name of one', (region) =>
    refused(['audit', '--region', region], /not the name of a Region/, { env: ENV }),
  );
});
