import type { Alarms } from './publication.js';

/** An alarm that is no path of ours: it reads logs or a query of its own, and could tell somebody all the same. */
export interface OtherAlarm {
  readonly kind: 'log-alarm' | 'promql-alarm';
  readonly id: string;
  readonly actions: readonly string[];
}

/**
 * Log alarms (a scheduled Logs Insights query) and PromQL alarms of a Region, for the caller to list among other consumers. They need
 * no metric filter; what their queries select is not judged.
 */
export function otherAlarms(alarms: Alarms): readonly OtherAlarm[] {
  const logs = alarms.logAlarms.map(
    (alarm): OtherAlarm => ({
      kind: 'log-alarm',
      id: alarm.AlarmArn ?? alarm.AlarmName ?? '',
      actions: alarm.AlarmActions ?? [],
    }),
  );
  const queries = alarms.metricAlarms
    .filter(
      (alarm) => alarm.EvaluationCriteria !== undefined && alarm.MetricName === undefined && !alarm.Metrics?.length,
    )
    .map(
      (alarm): OtherAlarm => ({
        kind: 'promql-alarm',
        id: alarm.AlarmArn ?? alarm.AlarmName ?? '',
        actions: alarm.AlarmActions ?? [],
      }),
    );
  return [...logs, ...queries];
}
