import type { BinaryOp, Expression } from './expression.js';

/**
 * Metric math at one timestamp (user guide, "Math expressions with metrics"). Documented: a missing operand beside a real one counts
 * as 0; a division by zero drops the point. Not documented, so both readings are tried: what an operation makes of operands that are
 * all missing (`empty`), whether SUM, MAX, MIN and AVG over an array pass over a missing member or count it as 0 (`array`), and
 * whether FILL fills a series that has no point at all (`fill`).
 */
export interface Reading {
  readonly empty: 'missing' | 'zero';
  readonly array: 'skip' | 'zero';
  readonly fill: 'fills' | 'leaves';
}

export const READINGS: readonly Reading[] = (['missing', 'zero'] as const).flatMap((empty) =>
  (['skip', 'zero'] as const).flatMap((array) =>
    (['fills', 'leaves'] as const).map((fill) => ({ empty, array, fill })),
  ),
);

/** The metrics and expressions of an alarm, by Id. A metric's value at the timestamp, or null when it has none there. */
export interface MathContext {
  readonly metrics: ReadonlyMap<string, number | null>;
  readonly expressions: ReadonlyMap<string, Expression>;
  readonly reading: Reading;
}

type Value =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'series'; readonly value: number | null }
  | { readonly kind: 'array'; readonly of: readonly (number | null)[] };

/** The value of the expression's series, null when it has no point, or `unsupported`. */
export function mathValue(expression: Expression, context: MathContext): number | null | 'unsupported' {
  const value = compute(expression, context, 0);
  return value?.kind === 'series' ? value.value : 'unsupported';
}

/** The Ids of the metrics that the expression depends on, through other expressions too; null when it names an unknown Id. */
export function metricIdsOf(
  expression: Expression,
  metricIds: readonly string[],
  expressions: ReadonlyMap<string, Expression>,
  depth = 0,
): ReadonlySet<string> | null {
  if (depth > 100) return null;
  const found = new Set<string>();
  const visit = (part: Expression): boolean => {
    switch (part.kind) {
      case 'number':
      case 'string':
        return true;
      case 'id': {
        if (metricIds.includes(part.name)) return !!found.add(part.name);
        const other = expressions.get(part.name);
        const inner = other && metricIdsOf(other, metricIds, expressions, depth + 1);
        if (!inner) return false;
        for (const id of inner) found.add(id);
        return true;
      }
      case 'call': {
        if (part.name === 'METRICS') {
          for (const id of metricsCalled(part, metricIds)) found.add(id);
          return true;
        }
        return part.of.every(visit);
      }
      case 'array':
        return part.of.every(visit);
      case 'unary':
        return visit(part.of);
      case 'binary':
        return visit(part.left) && visit(part.right);
    }
  };
  return visit(expression) ? found : null;
}

/** Does it, or an expression that it names, fill missing points? */
export function fills(expression: Expression, expressions: ReadonlyMap<string, Expression>, depth = 0): boolean {
  if (depth > 100) return true;
  switch (expression.kind) {
    case 'number':
    case 'string':
      return false;
    case 'id': {
      const other = expressions.get(expression.name);
      return other !== undefined && fills(other, expressions, depth + 1);
    }
    case 'call':
      return expression.name === 'FILL' || expression.of.some((part) => fills(part, expressions, depth + 1));
    case 'array':
      return expression.of.some((part) => fills(part, expressions, depth + 1));
    case 'unary':
      return fills(expression.of, expressions, depth + 1);
    case 'binary':
      return fills(expression.left, expressions, depth + 1) || fills(expression.right, expressions, depth + 1);
  }
}

function metricsCalled(call: Extract<Expression, { kind: 'call' }>, ids: readonly string[]): readonly string[] {
  const [part] = call.of;
  return part?.kind === 'string' ? ids.filter((id) => id.includes(part.value)) : ids;
}

function compute(part: Expression, context: MathContext, depth: number): Value | null {
  if (depth > 300) return null;
  const inner = (of: Expression) => compute(of, context, depth + 1);
  switch (part.kind) {
    case 'number':
      return { kind: 'scalar', value: part.value };
    case 'string':
      return null;
    case 'id': {
      const value = context.metrics.get(part.name);
      if (value !== undefined) return { kind: 'series', value };
      const other = context.expressions.get(part.name);
      return other ? inner(other) : null;
    }
    case 'array': {
      const of: (number | null)[] = [];
      for (const item of part.of) {
        const value = inner(item);
        if (value?.kind === 'series') of.push(value.value);
        else if (value?.kind === 'array') of.push(...value.of);
        else return null;
      }
      return { kind: 'array', of };
    }
    case 'unary': {
      const value = inner(part.of);
      return value && combine('-', { kind: 'scalar', value: 0 }, value, context.reading);
    }
    case 'binary': {
      const left = inner(part.left);
      const right = left && inner(part.right);
      return right && combine(part.op, left, right, context.reading);
    }
    case 'call':
      return call(part, context, inner);
  }
}

