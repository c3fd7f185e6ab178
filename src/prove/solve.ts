import { isArray, isObject, type Json } from '../predicate/json.js';
import { matches } from '../predicate/match.js';
import type { Predicate, ValueType } from '../predicate/predicate.js';
import { assume, type Search } from './assume.js';
import type { KnownFields } from './known-fields.js';
import { KnownWords } from './known-words.js';
import { DEFAULT_LIMIT, Meter, Spent } from './meter.js';
import { type Alternatives, bitOf, freshNode, type Node } from './node.js';
import { findNumber } from './numbers.js';
import { wordFits } from './words.js';

export type Solution =
  | { readonly kind: 'found'; readonly value: Json }
  | { readonly kind: 'none' }
  | { readonly kind: 'undecided'; readonly why: string };

export interface SolveOptions {
  /** A closed world: the value holds only these fields. */
  readonly known?: KnownFields;
  /** Values to prefer where they fit. */
  readonly example?: Json;
  readonly meter?: Meter;
}

/**
 * A JSON value of which the predicate is true; or `none`, said only when every possibility was exhausted.
 * A value that was found is only a candidate until the matcher agrees.
 */
export function solve(predicate: Predicate, options: SolveOptions = {}): Solution {
  const meter = options.meter ?? new Meter(DEFAULT_LIMIT);
  return answered(meter, () => {
    const search: Search = { meter, words: new KnownWords(), beyondIndex: beyondIndex(predicate), incomplete: null };
    const start = assume(freshNode(options.known, options.example), predicate, true, search);
    return solutionOf(start, predicate, search);
  });
}

/** A search that ended early is undecided. */
export function answered(meter: Meter, search: () => Solution): Solution {
  try {
    return search();
  } catch (error) {
    if (error instanceof Spent) return { kind: 'undecided', why: `more than ${meter.limit} steps` };
    if (error instanceof RangeError) return { kind: 'undecided', why: 'the question is nested too deeply' };
    throw error;
  }
}

/** What the search from a node comes to, of which the predicate is all that was assumed. */
export function solutionOf(start: Node | null, predicate: Predicate, search: Search): Solution {
  const value = start && satisfy(start, search);
  if (value) {
    return matches(predicate, value.json)
      ? { kind: 'found', value: value.json }
      : { kind: 'undecided', why: 'the matcher does not agree with the value that was found' };
  }
  return search.incomplete === null ? { kind: 'none' } : { kind: 'undecided', why: search.incomplete };
}

interface Found {
  readonly json: Json;
}

function satisfy(node: Node, search: Search): Found | null {
  const settled = propagate(node, search);
  if (!settled) return null;
  if (settled.pending.length === 0) return build(settled, search);
  const [choice, rest] = takeShortest(settled.pending);
  const without: Node = { ...settled, pending: rest };
  for (const part of choice.of) {
    const next = assume(without, part, choice.yes, search);
    const found = next && satisfy(next, search);
    if (found) return found;
  }
  return null;
}

/** Drops what already holds, prunes what cannot, assumes what is the last possibility; until nothing changes. */
function propagate(start: Node, search: Search): Node | null {
  let node = start;
  for (;;) {
    const before = node;
    const pending = node.pending;
    let current: Node = { ...node, pending: [] };
    const left: Alternatives[] = [];
    for (const choice of pending) {
      const live: Predicate[] = [];
      let holds = false;
      for (const part of choice.of) {
        const next = assume(current, part, choice.yes, search);
        if (next === current) {
          holds = true;
          break;
        }
        if (next) live.push(part);
      }
      if (holds) continue;
      if (live.length === 0) return null;
      if (live.length === 1) {
        const next = assume(current, live[0]!, choice.yes, search);
        if (!next) return null;
        current = next;
      } else {
        left.push(live.length === choice.of.length ? choice : { of: live, yes: choice.yes });
      }
    }
    node = { ...current, pending: [...left, ...current.pending] };
    if (samePending(before, node)) return node;
  }
}

