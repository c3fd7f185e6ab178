import { compareTexts } from './occurrence.js';

/** The most keys that are told of what was held back. */
const MOST = 20;

/** The first of the texts that were added, in their own order: which ones depends on the set alone. */
export class Told {
  #texts = new Set<string>();

  add(text: string | null): void {
    if (text === null) return;
    this.#texts.add(text);
    if (this.#texts.size >= 2 * MOST) this.#texts = new Set(this.texts());
  }

  texts(): readonly string[] {
    return [...this.#texts].sort(compareTexts).slice(0, MOST);
  }
}
