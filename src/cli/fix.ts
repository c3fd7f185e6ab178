import { type Command, Option } from 'commander';
import { NEWEST_BENCHMARK } from '../catalogue/benchmark.js';
import { type Context, examples } from './command.js';
import { type FixOptions, refuseContradictions } from './fix-options.js';
import type { Io } from './io.js';

export function addFix(program: Command, { io, end }: Context): void {
  program
    .command('fix')
    .summary('mend what an audit finds broken: plan it, emit it, or carry it out')
    .description(
      'Plans the smallest list of changes after which the selected controls are proved, by the same proof as an audit’s. Shows the plan; changes nothing without `--apply`.',
    )
    .option('--control <name...>', 'mend these only: names, numbers, or `all`, as in `audit`')
    .option('--controls <dir...>', 'add your own controls: folders of control files')
    .option('--benchmark <version>', `mend for this version of the CIS benchmark (default: ${NEWEST_BENCHMARK})`)
    .option('--include-attempts', 'ask for failed calls as well as successful ones')
    .option('--subscribe <protocol:endpoint...>', 'who is to be told: email:security@example.com, sqs:ARN, https://…')
    .option('--topic <arn>', 'the topic that alarms are to notify (default: one that serves, else a new one)')
    .option('--literal', 'make Security Hub’s text check pass as well')
    .option('--profile <name...>', 'AWS profiles; the account of the first is mended, the others are read with it')
    .option('--region <name...>', 'read these Regions only; the plan then speaks of them alone')
    .option('--endpoint-url <url>', 'ask this endpoint instead of AWS')
    .option('--snapshot <file...>', 'plan on what `trailproof snapshot` wrote; the first account is mended')
    .addOption(
      new Option('--emit <form>', 'print the plan as something to run or to keep').choices([
        'aws-cli',
        'terraform',
        'cloudformation',
      ]),
    )
    .addOption(new Option('--shell <shell>', 'of AWS CLI commands (default: bash)').choices(['bash', 'powershell']))
    .option('-o, --output <place>', 'write there: a file; of `--emit` and `--prevent` a folder as well')
    .option('--force', 'replace emitted files that are there already')
    .option('--apply', 'carry the plan out after showing it and asking, then read and prove again')
    .option('--yes', 'do not ask')
    .option(
      '--wait [duration]',
      'after `--apply`, wait until mails are confirmed and trails deliver: 30m, 2h (the default)',
    )
    .option(
      '--undo-file <file>',
      'where `--apply` writes what takes it back (default: trailproof-undo-ACCOUNT-TIME.json); one of an earlier run is gone on with',
    )
    .option('--undo <file>', 'take back what this undo file holds, after showing it and asking')
    .option(
      '--keep-changed',
      'of `--undo`: leave what somebody changed since, with all that it needs, and take back the rest',
    )
    .option('--prevent', 'print policies that deny losing keys, and taking the chain away, to all but one role')
    .option('--break-glass <role-arn>', 'of `--prevent`: the role that may')
    .addOption(
      new Option('--format <form>', 'the form of the plan, and of what became of it')
        .choices(['terminal', 'json'])
        .default('terminal'),
    )
    .option('-v, --verbose', 'show each call as it is sent')
    .addHelpText(
      'after',
      `${examples(
        ['fix --profile prod --subscribe email:security@example.com', 'show the plan'],
        ['fix --profile prod --control kms-key-loss --apply', 'carry it out, after asking'],
        ['fix --snapshot account.json --emit terraform -o mend/', 'as Terraform, without credentials'],
        ['fix --undo trailproof-undo-111122223333-20261121T091200Z.json', 'take it back'],
      )}
Exit status: 0 all is proved, or taken back; 1 changes are planned and not made,
or something stays broken; 2 what remains is for people to confirm or a trail to
deliver, or is not known, or stays when it is taken back; 3 it could not be
done, or not to its end; 130 it was stopped with Ctrl-C. With --emit it is of
the account once that was carried out: 0 all will be proved.\n`,
    )
    .action(async (options: FixOptions) => end(await fixCommand(io, options)));
}

async function fixCommand(io: Io, options: FixOptions): Promise<number> {
  refuseContradictions(options);
  if (options.undo !== undefined) {
    const { undoCommand } = await import('./fix-undo.js');
    return undoCommand(io, options.undo, options);
  }
  if (options.prevent) {
    const { preventCommand } = await import('./fix-prevent.js');
    return preventCommand(io, options);
  }
  const { planned, questionOf } = await import('./fix-plan.js');
  const question = await questionOf(options);
  if (options.apply) {
    const { applyCommand } = await import('./fix-apply.js');
    return applyCommand(io, question);
  }
  const [{ printPlan, tellOwners }, { statusOfEmitted, statusOfPlan }] = await Promise.all([
    import('./fix-print.js'),
    import('./fix-status.js'),
  ]);
  const found = await planned(io, question);
  if (options.emit) {
    const { emitPlan } = await import('./fix-emit.js');
    await emitPlan(io, found.plan, options);
  } else await printPlan(io, found, options);
  if (options.emit || options.format === 'json') await tellOwners(io, found);
  return options.emit ? statusOfEmitted(found.plan) : statusOfPlan(found.plan);
}
