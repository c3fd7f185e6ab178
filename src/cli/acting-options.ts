import { type Command, Option } from 'commander';

/** What every command has that acts on an account step by step, and records it. */
export interface ActingOptions {
  readonly yes?: boolean;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly format: 'terminal' | 'json';
  readonly output?: string;
}

/** All of them but `--output`, whose help is each command's own. */
export function withActingOptions(command: Command): Command {
  return command
    .option('--yes', 'do not ask: for runbooks')
    .option('--profile <name>', 'the AWS profile to act with, as in the AWS CLI')
    .option('--endpoint-url <url>', 'ask this endpoint instead of AWS')
    .addOption(
      new Option('--format <form>', 'what is printed of the outcome; `json` is the record')
        .choices(['terminal', 'json'])
        .default('terminal'),
    );
}
