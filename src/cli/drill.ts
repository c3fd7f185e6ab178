import type { Command } from 'commander';
import type { StepName } from '../drill/record.js';
import { type ActingOptions, withActingOptions } from './acting-options.js';
import { CliError } from './cli-error.js';
import { type Context, examples } from './command.js';
import type { Io } from './io.js';

export interface DrillOptions extends ActingOptions {
  readonly control?: string;
  readonly controls?: readonly string[];
  readonly region?: string;
  readonly testFilter?: boolean;
  readonly alarmState?: boolean;
  readonly logEvent?: boolean;
  readonly createKey?: boolean;
  readonly wait?: string;
  readonly clean?: string;
}

export function addDrill(program: Command, { io, end }: Context): void {
  const command = program
    .command('drill')
    .summary('try a chain in practice, and measure how long it takes to tell')
    .description(
      'Tries the chain that the proof of a control rests on, by the steps that you choose: measures the seconds until the alarm rings and the message arrives, compares them with what the proof promised, removes what it made, and writes a record for an auditor. Shows what it would do, and asks. Without a step it only asks AWS about the pattern, which changes nothing.',
    )
    .option('--control <name>', 'the control whose chain is tried: a name (kms-key-loss) or a number (cis-3.0:4.7)')
    .option('--controls <dir...>', 'add your own controls: folders of control files')
    .option('--region <name>', 'where the event happens (default: where most of the control’s events are told)')
    .option('--test-filter', 'ask AWS’s own matcher about the pattern that is deployed; changes nothing')
    .option('--alarm-state', 'set the alarm to ALARM, to check the notification alone')
    .option('--log-event', 'put a marked synthetic event into the log group, in a log stream of its own')
    .option('--create-key', 'really make a key, disable it and schedule its deletion: it stays pending for seven days')
    .option('--wait <minutes>', 'how long to wait for an alarm, at the most (default: 30, or what the proof promised)')
    .option('--clean <record>', 'remove what a drill left that was killed; nothing else is done');
  withActingOptions(command)
    .option(
      '-o, --output <file>',
      'the record, written as it goes on (default: trailproof-drill-ID.json, once something is changed)',
    )
    .addHelpText(
      'after',
      `${examples(
        ['drill --control kms-key-loss --profile prod', 'ask AWS about the pattern; changes nothing'],
        [
          'drill --control kms-key-loss --alarm-state --log-event',
          'the notification, then the whole chain; asks first',
        ],
        [
          'drill --control kms-key-loss --create-key --yes -o drill.json',
          'with a key that is really lost, for a runbook',
        ],
        ['drill --clean trailproof-drill-0123456789ab.json', 'remove what a killed drill left'],
      )}
Exit status: 0 all that was tried went as proved, and about in time; 1 a message
did not arrive or came late, AWS’s matcher disagrees, or no chain carries an
event that the control requires; 2 a step could not be tried, or something could
not be removed or recorded; 3 nothing was done; 130 it was stopped with Ctrl-C,
and cleaned up.\n`,
    )
    .action(async (options: DrillOptions) => end(await drillCommand(io, options)));
}

async function drillCommand(io: Io, options: DrillOptions): Promise<number> {
  if (options.clean !== undefined) {
    if (options.control !== undefined || stepsOf(options).length > 0)
      throw new CliError(
        '`--clean` removes what a drill left, and does no step',
        'leave out `--control` and the steps',
      );
    if (options.output !== undefined)
      throw new CliError('`--clean` writes the record where it is', 'leave out `--output`');
    const { cleanDrill } = await import('./drill-clean.js');
    return cleanDrill(io, options.clean, options);
  }
  if (options.control === undefined)
    throw new CliError('no control was named', 'say which chain is to be tried, as `--control kms-key-loss`');
  if (options.output === '-')
    throw new CliError('the record is written to a file as it goes on', 'for standard output say `--format json`');
  const steps = stepsOf(options);
  const { drill } = await import('./drill-run.js');
  return drill(io, {
    options,
    control: options.control,
    steps: steps.length === 0 ? ['test-filter'] : steps,
    minutes: options.wait === undefined ? null : minutesOf(options.wait),
  });
}

export function stepsOf(
  options: Pick<DrillOptions, 'testFilter' | 'alarmState' | 'logEvent' | 'createKey'>,
): readonly StepName[] {
  return [
    ...(options.testFilter ? (['test-filter'] as const) : []),
    ...(options.alarmState ? (['alarm-state'] as const) : []),
    ...(options.logEvent ? (['log-event'] as const) : []),
    ...(options.createKey ? (['create-key'] as const) : []),
  ];
}

function minutesOf(text: string): number {
  const minutes = /^\d{1,3}(?:\.\d+)?$/.test(text) ? Number(text) : 0;
  if (minutes > 0 && minutes <= 240) return minutes;
  throw new CliError(
    `\`${text}\` is no number of minutes`,
    'say how long to wait for an alarm, up to 240: `--wait 30`',
  );
}
