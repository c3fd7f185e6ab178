import { isObject, type JsonObject } from '../predicate/json.js';
import { lineJson } from '../report/json.js';
import { EXIT } from './exit-status.js';
import type { Io } from './io.js';
import { isJson, jsonOf } from './read-events.js';
import { linesOf } from './read-input.js';

export type LineRead<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/**
 * One line of answer for each line of question, in order, as they come. A line that cannot be read is answered with its reason
 * and does not end the run; the status at the end is then 3. Blank lines are lines: they are answered too, so that the
 * n-th answer is of the n-th line.
 */
export async function answerLines<T>(
  io: Io,
  files: readonly string[],
  read: (line: JsonObject) => LineRead<T>,
  answer: (question: T) => Promise<object>,
  refuse: (reason: string) => object,
): Promise<number> {
  let status: number = EXIT.proved;
  for (const file of files) {
    for await (const line of linesOf(io, file)) {
      if (io.stdout.closed) return status;
      const question = questionOf(line, read);
      if (!question.ok) status = EXIT.failed;
      await io.stdout.write(`${lineJson(question.ok ? await answer(question.value) : refuse(question.reason))}\n`);
    }
  }
  return status;
}

function questionOf<T>(line: string, read: (line: JsonObject) => LineRead<T>): LineRead<T> {
  const value = jsonOf(line);
  if (value === undefined)
    return { ok: false, reason: isJson(line) ? 'the line is nested too deeply' : 'the line is not JSON' };
  return isObject(value) ? read(value) : { ok: false, reason: 'the line is not a JSON object' };
}

/** A text member of the line. */
export function textIn(line: JsonObject, member: string): LineRead<string> {
  const value = Object.hasOwn(line, member) ? line[member] : undefined;
  return typeof value === 'string' ? { ok: true, value } : { ok: false, reason: `the line has no text \`${member}\`` };
}
