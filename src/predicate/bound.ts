import type { Draft, Predicate, Reason } from './predicate.js';

export type Side = 'must' | 'may';

/**
 * The draft without its doubts: `must` is the largest set that is certainly inside it, `may` the smallest that certainly holds it.
 * Sides are swapped under `not`.
 */
export function bound(draft: Draft, side: Side): Predicate {
  if (draft.kind === 'type' || draft.kind === 'text' || draft.kind === 'number') return draft;
  const known = computed[side].get(draft);
  if (known) return known;
  const predicate = compute(draft, side);
  computed[side].set(draft, predicate);
  return predicate;
}

/** The same draft always gives the same object, so what is compiled from it is compiled once. A draft without doubts is its own bound. */
const computed = { must: new WeakMap<Draft, Predicate>(), may: new WeakMap<Draft, Predicate>() };

function compute(draft: Draft, side: Side): Predicate {
  switch (draft.kind) {
    case 'between':
      return compute(side === 'must' ? draft.must : draft.may, side);
    case 'all':
    case 'any': {
      const of = mapped(draft.of, (part) => compute(part, side));
      return of === draft.of ? (draft as Predicate) : { kind: draft.kind, of: of as readonly Predicate[] };
    }
    case 'not': {
      const of = compute(draft.of, side === 'must' ? 'may' : 'must');
      return of === draft.of ? (draft as Predicate) : { kind: 'not', of };
    }
    case 'at': {
      const of = compute(draft.of, side);
      return of === draft.of ? (draft as Predicate) : { kind: 'at', step: draft.step, of };
    }
    case 'type':
    case 'text':
    case 'number':
      return draft;
  }
}

/** Is there no doubt anywhere in it? */
export function isCertain(draft: Draft): draft is Predicate {
  switch (draft.kind) {
    case 'between':
      return false;
    case 'all':
    case 'any':
      return draft.of.every(isCertain);
    case 'not':
    case 'at':
      return isCertain(draft.of);
    case 'type':
    case 'text':
    case 'number':
      return true;
  }
}

/** The reasons of all the doubts in it, each once. */
export function reasonsOf(draft: Draft): readonly Reason[] {
  const found = new Map<string, Reason>();
  const visit = (part: Draft): void => {
    switch (part.kind) {
      case 'between':
        found.set(`${part.why.code}\n${part.why.message}`, part.why);
        visit(part.must);
        visit(part.may);
        return;
      case 'all':
      case 'any':
        part.of.forEach(visit);
        return;
      case 'not':
      case 'at':
        visit(part.of);
        return;
      case 'type':
      case 'text':
      case 'number':
        return;
    }
  };
  visit(draft);
  return [...found.values()];
}

function mapped<A, B>(list: readonly A[], change: (item: A) => B): readonly (A | B)[] {
  let same = true;
  const out = list.map((item) => {
    const next = change(item);
    if ((next as unknown) !== item) same = false;
    return next;
  });
  return same ? list : out;
}
