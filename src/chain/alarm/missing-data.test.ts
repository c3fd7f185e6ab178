import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate, next, type Outcome, type Point, type Rule, type TreatMissingData } from './missing-data.js';

const treatments: readonly TreatMissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];
const rule = (m: number, n: number, treatMissingData: TreatMissingData): Rule => ({
  evaluationPeriods: n,
  datapointsToAlarm: m,
  treatMissingData,
});
const points = (text: string): Point[] => text.split(' ') as Point[];
const every = (outcome: Outcome): readonly Outcome[] => [outcome, outcome, outcome, outcome];

describe('the tables of the user guide, evaluation range 5', () => {
  test.each<[number, string, readonly Outcome[]]>([
    [3, '0 - X - X', every('OK')],
    [3, '0 - - - -', every('OK')],
    [3, '- - - - -', ['INSUFFICIENT_DATA', 'retain', 'ALARM', 'OK']],
    [3, '0 X X - X', every('ALARM')],
    [3, '- - X - -', ['ALARM', 'retain', 'ALARM', 'OK']],
    [2, '0 - X - X', every('ALARM')],
    [2, '0 0 X 0 X', every('ALARM')],
    [2, '0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    [2, '- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    [2, '- - - X -', ['ALARM', 'retain', 'ALARM', 'OK']],
  ])('%i of 3: %s', (m, row, outcomes) => {
    expect(treatments.map((treat) => evaluate(points(row), rule(m, 3, treat)))).toEqual(outcomes);
  });

  test.each(['- - - - X', '- - - X -'])('no premature ALARM of 3 of 3: %s', (row) => {
    expect(evaluate(points(row), rule(3, 3, 'missing'))).not.toBe('ALARM');
  });

  test.each(['- - - X 0', '- - X - 0'])('a later point that is not breaching: %s', (row) => {
    expect(evaluate(points(row), rule(3, 3, 'missing'))).toBe('OK');
  });
});

const anyRule = fc
  .record({
    n: fc.integer({ min: 1, max: 5 }),
    m: fc.integer({ min: 1, max: 5 }),
    treat: fc.constantFrom(...treatments),
  })
  .map(({ n, m, treat }) => rule(Math.min(m, n), n, treat));
const anyPoints = fc.array(fc.constantFrom<Point>('X', '0', '-'), { minLength: 5, maxLength: 8 });

test('with N real points, how missing data is treated does not matter', () => {
  fc.assert(
    fc.property(anyPoints, anyRule, (list, { evaluationPeriods: n, datapointsToAlarm: m }) => {
      fc.pre(list.filter((point) => point !== '-').length >= n);
      expect(new Set(treatments.map((treat) => evaluate(list, rule(m, n, treat)))).size).toBe(1);
    }),
  );
});

test('a breaching point in place of one that is not never takes ALARM away', () => {
  fc.assert(
    fc.property(anyPoints, anyRule, (list, anyOne) => {
      fc.pre(evaluate(list, anyOne) === 'ALARM');
      list.forEach((point, index) => {
        if (point === '0') expect(evaluate(list.with(index, 'X'), anyOne)).toBe('ALARM');
      });
    }),
  );
});

test('an alarm of 1 of N is in ALARM whenever the newest real point breaches', () => {
  fc.assert(
    fc.property(anyPoints, anyRule, (list, anyOne) => {
      fc.pre(list.findLast((point) => point !== '-') === 'X' && list.at(-1) === 'X');
      expect(evaluate(list, { ...anyOne, datapointsToAlarm: 1 })).toBe('ALARM');
    }),
  );
});

test('an outcome that is not said leaves every state but a new ALARM open', () => {
  expect(next('OK', 'unsaid')).not.toContain('ALARM');
  expect(next('ALARM', 'unsaid')).toContain('ALARM');
  expect(next('OK', 'retain')).toEqual(['OK']);
});
