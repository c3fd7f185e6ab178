import type { Text } from './text.js';

/** Words one of which every string of a text holds, at its start if `atStart`. */
export interface Factors {
  readonly words: readonly string[];
  readonly atStart: boolean;
}

/** All the factors that can be read off the text; whoever needs one picks the best. The empty word may be among the words. */
export function factorsOf(text: Text): readonly Factors[] {
  const words = finite(text);
  if (words) return [{ words, atStart: true }];
  switch (text.kind) {
    case 'literal':
    case 'chars':
      return [];
    case 'sequence':
      return ofSequence(text.of);
    case 'choice': {
      // One factor of every option, the longest, together.
      const parts = text.of.map((option) => longest(factorsOf(option)));
      if (!parts.every((part) => part !== undefined)) return [];
      return [{ words: parts.flatMap((part) => part.words), atStart: parts.every((part) => part.atStart) }];
    }
    case 'repeat':
      return text.min > 0 ? factorsOf(text.of) : [];
  }
}

/** Runs of parts with finitely many words are joined; between them, each part's own factors. */
function ofSequence(parts: readonly Text[]): readonly Factors[] {
  const found: Factors[] = [];
  let run: readonly string[] = [''];
  let atStart = true;
  const end = (): void => {
    if (run.some((word) => word !== '')) found.push({ words: run, atStart });
    run = [''];
    atStart = false;
  };
  for (const part of parts) {
    const words = finite(part);
    if (words) {
      const joined = product(run, words);
      if (joined) run = joined;
      else {
        end();
        run = words;
      }
    } else {
      const startsHere = atStart && run.length === 1 && run[0] === '';
      end();
      for (const inner of factorsOf(part)) found.push({ words: inner.words, atStart: inner.atStart && startsHere });
    }
  }
  end();
  return found;
}

const MOST_WORDS = 64;

/** The words of a text that has only a few. */
function finite(text: Text): readonly string[] | null {
  switch (text.kind) {
    case 'literal':
      return [text.value];
    case 'chars': {
      const size = text.ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
      if (size > 8) return null;
      return text.ranges.flatMap(([first, last]) =>
        Array.from({ length: last - first + 1 }, (_, i) => String.fromCharCode(first + i)),
      );
    }
    case 'sequence': {
      let words: readonly string[] | null = [''];
      for (const part of text.of) {
        const more: readonly string[] | null = words && finite(part);
        words = words && more && product(words, more);
      }
      return words;
    }
    case 'choice': {
      const words = text.of.map(finite);
      if (!words.every((part) => part !== null)) return null;
      const union = [...new Set(words.flat())];
      return union.length <= 4 * MOST_WORDS ? union : null;
    }
    case 'repeat': {
      if (text.max === null || text.max > 4) return null;
      const once = finite(text.of);
      if (!once) return null;
      let words: readonly string[] | null = [''];
      const all = new Set<string>(text.min === 0 ? [''] : []);
      for (let times = 1; times <= text.max && words; times++) {
        words = product(words, once);
        if (words && times >= text.min) for (const word of words) all.add(word);
      }
      return words && all.size <= MOST_WORDS ? [...all] : null;
    }
  }
}

function product(heads: readonly string[], tails: readonly string[]): readonly string[] | null {
  if (heads.length === 1 && heads[0] === '') return tails;
  if (heads.length * tails.length > MOST_WORDS) return null;
  return heads.flatMap((head) => tails.map((tail) => head + tail));
}

function longest(factors: readonly Factors[]): Factors | undefined {
  const least = ({ words }: Factors): number => Math.min(...words.map((word) => word.length));
  return [...factors].sort((a, b) => least(b) - least(a))[0];
}
