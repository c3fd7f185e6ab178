import { type Command, InvalidArgumentError } from 'commander';
import { NEWEST_BENCHMARK } from '../catalogue/benchmark.js';
import type { Json, JsonObject } from '../predicate/json.js';
import { padEnd, wrap } from '../report/columns.js';
import { neutralise, neutraliseText } from '../report/neutralise.js';
import { holdsPaint, paletteOf } from '../report/palette.js';
import { witnessLines } from '../report/witness-lines.js';
import { markOf } from '../report/words.js';
import { answerLines, textIn } from './answer-lines.js';
import { type AwsPlace, addAwsOptions } from './aws-place.js';
import { CliError } from './cli-error.js';
import { type Context, examples } from './command.js';
import { EXIT } from './exit-status.js';
import { type Io, wantsColour, widthOf } from './io.js';
import { loadCatalogue, selectByName } from './load-catalogue.js';

interface CoversOptions extends AwsPlace {
  readonly control: string;
  readonly controls?: readonly string[];
  readonly benchmark?: string;
  readonly includeAttempts?: boolean;
  readonly confirm?: boolean;
}

export interface CoversAnswer {
  readonly pattern: string;
  readonly verdict: 'covered' | 'missed' | 'unknown' | 'invalid';
  readonly witness: JsonObject | null;
  readonly reason: string;
  readonly confirmed?: boolean;
}

export function addCovers(pattern: Command, { io, end }: Context): void {
  addAwsOptions(
    pattern
      .command('covers')
      .argument('[pattern]', 'a filter pattern; without it, {"pattern"} lines are read from standard input')
      .summary('prove that a pattern covers a control')
      .description('Proves that a filter pattern lets through every event of a control, or shows one that it misses.')
      .requiredOption('--control <name>', 'the control: a name (kms-key-loss) or a number (cis-3.0:4.7)', onlyOne)
      // Not `<dir...>`, which would take the pattern after it for another folder.
      .option('--controls <dir>', 'add your own controls: a folder of control files; may be repeated', oneMore)
      .option(
        '--benchmark <version>',
        `judge by this version of the CIS benchmark, as cis-3.0 (default: ${NEWEST_BENCHMARK})`,
      )
      .option('--include-attempts', 'ask for failed calls as well as successful ones')
      .option(
        '--confirm',
        "check the answer with AWS's own matcher (logs:TestMetricFilter); where it disagrees, the verdict is unknown",
      ),
  )
    .addHelpText(
      'after',
      `${examples(
        ['pattern covers --control kms-key-loss \'{ $.eventName = "DisableKey" }\'', 'misses ScheduleKeyDeletion'],
        ['pattern covers --control kms-key-loss < patterns.ndjson', 'one answer for each line, in order'],
      )}\nExit status: 0 covered, 1 missed, 2 unknown, 3 invalid or not done. With lines
from standard input: 0 every line was answered, 3 at least one could not be
read.\n`,
    )
    .action(async (text: string | undefined, options: CoversOptions) => {
      const judge = await judgeOf(options);
      if (text === undefined)
        end(
          await answerLines(
            io,
            ['-'],
            (line) => textIn(line, 'pattern'),
            judge,
            (reason): CoversAnswer => ({ pattern: '', verdict: 'invalid', witness: null, reason }),
          ),
        );
      else end(await printAnswer(io, await judge(text), options.control));
    });
}

function onlyOne(name: string, before: string | undefined): string {
  if (before === undefined) return name;
  throw new InvalidArgumentError('A pattern is proved against one control at a time');
}

const oneMore = (folder: string, before: readonly string[] = []): readonly string[] => [...before, folder];

async function judgeOf(options: CoversOptions): Promise<(text: string) => Promise<CoversAnswer>> {
  const catalogue = await loadCatalogue(options.controls ?? []);
  const { controls, benchmark } = await selectByName(catalogue, [options.control], options.benchmark);
  const [control, ...others] = controls;
  if (!control || others.length > 0)
    throw new CliError('`--control` must name one control', 'name it by its slug, as kms-key-loss');
  const { coverageJudge } = await import('./covers.js');
  return coverageJudge(
    control,
    { benchmark, includeAttempts: options.includeAttempts ?? false },
    options.confirm ? options : null,
  );
}

const STATUS = { covered: EXIT.proved, missed: EXIT.broken, unknown: EXIT.unknown, invalid: EXIT.failed } as const;
const HOLDS = { covered: true, missed: false, unknown: null, invalid: false } as const;

async function printAnswer(io: Io, answer: CoversAnswer, control: string): Promise<number> {
  const { verdict, witness, reason } = answer;
  if (verdict === 'invalid')
    throw new CliError(`the pattern is not one that AWS takes: ${reason}`, 'correct the pattern');
  const palette = paletteOf(wantsColour(io.stdout, io.env));
  const paint = holdsPaint(palette, HOLDS[verdict]);
  const confirmed = answer.confirmed === true ? palette.quiet('  (confirmed by AWS)') : '';
  const lines = [`${paint(`${markOf(HOLDS[verdict])} ${verdict}`)}  ${neutraliseText(control)}${confirmed}`];
  if (reason !== '') lines.push(`  ${neutraliseText(reason)}`);
  if (witness !== null) {
    const fields = witnessLines(neutralise<Json>(witness));
    const room = Math.max(0, ...fields.map(({ field }) => field.length)) + 2;
    const width = widthOf(io.stdout, io.env) - room - 4;
    for (const { field, value } of fields)
      for (const [at, part] of wrap(value, width).entries())
        lines.push(`    ${padEnd(at === 0 ? field : '', room)}${part}`);
  }
  await io.stdout.write(`${lines.join('\n')}\n`);
  return STATUS[verdict];
}
