import { bound } from './bound.js';
import type { Json } from './json.js';
import { matches } from './match.js';
import { memo } from './memo.js';
import { type Draft, FALSE, type Predicate, TRUE } from './predicate.js';
import { namesIn, seenOf } from './seen.js';

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
    case 'any':
      return foldKept(draft, known);
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

type Parts = Extract<Draft, { kind: 'all' | 'any' }>;

/** So many answers are kept of a draft: an audit asks about a hundred classes of events. */
const KEPT = 128;
const keptOf = memo((draft: Parts) => ({ names: namesIn(draft), folded: new Map<string, Draft>() }));

/** The same draft is folded for many classes of events and for many Regions: once for each thing that it can see. */
function foldKept(draft: Parts, known: Known | undefined): Draft {
  if (draft.of.length < 2) return foldParts(draft, known);
  const { names, folded } = keptOf(draft);
  const seen = seenOf(known, names);
  if (seen === null) return foldParts(draft, known);
  const before = folded.get(seen);
  if (before) return before;
  const answer = foldParts(draft, known);
  if (folded.size >= KEPT) folded.clear();
  folded.set(seen, answer);
  return answer;
}

function foldParts(draft: Parts, known: Known | undefined): Draft {
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
  if (same && parts.length > 1 && !parts.some(isConstant)) return draft;
  return draft.kind === 'all' ? foldAll(parts) : foldAny(parts);
}

function isConstant(draft: Draft): boolean {
  return isTrue(draft) || isFalse(draft);
}

/** Drafts too: where both bounds agree on the value there is no doubt left. */
function decide(draft: Draft, value: Json): Draft {
  const must = bound(draft, 'must');
  if (matches(must, value)) return TRUE;
  const may = bound(draft, 'may');
  return may !== must && matches(may, value) ? draft : FALSE;
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
