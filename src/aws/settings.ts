import { AwsError } from './aws-error.js';
import { checkProfile, hasKeys, profileMeant } from './profiles.js';

// The SDK's advice about the Node version is not for the user of this program. It looks when the first client is made.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Where the account is asked; the names are those of the AWS CLI's options. */
export interface AwsOptions {
  readonly profile?: string | undefined;
  /** `--region`, as often as it was given. */
  readonly regions?: readonly string[] | undefined;
  readonly endpointUrl?: string | undefined;
  /** Instead of the AWS CLI's own chain of places to look for them. */
  readonly credentials?: Credentials | undefined;
}

/** The members that every client is made with. */
export interface Settings {
  readonly credentials: () => Promise<Credentials>;
  readonly retryMode: 'adaptive';
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
  };
  readonly profile?: string;
  readonly endpoint?: string;
}

/** AWS_MAX_ATTEMPTS, AWS_ENDPOINT_URL and the rest of the configuration are read by the SDK, of the same profile. */
export async function settingsOf(options: AwsOptions, region: string): Promise<Settings> {
  return {
    credentials: await credentialsOf(options, region),
    retryMode: 'adaptive',
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
    ...(options.profile !== undefined && { profile: options.profile }),
    ...(options.endpointUrl !== undefined && { endpoint: checkedUrl(options.endpointUrl) }),
  };
}

/**
 * The Region that is asked first: `--region`, AWS_REGION, AWS_DEFAULT_REGION, the profile's, as in the AWS CLI. Where none
 * is configured us-east-1 serves, because all enabled Regions are read anyway.
 */
export async function firstRegion(options: AwsOptions): Promise<string> {
  for (const region of options.regions ?? []) checkRegionName(region);
  const named = options.regions?.[0] ?? (process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION);
  const region = named ?? (await profileRegion(options.profile)) ?? 'us-east-1';
  checkRegionName(region);
  return region;
}

async function profileRegion(profile: string | undefined): Promise<string | undefined> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch {
    return undefined; // the SDK throws where none is configured; there is no other way to ask it
  } finally {
    client.destroy();
  }
}

/**
 * As the AWS CLI does it: a profile that was named on the command line comes before keys in the environment, and those come
 * before AWS_PROFILE.
 */
async function credentialsOf(options: AwsOptions, region: string): Promise<() => Promise<Credentials>> {
  const { credentials, profile } = options;
  if (credentials) return async () => credentials;
  const { fromEnv, fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  if (profile === undefined && hasKeys()) return fromEnv();
  const meant = profileMeant(profile);
  if (meant !== undefined) await checkProfile(meant);
  return fromNodeProviderChain({
    ...(profile !== undefined && { profile }),
    clientConfig: { region },
    logger: QUIET,
  });
}

/** The chain would otherwise write to the user's standard error that a profile and keys are both there. */
const QUIET = { debug() {}, info() {}, warn() {}, error() {} };

function checkRegionName(region: string): void {
  if (/^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(region)) return;
  throw new AwsError('unknown-region', `\`${region}\` is not the name of a Region`, 'name one like eu-central-1');
}

function checkedUrl(url: string): string {
  if (/^https?:\/\//i.test(url) && URL.canParse(url)) return url;
  throw new AwsError(
    'unreachable',
    `the endpoint URL \`${url}\` is not an http or https URL`,
    'correct `--endpoint-url`',
  );
}
