import { type Command, Option } from 'commander';
import type { Account } from '../account/account.js';
import { NEWEST_BENCHMARK } from '../catalogue/benchmark.js';
import type { Control } from '../catalogue/control.js';
import type { AuditResult } from '../chain/result.js';
import { neutraliseText } from '../report/neutralise.js';
import type { Form } from '../report/report.js';
import { CliError } from './cli-error.js';
import { collectAccount } from './collect-account.js';
import { type Context, examples } from './command.js';
import { exitStatusOf } from './exit-status.js';
import { type Io, wantsColour, widthOf } from './io.js';
import { loadCatalogue, selectByName } from './load-catalogue.js';
import { placeToAsk, type ReadAccount } from './place-to-ask.js';
import { readText } from './read-input.js';
import { writeOutput } from './write-output.js';

export interface AuditOptions {
  readonly control?: readonly string[];
  readonly controls?: readonly string[];
  readonly benchmark?: string;
  readonly includeAttempts?: boolean;
  readonly profile?: readonly string[];
  readonly region?: readonly string[];
  readonly endpointUrl?: string;
  readonly snapshot?: readonly string[];
  readonly confirm?: boolean;
  readonly format: Form;
  readonly output?: string;
  readonly verbose?: boolean;
}

export function addAudit(program: Command, { io, end }: Context): void {
  program
    .command('audit')
    .summary('prove that events reach a person, or show where they stop')
    .description(
      'Reads an AWS account and proves, for every monitoring control of the CIS AWS Foundations Benchmark, that the event reaches a person; or shows the event that does not, and the link that breaks. Reads only; changes nothing.',
    )
    .option(
      '--control <name...>',
      'judge these only: a name (kms-key-loss), a number (cis-3.0:4.7), or `all`: those that are in no benchmark, too',
    )
    .option('--controls <dir...>', 'add your own controls: folders of control files')
    .option(
      '--benchmark <version>',
      `judge by this version of the CIS benchmark, as cis-3.0 (default: ${NEWEST_BENCHMARK})`,
    )
    .option('--include-attempts', 'ask for failed calls as well as successful ones')
    .option('--profile <name...>', 'AWS profiles to read with, as in the AWS CLI; several accounts are judged together')
    .option('--region <name...>', 'read these Regions only; the verdict then speaks of them alone')
    .option('--endpoint-url <url>', 'ask this endpoint instead of AWS')
    .option('--snapshot <file...>', 'judge what `trailproof snapshot` wrote, instead of reading; `-` is standard input')
    .option(
      '--confirm',
      "check the filters on the events shown with AWS's own matcher (logs:TestMetricFilter, which changes nothing)",
    )
    .addOption(
      new Option('--format <form>', 'the form of the report')
        .choices(['terminal', 'json', 'csv', 'markdown'])
        .default('terminal'),
    )
    .option('-o, --output <file>', 'write the report to a file; `-` is standard output')
    .option('-v, --verbose', 'show the paths of proved controls too, and full ARNs')
    .addHelpText(
      'after',
      `${examples(
        ['audit --profile prod', 'every control, every enabled Region'],
        [
          'audit --profile prod member --control kms-key-loss',
          "two accounts together, so that an organization trail's owner is among them",
        ],
        ['audit --snapshot account.json --format markdown -o report.md', 'from a file, for an auditor'],
      )}\nExit status: 0 all proved, 1 at least one broken, 2 none broken but at least one\nunknown, 3 the audit could not be done.\n`,
    )
    .action(async (options: AuditOptions) => end(await auditCommand(io, options)));
}

