import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkProfile, noCredentials, profileNames } from './profiles.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailproof-'));
  vi.stubEnv('HOME', folder);
  for (const name of [
    'AWS_CONFIG_FILE',
    'AWS_SHARED_CREDENTIALS_FILE',
    'AWS_PROFILE',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
  ])
    vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '~/credentials');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const config = (text: string) => writeFileSync(join(folder, 'config'), text);
const credentials = (text: string) => writeFileSync(join(folder, 'credentials'), text);

describe('profiles', () => {
  it('are the sections of the AWS CLI’s files', () => {
    const text =
      '[default]\nregion = x\n  [profile prod] ; ours\n[ profile  "two words" ]\n[sso-session s]\n[services z]\n# [profile no]\n[keys]\r\nnot = [a section]\n[profile p.r-o_d/1]';
    expect(profileNames(text)).toEqual(['default', 'prod', 'two words', 'keys', 'p.r-o_d/1']);
  });

  it.each(['prod', 'keys'])('`%s` is found', async (name) => {
    config('[profile prod]\n');
    credentials('[keys]\n');
    await expect(checkProfile(name)).resolves.toBeUndefined();
  });

  it('that are not there are refused with the files and with what there is', async () => {
    config('[profile prod]\n[profile dev]\n');
    await expect(checkProfile('nope')).rejects.toMatchObject({
      code: 'no-profile',
      message: `there is no AWS profile \`nope\`: looked in \`${folder}/config\` and \`${folder}/credentials\` (not there)`,
      help: 'there are `prod`, `dev`',
    });
  });

  it('without any file: how to write one', async () => {
    await expect(checkProfile('nope')).rejects.toMatchObject({ help: 'write one with `aws configure --profile nope`' });
  });
});

describe('no credentials', () => {
  it('names what was looked at, and the profiles that there are', async () => {
    config('[profile prod]\n');
    const { message, help } = await noCredentials(undefined);
    for (const place of ['environment', `${folder}/config`, `${folder}/credentials`, 'role of this machine'])
      expect(message).toContain(place);
    expect(help).toBe('name a profile with `--profile`: there is `prod`');
  });

  it('names the profile, also that of AWS_PROFILE', async () => {
    expect((await noCredentials('prod')).message).toBe('the AWS profile `prod` gives no credentials');
    vi.stubEnv('AWS_PROFILE', 'dev');
    expect(await noCredentials(undefined)).toMatchObject({
      message: 'the AWS profile `dev` gives no credentials',
      help: expect.stringContaining('--profile dev'),
    });
  });
});
