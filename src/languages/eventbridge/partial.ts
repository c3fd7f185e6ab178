import { foldAll, foldAny, isFalse, isTrue } from '../../predicate/fold.js';
import { between, type Draft, FALSE, type Reason, TRUE, unknown } from '../../predicate/predicate.js';
import type { Text } from '../../predicate/text.js';

/** The draft over a value that is known to be an object; what it asks of each key is given by `field`. */
export function onObject(draft: Draft, field: (key: string, of: Draft) => Draft): Draft {
  return mapped(draft, (part) => {
    switch (part.kind) {
      case 'at': {
        const { step } = part;
        if (step === 'item') return onObject(part.of, field);
        if (step === 'element') return FALSE;
        if (typeof step === 'object' && 'key' in step) return field(step.key, part.of);
        if (typeof step === 'object' && 'index' in step) return FALSE;
        return unknown({ code: 'step', message: 'this step is not followed through the envelope of an event' });
      }
      case 'type':
        return part.type === 'object' ? TRUE : FALSE;
      default:
        return FALSE;
    }
  });
}

/** The draft over a string of which nothing is known. */
export function onString(draft: Draft, why: Reason): Draft {
  return onText(draft, { prefix: '' }, why);
}

/** The draft over a string of which only the beginning is known. */
export function onText(draft: Draft, { prefix }: { readonly prefix: string }, why: Reason): Draft {
  return mapped(draft, (part) => {
    switch (part.kind) {
      case 'at':
        return part.step === 'item' ? onText(part.of, { prefix }, why) : FALSE;
      case 'type':
        return part.type === 'string' ? TRUE : FALSE;
      case 'text':
        return beginning(part.like, prefix, why);
      default:
        return FALSE;
    }
  });
}

function beginning(like: Text, prefix: string, why: Reason): Draft {
  const first = like.kind === 'sequence' ? like.of[0] : like;
  if (first?.kind === 'literal') {
    const { value } = first;
    if (like.kind === 'literal') return value.startsWith(prefix) ? unknown(why) : FALSE;
    if (!value.startsWith(prefix) && !prefix.startsWith(value)) return FALSE;
    if (prefix.startsWith(value) && like.kind === 'sequence' && like.of.length === 2 && isAnyText(like.of[1]!))
      return TRUE;
  }
  return isAnyText(like) ? TRUE : unknown(why);
}

function isAnyText(like: Text): boolean {
  if (like.kind !== 'repeat' || like.min !== 0 || like.max !== null || like.of.kind !== 'chars') return false;
  const { ranges } = like.of;
  return ranges.length === 1 && ranges[0]![0] === 0 && ranges[0]![1] === 0xffff;
}

/** Walks through what joins drafts, and gives each leaf and each step to `leaf`. */
function mapped(
  draft: Draft,
  leaf: (part: Exclude<Draft, { kind: 'all' | 'any' | 'not' | 'between' }>) => Draft,
): Draft {
  switch (draft.kind) {
    case 'all':
      return foldAll(draft.of.map((part) => mapped(part, leaf)));
    case 'any':
      return foldAny(draft.of.map((part) => mapped(part, leaf)));
    case 'not': {
      const of = mapped(draft.of, leaf);
      if (isTrue(of)) return FALSE;
      return isFalse(of) ? TRUE : { kind: 'not', of };
    }
    case 'between': {
      const must = mapped(draft.must, leaf);
      const may = mapped(draft.may, leaf);
      if (isTrue(must)) return TRUE;
      return isFalse(may) ? FALSE : between(must, may, draft.why);
    }
    default:
      return leaf(draft);
  }
}