function call(
  part: Extract<Expression, { kind: 'call' }>,
  context: MathContext,
  inner: (of: Expression) => Value | null,
): Value | null {
  const { reading } = context;
  if (part.name === 'METRICS') {
    const ids = metricsCalled(part, [...context.metrics.keys()]);
    return { kind: 'array', of: ids.map((id) => context.metrics.get(id) ?? null) };
  }
  const [first, second, third] = part.of;
  const value = first && inner(first);
  if (!value) return null;
  switch (part.name) {
    case 'SUM':
    case 'MAX':
    case 'MIN':
    case 'AVG': {
      // Of a single series they give one number for the whole range, which AWS advises against in alarms.
      if (value.kind !== 'array' || value.of.length === 0 || part.of.length !== 1) return null;
      const real = value.of.filter((item) => item !== null);
      if (real.length === 0) return { kind: 'series', value: reading.empty === 'zero' ? 0 : null };
      const counted = reading.array === 'skip' ? real : value.of.map((item) => item ?? 0);
      return { kind: 'series', value: aggregate(part.name, counted) };
    }
    case 'FILL': {
      const filler = second && second.kind !== 'id' ? inner(second) : null; // REPEAT, LINEAR and series are not read
      if (filler?.kind !== 'scalar' || part.of.length !== 2) return null;
      return mapped(value, (item) => item ?? (reading.fill === 'fills' ? filler.value : null));
    }
    case 'IF': {
      const yes = second && inner(second);
      const no = third ? inner(third) : ({ kind: 'series', value: null } as const);
      if (!yes || !no || part.of.length > 3 || value.kind !== 'series' || yes.kind === 'array' || no.kind === 'array')
        return null;
      if (value.value === null && reading.empty === 'missing') return { kind: 'series', value: null };
      const chosen = (value.value ?? 0) !== 0 ? yes : no;
      if (chosen.value !== null) return { kind: 'series', value: chosen.value };
      return { kind: 'series', value: reading.empty === 'zero' && (chosen === yes || third) ? 0 : null };
    }
    case 'ABS':
      return mapped(value, (item) => item && Math.abs(item));
    case 'CEIL':
      return mapped(value, (item) => item && Math.ceil(item));
    case 'FLOOR':
      return mapped(value, (item) => item && Math.floor(item));
    default:
      return null;
  }
}

function aggregate(name: 'SUM' | 'MAX' | 'MIN' | 'AVG', values: readonly number[]): number {
  if (name === 'MAX') return Math.max(...values);
  if (name === 'MIN') return Math.min(...values);
  const sum = values.reduce((total, value) => total + value, 0);
  return name === 'SUM' ? sum : sum / values.length;
}

function mapped(value: Value, change: (item: number | null) => number | null): Value | null {
  if (value.kind === 'scalar') return null;
  return value.kind === 'series'
    ? { kind: 'series', value: change(value.value) }
    : { kind: 'array', of: value.of.map(change) };
}

function combine(op: BinaryOp, left: Value, right: Value, reading: Reading): Value | null {
  const point = (a: number | null, b: number | null): number | null => {
    if (a === null && b === null && reading.empty === 'missing') return null;
    return apply(op, a ?? 0, b ?? 0);
  };
  if (left.kind === 'scalar' && right.kind === 'scalar') {
    const value = apply(op, left.value, right.value);
    return value === null ? null : { kind: 'scalar', value };
  }
  // A scalar stands at every timestamp of the series, and makes no timestamp of its own.
  const beside = (scalar: number, item: number | null, scalarFirst: boolean): number | null => {
    if (item === null && reading.empty === 'missing') return null;
    return scalarFirst ? apply(op, scalar, item ?? 0) : apply(op, item ?? 0, scalar);
  };
  if (left.kind === 'scalar') return mapped(right, (item) => beside(left.value, item, true));
  if (right.kind === 'scalar') return mapped(left, (item) => beside(right.value, item, false));
  if (left.kind === 'series') return mapped(right, (item) => point(left.value, item));
  return right.kind === 'series' ? mapped(left, (item) => point(item, right.value)) : null;
}

function apply(op: BinaryOp, a: number, b: number): number | null {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? null : a / b;
    case '==':
      return Number(a === b);
    case '!=':
      return Number(a !== b);
    case '<=':
      return Number(a <= b);
    case '>=':
      return Number(a >= b);
    case '<':
      return Number(a < b);
    case '>':
      return Number(a > b);
    case 'AND':
      return Number(a !== 0 && b !== 0);
    case 'OR':
      return Number(a !== 0 || b !== 0);
  }
}
