import type { MetricAlarm } from '../../account/answers.js';
import type { Series } from './series.js';
import type { Settings } from './settings.js';
import type { Decision } from './simulate.js';

export interface Facts {
  readonly alarm: MetricAlarm;
  readonly settings: Settings;
  readonly series: Series;
  readonly value: number;
  readonly defaultValue: number | undefined;
  readonly companions: number;
}

/** The decision in one sentence that names the member at fault. */
export function explain(facts: Facts, decision: Decision): string {
  const { settings, series, value, defaultValue } = facts;
  const compared = `\`${settings.operator}\` ${settings.threshold}`;
  if (decision.kind === 'rings') {
    const datapoints =
      settings.datapointsToAlarm > 1
        ? `, and missing data lets one data point ring after ${settings.datapointsToAlarm} periods`
        : '';
    return `one event gives a data point of ${series.named} that is ${compared}${datapoints}, and a quiet period takes it out of ALARM`;
  }
  const quiet =
    defaultValue === undefined ? 'periods without an event' : `periods that carry the default value ${defaultValue}`;
  switch (decision.cause) {
    case 'threshold':
      return `\`Threshold\` is ${settings.threshold} with \`${settings.operator}\`, and ${series.named} of one event of value ${value} does not reach it`;
    case 'quiet':
      return `\`Threshold\` is ${settings.threshold} with \`${settings.operator}\`, and ${quiet} breach it too: the alarm is in ALARM before the event comes`;
    case 'dilution':
      return `${series.named} is not ${compared} in every period that holds an event: other data points of the period take part (default value ${defaultValue ?? 'of another filter'}, \`Period\` ${settings.period})`;
    case 'breaching':
      return '`TreatMissingData` is `breaching`: the alarm is in ALARM while nothing happens, and an event is no change';
    case 'ignore':
      return '`TreatMissingData` is `ignore`: after the first event the alarm stays in ALARM while no data comes, and the next event is no change';
    case 'datapoints':
      return `\`DatapointsToAlarm\` is ${settings.datapointsToAlarm} of ${settings.evaluationPeriods}, and one event makes one breaching data point`;
    case 'crowd':
      return `${series.named} is not ${compared} whenever further events come near the first: they may take it back before it rings`;
    case 'long':
      return `\`Period\` ${settings.period} and \`EvaluationPeriods\` ${settings.evaluationPeriods}: one event keeps it in ALARM for more than a day, and another is no change until then`;
    case 'mixture':
      return 'it is not certain that the alarm rings in every mixture of minutes with and without logs';
  }
}

/** What would mend it. */
export function mendOf(decision: Decision): string | undefined {
  if (decision.kind === 'rings') return undefined;
  switch (decision.cause) {
    case 'threshold':
    case 'quiet':
      return 'compare `Sum` with `GreaterThanOrEqualToThreshold` 1 (the value that the metric filter publishes), default value 0 or none';
    case 'dilution':
      return 'use the statistic `Sum`';
    case 'breaching':
    case 'ignore':
      return 'set `TreatMissingData` to `notBreaching`';
    case 'datapoints':
      return 'set `EvaluationPeriods` and `DatapointsToAlarm` to 1';
    case 'long':
      return 'let `Period` times `EvaluationPeriods` be less than a day';
    case 'crowd':
      return 'let the alarm watch this metric alone, with `Sum` and `GreaterThanOrEqualToThreshold`';
    case 'mixture':
      return 'use `Sum`, 1 of 1 data points, and `TreatMissingData` `notBreaching`';
  }
}
