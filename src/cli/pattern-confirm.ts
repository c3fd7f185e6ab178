import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { isObject } from '../predicate/json.js';
import { truncate } from '../report/columns.js';
import { neutraliseText } from '../report/neutralise.js';
import { paletteOf } from '../report/palette.js';
import { countWords } from '../report/words.js';
import { textIn } from './answer-lines.js';
import { type Answer, type AwsPlace, addAwsOptions, askAws } from './aws-place.js';
import { CliError } from './cli-error.js';
import { type Context, examples } from './command.js';
import { EXIT } from './exit-status.js';
import { type Io, wantsColour } from './io.js';
import { memberOf } from './json-parts.js';
import { jsonOf } from './read-events.js';
import { linesOf } from './read-input.js';

/** The table that comes with the package. */
const OWN_CASES = fileURLToPath(new URL('../../cases/cloudwatch-patterns.jsonl', import.meta.url));

interface Case {
  readonly line: number;
  readonly pattern: string;
  readonly input: string;
  /** What the table says; null where it is open. */
  readonly matches: boolean | null;
  readonly valid: boolean;
}

export function addConfirm(pattern: Command, { io, end }: Context): void {
  addAwsOptions(
    pattern
      .command('confirm')
      .argument(
        '[cases]',
        'lines of {"pattern","input","matches","valid"}, `-` for standard input; without it the table that comes with trailproof',
      )
      .summary("put a table of cases to AWS's own matcher")
      .description(
        "Puts a table of cases to AWS's own matcher (logs:TestMetricFilter, which needs no resource and changes nothing), and prints where AWS answers otherwise than the table, or answers what the table leaves open.",
      ),
  )
    .addHelpText(
      'after',
      `${examples(
        ['pattern confirm --profile sandbox', 'does AWS still behave as we believe?'],
        ['pattern confirm mine.jsonl --profile sandbox', 'the same of a table of your own'],
      )}
Exit status: 0 AWS agrees with every case, 1 it answers at least one otherwise,
3 it could not be asked.\n`,
    )
    .action(async (file: string = OWN_CASES, options: AwsPlace) => end(await confirmCases(io, file, options)));
}

const FORM = 'give lines of {"pattern","input","matches"}';

async function confirmCases(io: Io, file: string, place: AwsPlace): Promise<number> {
  const read = await readCases(io, file);
  // AWS takes no empty message: such a case cannot be asked, and is counted.
  const cases = read.filter(({ input }) => input !== '');
  if (cases.length === 0) throw new CliError(`\`${file}\` holds no case with a message`, FORM);
  const palette = paletteOf(wantsColour(io.stdout, io.env));
  let otherwise = 0;
  let settled = 0;
  for (const group of byPattern(cases)) {
    const answer = await askAws(
      group[0]!.pattern,
      group.map(({ input }) => input),
      place,
    );
    for (const [at, one] of group.entries()) {
      const said = saidOf(one, answer, at);
      if (said === null) continue;
      if (said.open) settled++;
      else otherwise++;
      const paint = said.open ? palette.unsure : palette.bad;
      await io.stdout.write(
        `${paint(said.open ? '? ' : '✗ ')}line ${one.line}: ${said.text}\n    ${neutraliseText(one.pattern)}\n    ${palette.quiet(neutraliseText(truncate(one.input, 200)))}\n`,
      );
    }
  }
  const parts = [
    `${countWords(cases.length, 'case')} asked`,
    otherwise === 0 ? 'AWS answers none otherwise' : `AWS answers ${otherwise} otherwise`,
  ];
  if (settled > 0)
    parts.push(`${settled} that ${settled === 1 ? 'was' : 'were'} open ${settled === 1 ? 'is' : 'are'} answered`);
  if (cases.length < read.length)
    parts.push(`${countWords(read.length - cases.length, 'case')} with an empty message not asked`);
  await io.stdout.write(`${palette.strong(parts.join('; '))}\n`);
  return otherwise === 0 ? EXIT.proved : EXIT.broken;
}

/** What AWS says otherwise, or says of an open case; null where it says what the table says. */
function saidOf(one: Case, answer: Answer, at: number): { readonly open: boolean; readonly text: string } | null {
  if (answer.kind === 'invalid-pattern')
    return one.valid ? { open: false, text: `AWS refuses the pattern: ${neutraliseText(answer.message)}` } : null;
  if (!one.valid) return { open: false, text: 'AWS takes the pattern, and the table says that it is refused' };
  const theirs = answer.matches[at]!;
  const text = `AWS says that it ${theirs ? 'matches' : 'does not match'}`;
  if (one.matches === null) return { open: true, text };
  return one.matches === theirs ? null : { open: false, text };
}

/** Cases of one pattern are one call, wherever they stand: the calls are limited to a few a second. */
function byPattern(cases: readonly Case[]): readonly (readonly Case[])[] {
  const groups = new Map<string, Case[]>();
  for (const one of cases) {
    const group = groups.get(one.pattern);
    if (group) group.push(one);
    else groups.set(one.pattern, [one]);
  }
  return [...groups.values()];
}

async function readCases(io: Io, file: string): Promise<readonly Case[]> {
  const cases: Case[] = [];
  let number = 0;
  for await (const text of linesOf(io, file)) {
    number++;
    if (text.trim() !== '') cases.push(caseOf(text, number, file));
  }
  if (cases.length === 0) throw new CliError(`\`${file}\` holds no case`, FORM);
  return cases;
}

function caseOf(text: string, line: number, file: string): Case {
  const value = jsonOf(text);
  const refuse = (reason: string) => new CliError(`\`${file}\` line ${line}: ${reason}`, FORM);
  if (!isObject(value)) throw refuse('the line is not a JSON object');
  const pattern = textIn(value, 'pattern');
  if (!pattern.ok) throw refuse(pattern.reason);
  const input = typeof value.input === 'string' ? value.input : messageOf(text);
  if (input === null) throw refuse('the line has no `input` that could be a log message');
  const { matches = null, valid = true } = value;
  return {
    line,
    pattern: pattern.value,
    input,
    matches: typeof matches === 'boolean' ? matches : null,
    valid: valid !== false,
  };
}

/** An event in the place of the log message: the text that it has in the line. */
function messageOf(line: string): string | null {
  const input = memberOf(line, 'input');
  return input === null || input === 'null' ? null : input;
}
