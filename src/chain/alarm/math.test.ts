import { describe, expect, test } from 'vitest';
import { parseExpression } from './expression.js';
import { fills, mathValue, metricIdsOf, READINGS } from './math.js';

/** The values under all readings, each once. */
function values(text: string, metrics: Readonly<Record<string, number | null>>): readonly unknown[] {
  const expression = parseExpression(text);
  if (!expression) return ['unparsed'];
  const context = {
    metrics: new Map(Object.entries(metrics)),
    expressions: new Map([['e9', parseExpression('m1 + 1')!]]),
  };
  return [...new Set(READINGS.map((reading) => mathValue(expression, { ...context, reading })))];
}

describe('what the guide prints', () => {
  // metric1 is 30, 20, 0, 0 and metric2 is 20, -, 20, -
  test.each<[number | null, number | null, number, number, number]>([
    [30, 20, 0, 1, 1],
    [20, null, 0, 0, 0],
    [0, 20, 1, 0, 0],
    [0, null, 0, 0, 0],
  ])('%s and %s', (m1, m2, less, atLeast, both) => {
    expect(values('m1 < m2', { m1, m2 })).toEqual([less]);
    expect(values('m1 >= 30', { m1, m2 })).toEqual([atLeast]);
    expect(values('m1 > 15 AND m2 > 15', { m1, m2 })).toEqual(m2 === null ? expect.arrayContaining([both]) : [both]);
  });
});

test.each<[string, Readonly<Record<string, number | null>>, readonly unknown[]]>([
  ['m1 + m2 * 2', { m1: 1, m2: 3 }, [7]],
  ['(m1 + m2) * 2', { m1: 1, m2: 3 }, [8]],
  ['m1 - -m2', { m1: 1, m2: 3 }, [4]],
  ['m1 + m2', { m1: 1, m2: null }, [1]],
  ['m1 / m2', { m1: 1, m2: 0 }, [null]],
  ['m1 / m2', { m1: 1, m2: null }, [null]],
  ['m1', { m1: null }, [null]],
  ['e9', { m1: 2 }, [3]],
  ['SUM([m1, m2])', { m1: 1, m2: 2 }, [3]],
  ['MAX(METRICS())', { m1: 1, m2: 2 }, [2]],
  ['SUM(METRICS("m2"))', { m1: 1, m2: 2 }, [2]],
  ['FILL(m1, 7)', { m1: 1 }, [1]],
  ['IF(m1 > 0, 5, 6)', { m1: 1 }, [5]],
  ['IF(m1 > 0, m1)', { m1: 0, m2: 1 }, [null]],
  ['ABS(m1)', { m1: -2 }, [2]],
])('%s', (text, metrics, expected) => {
  expect(values(text, metrics)).toEqual(expected);
});

test('what is not documented has several values', () => {
  expect(values('MIN([m1, m2])', { m1: 1, m2: null })).toEqual(expect.arrayContaining([0, 1]));
  expect(values('m1 + m2', { m1: null, m2: null })).toEqual(expect.arrayContaining([0, null]));
  expect(values('FILL(m1, 7)', { m1: null })).toEqual(expect.arrayContaining([7, null]));
});

test.each([
  'SUM(m1)',
  '1 + 1',
  'FILL(m1, REPEAT)',
  'FILL(m1, m2)',
  'RATE(m1)',
  'm3',
  '[m1, m2]',
  'ANOMALY_DETECTION_BAND(m1)',
])('not computed: %s', (text) => {
  expect(values(text, { m1: 1, m2: 2 })).toEqual(['unsupported']);
});

test.each([
  '',
  'm1 +',
  'm1 m2',
  'm1 ^ 2',
  '(m1',
  'SUM(m1',
  'm1 > 0 AND m2 > 0 OR m1 > 1',
  '0 < m1 < 2',
  'SELECT SUM(x) FROM y',
])('not read: %s', (text) => {
  expect(values(text, { m1: 1, m2: 2 })).toEqual(['unparsed']);
});

test('the metrics of an expression, through others, and never round in a circle', () => {
  const expressions = new Map([
    ['e1', parseExpression('m1 + e2')!],
    ['e2', parseExpression('FILL(m2, 0)')!],
    ['e3', parseExpression('e3 + m1')!],
  ]);
  const ids = ['m1', 'm2', 'm3'];
  expect([...metricIdsOf(expressions.get('e1')!, ids, expressions)!]).toEqual(['m1', 'm2']);
  expect([...metricIdsOf(parseExpression('SUM(METRICS())')!, ids, expressions)!]).toEqual(ids);
  expect(metricIdsOf(expressions.get('e3')!, ids, expressions)).toBeNull();
  expect(metricIdsOf(parseExpression('m9')!, ids, expressions)).toBeNull();
  expect(fills(expressions.get('e1')!, expressions)).toBe(true);
  expect(fills(parseExpression('m1 + m2')!, expressions)).toBe(false);
});
