import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Account } from '../../src/account/account.js';
import { NEWEST_BENCHMARK, selectControls } from '../../src/catalogue/index.js';
import type { Plan } from '../../src/change/change.js';
import type { EmitForm } from '../../src/change/emit/emission.js';
import { emitters } from '../../src/change/emit/emitters.js';
import { plan } from '../../src/change/plan.js';
import { environmentOf } from '../cli/executable.js';
import { likeAws } from '../proxy/like-aws.js';
import { regions } from '../proxy/regions.js';
import { trailsByArn } from '../proxy/trail-names.js';
import { filtersReplaced, keysByArn } from '../proxy/writes.js';
import { deploy } from './deploy.js';
import { audited, CATALOGUE, collected } from './judged.js';
import { NOW } from './reading.js';
import { openSandbox, type Sandbox } from './sandbox.js';
import { HOME, type Spec } from './spec.js';

const CONTROL = 'kms-key-loss';

/** What AWS does and moto does not, for the collector; and for Terraform and the AWS CLI, which read answers in XML as well. */
const READING = [regions(['eu-west-1', HOME]), ...likeAws(NOW)];
export const WRITING = [trailsByArn, keysByArn, filtersReplaced];

export async function accountWith(url: string, spec: Spec): Promise<Sandbox> {
  const sandbox = await openSandbox(url);
  await deploy(sandbox, spec);
  return sandbox;
}

export function read(sandbox: Sandbox): Promise<Account> {
  return collected(sandbox, READING);
}

export function verdictOn(account: Account) {
  return audited([account], [CONTROL]).results.map(({ verdict }) => verdict);
}

/** The plan by which somebody is told of the loss of a key. */
export function planFor(account: Account): Plan {
  const selection = selectControls(CATALOGUE, [CONTROL], NEWEST_BENCHMARK);
  if (selection.kind === 'refused') throw new Error(selection.problem.message);
  return plan({
    account,
    accounts: [account],
    controls: selection.controls,
    catalogue: CATALOGUE,
    benchmark: NEWEST_BENCHMARK,
    includeAttempts: false,
    subscribe: [{ protocol: 'email', endpoint: 'alarms@example.com' }],
    topic: null,
    literal: false,
    generatedAt: NOW.toISOString(),
    tool: { name: 'trailproof', version: '0.0.0' },
  });
}

export interface Written {
  readonly folder: string;
  readonly names: readonly string[];
  readonly beside: readonly string[];
}

/** The plan's files, as they are printed, in a folder of their own. */
export async function written(form: EmitForm, made: Plan): Promise<Written> {
  const folder = await mkdtemp(join(tmpdir(), 'trailproof-emit-'));
  const { files, beside } = emitters[form](made, { shell: 'bash' });
  await mkdir(folder, { recursive: true });
  for (const { name, text } of files) await writeFile(join(folder, name), text);
  return { folder, names: files.map(({ name }) => name), beside: beside.map(({ change }) => change) };
}

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program with nothing of this machine's AWS configuration. `tools`: folders that come first in PATH. */
export function ran(
  program: string,
  argv: readonly string[],
  { cwd, env = {}, tools = [] }: { cwd: string; env?: NodeJS.ProcessEnv; tools?: readonly (string | null)[] },
): Promise<Ran> {
  const bare = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|TF)_/.test(name)));
  const nowhere = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
  const PATH = [...tools.filter((folder) => folder !== null), process.env.PATH].join(delimiter);
  return new Promise((resolve) => {
    execFile(program, argv, { cwd, env: { ...bare, ...nowhere, PATH, ...env }, maxBuffer: 1e8 }, (error, out, err) =>
      resolve({ status: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

export function awsEnvironment(sandbox: Sandbox, endpoint = sandbox.endpoint): NodeJS.ProcessEnv {
  return { ...environmentOf(sandbox.credentials), AWS_ENDPOINT_URL: endpoint, AWS_EC2_METADATA_DISABLED: 'true' };
}
