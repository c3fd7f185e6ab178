import type { Predicate } from '../predicate/predicate.js';
import { wordsOf } from '../predicate/text-test.js';

/** The values of `eventName` one of which every match has, when the predicate names them; null: it may be any. */
export function eventNamesOf(predicate: Predicate): readonly string[] | null {
  switch (predicate.kind) {
    case 'all':
      return predicate.of.reduce<readonly string[] | null>((found, part) => found ?? eventNamesOf(part), null);
    case 'any':
      return united(predicate.of.map(eventNamesOf));
    case 'at':
      return typeof predicate.step === 'object' && 'key' in predicate.step && predicate.step.key === 'eventName'
        ? wordsIn(predicate.of)
        : null;
    case 'not':
    case 'type':
    case 'text':
    case 'number':
      return null;
  }
}

function wordsIn(predicate: Predicate): readonly string[] | null {
  switch (predicate.kind) {
    case 'text':
      return wordsOf(predicate.like);
    case 'all':
      return predicate.of.reduce<readonly string[] | null>((found, part) => found ?? wordsIn(part), null);
    case 'any':
      return united(predicate.of.map(wordsIn));
    case 'at':
    case 'not':
    case 'type':
    case 'number':
      return null;
  }
}

function united(parts: readonly (readonly string[] | null)[]): readonly string[] | null {
  return parts.every((part) => part !== null) ? parts.flat() : null;
}
