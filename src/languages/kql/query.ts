/** Offsets into the query's text, in UTF-16 code units; `end` is not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Why a text is not a query, or why a query cannot be put to these fields. `help` says what to write instead. */
export interface QueryError {
  readonly code: string;
  readonly message: string;
  readonly span?: Span;
  readonly help?: string;
}

export type Parsed = { readonly ok: true; readonly query: Query } | { readonly ok: false; readonly error: QueryError };

/**
 * A KQL query as a syntax tree, of the same form as Kibana's: a list of values `f:(a or not b)` is an `or` of tests of one field.
 * The empty query is the test `*:*`.
 */
export type Query = Junction | Negation | Test | Range | Nested;

export interface Junction {
  readonly kind: 'or' | 'and';
  readonly of: readonly Query[]; // at least two
  readonly span?: Span;
}
export interface Negation {
  readonly kind: 'not';
  readonly of: Query;
  readonly span?: Span;
}
/** `field: value`. Without a field (or with the field `null`, which Kibana takes for none) it searches all fields. */
export interface Test {
  readonly kind: 'is';
  readonly field: Name | null;
  readonly value: Literal;
  readonly span?: Span;
}
export interface Range {
  readonly kind: 'range';
  readonly field: Name | null;
  readonly op: RangeOp;
  readonly value: Literal;
  readonly span?: Span;
}
/** `path: { … }`: all of the inner query must hold in one and the same nested object. */
export interface Nested {
  readonly kind: 'nested';
  readonly path: Name | null;
  readonly of: Query;
  readonly span?: Span;
}

export type RangeOp = '<' | '<=' | '>' | '>=';

export type Literal = Word | Keyword | Wildcard;
/** A field's name is written like a value; `true: x` asks for the field of that name. */
export type Name = Exclude<Literal, { value: null }>;

/** Numbers are words, too. An unquoted word never begins or ends with a blank. */
export interface Word {
  readonly kind: 'word';
  readonly value: string;
  readonly quoted: boolean;
  readonly span?: Span;
}
/** Unquoted `null`, `true`, `false`, in lower case only. */
export type Keyword =
  | { readonly kind: 'keyword'; readonly value: null; readonly span?: Span }
  | { readonly kind: 'keyword'; readonly value: boolean; readonly span?: Span };
/** What stands between the stars, at least two pieces: `*` alone is two empty ones. */
export interface Wildcard {
  readonly kind: 'wildcard';
  readonly pieces: readonly string[];
  readonly span?: Span;
}

/** `*`: for a value, that there is one; for a field, all of them. */
export const isStar = (literal: Literal): boolean =>
  literal.kind === 'wildcard' && literal.pieces.length === 2 && literal.pieces.every((piece) => piece === '');

/** The literal as it stands for itself: what is compared with, without quotes and escapes. */
export function textOf(literal: Literal): string {
  return literal.kind === 'wildcard' ? literal.pieces.join('*') : String(literal.value);
}