function samePending(a: Node, b: Node): boolean {
  return a.pending.length === b.pending.length && a.pending.every((choice, i) => choice === b.pending[i]);
}

function takeShortest(pending: readonly Alternatives[]): [Alternatives, Alternatives[]] {
  let best = 0;
  for (let i = 1; i < pending.length; i++) if (pending[i]!.of.length < pending[best]!.of.length) best = i;
  return [pending[best]!, pending.filter((_, i) => i !== best)];
}

const TYPE_ORDER: readonly ValueType[] = ['string', 'number', 'true', 'false', 'null', 'object', 'array'];

/** A value for a node without pending alternatives: its children do not depend on each other. */
function build(node: Node, search: Search): Found | null {
  for (const type of typesInOrder(node)) {
    search.meter.tick();
    const found = buildAs(type, node, search);
    if (found) return found;
  }
  return null;
}

function* typesInOrder(node: Node): Generator<ValueType> {
  const preferred = node.example === undefined ? undefined : typeName(node.example);
  if (preferred && node.types & bitOf(preferred)) yield preferred;
  for (const type of TYPE_ORDER) if (type !== preferred && node.types & bitOf(type)) yield type;
}

function typeName(value: Json): ValueType {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return typeof value === 'string' ? 'string' : 'number';
}

function buildAs(type: ValueType, node: Node, search: Search): Found | null {
  switch (type) {
    case 'null':
      return { json: null };
    case 'true':
      return { json: true };
    case 'false':
      return { json: false };
    case 'string': {
      const prefer = node.example;
      if (typeof prefer === 'string' && wordFits(prefer, node.inside, node.outside, search.meter))
        return { json: prefer };
      const word = search.words.shortest(node.inside, node.outside, search.meter);
      return word === null ? null : { json: word };
    }
    case 'number': {
      const answer = findNumber(node.numbers, node.inside, node.outside, node.example, search.meter);
      if (answer.kind === 'undecided') search.incomplete = 'a number that satisfies every test was not found';
      return answer.kind === 'found' ? { json: answer.value } : null;
    }
    case 'object':
      return buildObject(node, search);
    case 'array':
      return buildArray(node, search);
  }
}

function buildObject(node: Node, search: Search): Found | null {
  const object: Record<string, Json> = {};
  const put = (key: string, value: Json) =>
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  for (const [key, child] of node.keys) {
    const found = satisfy(child, search);
    if (!found) return null;
    put(key, found.json);
  }
  let n = 0;
  for (const child of node.fields) {
    const found = satisfy(child, search);
    if (!found) return null;
    do n++;
    while (Object.hasOwn(object, `field${n}`) || isNamed(node, `field${n}`));
    put(`field${n}`, found.json);
  }
  return { json: object };
}

/** Is a key that the search invents one that something forbids by name? */
function isNamed(node: Node, key: string): boolean {
  return node.forbidden.some(({ step }) => typeof step === 'object' && 'key' in step && step.key === key);
}

function buildArray(node: Node, search: Search): Found | null {
  const array: Json[] = [];
  for (const child of [...node.indexes, ...node.elements]) {
    const found = satisfy(child, search);
    if (!found) return null;
    array.push(found.json);
  }
  return { json: array };
}

/** One more than the largest index that the predicate names; 0 when it names none. */
export function beyondIndex(predicate: Predicate): number {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return predicate.of.reduce((most, part) => Math.max(most, beyondIndex(part)), 0);
    case 'not':
      return beyondIndex(predicate.of);
    case 'at': {
      const own = typeof predicate.step === 'object' && 'index' in predicate.step ? predicate.step.index + 1 : 0;
      return Math.max(own, beyondIndex(predicate.of));
    }
    case 'type':
    case 'text':
    case 'number':
      return 0;
  }
}