async function auditCommand(io: Io, options: AuditOptions): Promise<number> {
  refuseContradictions(options);
  const catalogue = await loadCatalogue(options.controls ?? []);
  const { controls, benchmark, version } = await selectByName(catalogue, options.control ?? [], options.benchmark);
  const read = await accountsOf(io, options);
  const result = await judge(io, read, { catalogue, controls, benchmark, options });
  await printResult(io, result, { ...options, version });
  const isShown = options.format === 'terminal' && (options.output ?? '-') === '-';
  if (isShown && result.results.some(({ verdict }) => verdict === 'broken'))
    await io.stdout.write('`trailproof fix` with the same options plans what mends this; it changes nothing.\n');
  return exitStatusOf(result.results.map(({ verdict }) => verdict));
}

interface Question {
  readonly catalogue: readonly Control[];
  readonly controls: readonly Control[];
  readonly benchmark: string;
  readonly options: AuditOptions;
}

async function judge(io: Io, read: readonly ReadAccount[], question: Question): Promise<AuditResult> {
  const { catalogue, controls, benchmark, options } = question;
  const accounts = read.map(({ account }) => account);
  const [{ audit }, { tool }] = await Promise.all([import('../chain/audit.js'), import('../version.js')]);
  const result = audit({
    accounts,
    controls,
    catalogue,
    benchmark,
    includeAttempts: options.includeAttempts ?? false,
    generatedAt: io.now(),
    tool: tool(),
  });
  if (!options.confirm) return result;
  const { confirmResult } = await import('./confirm-result.js');
  const confirmed = await confirmResult(
    result,
    accounts,
    controls,
    { benchmark, includeAttempts: options.includeAttempts ?? false },
    (account, region) => placeToAsk(read, account, region, options),
  );
  for (const line of confirmed.lines) await io.stderr.write(`trailproof: ${neutraliseText(line)}\n`);
  return confirmed.result;
}

/** Writes the report in its form; colour only to a terminal that has it, never into a file. */
export async function printResult(
  io: Io,
  result: AuditResult,
  options: Pick<AuditOptions, 'format' | 'output' | 'verbose'> & { readonly version: string },
): Promise<void> {
  const { renderers } = await import('../report/report.js');
  const toFile = options.output !== undefined && options.output !== '-';
  const text = renderers[options.format](result, {
    width: toFile ? 100 : widthOf(io.stdout, io.env),
    colour: !toFile && wantsColour(io.stdout, io.env),
    verbose: options.verbose ?? false,
    benchmark: options.version,
  });
  await writeOutput(io, options.output, text);
}

/** An option that would have no effect is refused: whoever gave it believes that it had one. */
function refuseContradictions(options: AuditOptions): void {
  const reads = options.snapshot === undefined || options.profile !== undefined;
  if (!reads && options.region)
    throw new CliError(
      '`--region` narrows what is read, and a snapshot was read already',
      'leave out `--region`, or write a snapshot of those Regions',
    );
  if (!reads && !options.confirm && options.endpointUrl)
    throw new CliError(
      '`--endpoint-url` says where to read, and a snapshot was read already',
      'leave out `--endpoint-url`',
    );
}

async function accountsOf(io: Io, options: AuditOptions): Promise<readonly ReadAccount[]> {
  const read: ReadAccount[] = [];
  for (const file of options.snapshot ?? []) read.push({ account: await readSnapshot(io, file), live: false });
  const place = { regions: options.region, endpointUrl: options.endpointUrl };
  for (const profile of options.profile ?? [])
    read.push({ account: await collectAccount(io, { ...place, profile }), live: true, profile });
  if (read.length === 0) read.push({ account: await collectAccount(io, place), live: true });
  const ids = read.map(({ account }) => account.account);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined)
    throw new CliError(
      `account ${twice} was given twice`,
      'give each account once, by one `--profile` or one `--snapshot`',
    );
  return read;
}

export async function readSnapshot(io: Io, file: string): Promise<Account> {
  const { loadAccount } = await import('../account/load.js');
  const loaded = loadAccount(await readText(io, file), file);
  if (!loaded.ok) throw new CliError(loaded.error.message, loaded.error.help);
  return loaded.account;
}
