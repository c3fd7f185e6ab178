import type { Engine } from '../detect/engine.js';
import type { ItemResult, MatchedEvent } from '../scan/item.js';
import { seenIn } from '../scan/judge.js';
import { notJudged } from '../scan/not-judged.js';
import type { ScanInput } from './scan-input.js';

/** Hands what matched to the engine. Whatever one record brings about is told of it, and ends nothing. */
export function takeMatches(engine: Pick<Engine, 'take'>, result: ItemResult, input: ScanInput): void {
  for (const match of result.matched) takeMatch(engine, match, result.name, input);
}

function takeMatch(engine: Pick<Engine, 'take'>, match: MatchedEvent, file: string, input: ScanInput): void {
  const { rules, offset } = match;
  try {
    const { event } = match;
    input.see(file, seenIn(event));
    engine.take({ rules, event, file, offset });
  } catch (error) {
    input.problem({ file, offset, reason: notJudged(error) });
  }
}
