import type { Known } from './fold.js';
import { memo } from './memo.js';
import type { Draft } from './predicate.js';

/** The keys of the value itself that a draft names. Nothing else that may be known of an object makes a difference to it. */
export function namesIn(draft: Draft): ReadonlySet<string> {
  const names = new Set<string>();
  collect(draft, names);
  return names;
}

function collect(draft: Draft, names: Set<string>): void {
  switch (draft.kind) {
    case 'all':
    case 'any':
      for (const part of draft.of) collect(part, names);
      return;
    case 'not':
      collect(draft.of, names);
      return;
    case 'between':
      collect(draft.must, names);
      collect(draft.may, names);
      return;
    case 'at':
      if (draft.step === 'item')
        collect(draft.of, names); // an object is its own item
      else if (typeof draft.step === 'object' && 'key' in draft.step) names.add(draft.step.key);
      return;
    case 'type':
    case 'text':
    case 'number':
      return;
  }
}

/** What is known of these keys, as a text: the same for the same. Null where more is known of one than a constant. */
export function seenOf(known: Known | undefined, names: ReadonlySet<string>): string | null {
  if (!known) return '';
  if (known.kind === 'value') return null;
  let seen = '{';
  for (const { key, text } of textsOf(known)) {
    if (!names.has(key)) continue;
    if (text === null) return null;
    seen += text;
  }
  return seen;
}

interface KnownText {
  readonly key: string;
  readonly text: string | null;
}

const textsOf = memo(({ keys }: Extract<Known, { kind: 'object' }>): readonly KnownText[] =>
  [...keys].map(([key, child]) => {
    const isConstant = child.kind === 'value' && typeof child.value !== 'object';
    return { key, text: isConstant ? `${JSON.stringify(key)}:${JSON.stringify(child.value)},` : null };
  }),
);
