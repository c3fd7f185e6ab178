import type { Draft, Reason } from '../predicate/predicate.js';
import type { Link, Path } from './link.js';
import { linkInWords } from './link-name.js';

/** A reason that speaks of `it` means the link whose condition it stands in. */
const OF_IT = /^(?:its? |a mute rule may silence it|an alarm may watch it)/;

/** The reasons of a doubt as they stand alone, apart from the links that they are about: with the name of what `it` is. */
export function reasonsInWords(reasons: readonly Reason[], paths: readonly Path[]): readonly string[] {
  return reasons.map(({ message }) => {
    if (!OF_IT.test(message)) return message;
    const link = paths.flatMap(({ links }) => links).find((one) => isOf(one, message));
    return link ? `${linkInWords(link)}: ${message}` : message;
  });
}

function isOf(link: Link, message: string): boolean {
  return link.conditions.some(({ passes }) => doubts(passes, message));
}

function doubts(draft: Draft, message: string): boolean {
  switch (draft.kind) {
    case 'between':
      return draft.why.message === message || doubts(draft.must, message) || doubts(draft.may, message);
    case 'all':
    case 'any':
      return draft.of.some((part) => doubts(part, message));
    case 'not':
    case 'at':
      return doubts(draft.of, message);
    case 'type':
    case 'text':
    case 'number':
      return false;
  }
}
