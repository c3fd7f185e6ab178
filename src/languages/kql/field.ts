import type { Draft } from '../../predicate/predicate.js';

/** How Elasticsearch maps a field, which decides what a comparison with it means. */
export type FieldType = 'keyword' | 'text' | 'boolean' | 'long' | 'float' | 'date' | 'ip' | 'flattened';

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** The events of which some value of the field is in `of`, a predicate on one scalar value. */
  readonly some: (of: Draft) => Draft;
}

export interface Fields {
  readonly find: (name: string) => Field | undefined;
  /** every name that is known, for wildcard field names */
  readonly names: readonly string[];
}
