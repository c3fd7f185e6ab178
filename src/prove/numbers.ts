import { type Json, NumberText, numberText, numberValue } from '../predicate/json.js';
import { numberTest } from '../predicate/match.js';
import type { NumberOp } from '../predicate/predicate.js';
import { chars, choice, literal, repeat, sequence, type Text } from '../predicate/text.js';
import type { Meter } from './meter.js';
import { searchWords } from './words.js';

export interface NumberLiteral {
  readonly op: NumberOp;
  readonly value: number;
  readonly yes: boolean;
}

export type NumberAnswer =
  | { readonly kind: 'found'; readonly value: number | NumberText }
  | { readonly kind: 'none' }
  | { readonly kind: 'undecided' };

const DIGIT = chars([0x30, 0x39]);
const DIGITS = repeat(DIGIT, 1, null);
const optional = (text: Text): Text => repeat(text, 0, 1);

/** Every text that JSON accepts as a number. */
const JSON_NUMBER: Text = sequence(
  optional(literal('-')),
  choice(literal('0'), sequence(chars([0x31, 0x39]), repeat(DIGIT, 0, null))),
  optional(sequence(literal('.'), DIGITS)),
  optional(sequence(chars([0x45, 0x45], [0x65, 0x65]), optional(chars([0x2b, 0x2b], [0x2d, 0x2d])), DIGITS)),
);

const MAX_WORDS = 200;

/** A number of which all these literals are true, whose text is in every text of `inside` and in none of `outside`. */
export function findNumber(
  literals: readonly NumberLiteral[],
  inside: readonly Text[],
  outside: readonly Text[],
  prefer: Json | undefined,
  meter: Meter,
): NumberAnswer {
  const fits = (value: number) => literals.every(({ op, value: bound, yes }) => numberTest(op, bound)(value) === yes);
  const range = rangeOf(literals);
  if (range === null) return { kind: 'none' };
  if (inside.length === 0 && outside.length === 0) {
    for (const value of candidates(literals, range, prefer)) {
      meter.tick();
      if (fits(value)) return { kind: 'found', value };
    }
    return { kind: 'undecided' };
  }
  let tried = 0;
  if (
    prefer !== undefined &&
    (typeof prefer === 'number' || prefer instanceof NumberText) &&
    fits(numberValue(prefer))
  ) {
    const word = numberText(prefer);
    for (const _ of searchWords([literal(word), ...inside], outside, meter)) return { kind: 'found', value: prefer };
  }
  for (const word of searchWords([JSON_NUMBER, ...inside], outside, meter)) {
    const value = Number(word);
    if (Number.isFinite(value) && fits(value)) {
      return { kind: 'found', value: String(value) === word ? value : new NumberText(word) };
    }
    if (++tried >= MAX_WORDS) return { kind: 'undecided' };
  }
  // Words were met, so the texts can be satisfied, but each way through the product was tried with one word only.
  return tried === 0 ? { kind: 'none' } : { kind: 'undecided' };
}

const NEGATED = { '=': '!=', '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

interface Range {
  readonly low: number;
  readonly high: number;
}

/** The closed hull of the literals; null when no number can satisfy them. */
function rangeOf(literals: readonly NumberLiteral[]): Range | null {
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  let lowOpen = false;
  let highOpen = false;
  const raise = (value: number, open: boolean) => {
    if (value > low) [low, lowOpen] = [value, open];
    else if (value === low) lowOpen ||= open;
  };
  const lower = (value: number, open: boolean) => {
    if (value < high) [high, highOpen] = [value, open];
    else if (value === high) highOpen ||= open;
  };
  const excluded = new Set<number>();
  for (const { op, value, yes } of literals) {
    switch (yes ? op : NEGATED[op]) {
      case '=':
        raise(value, false);
        lower(value, false);
        break;
      case '!=':
        excluded.add(value);
        break;
      case '<':
        lower(value, true);
        break;
      case '<=':
        lower(value, false);
        break;
      case '>':
        raise(value, true);
        break;
      case '>=':
        raise(value, false);
        break;
    }
  }
  if (low > high || (low === high && (lowOpen || highOpen || excluded.has(low)))) return null;
  return { low, high };
}

function* candidates(literals: readonly NumberLiteral[], { low, high }: Range, prefer: Json | undefined) {
  if (typeof prefer === 'number') yield prefer;
  yield 0;
  yield 1;
  const bounds = [low, high, ...literals.map((literal) => literal.value)].filter(Number.isFinite);
  for (const bound of bounds) {
    yield bound;
    yield Math.floor(bound) + 1;
    yield Math.ceil(bound) - 1;
    const step = Math.abs(bound) * Number.EPSILON || Number.MIN_VALUE;
    yield bound + step;
    yield bound - step;
  }
  const sorted = [...new Set(bounds)].sort((a, b) => a - b);
  for (let i = 1; i < sorted.length; i++) yield sorted[i - 1]! + (sorted[i]! - sorted[i - 1]!) / 2;
  const last = sorted.at(-1) ?? 0;
  for (let i = 2; i < literals.length + 3; i++) {
    yield last + i;
    yield (sorted[0] ?? 0) - i;
  }
}
