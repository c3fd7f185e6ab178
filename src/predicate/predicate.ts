import type { Text } from './text.js';

/**
 * A set of JSON values, written down: the one form into which every rule language is parsed.
 * It is true or false of every JSON value. `D` is what else may stand in it: nothing, or a `Doubt`.
 */
export type Predicate<D = never> =
  | { readonly kind: 'all'; readonly of: readonly Predicate<D>[] } // of none: true
  | { readonly kind: 'any'; readonly of: readonly Predicate<D>[] } // of none: false
  | { readonly kind: 'not'; readonly of: Predicate<D> }
  | { readonly kind: 'at'; readonly step: Step; readonly of: Predicate<D> } // some value that the step reaches is in `of`
  | { readonly kind: 'type'; readonly type: ValueType }
  | { readonly kind: 'text'; readonly like: Text } // a string's characters, or a number's text as written
  | { readonly kind: 'number'; readonly op: NumberOp; readonly value: number }
  | D;

export type ValueType = 'null' | 'true' | 'false' | 'number' | 'string' | 'object' | 'array';
export type NumberOp = '<' | '<=' | '=' | '>=' | '>';

/** A place where the behaviour of AWS, or a fact of the account, is not known. Invariant: must ⊆ may. */
export interface Doubt {
  readonly kind: 'between';
  readonly must: Draft;
  readonly may: Draft;
  readonly why: Reason;
}

/** What every language parses to. */
export type Draft = Predicate<Doubt>;

/** Why something is doubted, as a value: a stable code and a sentence (lower-case, no final period). */
export interface Reason {
  readonly code: string;
  readonly message: string;
}

export type Step =
  | { readonly key: string } // the value of an object's key
  | { readonly index: number } // an array's element, from 0
  | 'element' // any element of an array
  | 'field' // any value of an object
  | 'item' // the value itself or, if it is an array, any element
  | 'inside' // any descendant, at any depth
  | { readonly names: true } // the name of any field of an object, as a string; opaque to the solver
  | { readonly derived: string }; // a field computed from the event (ECS); opaque to the solver

export const TRUE: Predicate = { kind: 'all', of: [] };
export const FALSE: Predicate = { kind: 'any', of: [] };

export function all<D = never>(...of: readonly Predicate<D>[]): Predicate<D> {
  return of.length === 1 ? of[0]! : { kind: 'all', of };
}
export function any<D = never>(...of: readonly Predicate<D>[]): Predicate<D> {
  return of.length === 1 ? of[0]! : { kind: 'any', of };
}
export function not<D = never>(of: Predicate<D>): Predicate<D> {
  return { kind: 'not', of };
}
/** At the end of these steps there is a value in `of`. A string is a key, but for the four step words: write `{ key: 'item' }` for a key of that name. */
export function at<D = never>(path: readonly (string | Step)[], of: Predicate<D>): Predicate<D> {
  return path.reduceRight<Predicate<D>>((inner, step) => ({ kind: 'at', step: asStep(step), of: inner }), of);
}
export const type = (type: ValueType): Predicate => ({ kind: 'type', type });
/** A step to the names of an object's fields. */
export const NAMES: Step = { names: true };
export const text = (like: Text): Predicate => ({ kind: 'text', like });
export const number = (op: NumberOp, value: number): Predicate => ({ kind: 'number', op, value });
export const between = (must: Draft, may: Draft, why: Reason): Draft => ({ kind: 'between', must, may, why });
/** A string that equals the value: a number of the same text is not in it. */
export const is = (value: string): Predicate => all(type('string'), text({ kind: 'literal', value }));
export const exists = (...path: readonly (string | Step)[]): Predicate => at(path, TRUE);
/** Nothing is known: it may be anything. */
export const unknown = (why: Reason): Draft => between(FALSE, TRUE, why);

function asStep(step: string | Step): Step {
  if (step === 'element' || step === 'field' || step === 'item' || step === 'inside') return step;
  return typeof step === 'string' ? { key: step } : step;
}
