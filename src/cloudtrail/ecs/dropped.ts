import { isArray, isObject, type Json } from '../../predicate/json.js';
import { all, any, at, type Draft, not, type Predicate, text, type } from '../../predicate/predicate.js';
import { choice, literal } from '../../predicate/text.js';
import { holds } from './holds.js';

/** Strings that Elastic's pipeline takes for an absent value. The last two since 2025: a user of the name `none` is missing too. */
export const DROPPED = ['', '-', 'none'] as const;

/** Elasticsearch refuses JSON that is nested deeper; here what lies deeper is gone, so that no record can exhaust the stack. */
export const MOST_NESTED = 1000;

/**
 * The value as Elastic's pipeline leaves it before it maps anything: without nulls, the strings of `DROPPED`, and what becomes an
 * empty object or array. Undefined when nothing is left.
 */
export function withoutDropped(value: Json, depth = 0): Json | undefined {
  if (depth > MOST_NESTED) return undefined;
  if (isArray(value)) {
    const items = value.map((item) => withoutDropped(item, depth + 1)).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (isObject(value)) {
    const entries = Object.entries(value).flatMap(([key, item]) => {
      const kept = withoutDropped(item, depth + 1);
      return kept === undefined ? [] : [[key, kept] as const];
    });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }
  return isDropped(value) ? undefined : value;
}

export function isDropped(value: Json): boolean {
  return value === null || (typeof value === 'string' && (DROPPED as readonly string[]).includes(value));
}

export const DROPPED_TEXT = choice(...DROPPED.map(literal));

/** A scalar that the pipeline keeps. Objects and arrays are no values of a field that Elasticsearch maps to a scalar. */
export const KEPT: Predicate = any(
  all(type('string'), not(text(DROPPED_TEXT))),
  type('number'),
  type('true'),
  type('false'),
);

/** A scalar that the pipeline keeps is at the end of the path. */
export const has = (...path: readonly string[]): Predicate => at(keys(path), KEPT);

/** The scalar at the end of the path is kept, and in `of`: as plainly as `of` allows, so that a literal in it stays visible. */
export function valueAt(path: readonly string[], of: Draft): Draft {
  return at(keys(path), kept(of));
}

/** What of `of` is kept. */
export function kept(of: Draft): Draft {
  if (of.kind === 'all' && of.of.length === 0) return KEPT;
  const excludes = isScalar(of) && [null, ...DROPPED].every((value) => holds(of, value) === 'never');
  return excludes ? of : all<Draft>(KEPT, of);
}

/** Is every value of which it can be true a scalar? */
function isScalar(draft: Draft): boolean {
  switch (draft.kind) {
    case 'text':
    case 'number':
      return true;
    case 'type':
      return draft.type !== 'object' && draft.type !== 'array';
    case 'all':
      return draft.of.some(isScalar);
    case 'any':
      return draft.of.every(isScalar);
    case 'between':
      return isScalar(draft.may);
    case 'not':
    case 'at':
      return false;
  }
}

/** Keys, never step words: a member may be called `item`. */
export const keys = (path: readonly string[]) => path.map((key) => ({ key }));
