import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AwsError } from './aws-error.js';

interface ProfileFile {
  readonly path: string;
  /** Null: there is no such file, or it may not be read. */
  readonly names: readonly string[] | null;
}

/** The profile that is meant: the one named on the command line, else AWS_PROFILE where no keys are in the environment, as in the AWS CLI. */
export function profileMeant(named: string | undefined): string | undefined {
  return named ?? (hasKeys() ? undefined : process.env.AWS_PROFILE || undefined);
}

/** Are there keys in the environment? They come before AWS_PROFILE. */
export function hasKeys(): boolean {
  return Boolean(process.env.AWS_ACCESS_KEY_ID && process.env.AWS_SECRET_ACCESS_KEY);
}

/**
 * Refuses a profile that is in none of the AWS CLI's files. Without it the search would go on to the role of the machine, and
 * read another account than the one that was named.
 */
export async function checkProfile(profile: string): Promise<void> {
  const files = await profileFiles();
  if (files.some(({ names }) => names?.includes(profile))) return;
  const looked = files.map(({ path, names }) => `\`${path}\`${names === null ? ' (not there)' : ''}`).join(' and ');
  const others = [...new Set(files.flatMap(({ names }) => names ?? []))];
  throw new AwsError(
    'no-profile',
    `there is no AWS profile \`${profile}\`: looked in ${looked}`,
    others.length === 0
      ? `write one with \`aws configure --profile ${profile}\``
      : `there ${others.length === 1 ? 'is' : 'are'} ${listed(others)}`,
  );
}

/** Why there are no credentials, and where they were looked for. */
export async function noCredentials(named: string | undefined): Promise<AwsError> {
  const profile = profileMeant(named);
  if (profile !== undefined)
    return new AwsError(
      'no-credentials',
      `the AWS profile \`${profile}\` gives no credentials`,
      `sign in with \`aws sso login --profile ${profile}\`, or see what \`aws sts get-caller-identity --profile ${profile}\` says`,
    );
  const files = await profileFiles();
  const others = [...new Set(files.flatMap(({ names }) => names ?? []))];
  return new AwsError(
    'no-credentials',
    `no AWS credentials were found: looked in the environment, in the profile \`default\` of ${files.map(({ path }) => `\`${path}\``).join(' and ')}, and for a role of this machine`,
    others.length === 0
      ? 'write a profile with `aws configure`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'
      : `name a profile with \`--profile\`: there ${others.length === 1 ? 'is' : 'are'} ${listed(others)}`,
  );
}

const SHOWN = 8;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => `\`${name}\``);
  return names.length > SHOWN ? `${shown.join(', ')} and ${names.length - SHOWN} more` : shown.join(', ');
}

function profileFiles(): Promise<readonly ProfileFile[]> {
  const home = process.env.HOME || process.env.USERPROFILE || homedir();
  const at = (named: string | undefined, name: string) =>
    named ? named.replace(/^~(?=\/)/, home) : join(home, '.aws', name);
  return Promise.all([
    profilesIn(at(process.env.AWS_CONFIG_FILE, 'config')),
    profilesIn(at(process.env.AWS_SHARED_CREDENTIALS_FILE, 'credentials')),
  ]);
}

async function profilesIn(path: string): Promise<ProfileFile> {
  try {
    return { path, names: profileNames(await readFile(path, 'utf8')) };
  } catch {
    return { path, names: null }; // what is not there or not readable holds no profile for us; the path is named
  }
}

/** The names of `[name]` and `[profile name]`; sections of another kind (`[sso-session x]`) are no profiles. */
export function profileNames(text: string): readonly string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const section = /^\[\s*([^\]]*?)\s*\]/.exec(line.trim())?.[1];
    if (section === undefined) return [];
    const [, kind, name] = /^(?:(\S+)\s+)?["']?([^"']+?)["']?$/.exec(section) ?? [];
    return name !== undefined && (kind === undefined || kind === 'profile') ? [name] : [];
  });
}
