import { type Command, Option } from 'commander';
import type { KeysLogs, KeysReport } from '../keys/keys-report.js';
import type { KeyUses } from '../keys/uses.js';
import type { KeysForm } from '../report/keys-report.js';
import { neutraliseText } from '../report/neutralise.js';
import { CliError } from './cli-error.js';
import { collectAccount, progressOn } from './collect-account.js';
import { type Context, examples } from './command.js';
import { type Io, wantsColour, widthOf } from './io.js';
import { type ScanInput, scanInput } from './scan-input.js';
import { writeOutput } from './write-output.js';

interface KeysOptions {
  readonly profile?: string;
  readonly region?: readonly string[];
  readonly endpointUrl?: string;
  readonly logs?: readonly string[];
  readonly format: KeysForm;
  readonly output?: string;
  readonly verbose?: boolean;
}

export function addKeys(program: Command, { io, end }: Context): void {
  program
    .command('keys')
    .summary('list the customer managed keys, those that are being lost first')
    .description(
      'Lists the customer managed KMS keys of every enabled Region, the most urgent first: what state they are in, how many days are left of those pending deletion, who scheduled that and when, what depends on them, and whether their loss would be reported. Reads only; changes nothing.',
    )
    .option('--profile <name>', 'the AWS profile to read with, as in the AWS CLI')
    .option('--region <name...>', 'read these Regions only')
    .option('--endpoint-url <url>', 'ask this endpoint instead of AWS')
    .option(
      '--logs <path...>',
      'look in these CloudTrail logs for what used the keys: files, folders, `s3://bucket/prefix`, `cloudwatch-logs:GROUP`',
    )
    .addOption(
      new Option('--format <form>', 'the form of the report').choices(['terminal', 'json', 'csv']).default('terminal'),
    )
    .option('-o, --output <file>', 'write the report to a file; `-` is standard output')
    .option('-v, --verbose', 'every key in full')
    .addHelpText(
      'after',
      `${examples(
        ['keys --profile prod', 'which keys are being lost, and until when they can be brought back'],
        ['keys --logs AWSLogs/ --format json', 'with what used them, for another program'],
      )}
Exit status: 0 every key is Enabled (or Creating or Updating, which KMS ends by
itself), 1 some key is PendingDeletion, PendingReplicaDeletion, PendingImport,
Unavailable, Disabled or in a state not known here, 2 none that was read is, but
something could not be read, 3 it could not be done.\n`,
    )
    .action(async (options: KeysOptions) => end(await keysCommand(io, options)));
}

async function keysCommand(io: Io, options: KeysOptions): Promise<number> {
  const place = { profile: options.profile, regions: options.region, endpointUrl: options.endpointUrl };
  // A path that is none is refused before AWS is asked.
  const input = options.logs ? scanInput(io, options.logs, { since: null, until: null }, place) : null;
  const account = await collectAccount(io, place);
  const progress = progressOn(io);
  try {
    const { collectKeys } = await import('../aws/collect-keys.js');
    const inventory = await collectKeys({
      ...place,
      now: () => new Date(io.now()),
      wait: io.wait,
      progress: progress.show,
    });
    const [
      { keysReport, keysStatus },
      { createKeyUses },
      { reportedBy },
      { loadControls },
      { NEWEST_BENCHMARK },
      { tool },
    ] = await Promise.all([
      import('../keys/keys-report.js'),
      import('../keys/uses.js'),
      import('../keys/reported.js'),
      import('../catalogue/load.js'),
      import('../catalogue/benchmark.js'),
      import('../version.js'),
    ]);
    const control = loadControls().controls.find(({ slug }) => slug === 'kms-key-loss');
    if (!control) throw new CliError('the catalogue has no control `kms-key-loss`', 'install trailproof again');
    const uses = input ? createKeyUses(inventory.keys.map(({ arn }) => arn)) : null;
    if (uses) progress.show('logs');
    const logs = input && uses ? await readLogs(input, options.logs ?? [], uses) : null;
    progress.show('the proof that a loss is reported');
    const report = keysReport({
      tool: tool(),
      inventory,
      account,
      reported: reportedBy(control, account, { benchmark: NEWEST_BENCHMARK, includeAttempts: false }),
      usesOf: uses && ((arn) => uses.of(arn)),
      logs,
    });
    progress.clear();
    await print(io, report, options);
    return keysStatus(report);
  } finally {
    progress.clear();
  }
}

async function readLogs(input: ScanInput, paths: readonly string[], uses: KeyUses): Promise<KeysLogs> {
  const { scanItems } = await import('../scan/scan-items.js');
  const totals = await scanItems(
    input.items(),
    { rules: [{ id: 'key use', predicate: uses.predicate }] },
    {
      onItem(result) {
        for (const { event } of result.matched) uses.take(event);
        input.note(result);
      },
    },
  );
  const { coverage, problems, notes } = input.told();
  return { paths, files: totals.items, events: totals.events, from: coverage.from, to: coverage.to, problems, notes };
}

async function print(io: Io, report: KeysReport, options: KeysOptions): Promise<void> {
  const { keysRenderers } = await import('../report/keys-report.js');
  const toFile = options.output !== undefined && options.output !== '-';
  const text = keysRenderers[options.format](report, {
    width: toFile ? 100 : widthOf(io.stdout, io.env),
    colour: !toFile && wantsColour(io.stdout, io.env),
    verbose: options.verbose ?? false,
  });
  await writeOutput(io, options.output, text);
  if (options.format !== 'csv') return;
  // This form holds keys alone, and does not tell what could not be read.
  for (const { region, operation, key, error } of report.unread.slice(0, 20))
    await io.stderr.write(
      `trailproof: ${operation} in ${region}${key === null ? '' : ` of ${key}`}: ${neutraliseText(error)}\n`,
    );
  for (const { file, reason } of report.logs?.problems.slice(0, 20) ?? [])
    await io.stderr.write(`trailproof: ${neutraliseText(`${file}: ${reason}`)}\n`);
}
