import { answerLines, textIn } from './answer-lines.js';
import { askAws } from './aws-place.js';
import type { Io } from './io.js';
import { readPattern } from './pattern-language.js';
import type { TestOptions } from './pattern-test.js';

interface Answer {
  readonly matches: boolean | null;
  readonly valid: boolean;
  readonly reason: string;
}

/** `{"pattern","input"}` lines to `{"matches","valid","reason"}` lines. A pattern that AWS refuses matches nothing. */
export async function testLines(io: Io, files: readonly string[], options: TestOptions): Promise<number> {
  const ours = async (text: string, input: string): Promise<Answer> => {
    const read = await readPattern(options.language, text);
    if (!read.ok) return { matches: false, valid: false, reason: read.reason };
    const { matches, reason } = read.judge(input);
    return { matches, valid: true, reason };
  };
  return answerLines(
    io,
    files,
    (line) => {
      const pattern = textIn(line, 'pattern');
      if (!pattern.ok) return pattern;
      const input = textIn(line, 'input');
      return input.ok ? { ok: true, value: { pattern: pattern.value, input: input.value } } : input;
    },
    async ({ pattern, input }) => {
      const answer = await ours(pattern, input);
      return options.confirm ? confirmed(answer, pattern, input, options) : answer;
    },
    (reason): Answer => ({ matches: null, valid: false, reason }),
  );
}

async function confirmed(
  ours: Answer,
  pattern: string,
  input: string,
  options: TestOptions,
): Promise<Answer & { confirmed: boolean }> {
  const theirs = await askAws(pattern, [input], options);
  if (theirs.kind === 'invalid-pattern')
    return ours.valid
      ? { matches: null, valid: true, reason: `AWS refuses the pattern: ${theirs.message}`, confirmed: false }
      : { ...ours, confirmed: true };
  if (!ours.valid)
    return {
      matches: null,
      valid: false,
      reason: `AWS takes the pattern, and we do not: ${ours.reason}`,
      confirmed: false,
    };
  const matches = theirs.matches[0]!;
  if (ours.matches === matches) return { ...ours, confirmed: true };
  if (ours.matches === null) return { ...ours, matches, confirmed: true };
  return {
    matches: null,
    valid: true,
    reason: `AWS says that it ${matches ? 'matches' : 'does not match'}, and we the contrary`,
    confirmed: false,
  };
}
