import { compareTexts } from './occurrence.js';
import { Tally } from './tally.js';

/** Something of the input that could not be used as it should, as a scan reports it. */
export interface EventProblem {
  readonly file: string;
  readonly offset: number;
  readonly reason: string;
}

export interface Place {
  readonly file: string;
  readonly offset: number;
}

interface Named extends Place {
  readonly eventId: string;
}

const MOST_NAMED = 100;

/**
 * Events whose time cannot be read. They raise what one event alone can raise, and can be placed in no window. Each is named once, at
 * the first place where it was found.
 */
export class Timeless {
  readonly #named = new Map<string, Named>();
  readonly #all: Tally;

  constructor(counted: number) {
    this.#all = new Tally(counted);
  }

  add({ identity, eventId }: { readonly identity: string; readonly eventId: string }, place: Place): void {
    this.#all.add('', identity);
    const known = this.#named.get(identity);
    if (!known || byPlace(place, known) < 0) this.#named.set(identity, { ...place, eventId });
    if (this.#named.size >= 2 * MOST_NAMED) this.#cut();
  }

  problems(): readonly EventProblem[] {
    this.#cut();
    const total = this.#all.counts().get('') ?? 0;
    const named = [...this.#named].sort(([a], [b]) => compareTexts(a, b));
    return named.map(([, { file, offset, eventId }], index) => {
      const more =
        index === named.length - 1 && total > named.length ? `; so has each of ${total - named.length} others` : '';
      const reason = `the event \`${eventId}\` has no time that can be read, so rules that ask when could not place it${more}`;
      return { file, offset, reason };
    });
  }

  /** Which are named depends on the events alone: the first of their ids. */
  #cut(): void {
    const sorted = [...this.#named.keys()].sort(compareTexts);
    for (const identity of sorted.slice(MOST_NAMED)) this.#named.delete(identity);
  }
}

const byPlace = (a: Place, b: Place): number => compareTexts(a.file, b.file) || a.offset - b.offset;
