import { Command, CommanderError } from 'commander';
import { startEarly } from '../scan/pool.js';
import { tool } from '../version.js';
import { errorLine } from './cli-error.js';
import { type Context, examples } from './command.js';
import { EXIT } from './exit-status.js';
import { type Io, wantsColour, widthOf } from './io.js';

type Add = (program: Command, context: Context) => void;

/** In the order of the help. Each is loaded when it is called, or when all are shown. */
const COMMANDS: Readonly<Record<string, () => Promise<Add>>> = {
  demo: async () => addDemo,
  audit: async () => (await import('./audit.js')).addAudit,
  fix: async () => (await import('./fix.js')).addFix,
  snapshot: async () => (await import('./snapshot.js')).addSnapshot,
  pattern: async () => (await import('./pattern.js')).addPattern,
  permissions: async () => (await import('./permissions.js')).addPermissions,
  scan: async () => (await import('./scan.js')).addScan,
  rules: async () => (await import('./rules.js')).addRules,
  alerts: async () => (await import('./alerts.js')).addAlerts,
  keys: async () => (await import('./keys.js')).addKeys,
  recover: async () => (await import('./recover.js')).addRecover,
  drill: async () => (await import('./drill.js')).addDrill,
};

/**
 * Runs the program; `argv` is what follows its name. Answers the exit status and never throws: whatever went wrong is one
 * line on standard error.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    if (argv.length === 0) {
      const { demo } = await import('./demo.js');
      return await demo(io);
    }
    if (argv[0] === 'scan') startAhead(argv);
    let status = 0;
    const end = (ended: number) => {
      status = ended;
    };
    let help = Promise.resolve();
    const show = (text: string) => {
      help = help.then(() => io.stdout.write(text));
    };
    const program = await programOf({ io, end }, { show, command: argv[0] });
    try {
      await program.parseAsync([...argv], { from: 'user' });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      if (error.exitCode === 0) return await help.then(() => 0); // --help, --version
      await io.stderr.write(usageLine(program, argv, error));
      return EXIT.failed;
    }
    return status;
  } catch (error) {
    await io.stderr.write(errorLine(error));
    return EXIT.failed;
  }
}

/** A thread takes as long to start as all else that comes before the first file: most scans need one, whatever their options are. */
function startAhead(argv: readonly string[]): void {
  if (!/ (?:-h|--help|--workers[= ]0)(?: |$)/.test(argv.join(' '))) startEarly(1);
}

/** `show` is given the texts of `--help` and `--version`. With the name of a command the program has that one alone. */
export async function programOf(
  context: Context,
  { show, command }: { readonly show?: (text: string) => void; readonly command?: string | undefined } = {},
): Promise<Command> {
  const { io } = context;
  const program = new Command('trailproof')
    .description(
      'Proves that the loss of a KMS key, and every other event that the CIS AWS Foundations Benchmark asks to be monitored, reaches a person; or shows the event that does not, and the link that breaks. Finds those events in CloudTrail logs, too.',
    )
    .version(tool().version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({
      writeOut: show ?? ((text) => void io.stdout.write(text)),
      // `run` writes what was wrong, on one line, and where the help is.
      writeErr: () => {},
      outputError: () => {},
      getOutHelpWidth: () => widthOf(io.stdout, io.env),
      getErrHelpWidth: () => widthOf(io.stderr, io.env),
      getOutHasColors: () => wantsColour(io.stdout, io.env),
      getErrHasColors: () => wantsColour(io.stderr, io.env),
    })
    .addHelpText(
      'after',
      `${examples(
        ['demo', 'a demonstration on a recorded account; needs no AWS account'],
        ['audit --profile prod', 'read the account of a profile and judge the fifteen controls'],
        ['fix --profile prod', 'plan what mends the gaps that an audit finds; `--apply` carries it out'],
        ['scan AWSLogs/ --since 7d', 'find lost keys, and whatever else the rules know, in CloudTrail logs'],
        ['keys --profile prod', 'which keys are being lost, and until when they can be brought back'],
        ['pattern explain \'{ $.eventName = "DisableKey" }\'', 'say in words what a filter pattern lets through'],
      )}
Exit status: 0 nothing to tell, 1 something was found, 2 something could not be
known or read, 3 the tool could not do its job. The help of each command says
what that is. NO_COLOR and FORCE_COLOR are heard; a pipe gets no colour.\n`,
    );
  const called =
    command !== undefined && Object.hasOwn(COMMANDS, command) ? [COMMANDS[command]!] : Object.values(COMMANDS);
  for (const add of await Promise.all(called.map((load) => load()))) add(program, context);
  return program;
}

function addDemo(program: Command, context: Context): void {
  program
    .command('demo')
    .summary('show it on a recorded account')
    .description(
      'Judges a recorded account in which the loss of a KMS key is told to nobody, although every name looks right. Needs no AWS account and no credentials. `trailproof` alone does the same.',
    )
    .addHelpText('after', examples(['demo', 'what a finding looks like']))
    .action(async () => {
      const { demo } = await import('./demo.js');
      context.end(await demo(context.io));
    });
}

/** Commander's message on one line, with its suggestion, and where to look. */
function usageLine(program: Command, argv: readonly string[], error: CommanderError): string {
  const path = commandPath(program, argv);
  const hint = `\`${path} --help\` shows what there is`;
  // A command that only groups others was called without one: commander prints its help and says nothing.
  if (error.code === 'commander.help')
    return errorLine(Object.assign(new Error('a command is missing'), { help: hint }));
  const [what = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const meant = suggestion ? ` ${suggestion.replace('(Did', '(did')}` : '';
  // `-ERROR` is a pattern, and looks like an option.
  if (error.code === 'commander.unknownOption' && !meant && path.startsWith('trailproof pattern '))
    return errorLine(Object.assign(new Error(what), { help: 'a pattern that begins with `-` goes after `--`' }));
  return errorLine(Object.assign(new Error(what.replace(/\.$/, '') + meant), { help: hint }));
}

function commandPath(program: Command, argv: readonly string[]): string {
  const names = [program.name()];
  let command = program;
  for (const word of argv) {
    const next = command.commands.find((candidate) => candidate.name() === word);
    if (!next) break;
    command = next;
    names.push(word);
  }
  return names.join(' ');
}
