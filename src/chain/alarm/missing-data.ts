/**
 * One evaluation of a metric alarm over the data points of its evaluation range, as the CloudWatch user guide describes it
 * ("Configuring how CloudWatch alarms treat missing data": the two tables and the section on premature ALARM).
 */

/** A data point: breaching (`X`), not breaching (`0`) or missing (`-`): the guide's own signs. */
export type Point = 'X' | '0' | '-';
export type State = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
/** `retain`: the state stays as it is. `unsaid`: the guide says only that it is not ALARM yet. */
export type Outcome = State | 'retain' | 'unsaid';
export type TreatMissingData = 'missing' | 'notBreaching' | 'breaching' | 'ignore';

export interface Rule {
  readonly evaluationPeriods: number; // N
  readonly datapointsToAlarm: number; // M
  readonly treatMissingData: TreatMissingData;
}

/**
 * The outcome for these points, the newest last; at least N of them (the evaluation range).
 *
 * - N real points or more: the N newest real ones decide, and the treatment of missing data does not matter.
 * - Fewer: all real points count, and the treatment fills up to N. `ignore` retains the state unless a real point is not breaching
 *   or M are breaching (rows `- - X - -` and `- - - - 0`).
 * - `missing` with breaching points alone: ALARM once the oldest of them is M points old or more ("premature ALARM": `- - X - -`
 *   of 3 of 3), and not before. Beside a point that is not breaching, the points are counted: the guide's table has `0 - X - -` of
 *   2 of 3 as OK, though the sentence below it could be read otherwise. A breaching point that is older than N is beyond what the
 *   guide says.
 */
export function evaluate(points: readonly Point[], rule: Rule): Outcome {
  const { evaluationPeriods: n, datapointsToAlarm: m, treatMissingData: treat } = rule;
  const real = points.filter((point) => point !== '-');
  if (real.length >= n) return count(real.slice(-n)) >= m ? 'ALARM' : 'OK';
  const breaching = count(real);
  const fill = n - real.length;
  switch (treat) {
    case 'breaching':
      return breaching + fill >= m ? 'ALARM' : 'OK';
    case 'notBreaching':
      return breaching >= m ? 'ALARM' : 'OK';
    case 'ignore':
      if (breaching >= m) return 'ALARM';
      return breaching < real.length ? 'OK' : 'retain';
    case 'missing': {
      if (real.length === 0) return 'INSUFFICIENT_DATA';
      if (breaching < real.length) return breaching >= m ? 'ALARM' : 'OK';
      const age = points.length - points.indexOf('X'); // of the oldest; the newest point is 1 old
      if (breaching >= m) return 'ALARM';
      return age >= m && age <= n ? 'ALARM' : 'unsaid';
    }
  }
}

function count(points: readonly Point[]): number {
  return points.filter((point) => point === 'X').length;
}

/** The states that an alarm can be in after an outcome. */
export function next(state: State, outcome: Outcome): readonly State[] {
  switch (outcome) {
    case 'retain':
      return [state];
    case 'unsaid':
      return state === 'ALARM' ? ['ALARM', 'OK', 'INSUFFICIENT_DATA'] : ['OK', 'INSUFFICIENT_DATA'];
    default:
      return [outcome];
  }
}
