import type { Reason } from '../../predicate/predicate.js';

/** Offsets into the pattern's text, in UTF-16 code units; `end` is not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Why a text is not a pattern that AWS takes. `help` says what to write instead. */
export interface PatternError {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  readonly help?: string;
}

/** Is it a limit of ours, of which nobody knows whether AWS has it too? Such a pattern is not known to be refused. */
export function isOwnLimit({ code }: PatternError): boolean {
  return code === 'regex-repeat-limit';
}

export type Parsed =
  | { readonly ok: true; readonly pattern: FilterPattern }
  | { readonly ok: false; readonly error: PatternError };

/**
 * A CloudWatch Logs filter pattern as a syntax tree.
 * `doubts` are the reasons for which AWS may refuse its text (nobody published an observation): it then matches nothing.
 */
export type FilterPattern = MatchAllPattern | TermsPattern | JsonPattern | DelimitedPattern | RegexPattern;

interface Doubtful {
  readonly doubts: readonly Reason[];
}
export interface MatchAllPattern extends Doubtful {
  readonly kind: 'match-all';
  /** `" "` is documented as matching everything, but was seen only on messages that hold a blank. */
  readonly form: 'empty' | 'blank-phrase';
}
export interface TermsPattern extends Doubtful {
  readonly kind: 'terms';
  readonly terms: readonly Term[]; // at least one
}
export interface JsonPattern extends Doubtful {
  readonly kind: 'json';
  readonly condition: JsonCondition;
}
export interface DelimitedPattern extends Doubtful {
  readonly kind: 'delimited';
  readonly fields: readonly DelimitedField[]; // none: everything matches
}
export interface RegexPattern extends Doubtful {
  readonly kind: 'regex';
  readonly source: string;
}

export interface Term {
  readonly role: 'required' | 'excluded' | 'optional';
  readonly text: string;
  readonly quoted: boolean;
  readonly span?: Span;
}

export type JsonCondition = Junction<JsonCondition> | JsonTest;
export interface Junction<T> {
  readonly kind: 'and' | 'or';
  readonly of: readonly T[]; // at least two
}
export type JsonTest =
  | (Comparison & { readonly selector: Selector; readonly span?: Span })
  | { readonly kind: 'is'; readonly selector: Selector; readonly what: 'NULL' | 'TRUE' | 'FALSE'; readonly span?: Span }
  | { readonly kind: 'not-exists'; readonly selector: Selector; readonly span?: Span };

export type Comparison =
  | { readonly kind: 'compare'; readonly op: '=' | '!='; readonly value: Value }
  | { readonly kind: 'compare'; readonly op: '<' | '<=' | '>' | '>='; readonly value: NumberValue };

export type Value = TextValue | NumberValue | RegexValue;
/** Text in which `*` is a wildcard, also between quotes. */
export interface TextValue {
  readonly kind: 'text';
  readonly text: string;
  readonly quoted: boolean;
}
/** An unquoted number, as it was written. */
export interface NumberValue {
  readonly kind: 'number';
  readonly text: string;
}
export interface RegexValue {
  readonly kind: 'regex';
  readonly source: string;
}

export type Selector = readonly SelectorStep[]; // at least one
export type SelectorStep = { readonly key: string } | { readonly index: number } | 'element' | 'field'; // [*] and .*

export type DelimitedField =
  | { readonly kind: 'rest' } // `...`
  | {
      readonly kind: 'field';
      readonly name: string | null;
      readonly condition: FieldCondition | null;
      /** `&&` or `||` touches an unquoted value, which AWS may have read as part of that value. */
      readonly tight?: true;
    };
export type FieldCondition = Junction<FieldCondition> | Comparison;

export const MAX_PATTERN_LENGTH = 1024;
export const MAX_REGEXES = 2;
export const MAX_WILDCARDS_PER_SELECTOR = 1;
export const MAX_WILDCARDS = 3;
