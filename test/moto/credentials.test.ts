import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { AwsError } from '../../src/aws/aws-error.js';
import { type CollectOptions, collect } from '../../src/aws/collect.js';
import { likeAws } from '../proxy/like-aws.js';
import { type AwsProxy, startProxy } from '../proxy/proxy.js';
import { deny, failWith } from '../proxy/refusals.js';
import { openSandbox, type Sandbox } from './sandbox.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const moto = inject('moto');

/** What the AWS configuration of this machine could bring in. */
const VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_ENDPOINT_URL',
  'AWS_MAX_ATTEMPTS',
];

describe.skipIf(moto.url === null)('credentials, Regions and endpoints', () => {
  const url = moto.url ?? '';
  let one: Sandbox;
  let other: Sandbox;
  let folder: string;
  let proxy: AwsProxy | undefined;

  beforeAll(async () => {
    [one, other] = await Promise.all([openSandbox(url), openSandbox(url)]);
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trailproof-'));
    for (const name of VARIABLES) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
    await proxy?.close();
    proxy = undefined;
  });

  function inEnvironment({ credentials }: Sandbox): void {
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
    vi.stubEnv('AWS_SESSION_TOKEN', credentials.sessionToken);
  }

  function inProfile(name: string, { credentials }: Sandbox, region: string): void {
    writeFileSync(
      join(folder, 'credentials'),
      `[${name}]\naws_access_key_id = ${credentials.accessKeyId}\naws_secret_access_key = ${credentials.secretAccessKey}\naws_session_token = ${credentials.sessionToken}\n`,
    );
    writeFileSync(join(folder, 'config'), `[profile ${name}]\nregion = ${region}\n`);
  }

  const read = (options: Partial<CollectOptions> = {}) => collect({ now: () => NOW, endpointUrl: url, ...options });

  async function refusal(options: Partial<CollectOptions>): Promise<AwsError> {
    try {
      await read(options);
    } catch (error) {
      if (error instanceof AwsError) {
        expect(error.message).not.toMatch(/\n/);
        expect(error.help).not.toBe('');
        return error;
      }
      throw error;
    }
    throw new Error('nothing was refused');
  }

  it('takes keys from the environment, and the endpoint too', async () => {
    inEnvironment(one);
    vi.stubEnv('AWS_ENDPOINT_URL', url);
    const account = await collect({ now: () => NOW, regions: ['eu-west-1'] });
    expect(account.account).toBe(one.account);
  });

  it('takes a named profile before keys in the environment, without a word on the console', async () => {
    const spoken = [vi.spyOn(console, 'warn'), vi.spyOn(process, 'emitWarning')];
    inEnvironment(one);
    inProfile('prod', other, 'eu-west-1');
    expect((await read({ profile: 'prod', regions: ['eu-west-1'] })).account).toBe(other.account);
    for (const spy of spoken) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  it('takes keys in the environment before AWS_PROFILE, as the AWS CLI does', async () => {
    inEnvironment(one);
    inProfile('prod', other, 'eu-west-1');
    vi.stubEnv('AWS_PROFILE', 'prod');
    expect((await read({ regions: ['eu-west-1'] })).account).toBe(one.account);
  });

  it('takes AWS_PROFILE where no keys are', async () => {
    inProfile('prod', other, 'eu-west-1');
    vi.stubEnv('AWS_PROFILE', 'prod');
    expect((await read({ regions: ['eu-west-1'] })).account).toBe(other.account);
  });

  it('asks first the Region of --region, AWS_REGION, AWS_DEFAULT_REGION or the profile', async () => {
    proxy = await startProxy(url, [deny('ec2:DescribeRegions')]);
    inProfile('prod', one, 'eu-west-1');
    const options = { profile: 'prod', endpointUrl: proxy.url };
    expect((await read(options)).regions).toEqual(['eu-west-1']);
    vi.stubEnv('AWS_DEFAULT_REGION', 'eu-west-2');
    expect((await read(options)).regions).toEqual(['eu-west-2']);
    vi.stubEnv('AWS_REGION', 'eu-west-3');
    expect((await read(options)).regions).toEqual(['eu-west-3']);
    expect((await read({ ...options, regions: ['eu-north-1'] })).regions).toEqual(['eu-north-1']);
  });

  it('says that there are no credentials', async () => {
    expect((await refusal({})).code).toBe('no-credentials');
  });

  it('says that there is no such profile, where it looked, and what there is', async () => {
    inProfile('prod', one, 'eu-west-1');
    const { code, message, help } = await refusal({ profile: 'nobody' });
    expect(code).toBe('no-profile');
    for (const name of ['`nobody`', join(folder, 'config'), join(folder, 'credentials')])
      expect(message).toContain(name);
    expect(help).toContain('`prod`');
    vi.stubEnv('AWS_PROFILE', 'nobody');
    expect((await refusal({})).code).toBe('no-profile');
    inEnvironment(one); // as in the AWS CLI, keys come before AWS_PROFILE
    expect((await read({ regions: ['eu-west-1'] })).account).toBe(one.account);
  });

  it('says that a profile gives no credentials', async () => {
    writeFileSync(join(folder, 'config'), '[profile bare]\nregion = eu-west-1\n');
    const { code, message } = await refusal({ profile: 'bare' });
    expect([code, message]).toEqual(['no-credentials', 'the AWS profile `bare` gives no credentials']);
  });

  it.each(['ExpiredToken', 'ExpiredTokenException'])('says that credentials have expired: %s', async (expired) => {
    proxy = await startProxy(url, [failWith('*', expired, 'The security token included in the request is expired')]);
    expect((await refusal({ endpointUrl: proxy.url, credentials: one.credentials })).code).toBe('expired-credentials');
  });

  it('stops when credentials expire on the way', async () => {
    proxy = await startProxy(url, [
      failWith('events:ListRules', 'ExpiredTokenException', 'The security token is expired'),
      ...likeAws(NOW),
    ]);
    const options = { endpointUrl: proxy.url, credentials: one.credentials, maxInFlight: 1 };
    expect((await refusal(options)).code).toBe('expired-credentials');
    expect(proxy.calls.length).toBeLessThan(30);
  });

  it('says that a session of single sign-on has ended', async () => {
    writeFileSync(
      join(folder, 'config'),
      '[profile sso]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = r\nregion = eu-west-1\n[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://example.awsapps.com/start\n',
    );
    const { code, message, help } = await refusal({ profile: 'sso' });
    expect(code).toBe('expired-credentials');
    expect(message).toContain('`sso`');
    expect(help).toContain('aws sso login --profile sso');
  });

  it('says that the keys are wrong', async () => {
    proxy = await startProxy(url, [
      failWith(
        'sts:GetCallerIdentity',
        'InvalidClientTokenId',
        'The security token included in the request is invalid.',
      ),
    ]);
    expect((await refusal({ endpointUrl: proxy.url, credentials: one.credentials })).code).toBe('invalid-credentials');
  });

  it('says who cannot be reached', async () => {
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
    const { code, message } = await refusal({ endpointUrl: 'http://127.0.0.1:1', credentials: one.credentials });
    expect(code).toBe('unreachable');
    expect(message).toBe('http://127.0.0.1:1 cannot be reached (ECONNREFUSED)');
    const named = await refusal({ endpointUrl: 'http://nowhere.invalid', credentials: one.credentials });
    expect(named.code).toBe('unreachable');
    expect((await refusal({ endpointUrl: 'localhost:5000', credentials: one.credentials })).message).toContain(
      'not an http or https URL',
    );
  });

  it.each(['eu-nowhere-1', 'europe', 'eu-west-1.example.com', ''])(
    'says that there is no Region `%s`',
    async (region) => {
      proxy = await startProxy(url, likeAws(NOW));
      for (const endpointUrl of [url, proxy.url]) {
        const { code, message } = await refusal({ endpointUrl, credentials: one.credentials, regions: [region] });
        expect(code).toBe('unknown-region');
        expect(message).toContain(`\`${region}\``);
      }
    },
  );

  it('says that it could not learn whose account this is', async () => {
    proxy = await startProxy(url, [deny('sts:GetCallerIdentity')]);
    expect((await refusal({ endpointUrl: proxy.url, credentials: one.credentials })).code).toBe('no-identity');
  });
});
