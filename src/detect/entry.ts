import type { Json } from '../predicate/json.js';
import { mergeCopies, type Occurrence } from './occurrence.js';

/** The values that an event has in a field of the detection view; none: it lacks it. */
export type FieldValues = (field: string, event: Json) => readonly string[];

/** A match, with the values by which a rule of several events compares it. */
export interface Entry extends Occurrence {
  /** What it agrees in with others: one for each combination of the values of the fields; none where it lacks one of them. */
  readonly keys: readonly string[];
  /** The values of each field that is counted. */
  readonly values: readonly (readonly string[])[];
  /** The steps of a sequence that it matches, from 0. */
  readonly steps: readonly number[];
  /** It begins a sequence anew. */
  readonly isUntil: boolean;
  /** The group whose alerts are one; null: its own. */
  readonly group: string | null;
}

/** Of a field with many values, and of many fields, no more than this: what an attacker writes must not multiply. */
const MOST_COMBINATIONS = 32;

export function combinations(fields: readonly string[], event: Json, fieldValues: FieldValues): readonly string[] {
  let tuples: readonly (readonly string[])[] = [[]];
  for (const field of fields) {
    const values = valuesOf(field, event, fieldValues);
    tuples = tuples.flatMap((tuple) => values.map((value) => [...tuple, value])).slice(0, MOST_COMBINATIONS);
  }
  return tuples.map((tuple) => JSON.stringify(tuple)).sort();
}

export const valuesOf = (field: string, event: Json, fieldValues: FieldValues): readonly string[] =>
  [...new Set(fieldValues(field, event))].sort();

/** Two records of one action, or the same record twice: whatever either says. */
export function mergeEntries(a: Entry, b: Entry): Entry {
  return {
    ...a,
    copies: mergeCopies(a.copies, b.copies),
    keys: union(a.keys, b.keys),
    values: a.values.map((values, index) => union(values, b.values[index] ?? [])),
    steps: [...new Set([...a.steps, ...b.steps])].sort((x, y) => x - y),
    isUntil: a.isUntil || b.isUntil,
    group: a.group === null || b.group === null ? (a.group ?? b.group) : a.group < b.group ? a.group : b.group,
  };
}

const union = (a: readonly string[], b: readonly string[]): readonly string[] =>
  a.length === 0 ? b : b.length === 0 ? a : [...new Set([...a, ...b])].sort();
