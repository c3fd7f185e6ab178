import { type Command, Option } from 'commander';
import { type KeyName, parseKeyName } from '../keys/key-name.js';
import { isUnfinished, type RecordedKey, type RecoveryRecord } from '../keys/record.js';
import { type ActingOptions, withActingOptions } from './acting-options.js';
import { agrees, mustBeAskable } from './ask.js';
import { CliError } from './cli-error.js';
import { progressOn } from './collect-account.js';
import { type Context, examples } from './command.js';
import { EXIT } from './exit-status.js';
import { type Io, wantsColour, widthOf } from './io.js';
import { earlierRecord, mustBeOf } from './recovery-file.js';
import { writeOutput } from './write-output.js';

interface RecoverOptions extends ActingOptions {
  readonly region?: readonly string[];
  readonly allPending?: boolean;
  readonly enable?: boolean;
}

export function addRecover(program: Command, { io, end }: Context): void {
  const command = program
    .command('recover')
    .argument('[key...]', 'keys: an ID, an ARN, an alias (alias/orders) or the ARN of an alias')
    .summary('cancel the deletion of keys, and enable them again')
    .description(
      'Brings keys back that are pending deletion: cancels the deletion, enables the key again (a cancelled key is disabled), and checks with DescribeKey after each step. Of a multi-Region key each copy in its own Region. A key that was disabled before its deletion was scheduled stays disabled, as far as the event history tells. A key that may not be described is tried all the same. Shows what it would do, and asks. Safe to run again.',
    )
    .addOption(
      new Option(
        '--region <name>',
        'look for an ID or an alias in this Region only; may be given several times',
      ).argParser((name: string, others: readonly string[] = []) => [...others, name]),
    )
    .option(
      '--all-pending',
      'every key of the account that is pending deletion, and those that a run left in the middle',
    )
    .option('--enable', 'enable what was disabled on purpose before, too');
  withActingOptions(command)
    .option(
      '-o, --output <file>',
      'write a record of every call and its outcome, as it goes on, to a file (default: trailproof-recovery-TIME.json, once something is done); the record of an earlier run is gone on with',
    )
    .addHelpText(
      'after',
      `${examples(
        ['recover alias/orders --profile prod', 'one key, wherever it is'],
        ['recover --all-pending --yes -o record.json', 'everything that is pending, the nearest deadline first'],
      )}
Exit status: 0 every key is enabled, 1 some key could not be recovered or is not
there, 2 recovered as far as may be, but a key stays disabled (on purpose, or
because nobody can tell why it is), waits for key material or its key store, or
not everything could be looked at, 3 nothing was done.\n`,
    )
    .action(async (keys: readonly string[], options: RecoverOptions) => end(await recoverCommand(io, keys, options)));
}

async function recoverCommand(io: Io, keys: readonly string[], options: RecoverOptions): Promise<number> {
  const names = namesOf(keys, options);
  mustBeAskable(io, options.yes ?? false);
  const earlier = await earlierRecord(options.output);
  const progress = progressOn(io);
  const [{ KeySession }, { planKeys }, { recoverKeys, notDone }, { continued, recoveryStatus }, { tool }] =
    await Promise.all([
      import('../aws/key-session.js'),
      import('./plan-keys.js'),
      import('../aws/recover-keys.js'),
      import('../keys/record.js'),
      import('../version.js'),
    ]);
  progress.show('who is asking');
  const session = await KeySession.open({
    profile: options.profile,
    regions: options.region,
    endpointUrl: options.endpointUrl,
    now: () => new Date(io.now()),
    wait: io.wait,
    progress: progress.show,
  }).finally(progress.clear);
  try {
    if (earlier) {
      mustBeOf(earlier, options.output ?? '', session.identity.account);
      await io.stderr.write(`trailproof: the record of ${earlier.startedAt} is gone on with\n`);
    }
    const startedAt = io.now();
    const plan = await planKeys(session, names, { enable: options.enable ?? false, earlier }).finally(progress.clear);
    await preview(io, options, {
      ...session.identity,
      now: startedAt,
      ...plan,
      isAll: names === null,
      unread: session.unread,
    });
    const runOf = (keys: readonly RecordedKey[], endedAt: string | null): RecoveryRecord => ({
      schema: 'trailproof/recovery/1',
      tool: tool(),
      ...session.identity,
      startedAt,
      endedAt,
      enable: options.enable ?? false,
      keys,
      notFound: plan.notFound,
      unread: session.unread,
      earlier: [],
    });
    const recordOf = (keys: readonly RecordedKey[], endedAt: string | null) => continued(earlier, runOf(keys, endedAt));
    const count = plan.recoveries.filter(({ steps }) => steps.length > 0).length;
    if (
      count > 0 &&
      !options.yes &&
      !(await agrees(io, count === 1 ? 'Recover this key?' : `Recover these ${count} keys?`))
    ) {
      await io.stderr.write('trailproof: nothing was done\n');
      return EXIT.failed;
    }
    const file = await recordFile(io, options, count > 0, async (path) => {
      const first = recordOf(plan.recoveries.map(notDone), null);
      await writeOutput(io, path, await jsonOf(first), { ownerOnly: true });
    });
    const keep = async (record: RecoveryRecord) => {
      if (file !== null) await writeOutput(io, file, await jsonOf(record), { ownerOnly: true });
    };
    let isStopped = false;
    const release = io.onInterrupt(() => {
      isStopped = true;
      void io.stderr.write('trailproof: no further step is begun; what was begun is ended and recorded\n');
    });
    const done = await recoverKeys(session, plan.recoveries, {
      pastOf: ({ key }) => plan.pastOf(key),
      // A record that cannot be written any more is no reason to lose a key; it is tried again at the end.
      onProgress: (now) => keep(recordOf(now, null)).catch(() => {}),
      isStopped: () => isStopped,
    }).finally(release);
    const record = recordOf(done, io.now());
    await io.stdout.write(options.format === 'json' ? await jsonOf(record) : await terminalOf(io, record));
    await keep(record);
    if (file !== null && file !== options.output) await io.stderr.write(`trailproof: ${recordWords(file, record)}\n`);
    return isStopped && done.some(({ outcome }) => outcome === 'not-done') ? EXIT.interrupted : recoveryStatus(record);
  } finally {
    await session.close();
  }
}

