import type { Command } from 'commander';
import { CliError } from './cli-error.js';
import { examples } from './command.js';
import { type DrillOptions, stepsOf } from './drill.js';
import type { Io } from './io.js';
import { auditActions, listStatement, printPolicy, statementsOf } from './policy.js';

type Options = Pick<DrillOptions, 'testFilter' | 'alarmState' | 'logEvent' | 'createKey' | 'region'>;

export function addDrillPermissions(permissions: Command, io: Io): void {
  permissions
    .command('drill')
    .summary('what `drill` needs')
    .description(
      'Prints the IAM policy that `drill` and `drill --clean` need: what an audit reads, and the calls of the steps, of any of them or of those that are named. Queues and log streams are allowed by the names that drills give them. The throw-away key is disabled and deleted by its own policy: no other key can be, with this one. A topic’s policy must let IAM decide, as it does by default.',
    )
    .option('--test-filter', 'for this step')
    .option('--alarm-state', 'for this step')
    .option('--log-event', 'for this step')
    .option('--create-key', 'for this step')
    .option('--region <name>', 'tells the partition where it is not `aws`')
    .addHelpText(
      'after',
      examples(
        ['permissions drill > policy.json', 'for every step'],
        ['permissions drill --alarm-state --log-event', 'without keys'],
      ),
    )
    .action(async (options: Options) => {
      const [{ STEPS }, { grantsOfDrill }, { partitionOf }] = await Promise.all([
        import('../drill/record.js'),
        import('../drill/operations.js'),
        import('../account/partition.js'),
      ]);
      if (options.region !== undefined && !/^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(options.region))
        throw new CliError(`\`${options.region}\` is not the name of a Region`, 'name one like eu-central-1');
      const named = stepsOf(options);
      const grants = grantsOfDrill(named.length === 0 ? STEPS : named, partitionOf(options.region ?? ''));
      const reads = await auditActions();
      const asked = grants.filter(({ action }) => /:(?:Describe|List|Test)/.test(action));
      await printPolicy(io, [
        listStatement('TrailproofDrillRead', [...reads, ...asked.map(({ action }) => action)]),
        ...statementsOf(
          'TrailproofDrill',
          grants.filter((grant) => !asked.includes(grant)),
        ),
      ]);
    });
}
