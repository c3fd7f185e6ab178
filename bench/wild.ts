import { existsSync, readFileSync } from 'node:fs';
import { everyControl } from './controls.js';
import { type Answer, judgeOf } from './question.js';
import { figure, tableOf } from './table.js';
import { medianOf, timeOf } from './timing.js';

/** Patterns that people have published. The larger collection is used where it lies beside the repository. */
const COLLECTIONS = ['../shared/cases/wild-filter-patterns.jsonl', 'cases/wild-patterns.jsonl'];

/** Every published pattern against every control: what the slowest took. */
export function wild(): void {
  const file = COLLECTIONS.find((name) => existsSync(name));
  if (file === undefined) throw new Error(`none of ${COLLECTIONS.join(', ')} is there`);
  const patterns = [...new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean).map(patternOf))];
  const judges = everyControl().map((control) => ({ slug: control.slug, judge: judgeOf(control) }));
  for (const pattern of patterns) for (const { judge } of judges) judge(pattern);
  const answers: Record<Answer, number> = { covered: 0, missed: 0, unknown: 0, refused: 0 };
  const measured = patterns.flatMap((pattern) =>
    judges.map(({ slug, judge }) => {
      let answer: Answer = 'refused';
      const first = timeOf(() => {
        answer = judge(pattern);
      });
      answers[answer] += 1;
      return {
        pattern,
        slug,
        answer,
        ms: Math.min(
          first,
          timeOf(() => judge(pattern)),
        ),
      };
    }),
  );
  measured.sort((a, b) => b.ms - a.ms);
  const told = Object.entries(answers).map(([answer, count]) => `${count} ${answer}`);
  console.log(`${file}: ${patterns.length} patterns × ${judges.length} controls: ${told.join(', ')}`);
  console.log(`median ${figure(medianOf(measured.map(({ ms }) => ms)))} ms; the slowest:`);
  console.log(
    tableOf(
      ['control', 'answer', 'ms', 'pattern'],
      measured.slice(0, 5).map(({ pattern, slug, answer, ms }) => [slug, answer, figure(ms), shortened(pattern)]),
    ),
  );
}

function patternOf(line: string): string {
  const { pattern } = JSON.parse(line) as { readonly pattern: string };
  return pattern;
}

function shortened(pattern: string): string {
  const text = pattern.replace(/\s+/g, ' ');
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
