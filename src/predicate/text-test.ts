import { accepts } from './automaton.js';
import type { Text } from './text.js';

/** A test for the text: the automaton, or a shortcut where the text is a word, a list of words, or a glob. */
export function textTest(text: Text): (value: string) => boolean {
  const words = wordsOf(text);
  if (words?.length === 1) {
    const word = words[0]!;
    return (value) => value === word;
  }
  if (words) {
    const set = new Set(words);
    return (value) => set.has(value);
  }
  const pieces = globPieces(text);
  return pieces ? globTest(pieces) : (value) => accepts(text, value);
}

/** The words, when the text is a finite list of literals. */
export function wordsOf(text: Text): readonly string[] | null {
  switch (text.kind) {
    case 'literal':
      return [text.value];
    case 'choice': {
      const parts = text.of.map(wordsOf);
      return parts.every((part) => part !== null) ? parts.flat() : null;
    }
    case 'sequence':
      return text.of.length === 0 ? [''] : null;
    case 'chars':
    case 'repeat':
      return null;
  }
}

/** The literals between the stars, when the text is a glob: always at least two, with empty ones at open ends. */
export function globPieces(text: Text): readonly string[] | null {
  const parts = text.kind === 'sequence' ? text.of : [text];
  const pieces = [''];
  for (const part of parts) {
    if (part.kind === 'literal') pieces.push(pieces.pop()! + part.value);
    else if (isAnyText(part)) pieces.push('');
    else return null;
  }
  return pieces.length > 1 ? pieces : null;
}

function isAnyText(text: Text): boolean {
  if (text.kind !== 'repeat' || text.min !== 0 || text.max !== null || text.of.kind !== 'chars') return false;
  const range = text.of.ranges[0];
  return text.of.ranges.length === 1 && range![0] === 0 && range![1] === 0xffff;
}

export function globTest(pieces: readonly string[]): (value: string) => boolean {
  const first = pieces[0]!;
  const last = pieces.at(-1)!;
  const middle = pieces.slice(1, -1).filter((piece) => piece !== '');
  const least = first.length + last.length;
  return (value) => {
    if (value.length < least || !value.startsWith(first) || !value.endsWith(last)) return false;
    // The first occurrence of each middle piece leaves the most room for the next ones.
    let at = first.length;
    const end = value.length - last.length;
    for (const piece of middle) {
      const found = value.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= end;
  };
}
