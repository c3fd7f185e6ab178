import type { Command } from 'commander';
import type { Grant } from '../sources/reads.js';
import { CliError } from './cli-error.js';
import { type Context, examples } from './command.js';
import { addDrillPermissions } from './drill-permissions.js';
import { addFixPermissions } from './fix-permissions.js';
import type { Io } from './io.js';
import { auditActions, listStatement, printPolicy, statementsOf, unique } from './policy.js';

export function addPermissions(program: Command, { io }: Context): void {
  const permissions = program
    .command('permissions')
    .summary('print the IAM policy that a command needs')
    .description('Prints the least-privilege IAM policy that a command needs. Asks AWS nothing.');
  permissions
    .command('audit')
    .summary('what `audit` and `snapshot` need')
    .description('Prints the IAM policy that `audit` and `snapshot` need: it reads configuration, and changes nothing.')
    .option('--confirm', 'add what `audit --confirm` needs')
    .addHelpText('after', examples(['permissions audit > policy.json', 'a document for `aws iam create-policy`']))
    .action(async (options: { readonly confirm?: boolean }) => {
      const needed = await auditActions();
      await printPolicy(io, [
        listStatement('TrailproofAudit', options.confirm ? [...needed, 'logs:TestMetricFilter'] : needed),
      ]);
    });
  permissions
    .command('scan')
    .argument('[path...]', 'what is to be scanned: `s3://bucket/prefix`, `cloudwatch-logs:GROUP`; none: any of them')
    .summary('what `scan` needs')
    .description(
      'Prints the IAM policy that `scan` needs of S3 and CloudWatch Logs: it reads objects and log events, and changes nothing. With the paths that are to be scanned it allows those alone.',
    )
    .option('--region <name>', 'the Region of a log group whose name does not tell it; also tells the partition')
    .addHelpText(
      'after',
      examples(
        ['permissions scan s3://trail-logs/AWSLogs > policy.json', 'for one trail’s bucket'],
        ['permissions scan cloudwatch-logs:aws-cloudtrail-logs --region eu-west-1', 'for one log group'],
      ),
    )
    .action(async (paths: readonly string[], options: { readonly region?: string }) => {
      await printPolicy(io, statementsOf('TrailproofScan', await grantsFor(paths, options.region ?? null)));
    });
  addFixPermissions(permissions, io);
  addKeyPermissions(permissions, io);
  addDrillPermissions(permissions, io);
}

function addKeyPermissions(permissions: Command, io: Io): void {
  permissions
    .command('keys')
    .summary('what `keys` needs')
    .description(
      'Prints the IAM policy that `keys` needs: what an audit reads, the keys with what depends on them, and the event history. It changes nothing. What `keys --logs` reads besides, `permissions scan` says.',
    )
    .addHelpText('after', examples(['permissions keys > policy.json', 'a document for `aws iam create-policy`']))
    .action(async () => {
      const [audited, { KEYS_READS }] = await Promise.all([auditActions(), import('../keys/operations.js')]);
      await printPolicy(io, [listStatement('TrailproofKeys', [...audited, ...KEYS_READS])]);
    });
  permissions
    .command('recover')
    .argument('[arn...]', 'the keys that are to be recovered, by their ARNs; none: any key')
    .summary('what `recover` needs')
    .description(
      'Prints the IAM policy that `recover` needs: it finds keys, reads the event history, cancels deletions and enables keys. With the ARNs of keys it allows those alone. The keys’ own policies must let IAM decide, as they do by default.',
    )
    .addHelpText(
      'after',
      examples(['permissions recover > policy.json', 'for a runbook that recovers whatever is pending']),
    )
    .action(async (arns: readonly string[]) => {
      const [{ RECOVER_CALLS, RECOVER_LISTS }, { parseKeyName }] = await Promise.all([
        import('../keys/operations.js'),
        import('../keys/key-name.js'),
      ]);
      for (const arn of arns) {
        const name = parseKeyName(arn);
        if (!name?.place || name.isAlias)
          throw new CliError(
            `\`${arn}\` is not the ARN of a key`,
            'IAM knows keys by their ARNs alone: arn:aws:kms:…:key/…',
          );
      }
      await printPolicy(io, [
        listStatement('TrailproofRecoverFind', RECOVER_LISTS),
        {
          Sid: 'TrailproofRecover',
          Effect: 'Allow',
          Action: [...RECOVER_CALLS].sort(),
          Resource: arns.length === 0 ? '*' : arns.length === 1 ? arns[0] : unique(arns),
        },
      ]);
    });
}

async function grantsFor(paths: readonly string[], region: string | null): Promise<readonly Grant[]> {
  const [{ grantsOf, grantsOfAll }, { parseSource }] = await Promise.all([
    import('../sources/reads.js'),
    import('../sources/source.js'),
  ]);
  if (region !== null && !/^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(region))
    throw new CliError(`\`${region}\` is not the name of a Region`, 'name one like eu-central-1');
  if (paths.length === 0) return grantsOfAll();
  const grants = paths.flatMap((path) => {
    const parsed = parseSource(path);
    if (parsed.kind === 'refused') throw new CliError(parsed.message, parsed.help);
    return grantsOf(parsed.source, region);
  });
  if (grants.length === 0)
    throw new CliError(
      'files and standard input need no permission of AWS',
      'name `s3://bucket/prefix` or `cloudwatch-logs:GROUP`',
    );
  return grants;
}
