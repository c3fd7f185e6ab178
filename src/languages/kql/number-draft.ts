import { all, any, between, type Draft, FALSE, number, type Predicate, text, type } from '../../predicate/predicate.js';
import { ANY_TEXT, chars, literal, sequence, type Text } from '../../predicate/text.js';
import type { RangeOp } from './query.js';
import { REASONS } from './reasons.js';

/** Beyond these whole numbers are no longer told apart by everybody. */
const PRECISE = Number.MAX_SAFE_INTEGER;
/** How far a number may lie from the nearest of 24 bits, relatively. */
const FLOAT_STEP = 2 ** -23;
const SMALLEST = 2 ** -149;

/** The number that the text is; null when Elasticsearch would refuse it. */
export function numberIn(value: string): number | null {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value)) return null;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : null;
}

/** A field of whole numbers: what is behind the point was cut off when it was indexed. */
export function longDraft(op: RangeOp | '=', value: number): Draft {
  switch (op) {
    case '=':
      return Number.isInteger(value) ? longs(value, value) : FALSE;
    case '>':
      return longs(Math.floor(value) + 1, null);
    case '>=':
      return longs(Math.ceil(value), null);
    case '<':
      return longs(null, Math.ceil(value) - 1);
    case '<=':
      return longs(null, Math.floor(value));
  }
}

function longs(least: number | null, most: number | null): Draft {
  const tests: Predicate[] = [type('number')];
  if (least !== null) tests.push(least > 0 ? number('>=', least) : number('>', least - 1));
  if (most !== null) tests.push(most < 0 ? number('<=', most) : number('<', most + 1));
  const within = all(...tests);
  const vague = [least, most].some((bound) => bound !== null && Math.abs(bound) > PRECISE);
  const numbers = vague ? between(FALSE, type('number'), REASONS.precision) : within;
  return withStrings(numbers, least !== null && least === most && !vague ? literal(String(least)) : null);
}

/** A field of numbers of 24 bits: near a bound it is not known which side they are on. */
export function floatDraft(op: RangeOp | '=', value: number): Draft {
  const step = Math.abs(value) * FLOAT_STEP + SMALLEST;
  const is = (test: RangeOp | '=', bound: number): Predicate => all(type('number'), number(test, bound));
  if (op === '=') {
    const near = all(type('number'), number('>=', value - step), number('<=', value + step));
    return withStrings(between(is('=', value), near, REASONS.precision), literal(String(value)));
  }
  const inward = op.startsWith('>') ? step : -step;
  return withStrings(between(is(op, value + inward), is(op, value - inward), REASONS.precision), null);
}

/** A text with a digit in it may be read as a number, too; the plainest form surely is. */
const NUMBER_LIKE: Text = sequence(ANY_TEXT, chars([0x30, 0x39]), ANY_TEXT);

function withStrings(numbers: Draft, surely: Text | null): Draft {
  const may = all(type('string'), text(NUMBER_LIKE));
  const must = surely === null ? FALSE : all(type('string'), text(surely));
  return any<Draft>(numbers, between(must, may, REASONS.numericString));
}
