import { bound } from './bound.js';
import type { Json } from './json.js';
import { matches } from './match.js';
import { type Draft, FALSE, type Predicate, TRUE } from './predicate.js';

/** What is known of a value before it is seen: the value itself, or what some keys of an object hold. */
export type Known =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'object'; readonly keys: ReadonlyMap<string, Known> };

/**
 * The draft on values of which `known` is true, with everything decided that can be: true of the same ones among them.
 * Constants are pulled up, so a draft that is decided is exactly TRUE or FALSE; one of which nothing is decided is the same object.
 */
export function fold(draft: Draft, known: Known | undefined): Draft {
  switch (draft.kind) {
    case 'all':
      return foldParts(draft, foldAll, known);
    case 'any':
      return foldParts(draft, foldAny, known);
    case 'not': {
      const of = fold(draft.of, known);
      if (isTrue(of)) return FALSE;
      if (isFalse(of)) return TRUE;
      return of === draft.of ? draft : { kind: 'not', of };
    }
    case 'between': {
      const must = fold(draft.must, known);
      const may = fold(draft.may, known);
      if (isTrue(must)) return TRUE;
      if (isFalse(may)) return FALSE;
      return must === draft.must && may === draft.may ? draft : { kind: 'between', must, may, why: draft.why };
    }
    case 'at': {
      if (known?.kind === 'value') return decide(draft, known.value);
      const { step } = draft;
      if (known?.kind === 'object') {
        if (step === 'item') return fold(draft.of, known); // an object is not an array
        if (step === 'element' || (typeof step === 'object' && 'index' in step)) return FALSE;
      }
      const child =
        known?.kind === 'object' && typeof step === 'object' && 'key' in step ? known.keys.get(step.key) : undefined;
      const of = fold(draft.of, child);
      if (isFalse(of)) return FALSE;
      if (isTrue(of) && child) return TRUE;
      return of === draft.of ? draft : { kind: 'at', step, of };
    }
    case 'type':
    case 'text':
    case 'number':
      if (known?.kind === 'value') return decide(draft, known.value);
      if (known?.kind === 'object') return draft.kind === 'type' && draft.type === 'object' ? TRUE : FALSE;
      return draft;
  }
}

function foldParts(
  draft: Extract<Draft, { kind: 'all' | 'any' }>,
  join: (parts: readonly Draft[]) => Draft,
  known: Known | undefined,
): Draft {
  const stops = draft.kind === 'all' ? isFalse : isTrue;
  const parts: Draft[] = [];
  let same = true;
  for (const part of draft.of) {
    const next = fold(part, known);
    if (stops(next)) return next;
    same &&= next === part;
    parts.push(next);
  }
  // What is the same may still hold constants of its own.
  return same && parts.length > 1 && !parts.some(isConstant) ? draft : join(parts);
}

function isConstant(draft: Draft): boolean {
  return isTrue(draft) || isFalse(draft);
}

/** Drafts too: where both bounds agree on the value there is no doubt left. */
function decide(draft: Draft, value: Json): Draft {
  const must = matches(bound(draft, 'must'), value);
  const may = matches(bound(draft, 'may'), value);
  if (must) return TRUE;
  return may ? draft : FALSE;
}

export function isTrue(draft: Draft): boolean {
  return draft.kind === 'all' && draft.of.length === 0;
}

export function isFalse(draft: Draft): boolean {
  return draft.kind === 'any' && draft.of.length === 0;
}

export function foldAll(parts: readonly Draft[]): Draft {
  if (parts.some(isFalse)) return FALSE;
  const left = parts.filter((part) => !isTrue(part));
  return left.length === 1 ? left[0]! : left.length === 0 ? TRUE : { kind: 'all', of: left };
}

export function foldAny(parts: readonly Draft[]): Draft {
  if (parts.some(isTrue)) return TRUE;
  const left = parts.filter((part) => !isFalse(part));
  return left.length === 1 ? left[0]! : left.length === 0 ? FALSE : { kind: 'any', of: left };
}

/** What a predicate says of every value in it, as far as it says it plainly: `at key … is constant`, under `all`. */
export function knownBy(predicate: Predicate): Known | undefined {
  const keys = new Map<string, Predicate[]>();
  const collect = (part: Predicate): void => {
    if (part.kind === 'all') part.of.forEach(collect);
    else if (part.kind === 'at' && typeof part.step === 'object' && 'key' in part.step) {
      const list = keys.get(part.step.key);
      if (list) list.push(part.of);
      else keys.set(part.step.key, [part.of]);
    }
  };
  const constant = constantOf(predicate);
  if (constant !== undefined) return { kind: 'value', value: constant };
  collect(predicate);
  const known = new Map<string, Known>();
  for (const [key, parts] of keys) {
    const child = knownBy({ kind: 'all', of: parts });
    if (child) known.set(key, child);
  }
  return known.size > 0 ? { kind: 'object', keys: known } : undefined;
}

function constantOf(predicate: Predicate): Json | undefined {
  if (predicate.kind === 'type') {
    if (predicate.type === 'true') return true;
    if (predicate.type === 'false') return false;
    return predicate.type === 'null' ? null : undefined;
  }
  if (predicate.kind !== 'all') return undefined;
  const parts = flatten(predicate);
  const single = parts.length === 1 && parts[0]!.kind !== 'all' ? constantOf(parts[0]!) : undefined;
  if (single !== undefined) return single;
  const isString = parts.some((part) => part.kind === 'type' && part.type === 'string');
  const words = parts.flatMap((part) =>
    part.kind === 'text' && part.like.kind === 'literal' ? [part.like.value] : [],
  );
  return isString && words.length > 0 ? words[0] : undefined;
}

function flatten(predicate: Predicate): readonly Predicate[] {
  return predicate.kind === 'all' ? predicate.of.flatMap(flatten) : [predicate];
}
