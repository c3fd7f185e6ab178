import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { SEVERITIES } from '../catalogue/rule.js';
import type { TimeRange } from '../cloudtrail/object-name.js';
import type { ScanForm, ScanReport } from '../report/scan-report.js';
import { startEarly } from '../scan/pool.js';
import { CliError } from './cli-error.js';
import { type Context, examples } from './command.js';
import { instantOf } from './instant.js';
import { type Io, wantsColour, widthOf } from './io.js';
import { chooseRules, type RuleChoice } from './load-rules.js';
import { writeOutput } from './write-output.js';

interface ScanOptions extends RuleChoice {
  readonly since?: string;
  readonly until?: string;
  readonly context: number;
  readonly workers?: number;
  readonly profile?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  readonly store?: string;
  readonly format: ScanForm;
  readonly output?: string;
  readonly verbose?: boolean;
}

/** 0: no alert. 1: alerts. 2: some input could not be read, whether there are alerts or not. */
export function scanStatus({ problems, alerts }: Pick<ScanReport, 'problems' | 'alerts'>): number {
  if (problems.length > 0) return 2;
  return alerts.length > 0 ? 1 : 0;
}

export function addScan(program: Command, { io, end }: Context): void {
  program
    .command('scan')
    .argument(
      '<path...>',
      'files, folders, `s3://bucket/prefix`, `cloudwatch-logs:GROUP` (a name or an ARN), `-` for standard input',
    )
    .summary('find the events in CloudTrail logs')
    .description(
      'Runs detection rules over CloudTrail logs: the shipped pack, one rule for each control, your own, and those of Elastic as they are published. Compressed or not, in every form in which CloudTrail events are kept.',
    )
    .option('--rules <path...>', 'add rules: .yaml of our form, .toml and .ndjson of Elastic’s; files or folders')
    .option('--no-pack', 'only the rules of `--rules`')
    .option('--rule <id...>', 'run these rules only; `trailproof rules list` shows them')
    .addOption(new Option('--severity <level>', 'run rules of this severity and above').choices(SEVERITIES))
    .option('--exceptions <file...>', 'YAML lists of exceptions: alerts that are expected')
    .option(
      '--since <instant>',
      'events from then on: 2026-11-21, 2026-11-21T14:30Z, 24h, yesterday; UTC where no zone is said (default: all)',
    )
    .option('--until <instant>', 'events before then; a day is meant to its end (default: all)')
    .addOption(
      new Option(
        '--context <n>',
        'tell of the n most severe alerts what else the principal did and what used the key: a second reading of the files of that time; 0 for none',
      )
        .argParser(wholeNumber)
        .default(200),
    )
    .addOption(
      new Option('--workers <n>', 'threads; 0 for none (default: one for each processor)').argParser(wholeNumber),
    )
    .option('--profile <name>', 'the AWS profile to read S3 or CloudWatch Logs with')
    .option('--region <name>', 'the Region of the log group; of a bucket it is found')
    .option('--endpoint-url <url>', 'ask this endpoint instead of AWS')
    .option(
      '--store <store>',
      'keep the alerts in `sqlite:FILE`, which is made if it is not there; `trailproof alerts` lists them',
    )
    .addOption(
      new Option('--format <form>', 'the form of the report')
        .choices(['terminal', 'json', 'ndjson', 'csv'])
        .default('terminal'),
    )
    .option('-o, --output <file>', 'write the report to a file; `-` is standard output')
    .option('-v, --verbose', 'every alert in full, with the whole guide')
    .addHelpText(
      'after',
      `${examples(
        ['scan AWSLogs/', 'every log below a folder'],
        ['scan s3://trail-logs --since 7d --store sqlite:alerts.db', 'a week of a trail’s bucket; alerts are kept'],
        ['scan logs/ --no-pack --rules elastic/ --format ndjson', 'Elastic’s rules, one alert on each line'],
      )}\nExit status: 0 no alerts, 1 alerts, 2 some input could not be read (whether\nthere are alerts or not), 3 the scan could not be done.\n`,
    )
    .action(async (paths: readonly string[], options: ScanOptions) => end(await scanCommand(io, paths, options)));
}

