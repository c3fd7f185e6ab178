import type { Command } from 'commander';
import type { WriteGrant } from '../change/grants.js';
import { CliError } from './cli-error.js';
import { examples } from './command.js';
import type { Io } from './io.js';
import { auditActions, listStatement, printPolicy, statementsOf } from './policy.js';
import { readText } from './read-input.js';

export function addFixPermissions(permissions: Command, io: Io): void {
  permissions
    .command('fix')
    .argument(
      '[plan]',
      'what `fix --format json` printed: then for that plan and its undo alone; `-` is standard input',
    )
    .option('--plan-only', 'what a plan needs that is not applied: it reads, and changes nothing')
    .summary('what `fix` needs')
    .description(
      'Prints the IAM policy that `fix` needs: what an audit reads, the tags that tell owners, and the calls of a plan and of its undo. With a plan it allows those calls alone, on what the plan names.',
    )
    .addHelpText(
      'after',
      examples(
        ['fix --format json -o plan.json', 'a plan'],
        ['permissions fix plan.json > policy.json', 'for whoever is to carry it out, and take it back'],
        ['permissions fix --plan-only', 'for whoever only plans'],
      ),
    )
    .action(async (file: string | undefined, options: { readonly planOnly?: boolean }) => {
      if (file !== undefined && options.planOnly)
        throw new CliError('`--plan-only` needs no plan: planning reads the same of every account', 'give one of them');
      const [audited, { TAG_PERMISSIONS }] = await Promise.all([auditActions(), import('../aws/read-tags.js')]);
      const reads = [...audited, ...TAG_PERMISSIONS];
      const further = options.planOnly ? [] : await grantsFor(io, file);
      await printPolicy(io, [
        listStatement('TrailproofFixRead', reads),
        ...statementsOf(
          'TrailproofFix',
          further.filter(({ action }) => !reads.includes(action)),
        ),
      ]);
    });
}

async function grantsFor(io: Io, file: string | undefined): Promise<readonly WriteGrant[]> {
  const { grantsOfAnyPlan, grantsOfSteps, stepsOfPlan } = await import('../change/grants.js');
  if (file === undefined) return grantsOfAnyPlan();
  const steps = stepsOfPlan(parsed(await readText(io, file)));
  if (!steps) throw new CliError(`\`${file}\` is not a plan`, 'give what `trailproof fix --format json` printed');
  return grantsOfSteps(steps);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
