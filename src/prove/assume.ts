import { accepts } from '../predicate/automaton.js';
import { isArray, isObject, type Json } from '../predicate/json.js';
import { numberTest } from '../predicate/match.js';
import { any, at, type Predicate, type Step } from '../predicate/predicate.js';
import type { Text } from '../predicate/text.js';
import type { KnownFields } from './known-fields.js';
import type { KnownWords } from './known-words.js';
import type { Meter } from './meter.js';
import { type Alternatives, bitOf, freshNode, type Node, STRING_OR_NUMBER } from './node.js';

/** What a search carries along: its meter, and what made it give up exhausting a branch. */
export interface Search {
  readonly meter: Meter;
  readonly words: KnownWords;
  /** No index that the predicate names is at or above this one. */
  readonly beyondIndex: number;
  /** Set when a branch was left without being exhausted: then "none" cannot be said. */
  incomplete: string | null;
}

const MAX_INDEX = 256;

/**
 * The node narrowed by the predicate (or its negation, with `yes` false): null when that cannot be, the very same node when
 * it was already said.
 */
export function assume(node: Node, predicate: Predicate, yes: boolean, search: Search): Node | null {
  search.meter.tick();
  switch (predicate.kind) {
    case 'not':
      return assume(node, predicate.of, !yes, search);
    case 'all':
    case 'any':
      if ((predicate.kind === 'all') === yes) {
        let next: Node | null = node;
        for (const part of predicate.of) {
          next = assume(next, part, yes, search);
          if (!next) return null;
        }
        return next;
      }
      return alternatives(node, { of: predicate.of, yes }, search);
    case 'type':
      return withTypes(node, yes ? node.types & bitOf(predicate.type) : node.types & ~bitOf(predicate.type));
    case 'text':
      return withText(node, predicate.like, yes, search);
    case 'number':
      return withNumber(node, predicate.op, predicate.value, yes);
    case 'at':
      return yes
        ? reach(node, predicate.step, predicate.of, search)
        : forbid(node, predicate.step, predicate.of, search);
  }
}

function alternatives(node: Node, choice: Alternatives, search: Search): Node | null {
  if (choice.of.length === 0) return null;
  if (choice.of.length === 1) return assume(node, choice.of[0]!, choice.yes, search);
  if (node.pending.some((other) => other.of === choice.of && other.yes === choice.yes)) return node;
  return { ...node, pending: [...node.pending, choice] };
}

function withTypes(node: Node, types: number): Node | null {
  if (types === node.types) return node;
  return types === 0 ? null : { ...node, types };
}

function withText(node: Node, like: Text, yes: boolean, search: Search): Node | null {
  const list = yes ? node.inside : node.outside;
  const types = yes ? node.types & STRING_OR_NUMBER : node.types;
  if (types === 0) return null;
  if ((types & STRING_OR_NUMBER) === 0) return node; // nothing else has a text
  const word = node.inside.find((text) => text.kind === 'literal');
  if (word?.kind === 'literal') {
    // The text is one word: every further test is decided. Only a value that has a text is refused by it.
    if (accepts(like, word.value) === yes) return withTypes(node, types);
    return null;
  }
  if (list.includes(like)) return withTypes(node, types);
  const next = { ...node, types, [yes ? 'inside' : 'outside']: [...list, like] } as Node;
  if (types !== bitOf('string')) return next;
  // Only a string is left: an early end for branches that no string can save.
  return search.words.shortest(next.inside, next.outside, search.meter) === null ? null : next;
}

function withNumber(node: Node, op: '<' | '<=' | '=' | '>=' | '>', value: number, yes: boolean): Node | null {
  const types = yes ? node.types & bitOf('number') : node.types;
  if (types === 0) return null;
  if ((types & bitOf('number')) === 0) return node;
  const fixed = node.numbers.find((literal) => literal.op === '=' && literal.yes);
  if (fixed) return numberTest(op, value)(fixed.value) === yes ? node : null; // only this number is left
  if (node.numbers.some((literal) => literal.op === op && literal.value === value && literal.yes === yes)) {
    return withTypes(node, types);
  }
  return { ...node, types, numbers: [...node.numbers, { op, value, yes }] };
}

