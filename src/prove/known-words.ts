import type { Text } from '../predicate/text.js';
import type { Meter } from './meter.js';
import { shortestWord } from './words.js';

/** The shortest words of one question. The same texts are asked about many times in a search, so answers are kept. */
export class KnownWords {
  readonly #ids = new Map<Text, number>();
  readonly #words = new Map<string, string | null>();

  /** As `shortestWord`. Texts are told apart by identity. */
  shortest(inside: readonly Text[], outside: readonly Text[], meter: Meter): string | null {
    const key = `${this.#keyOf(inside)}|${this.#keyOf(outside)}`;
    const known = this.#words.get(key);
    if (known !== undefined) return known;
    const word = shortestWord(inside, outside, meter);
    this.#words.set(key, word);
    return word;
  }

  #keyOf(texts: readonly Text[]): string {
    return texts.map((text) => this.#idOf(text)).join(',');
  }

  #idOf(text: Text): number {
    let id = this.#ids.get(text);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(text, id);
    }
    return id;
  }
}
