import type { Context } from '../detect/context.js';
import type { Engine } from '../detect/engine.js';
import type { ItemResult, MatchedEvent } from '../scan/item.js';
import { seenIn } from '../scan/judge.js';
import { notJudged } from '../scan/not-judged.js';
import type { ScanInput } from './scan-input.js';

/** Hands what matched to the engine. Whatever one record brings about is told of it, and ends nothing. */
export function takeMatches(engine: Pick<Engine, 'take'>, result: ItemResult, input: ScanInput): void {
  takeEach(result, input.problem, ({ rules, event, text, offset }) => {
    input.see(result.name, seenIn(event));
    engine.take({ rules, event, text, file: result.name, offset });
  });
}

/** The same of the second reading, for what lies around the alerts. */
export function takeAround(context: Pick<Context, 'take'>, result: ItemResult, problem: ScanInput['problem']): void {
  takeEach(result, problem, ({ event }) => context.take(event));
}

function takeEach({ name, matched }: ItemResult, problem: ScanInput['problem'], take: (match: MatchedEvent) => void) {
  for (const match of matched) {
    try {
      take(match);
    } catch (error) {
      problem({ file: name, offset: match.offset, reason: notJudged(error) });
    }
  }
}
