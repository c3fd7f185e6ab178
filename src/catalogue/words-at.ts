import type { Draft } from '../predicate/predicate.js';
import { wordsOf } from '../predicate/text-test.js';

export interface WordAt {
  /** The keys from the event on; other steps are left out. */
  readonly path: readonly string[];
  readonly word: string;
}

/** The words that a predicate compares what it finds with, whether it asks for them or rules them out. Patterns are not among them. */
export function wordsAt(predicate: Draft): readonly WordAt[] {
  const found: WordAt[] = [];
  visit(predicate, [], (path, part) => {
    if (part.kind === 'text') for (const word of wordsOf(part.like) ?? []) found.push({ path, word });
  });
  return found;
}

/** The paths of keys that a predicate looks at, each once: `userIdentity`, `userIdentity.type`, … */
export function pathsOf(predicate: Draft): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  visit(predicate, [], (path) => {
    if (path.length > 0) found.set(path.join('\n'), path);
  });
  return [...found.values()];
}

function visit(part: Draft, path: readonly string[], seen: (path: readonly string[], part: Draft) => void): void {
  seen(path, part);
  switch (part.kind) {
    case 'all':
    case 'any':
      for (const each of part.of) visit(each, path, seen);
      return;
    case 'not':
      visit(part.of, path, seen);
      return;
    case 'between':
      visit(part.must, path, seen);
      visit(part.may, path, seen);
      return;
    case 'at':
      visit(part.of, typeof part.step === 'object' && 'key' in part.step ? [...path, part.step.key] : path, seen);
      return;
    case 'type':
    case 'text':
    case 'number':
      return;
  }
}
