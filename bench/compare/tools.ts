import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Sandbox } from '../../test/moto/sandbox.js';

export type Answer = 'pass' | 'fail' | 'unknown';

interface Opinion {
  readonly answer: Answer;
  readonly reason: string;
  readonly seconds: number;
}

/** A scanner, run as a process of its own against an endpoint. No Regions: every enabled one. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly check: string;
  install(): Promise<void>;
  judge(sandbox: Sandbox, endpoint: string, regions: readonly string[]): Promise<Opinion>;
}

const run = promisify(execFile);
const PEERS = '.peers';

export const TOOLS: readonly Tool[] = [
  {
    name: 'Trailproof',
    version: 'this repository',
    check: 'kms-key-loss',
    install: async () => {},
    judge: async (sandbox, endpoint, regions) => {
      const narrowed = regions.length === 0 ? [] : ['--region', ...regions];
      const args = ['bin/trailproof.js', 'audit', '--control', 'kms-key-loss', '--format', 'json', ...narrowed];
      const { output, seconds } = await outputOf(process.execPath, args, sandbox, endpoint);
      const { results } = JSON.parse(output) as { readonly results: readonly { verdict: string; summary: string }[] };
      const { verdict = 'unknown', summary = 'no result' } = results[0] ?? {};
      const answer = verdict === 'proved' ? 'pass' : verdict === 'broken' ? 'fail' : 'unknown';
      return { answer, reason: summary, seconds };
    },
  },
  peer('Prowler', 'prowler', '5.46.0', 'cloudwatch_log_metric_filter_disable_or_scheduled_deletion_of_kms_cmk'),
  peer('cloud-audit', 'cloud-audit', '2.5.0', 'AWS-CW-007'),
];

/** A scanner of PyPI in a virtual environment of its own, with a script beside this file that runs the one check. */
function peer(name: string, project: string, version: string, check: string): Tool {
  const folder = `${PEERS}/${project}`;
  const python = `${folder}/bin/python3`;
  return {
    name,
    version,
    check,
    install: async () => {
      if (!existsSync(python)) await run('python3', ['-m', 'venv', folder]);
      await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `${project}==${version}`]);
    },
    judge: async (sandbox, endpoint, regions) => {
      const { output, seconds } = await outputOf(
        python,
        [`bench/compare/run-${project}.py`, ...regions],
        sandbox,
        endpoint,
      );
      const line = output.trim().split('\n').at(-1) ?? '';
      const { status, reason } = JSON.parse(line) as { readonly status: string; readonly reason: string };
      const answer = status === 'PASS' ? 'pass' : status === 'FAIL' ? 'fail' : 'unknown';
      return { answer, reason, seconds };
    },
  };
}

async function outputOf(
  command: string,
  args: readonly string[],
  { credentials }: Sandbox,
  endpoint: string,
): Promise<{ readonly output: string; readonly seconds: number }> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const started = performance.now();
  const output = await new Promise<string>((resolve, reject) => {
    const limits = { timeout: 300_000, maxBuffer: 2 ** 26 };
    // A verdict that is not `proved` ends the audit with a status of its own: the output decides.
    execFile(command, [...args], { env, ...limits }, (error, stdout, stderr) =>
      stdout.trim() === '' ? reject(new Error(complaintIn(stderr) ?? String(error))) : resolve(stdout),
    );
  });
  return { output, seconds: (performance.now() - started) / 1000 };
}

/** The line of what was printed that says what is wrong. */
function complaintIn(stderr: string): string | undefined {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1);
}