async function scanCommand(io: Io, paths: readonly string[], options: ScanOptions): Promise<number> {
  const range = rangeOf(io, options);
  startThreads(paths, options.workers);
  const chosen = await chooseRules(options);
  const store = options.store === undefined ? null : await openStore(options.store);
  try {
    const { runScan } = await import('./run-scan.js');
    const { report, keyStates } = await runScan(io, {
      paths,
      chosen,
      range,
      aws: {
        profile: options.profile,
        ...(options.region !== undefined && { regions: [options.region] }),
        endpointUrl: options.endpointUrl,
      },
      context: options.context,
      workers: options.workers,
    });
    const saved = store?.save(report.alerts, io.now(), keyStates);
    await print(io, report, options);
    if (saved)
      await io.stderr.write(`trailproof: ${saved.added} new alerts, ${saved.changed} changed, in ${options.store}\n`);
    return scanStatus(report);
  } finally {
    store?.close();
  }
}

async function openStore(place: string) {
  const { openAlertStore } = await import('../store/alert-store.js');
  return openAlertStore(place, true);
}

/** Threads take as long to start as the rules to be read: both at once. Of one file each, one thread reads it. */
function startThreads(paths: readonly string[], workers = availableParallelism()): void {
  const isOneFile = paths.length === 1 && statSync(paths[0]!, { throwIfNoEntry: false })?.isFile() === true;
  // This thread is one of them; of one, another one is it.
  startEarly(isOneFile ? Math.min(1, workers) : workers > 1 ? workers - 1 : workers);
}

function rangeOf(io: Io, { since, until }: ScanOptions): TimeRange {
  const now = io.now();
  const range = {
    since: since === undefined ? null : instantOf(since, now),
    until: until === undefined ? null : instantOf(until, now, true),
  };
  if (range.since !== null && range.until !== null && range.since >= range.until)
    throw new CliError(
      `nothing lies between ${range.since} and ${range.until}`,
      'give a `--since` that is before `--until`',
    );
  return range;
}

async function print(io: Io, report: ScanReport, options: ScanOptions): Promise<void> {
  const { scanRenderers } = await import('../report/scan-report.js');
  const toFile = options.output !== undefined && options.output !== '-';
  const render = await scanRenderers[options.format]();
  const text = render(report, {
    width: toFile ? 100 : widthOf(io.stdout, io.env),
    colour: !toFile && wantsColour(io.stdout, io.env),
    verbose: options.verbose ?? false,
  });
  await writeOutput(io, options.output, text);
  // Forms that hold alerts alone do not tell what else there is to know.
  if (options.format === 'csv' || options.format === 'ndjson') await io.stderr.write(await besideAlerts(report));
}

/** The most problems that are told beside a form that has no place for them. */
const TOLD = 20;

/** What could not be read, what was held back, and what else the reader must know. */
async function besideAlerts({ problems, suppressed, rules, notes }: ScanReport): Promise<string> {
  const [{ neutraliseText }, { suppressedWords }] = await Promise.all([
    import('../report/neutralise.js'),
    import('../report/suppressed-words.js'),
  ]);
  const lines = problems
    .slice(0, TOLD)
    .map(({ file, offset, reason }) => `${file}${offset > 0 ? ` at byte ${offset}` : ''}: ${reason}`);
  if (problems.length > TOLD) lines.push(`${problems.length - TOLD} more problems with the input`);
  lines.push(...suppressedWords(suppressed, rules).map(({ text }) => text), ...notes);
  return lines.map((line) => `trailproof: ${neutraliseText(line)}\n`).join('');
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('it must be a whole number.');
  return Number(text);
}
