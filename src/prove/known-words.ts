import { memo } from '../predicate/memo.js';
import type { Text } from '../predicate/text.js';
import type { Meter } from './meter.js';
import { shortestWord } from './words.js';

interface Found {
  readonly word: string | null;
  readonly steps: number;
}

/** So many answers are kept for other questions, which are about the same documented fields and the same patterns. */
const KEPT = 5_000;
const kept = new Map<string, Found>();

/**
 * The shortest words of one question. The same texts are asked about many times in a search, so answers are kept; a question pays
 * for each of its answers once, whether or not another one found it before: so its steps do not depend on what was asked before.
 */
export class KnownWords {
  readonly #words = new Map<string, string | null>();

  /** As `shortestWord`. Texts are told apart by identity. */
  shortest(inside: readonly Text[], outside: readonly Text[], meter: Meter): string | null {
    const key = `${keyOf(inside)}|${keyOf(outside)}`;
    const known = this.#words.get(key);
    if (known !== undefined) return known;
    const word = paid(key, inside, outside, meter);
    this.#words.set(key, word);
    return word;
  }
}

function paid(key: string, inside: readonly Text[], outside: readonly Text[], meter: Meter): string | null {
  const found = kept.get(key);
  if (found) {
    meter.tick(found.steps);
    return found.word;
  }
  const before = meter.spent;
  const word = shortestWord(inside, outside, meter);
  if (kept.size >= KEPT) kept.clear();
  kept.set(key, { word, steps: meter.spent - before });
  return word;
}

function keyOf(texts: readonly Text[]): string {
  return texts.map(idOf).join(',');
}

let nextId = 0;
const idOf = memo((_: Text) => nextId++);
