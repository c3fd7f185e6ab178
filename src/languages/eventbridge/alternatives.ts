import type { EventPattern, PatternValue } from './pattern.js';

/** What a leaf asks of one field, and where the field is. */
export interface Leaf {
  readonly path: readonly string[];
  readonly values: readonly PatternValue[];
}

/**
 * The plain patterns, without `$or`, that this pattern is the union of. In each a path is asked once: the last leaf of the same path
 * counts, and paths are the same when they are so after joining their keys with dots, as EventBridge joins them.
 */
export function alternativesOf(pattern: EventPattern): readonly (readonly Leaf[])[] {
  return expand(pattern, [], [new Map()]).map((leaves) => [...leaves.values()]);
}

type Leaves = ReadonlyMap<string, Leaf>;

function expand(pattern: EventPattern, path: readonly string[], so: readonly Leaves[]): readonly Leaves[] {
  let alternatives = so;
  for (const field of pattern.fields) {
    if (field.kind === 'or') alternatives = field.of.flatMap((branch) => expand(branch, path, alternatives));
    else if (field.of.kind === 'object') alternatives = expand(field.of, [...path, field.name], alternatives);
    else {
      const leaf: Leaf = { path: [...path, field.name], values: field.of.values };
      alternatives = alternatives.map((leaves) => new Map(leaves).set(leaf.path.join('.'), leaf));
    }
  }
  return alternatives;
}

/** Of fields of the same name in one object only the last, as JSON readers do. */
export function lastOfEach(pattern: EventPattern): EventPattern {
  const fields = new Map<string, EventPattern['fields'][number]>();
  for (const field of pattern.fields) {
    const name = field.kind === 'or' ? '$or' : field.name;
    fields.delete(name);
    if (field.kind === 'or') fields.set(name, { kind: 'or', of: field.of.map(lastOfEach) });
    else fields.set(name, field.of.kind === 'object' ? { ...field, of: lastOfEach(field.of) } : field);
  }
  return { kind: 'object', fields: [...fields.values()] };
}

export function hasDuplicates(pattern: EventPattern): boolean {
  const names = pattern.fields.map((field) => (field.kind === 'or' ? '$or' : field.name));
  if (new Set(names).size < names.length) return true;
  return pattern.fields.some((field) => {
    if (field.kind === 'or') return field.of.some(hasDuplicates);
    return field.of.kind === 'object' && hasDuplicates(field.of);
  });
}
