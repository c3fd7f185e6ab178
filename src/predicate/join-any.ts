import { all, any, type Predicate, text, type } from './predicate.js';
import type { Text } from './text.js';

/**
 * The parts of an `any`, as few as they may be: those that take the same step become one, words that a value may be become a list. A
 * hundred names to look for then cost one step and one look into a set.
 */
export function joinAny(parts: readonly Predicate[]): readonly Predicate[] {
  const others: Predicate[] = [];
  const strings: Text[] = [];
  const texts: Text[] = [];
  const steps = new Map<string, { readonly first: Predicate & { readonly kind: 'at' }; readonly of: Predicate[] }>();
  const visit = (part: Predicate): void => {
    const word = wordOf(part);
    if (part.kind === 'any') part.of.forEach(visit);
    else if (word) strings.push(word);
    else if (part.kind === 'text' && part.like.kind === 'literal') texts.push(part.like);
    else if (part.kind === 'at') {
      const step = JSON.stringify(part.step);
      const known = steps.get(step);
      if (known) known.of.push(part.of);
      else steps.set(step, { first: part, of: [part.of] });
    } else others.push(part);
  };
  parts.forEach(visit);
  return [
    ...(strings.length > 0 ? [all(type('string'), text(choice(strings)))] : []),
    ...(texts.length > 0 ? [text(choice(texts))] : []),
    ...[...steps.values()].map(({ first, of }) => ({ ...first, of: any(...of) })),
    ...others,
  ];
}

/** The word, when the predicate is what `is` makes: a string, and this one. */
function wordOf(part: Predicate): Text | null {
  if (part.kind !== 'all' || part.of.length !== 2) return null;
  const [first, second] = part.of;
  if (first?.kind !== 'type' || first.type !== 'string') return null;
  return second?.kind === 'text' && second.like.kind === 'literal' ? second.like : null;
}

const choice = (words: readonly Text[]): Text => (words.length === 1 ? words[0]! : { kind: 'choice', of: words });
