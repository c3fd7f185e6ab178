import { type Command, Option } from 'commander';
import { padEnd, truncate } from '../report/columns.js';
import { neutraliseText } from '../report/neutralise.js';
import { holdsPaint, paletteOf } from '../report/palette.js';
import { countWords, markOf } from '../report/words.js';
import { type AwsPlace, addAwsOptions, askAws } from './aws-place.js';
import { CliError } from './cli-error.js';
import { type Context, examples } from './command.js';
import { EXIT } from './exit-status.js';
import { type Io, wantsColour, widthOf } from './io.js';
import { type Language, languageOption, patternGiven } from './pattern-language.js';
import { testLines } from './pattern-test-lines.js';
import { type LogMessage, messageName, readEvents } from './read-events.js';

export interface TestOptions extends AwsPlace {
  readonly format: 'terminal' | 'ndjson';
  readonly confirm?: boolean;
  readonly language: Language;
}

export function addTest(pattern: Command, { io, end }: Context): void {
  addAwsOptions(
    pattern
      .command('test')
      .argument('[pattern]', 'a pattern; with --format ndjson the lines hold it')
      .argument(
        '[files...]',
        'events: JSON, lines of JSON, {"Records":[…]}, or lines of text; `-` or none is standard input',
      )
      .summary('test a pattern against events')
      .description(
        'Tests a pattern against events, as AWS (or of KQL: Elastic) would match them. An event pattern of EventBridge is put to CloudTrail records and to events of EventBridge.',
      )
      .addOption(languageOption())
      .addOption(
        new Option(
          '--format <form>',
          'ndjson: read {"pattern","input"} lines, print {"matches","valid","reason"} for each, in order',
        )
          .choices(['terminal', 'ndjson'])
          .default('terminal'),
      )
      .option('--confirm', "ask AWS's own matcher too (logs:TestMetricFilter); where it disagrees, nothing is claimed"),
  )
    .addHelpText(
      'after',
      `${examples(
        ['pattern test \'{ $.eventName = "DisableKey" }\' events.json', 'which of these events match'],
        ["pattern test --language kql 'event.outcome: failure' events.json", 'a query of Kibana’s'],
        ['pattern test --format ndjson < cases.ndjson', 'many patterns, for scripts'],
      )}\nExit status: 0 at least one event matches, 1 none does, 2 none for certain, 3 it
could not be done. With --format ndjson: 0 every line was answered, 3 at least
one could not be read.\n`,
    )
    .action(async (text: string | undefined, files: readonly string[], options: TestOptions) => {
      if (options.confirm && options.language !== 'cloudwatch')
        throw new CliError(
          '`--confirm` asks the matcher of CloudWatch Logs, which knows filter patterns alone',
          'leave out `--confirm` or `--language`',
        );
      if (options.format === 'ndjson') {
        const inputs = text === undefined ? ['-'] : [text, ...files];
        end(await testLines(io, inputs, options));
        return;
      }
      if (text === undefined)
        throw new CliError('a pattern is missing', '`trailproof pattern test --help` shows how to give one');
      end(await testEvents(io, text, files.length === 0 ? ['-'] : files, options));
    });
}

type Tested = LogMessage & { readonly matches: boolean | null; readonly reason: string };

async function testEvents(io: Io, text: string, files: readonly string[], options: TestOptions): Promise<number> {
  const judge = await patternGiven(options.language, text);
  const messages = (await Promise.all(files.map((file) => readEvents(io, file)))).flat();
  if (messages.length === 0) throw new CliError('there is no event to test', 'give a file with at least one');
  let tested = messages.map((message): Tested => ({ ...message, ...judge(message.text) }));
  if (options.confirm) tested = await confirmed(text, tested, options);
  await print(io, tested, options.confirm === true);
  if (tested.some(({ matches }) => matches === true)) return EXIT.proved;
  return tested.some(({ matches }) => matches === null) ? EXIT.unknown : EXIT.broken;
}

/** AWS's answer beside ours: where they differ, the event's answer is unknown, and says so. */
async function confirmed(text: string, tested: readonly Tested[], options: TestOptions): Promise<Tested[]> {
  const answer = await askAws(
    text,
    tested.map((one) => one.text),
    options,
  );
  if (answer.kind === 'invalid-pattern')
    return tested.map((one) => ({
      ...one,
      matches: null,
      reason: `DISAGREEMENT: AWS refuses the pattern: ${answer.message}`,
    }));
  return tested.map((one, at) => {
    const theirs = answer.matches[at]!;
    if (one.matches === null)
      return { ...one, matches: theirs, reason: `AWS says so; otherwise not known: ${one.reason}` };
    if (one.matches === theirs) return one;
    return {
      ...one,
      matches: null,
      reason: `DISAGREEMENT: AWS says that it ${theirs ? 'matches' : 'does not match'}, and we that it does${theirs ? ' not' : ''}`,
    };
  });
}

async function print(io: Io, tested: readonly Tested[], asked: boolean): Promise<void> {
  const palette = paletteOf(wantsColour(io.stdout, io.env));
  const width = widthOf(io.stdout, io.env);
  const names = tested.map((one) => truncate(neutraliseText(messageName(one.text)), Math.max(20, width - 40)));
  const room = Math.max(...names.map((name) => name.length));
  for (const [at, { matches, from, reason }] of tested.entries()) {
    if (io.stdout.closed) return;
    await io.stdout.write(
      `${holdsPaint(palette, matches)(markOf(matches))} ${padEnd(names[at]!, room)}  ${palette.quiet(neutraliseText(from))}\n`,
    );
    if (reason !== '') await io.stdout.write(`    ${palette.unsure(neutraliseText(reason))}\n`);
  }
  const count = (answer: boolean | null) => tested.filter(({ matches }) => matches === answer).length;
  const parts = [`${count(true)} of ${countWords(tested.length, 'event')} ${count(true) === 1 ? 'matches' : 'match'}`];
  if (count(null) > 0) parts.push(`of ${count(null)} it is not known`);
  if (asked)
    parts.push(tested.some(({ reason }) => reason.startsWith('DISAGREEMENT')) ? 'AWS DISAGREES' : 'confirmed by AWS');
  await io.stdout.write(`${palette.strong(parts.join('; '))}\n`);
}
