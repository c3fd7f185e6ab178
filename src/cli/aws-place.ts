import type { Command } from 'commander';
import type { Confirmation } from '../aws/confirm.js';
import { CliError } from './cli-error.js';

/** The options of commands that ask AWS's own matcher. */
export interface AwsPlace {
  readonly profile?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
}

export function addAwsOptions(command: Command): Command {
  return command
    .option('--profile <name>', 'the AWS profile to ask with, as in the AWS CLI')
    .option('--region <name>', 'the Region to ask')
    .option('--endpoint-url <url>', 'ask this endpoint instead of AWS');
}

export type Answer = Exclude<Confirmation, { readonly kind: 'not-answered' }>;

/** Asks logs:TestMetricFilter. That AWS does not answer is an error: whoever wrote `--confirm` wants an answer. */
export async function askAws(pattern: string, messages: readonly string[], place: AwsPlace): Promise<Answer> {
  const { testMetricFilter } = await import('../aws/confirm.js');
  const answer = await testMetricFilter(pattern, messages, {
    profile: place.profile,
    ...(place.region !== undefined && { regions: [place.region] }),
    endpointUrl: place.endpointUrl,
  });
  if (answer.kind !== 'not-answered') return answer;
  const { code, kind, message } = answer.error;
  throw new CliError(
    `AWS did not answer logs:TestMetricFilter: ${code}: ${message}`,
    kind === 'denied'
      ? 'allow the permission logs:TestMetricFilter, or ask without AWS'
      : 'try again, or ask without AWS',
  );
}
