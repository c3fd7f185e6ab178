import type { Json } from '../predicate/json.js';
import type { Predicate, Step, ValueType } from '../predicate/predicate.js';
import type { Text } from '../predicate/text.js';
import type { KnownFields } from './known-fields.js';
import type { NumberLiteral } from './numbers.js';

/**
 * What is assumed of one value, so far. Nodes are immutable; children stand for values that must be there.
 * INVARIANT: whatever is forbidden has been refused on each child that the step reaches, so a node without pending alternatives
 * whose children can be satisfied can be satisfied itself, with no other children than these.
 */
export interface Node {
  readonly types: number; // a bit for each type that is left
  readonly inside: readonly Text[];
  readonly outside: readonly Text[];
  readonly numbers: readonly NumberLiteral[];
  readonly keys: ReadonlyMap<string, Node>;
  readonly fields: readonly Node[]; // values under keys that nothing names
  readonly indexes: readonly Node[]; // elements from 0 on, without a gap
  readonly elements: readonly Node[]; // elements without a place, when no index is named anywhere
  readonly asked: number; // how many elements without a place were asked for, when some index is named
  readonly forbidden: readonly { readonly step: Step; readonly of: Predicate }[];
  readonly pending: readonly Alternatives[];
  /** In a closed world: the fields that may be there. Undefined: any. */
  readonly known: KnownFields | undefined;
  readonly example: Json | undefined;
}

/** At least one of these must hold (or, with `yes` false, must not). */
export interface Alternatives {
  readonly of: readonly Predicate[];
  readonly yes: boolean;
}

const BITS: Readonly<Record<ValueType, number>> = {
  string: 1,
  number: 2,
  true: 4,
  false: 8,
  null: 16,
  object: 32,
  array: 64,
};

const ALL_TYPES = 127;
export const bitOf = (type: ValueType): number => BITS[type];
export const STRING_OR_NUMBER = BITS.string | BITS.number;

export function freshNode(known: KnownFields | undefined, example: Json | undefined): Node {
  return {
    types: ALL_TYPES,
    inside: [],
    outside: [],
    numbers: [],
    keys: new Map(),
    fields: [],
    indexes: [],
    elements: [],
    asked: 0,
    forbidden: [],
    pending: [],
    known,
    example,
  };
}