/**
 * Where the record goes; null: nowhere. Before anything is changed it is known that it can be written where it was asked for; where
 * nobody asked, and it is not printed either, it goes beside, and no key is lost for want of a place.
 */
async function recordFile(
  io: Io,
  { output, format }: RecoverOptions,
  changes: boolean,
  begin: (file: string) => Promise<void>,
): Promise<string | null> {
  if (output === undefined && (format === 'json' || !changes)) return null;
  const file = output ?? `trailproof-recovery-${io.now().replace(/[-:]|\.\d+/g, '')}.json`;
  try {
    await begin(file);
    return file;
  } catch (error) {
    if (output !== undefined || !(error instanceof CliError)) throw error;
    await io.stderr.write(`trailproof: there is no record: ${error.message}\n`);
    return null;
  }
}

function recordWords(file: string, { keys }: RecoveryRecord): string {
  const isOpen = keys.some(isUnfinished);
  return `the record is in ${file}${isOpen ? `: with \`-o ${file}\` the same command goes on` : ''}`;
}

function namesOf(keys: readonly string[], { allPending, region, output }: RecoverOptions): readonly KeyName[] | null {
  if (output === '-')
    throw new CliError('the record is written to a file as it goes on', 'for standard output say `--format json`');
  if (allPending && keys.length > 0)
    throw new CliError('`--all-pending` is every key that is pending, and keys were named, too', 'say one of both');
  if (allPending) return null;
  if (keys.length === 0) throw new CliError('no key was named', 'name keys, or say `--all-pending`');
  return keys.map((text) => {
    const name = parseKeyName(text);
    if (!name)
      throw new CliError(`\`${text}\` is not the name of a key`, 'give its ID, its ARN, or an alias as `alias/orders`');
    if (name.place && region && !region.includes(name.place.region))
      throw new CliError(
        `\`${text}\` is in ${name.place.region}, and \`--region\` says ${region.join(', ')}`,
        'leave out `--region`: an ARN names its Region',
      );
    return name;
  });
}

async function preview(
  io: Io,
  { format }: RecoverOptions,
  plan: import('../report/recovery-terminal.js').Preview,
): Promise<void> {
  const { renderPreview } = await import('../report/recovery-terminal.js');
  // The record alone is on standard output where another program reads it.
  const sink = format === 'json' ? io.stderr : io.stdout;
  await sink.write(`${renderPreview(plan, { width: widthOf(sink, io.env), colour: wantsColour(sink, io.env) })}\n`);
}

async function terminalOf(io: Io, record: RecoveryRecord): Promise<string> {
  const { renderRecovery } = await import('../report/recovery-terminal.js');
  return renderRecovery(record, { width: widthOf(io.stdout, io.env), colour: wantsColour(io.stdout, io.env) });
}

async function jsonOf(record: RecoveryRecord): Promise<string> {
  return `${(await import('../report/json.js')).prettyJson(record)}\n`;
}
