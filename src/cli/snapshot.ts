import type { Command } from 'commander';
import { collectAccount } from './collect-account.js';
import { type Context, examples } from './command.js';
import { writeOutput } from './write-output.js';

interface SnapshotOptions {
  readonly output?: string;
  readonly profile?: string;
  readonly region?: readonly string[];
  readonly endpointUrl?: string;
}

export function addSnapshot(program: Command, { io }: Context): void {
  program
    .command('snapshot')
    .summary('read an account into a file')
    .description(
      'Reads what an audit needs of an account into one file: raw AWS answers with caller, time and tool version. No secret is in it, but policies and addresses are: the file is for its owner alone (mode 0600). It can be audited later, elsewhere, and kept as evidence.',
    )
    .option('-o, --output <file>', 'the file to write; `-` or none is standard output')
    .option('--profile <name>', 'the AWS profile to read with, as in the AWS CLI')
    .option('--region <name...>', 'read these Regions only (default: every enabled one)')
    .option('--endpoint-url <url>', 'ask this endpoint instead of AWS')
    .addHelpText(
      'after',
      examples(
        ['snapshot -o account.json', 'read the account of the default credentials'],
        ['audit --snapshot account.json', 'judge what was read, without credentials'],
      ),
    )
    .action(async (options: SnapshotOptions) => {
      const account = await collectAccount(io, {
        profile: options.profile,
        regions: options.region,
        endpointUrl: options.endpointUrl,
      });
      const { saveAccount } = await import('../account/save.js');
      await writeOutput(io, options.output, saveAccount(account), { ownerOnly: true });
      const failed = account.reads.filter(
        ({ error }) => error && error.kind !== 'not-found' && error.kind !== 'unsupported',
      );
      const regions = account.regions.length === 1 ? account.regions[0] : `${account.regions.length} Regions`;
      const missing = failed.length === 0 ? '' : `; ${failed.length} could not be read, and the audit will say so`;
      await io.stderr.write(
        `trailproof: account ${account.account}, ${regions}, ${account.reads.length} answers${missing}\n`,
      );
    });
}
