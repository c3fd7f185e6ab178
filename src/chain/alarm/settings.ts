import type { MetricAlarm } from '../../account/answers.js';
import type { Reason } from '../../predicate/predicate.js';
import type { Rule, TreatMissingData } from './missing-data.js';

/** How a metric alarm evaluates its data points. */
export interface Settings extends Rule {
  readonly period: number; // seconds, a multiple of 60
  readonly operator: string;
  readonly threshold: number;
  /** Aligned windows (EvaluationWindow.WallClockWindow), in which a data point counts once its period is complete. */
  readonly wallClock: boolean;
}

export type SettingsAnswer =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'doubt'; readonly why: Reason };

const TREATMENTS: readonly string[] = ['missing', 'notBreaching', 'breaching', 'ignore'] satisfies TreatMissingData[];
const WALL_CLOCK_PERIODS = [60, 300, 3600, 86_400, 604_800];

/**
 * The settings of an alarm whose data points have this period, or why they cannot be judged. Not judged: high-resolution periods (a
 * metric filter publishes once a minute, and which 10-second points are then real is not documented), anomaly detection (the
 * threshold is a model), and members that we do not know.
 */
export function settingsOf(alarm: MetricAlarm, period: number | undefined): SettingsAnswer {
  const doubt = (code: string, message: string): SettingsAnswer => ({ kind: 'doubt', why: { code, message } });
  if (alarm.ThresholdMetricId !== undefined)
    return doubt(
      'anomaly-detection',
      '`ThresholdMetricId` compares with an anomaly detection model, which is not known',
    );
  if (period === undefined) return doubt('period', '`Period` is not given');
  if (period < 60)
    return doubt(
      'high-resolution',
      `\`Period\` is ${period} and a metric filter publishes once a minute: which data points such an alarm finds is not documented`,
    );
  if (period % 60 !== 0) return doubt('period', `\`Period\` is ${period}, not a multiple of 60`);
  if (alarm.Threshold === undefined) return doubt('threshold', '`Threshold` is not given');
  const operator = alarm.ComparisonOperator ?? '';
  if (comparison(operator) === null)
    return doubt('comparison-operator', `\`ComparisonOperator\` is \`${operator}\`, which we do not judge`);
  const n = alarm.EvaluationPeriods;
  const m = alarm.DatapointsToAlarm ?? n;
  if (n === undefined || m === undefined || !Number.isInteger(n) || !Number.isInteger(m) || m < 1 || m > n)
    return doubt('evaluation-periods', `\`EvaluationPeriods\` ${n} and \`DatapointsToAlarm\` ${m} do not fit together`);
  const treat = alarm.TreatMissingData ?? 'missing';
  if (!TREATMENTS.includes(treat)) return doubt('treat-missing-data', `\`TreatMissingData\` is \`${treat}\``);
  const window = windowOf(alarm.EvaluationWindow);
  if (window === null) return doubt('evaluation-window', '`EvaluationWindow` has a member that we do not know');
  if (window === 'wall-clock' && !WALL_CLOCK_PERIODS.includes(period))
    return doubt('evaluation-window', `a wall clock window with a \`Period\` of ${period} is not documented`);
  return {
    kind: 'settings',
    settings: {
      evaluationPeriods: n,
      datapointsToAlarm: m,
      treatMissingData: treat as TreatMissingData,
      period,
      operator,
      threshold: alarm.Threshold,
      wallClock: window === 'wall-clock',
    },
  };
}

function windowOf(member: unknown): 'sliding' | 'wall-clock' | null {
  if (member === undefined || member === null) return 'sliding';
  if (typeof member !== 'object') return null;
  const names = Object.keys(member);
  if (names.length === 0 || (names.length === 1 && names[0] === 'SlidingWindow')) return 'sliding';
  return names.length === 1 && names[0] === 'WallClockWindow' ? 'wall-clock' : null;
}

/** The comparison that an operator's name stands for; null for those of anomaly detection and unknown ones. */
function comparison(operator: string): ((value: number, threshold: number) => boolean) | null {
  switch (operator) {
    case 'GreaterThanOrEqualToThreshold':
      return (value, threshold) => value >= threshold;
    case 'GreaterThanThreshold':
      return (value, threshold) => value > threshold;
    case 'LessThanThreshold':
      return (value, threshold) => value < threshold;
    case 'LessThanOrEqualToThreshold':
      return (value, threshold) => value <= threshold;
    default:
      return null;
  }
}

/** Does this value breach the alarm's threshold? */
export function breaches(settings: Pick<Settings, 'operator' | 'threshold'>, value: number): boolean {
  return comparison(settings.operator)?.(value, settings.threshold) ?? false;
}
