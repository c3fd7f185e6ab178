import { type Command, Option } from 'commander';
import type { FilterPattern } from '../languages/cloudwatch/index.js';
import type { Json } from '../predicate/json.js';
import type { Predicate } from '../predicate/predicate.js';
import type { Comparison, Relation } from '../prove/index.js';
import { wrap } from '../report/columns.js';
import { prettyJson } from '../report/json.js';
import { paletteOf } from '../report/palette.js';
import { type Context, examples } from './command.js';
import { type Io, wantsColour, widthOf } from './io.js';
import { parseArgument } from './pattern-argument.js';
import { draftGiven, ENVELOPE, type Language, languageOption } from './pattern-language.js';

const WORDS: Readonly<Record<Relation, string>> = {
  equal: 'the same',
  wider: 'the first is wider: it lets through all that the second does, and more',
  narrower: 'the first is narrower: the second lets through all that it does, and more',
  incomparable: 'neither holds the other: each lets something through that the other does not',
  unknown: 'how the two relate is not known',
};

export function addCompare(pattern: Command, { io }: Context): void {
  pattern
    .command('compare')
    .argument('<first>', 'a pattern')
    .argument('<second>', 'another of the same language')
    .summary('compare two patterns')
    .description(
      'Compares two patterns of one language by what they let through: equal, wider, narrower or incomparable, with an event for each that only it lets through; unknown where the languages or the search leave it open. What a KQL query asks of fields that are computed from the whole record is left open.',
    )
    .addOption(languageOption())
    .addOption(
      new Option('--format <form>', 'the form of the answer').choices(['terminal', 'json']).default('terminal'),
    )
    .addHelpText(
      'after',
      examples([
        'pattern compare \'{ $.eventName = "Disable*" }\' \'{ $.eventName = "DisableKey" }\'',
        'the first is wider: DisableKeyRotation',
      ]),
    )
    .action(async (first: string, second: string, options: CompareOptions) => {
      const answer = await compareGiven(options.language, first, second);
      await io.stdout.write(options.format === 'json' ? `${prettyJson(answer)}\n` : words(io, answer));
    });
}

interface CompareOptions {
  readonly format: 'terminal' | 'json';
  readonly language: Language;
}

async function compareGiven(language: Language, first: string, second: string): Promise<Comparison> {
  if (language === 'cloudwatch') return comparePatterns(await parseArgument(first), await parseArgument(second));
  const drafts = [await draftGiven(language, first), await draftGiven(language, second)] as const;
  const [{ compare }, { type }] = await Promise.all([import('../prove/index.js'), import('../predicate/predicate.js')]);
  return compare(...drafts, { shape: language === 'eventbridge' ? ENVELOPE : type('object') });
}

/**
 * Over CloudTrail records where a pattern looks at JSON; over any text where none of the two does. Of the two kinds, what
 * is asked is what matters here: which records they let through.
 */
async function comparePatterns(first: FilterPattern, second: FilterPattern): Promise<Comparison> {
  const [{ matchEvent, toDraft }, { compare }, { type }] = await Promise.all([
    import('../languages/cloudwatch/index.js'),
    import('../prove/index.js'),
    import('../predicate/predicate.js'),
  ]);
  const kinds = new Set([first.kind, second.kind].filter((kind) => kind !== 'match-all'));
  const overText = !kinds.has('json') && !kinds.has('delimited') && kinds.size > 0;
  const overFields = kinds.size === 1 && kinds.has('delimited');
  const subject = overText || overFields ? 'message' : 'event';
  const shape: Predicate = type(overText ? 'string' : 'object');
  const answer = compare(toDraft(first, subject), toDraft(second, subject), {
    shape,
    ...(subject === 'event' && {
      decides: [(event: Json) => matchEvent(first, event), (event: Json) => matchEvent(second, event)],
    }),
  });
  return overFields ? ofFields(answer) : answer;
}

/**
 * Space-delimited patterns are judged on the fields counted from both ends, of which the prover does not know that they are the
 * same fields: that nothing tells the patterns apart is certain, and an example of what does may be a line that cannot be.
 */
function ofFields(answer: Comparison): Comparison {
  if (answer.relation === 'equal') return answer;
  const why = 'of space-delimited patterns no more can be said than that they are equal';
  return { relation: 'unknown', onlyFirst: null, onlySecond: null, why: answer.why ?? why };
}

function words(io: Io, answer: Comparison): string {
  const palette = paletteOf(wantsColour(io.stdout, io.env));
  const lines = [palette.strong(`${answer.relation}: ${WORDS[answer.relation]}`)];
  const only = (which: string, value: Json | null) => {
    if (value === null) return;
    lines.push(
      `only the ${which} lets this through:`,
      ...prettyJson(value)
        .split('\n')
        .map((line) => `  ${line}`),
    );
  };
  only('first', answer.onlyFirst);
  only('second', answer.onlySecond);
  if (answer.why !== null) {
    const width = widthOf(io.stdout, io.env);
    lines.push(...wrap(`not known, because ${answer.why}`, width).map((line) => palette.unsure(line)));
  }
  return `${lines.join('\n')}\n`;
}
