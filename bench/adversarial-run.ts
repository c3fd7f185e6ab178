import { ADVERSARIAL } from './adversarial-patterns.js';
import { controlOf } from './controls.js';
import { type Answer, judgeOf } from './question.js';
import { timeOf } from './timing.js';

/** The best of a few: other work on the machine makes a run longer, and nothing makes it shorter. */
const TRIES = 5;

/** One control whose events are named, one that asks for any event at all. */
const CONTROLS = ['kms-key-loss', 'unauthorized-api-calls'] as const;

export interface AdversarialResult {
  readonly measured: readonly {
    readonly name: string;
    readonly length: number;
    readonly slug: string;
    readonly answer: Answer;
    readonly ms: number;
  }[];
  /** What the process came to hold at most, over what it held after a canonical pattern. */
  readonly grownBy: number; // megabytes
}

/** Run in a process of its own, so that the memory is that of these patterns alone. */
function run(): AdversarialResult {
  const judges = CONTROLS.map((slug) => ({ slug, judge: judgeOf(controlOf(slug)), control: controlOf(slug) }));
  for (let i = 0; i < 50; i++) for (const { judge, control } of judges) judge(control.canonicalPattern);
  const before = process.memoryUsage.rss();
  const measured = ADVERSARIAL.flatMap(({ name, pattern }) =>
    judges.map(({ slug, judge }) => {
      let answer: Answer = 'refused';
      const tries = Array.from({ length: TRIES }, () =>
        timeOf(() => {
          answer = judge(pattern);
        }),
      );
      const ms = Math.min(...tries);
      return { name, length: pattern.length, slug, answer, ms };
    }),
  );
  return { measured, grownBy: (process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20 };
}

process.send?.(run());