function reach(node: Node, step: Step, of: Predicate, search: Search): Node | null {
  if (typeof step === 'object') {
    if ('key' in step) return reachKey(node, step.key, of, search);
    if ('index' in step) return reachIndex(node, step.index, of, search);
    search.incomplete = opaque(step);
    return null;
  }
  switch (step) {
    case 'field':
      return reachField(node, of, search);
    case 'element':
      return reachElement(node, of, search);
    case 'item':
      return alternatives(node, { of: [of, at(['element'], of)], yes: true }, search);
    case 'inside':
      return reachInside(node, of, search);
  }
}

function opaque(step: { readonly names: true } | { readonly derived: string }): string {
  if ('names' in step) return 'the names of fields are not searched';
  return `the derived field \`${step.derived}\` is computed from the event`;
}

function reachKey(node: Node, key: string, of: Predicate, search: Search): Node | null {
  const types = node.types & bitOf('object');
  if (types === 0) return null;
  const child = node.keys.get(key) ?? childOf(node, { key }, search);
  if (!child) return null;
  const next = assume(child, of, true, search);
  if (!next) return null;
  if (next === node.keys.get(key)) return withTypes(node, types);
  return { ...node, types, keys: new Map(node.keys).set(key, next) };
}

function reachIndex(node: Node, index: number, of: Predicate, search: Search): Node | null {
  const types = node.types & bitOf('array');
  if (types === 0) return null;
  if (index > MAX_INDEX) {
    search.incomplete = `index ${index} is too large`;
    return null;
  }
  const filled = withElementsUpTo(withTypes(node, types)!, index + 1, search);
  if (!filled) return null;
  const next = assume(filled.indexes[index]!, of, true, search);
  if (!next) return null;
  if (next === filled.indexes[index]) return filled;
  return { ...filled, indexes: filled.indexes.with(index, next) };
}

/** An array has no gaps: an element at 2 means elements at 0 and 1. */
function withElementsUpTo(node: Node, length: number, search: Search): Node | null {
  if (node.indexes.length >= length) return node;
  const indexes = [...node.indexes];
  while (indexes.length < length) {
    const filler = childOf(node, { index: indexes.length }, search);
    if (!filler) return null;
    indexes.push(filler);
  }
  return { ...node, indexes };
}

function reachField(node: Node, of: Predicate, search: Search): Node | null {
  if (node.known && !node.known.open) {
    return alternatives(
      node,
      { of: Object.keys(node.known.keys ?? {}).map((key) => at([key], of)), yes: true },
      search,
    );
  }
  const types = node.types & bitOf('object');
  if (types === 0) return null;
  // A key that nothing names is refused the least, so no other need be tried.
  const child = childOf(node, 'field', search);
  const next = child && assume(child, of, true, search);
  return next && { ...node, types, fields: [...node.fields, next] };
}

function reachElement(node: Node, of: Predicate, search: Search): Node | null {
  const types = node.types & bitOf('array');
  if (types === 0) return null;
  if (search.beyondIndex === 0) return reachBeyond(node, of, search);
  // At an index that something names, or after all of those; each element that was asked for before may have taken one place there.
  const places: Predicate[] = [];
  for (let index = 0; index <= search.beyondIndex + node.asked; index++) places.push(at([{ index }], of));
  return alternatives({ ...node, types, asked: node.asked + 1 }, { of: places, yes: true }, search);
}

/** With no index named anywhere, all elements are alike: the new one needs no place of its own. */
function reachBeyond(node: Node, of: Predicate, search: Search): Node | null {
  const child = childOf(node, 'element', search);
  const next = child && assume(child, of, true, search);
  return next && { ...node, types: node.types & bitOf('array'), elements: [...node.elements, next] };
}

function reachInside(node: Node, of: Predicate, search: Search): Node | null {
  // A descendant at any depth: tried at the first level and inside the children that are there; deeper is not exhausted.
  search.incomplete ??= 'a value at any depth is not searched at every depth';
  const inside = at(['inside'], of);
  const children = [...node.keys.keys()].map((key) => at([key], inside));
  return alternatives(node, { of: [at(['field'], of), at(['element'], of), ...children], yes: true }, search);
}

