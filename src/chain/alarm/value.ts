import type { Step } from '../../predicate/predicate.js';
import {
  all,
  any,
  at,
  between,
  type Draft,
  FALSE,
  type NumberOp,
  number,
  TRUE,
  type,
} from '../../predicate/predicate.js';
import { selectorSteps } from './selector.js';

/** What a metric filter publishes for a match: a fixed number, or the value of a field. */
export type MetricValue =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'field'; readonly field: string; readonly steps: readonly Step[] }
  | { readonly kind: 'unreadable'; readonly text: string };

/** CloudWatch refuses values beyond -2^360 to 2^360 (PutMetricData). */
const LARGEST = 2 ** 360;

/** A number with blanks around it is not documented, so it is unreadable too. */
export function metricValueOf(text = ''): MetricValue {
  if (/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text) && Math.abs(Number(text)) <= LARGEST)
    return { kind: 'number', value: Number(text) };
  const steps = selectorSteps(text);
  return steps ? { kind: 'field', field: text, steps } : { kind: 'unreadable', text };
}

/**
 * The events for which a value is published at all. A field must hold a number; whether a string that reads as a number is
 * published is not documented.
 */
export function publishes(value: MetricValue): Draft {
  switch (value.kind) {
    case 'number':
      return TRUE;
    case 'field':
      return between(at(value.steps, type('number')), at(value.steps, any(type('number'), type('string'))), {
        code: 'metric-value-text',
        message: `whether \`${value.field}\` is published when it is a string is not documented`,
      });
    case 'unreadable':
      return between(FALSE, TRUE, {
        code: 'metric-value',
        message: `\`metricValue\` is \`${value.text}\`, which is neither a number that CloudWatch takes nor a field of a JSON event`,
      });
  }
}

/** The events whose field is a number in this range; a string may be one. */
export function fieldIs(value: Extract<MetricValue, { kind: 'field' }>, op: NumberOp, bound: number): Draft {
  const must = at(value.steps, all(type('number'), number(op, bound)));
  return between(must, at(value.steps, any(type('number'), type('string'))), {
    code: 'metric-value-field',
    message: `the value comes from \`${value.field}\`, and a smaller one may not reach the threshold`,
  });
}
