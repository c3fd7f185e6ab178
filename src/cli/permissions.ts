import type { Command } from 'commander';
import { type Context, examples } from './command.js';

export function addPermissions(program: Command, { io }: Context): void {
  const permissions = program
    .command('permissions')
    .summary('print the IAM policy that a command needs')
    .description('Prints the least-privilege IAM policy that a command needs.');
  permissions
    .command('audit')
    .description('Prints the IAM policy that `audit` and `snapshot` need: it reads configuration, and changes nothing.')
    .option('--confirm', 'add what `audit --confirm` needs')
    .addHelpText('after', examples(['permissions audit > policy.json', 'a document for `aws iam create-policy`']))
    .action(async (options: { readonly confirm?: boolean }) => {
      const [{ ALWAYS_ALLOWED, permissionOf }, { AUDIT_READS }] = await Promise.all([
        import('../account/permission.js'),
        import('../chain/reads.js'),
      ]);
      const needed = AUDIT_READS.filter((operation) => !ALWAYS_ALLOWED.includes(operation)).map(permissionOf);
      await io.stdout.write(
        `${JSON.stringify(policyOf(options.confirm ? [...needed, 'logs:TestMetricFilter'] : needed), null, 2)}\n`,
      );
    });
}

/** Listings and descriptions are asked over all Regions and of names not known before: their resource is `*`. */
function policyOf(actions: readonly string[]): object {
  const sorted = [...new Set(actions)].sort();
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'TrailproofAudit', Effect: 'Allow', Action: sorted, Resource: '*' }],
  };
}