function forbid(node: Node, step: Step, of: Predicate, search: Search): Node | null {
  // What no name may be narrows nothing here: the matcher looks at the names of what is found.
  if (typeof step === 'object' && 'names' in step) return node;
  if (typeof step === 'object' && 'derived' in step) {
    search.incomplete = opaque(step);
    return null;
  }
  if (step === 'item') {
    return assume(node, any(of, at(['element'], of)), false, search);
  }
  if (!couldReach(node, step)) return node;
  if (node.forbidden.some((other) => other.of === of && sameStep(other.step, step))) return node;
  const next: Node = { ...node, forbidden: [...node.forbidden, { step, of }] };
  return refuseOnChildren(next, step, of, search);
}

function couldReach(node: Node, step: Step): boolean {
  const container =
    step === 'inside'
      ? bitOf('object') | bitOf('array')
      : step === 'element' || (typeof step === 'object' && 'index' in step)
        ? bitOf('array')
        : bitOf('object');
  return (node.types & container) !== 0;
}

function refuseOnChildren(node: Node, step: Step, of: Predicate, search: Search): Node | null {
  const keys = new Map(node.keys);
  for (const [key, child] of node.keys) {
    const next = refuse(child, step, { key }, of, search);
    if (!next) return null;
    keys.set(key, next);
  }
  const fields = eachRefused(node.fields, () => 'field', step, of, search);
  const indexes = fields && eachRefused(node.indexes, (index) => ({ index }), step, of, search);
  const elements = indexes && eachRefused(node.elements, () => 'element', step, of, search);
  return elements && { ...node, keys, fields: fields!, indexes: indexes!, elements };
}

function eachRefused(
  children: readonly Node[],
  placeOf: (index: number) => Step,
  step: Step,
  of: Predicate,
  search: Search,
): readonly Node[] | null {
  const out: Node[] = [];
  for (const [index, child] of children.entries()) {
    const next = refuse(child, step, placeOf(index), of, search);
    if (!next) return null;
    out.push(next);
  }
  return out;
}

/** The child at `place`, after its parent forbade `of` at `step`. */
function refuse(child: Node, step: Step, place: Step, of: Predicate, search: Search): Node | null {
  if (step === 'inside') {
    const itself = assume(child, of, false, search);
    return itself && assume(itself, at(['inside'], of), false, search);
  }
  return reaches(step, place) ? assume(child, of, false, search) : child;
}

/** Does a step of a predicate reach a child at this place? */
function reaches(step: Step, place: Step): boolean {
  if (step === 'field') return place === 'field' || (typeof place === 'object' && 'key' in place);
  if (step === 'element') return place === 'element' || (typeof place === 'object' && 'index' in place);
  return sameStep(step, place);
}

function sameStep(a: Step, b: Step): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  if ('key' in a) return 'key' in b && a.key === b.key;
  if ('index' in a) return 'index' in b && a.index === b.index;
  if ('names' in a) return 'names' in b;
  return 'derived' in b && a.derived === b.derived;
}

/** A new child at this place, with everything refused that the parent forbids there. Null when nothing may be there. */
function childOf(node: Node, place: Step, search: Search): Node | null {
  const known = knownAt(node.known, place);
  if (known === null) return null;
  let child: Node | null = freshNode(known, exampleAt(node.example, place));
  for (const { step, of } of node.forbidden) {
    child = refuse(child, step, place, of, search);
    if (!child) return null;
  }
  return child;
}

/** Undefined: anything may be there. Null: in this closed world nothing is. */
function knownAt(known: KnownFields | undefined, place: Step): KnownFields | undefined | null {
  if (!known) return undefined;
  if (typeof place === 'object' && 'key' in place) {
    const child = known.keys && Object.hasOwn(known.keys, place.key) ? known.keys[place.key] : undefined;
    return child ?? (known.open ? undefined : null);
  }
  if (place === 'field') return known.open ? undefined : null;
  return known.element ?? (known.open ? undefined : null);
}

function exampleAt(example: Json | undefined, place: Step): Json | undefined {
  if (typeof place !== 'object') return undefined;
  if ('key' in place) return isObject(example) && Object.hasOwn(example, place.key) ? example[place.key] : undefined;
  return 'index' in place && isArray(example) ? example[place.index] : undefined;
}
