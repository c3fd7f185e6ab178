/** The syntax tree of an EventBridge event pattern (and of an SNS filter policy, which is written in the same way). */
export interface EventPattern {
  readonly kind: 'object';
  /** In the order of the text; a name may stand twice (see `toDraft`). */
  readonly fields: readonly PatternField[];
}

export type PatternField =
  | { readonly kind: 'field'; readonly name: string; readonly of: EventPattern | PatternValues }
  | { readonly kind: 'or'; readonly of: readonly EventPattern[] };

/** The array at a leaf: any of its values may match. */
export interface PatternValues {
  readonly kind: 'values';
  readonly values: readonly PatternValue[];
}

export type PatternValue =
  | { readonly op: 'exact'; readonly value: string | boolean | null }
  | { readonly op: 'number'; readonly text: string } // as written: 300 and 300.0 are not the same text
  | { readonly op: 'prefix' | 'suffix'; readonly value: string; readonly ignoreCase: boolean }
  | { readonly op: 'equals-ignore-case'; readonly value: string }
  | { readonly op: 'wildcard'; readonly value: string }
  | { readonly op: 'anything-but'; readonly but: AnythingBut }
  | { readonly op: 'numeric'; readonly tests: readonly NumericTest[] }
  | { readonly op: 'cidr'; readonly value: string }
  | { readonly op: 'exists'; readonly value: boolean };

/** `numbers` keeps the texts of the numbers. */
export interface AnythingBut {
  readonly kind: 'strings' | 'numbers' | 'prefix' | 'suffix' | 'equals-ignore-case' | 'wildcard';
  readonly values: readonly string[];
}

export interface NumericTest {
  readonly op: '<' | '<=' | '=' | '>=' | '>';
  readonly text: string;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface PatternError {
  readonly code: string;
  readonly message: string;
  readonly span?: Span;
  readonly help?: string;
}

export type ParseResult =
  | { readonly ok: true; readonly pattern: EventPattern }
  | { readonly ok: false; readonly error: PatternError };
