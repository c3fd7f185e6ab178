import type { MetricAlarm } from '../../account/answers.js';
import { TRUE, unknown } from '../../predicate/predicate.js';
import type { Condition } from '../link.js';

/**
 * During its warm-up an alarm stays in INSUFFICIENT_DATA and does nothing (user guide, "Alarm warm-up periods"); the warm-up ends at
 * the latest so many minutes after the alarm was created or updated. Not over for certain: a doubt, since it ends by itself.
 */
export function warm(alarm: MetricAlarm, readAt: string): Condition {
  const base = { code: 'warm', reads: ['cloudwatch:DescribeAlarms'] } as const;
  const configuration = alarm.WarmUpConfiguration;
  const inWarmUp = alarm.EvaluationState === 'IN_WARM_UP';
  if (!inWarmUp && (configuration === undefined || configuration === null))
    return { ...base, passes: TRUE, because: 'it has no warm-up period' };
  const over = { ...base, passes: TRUE, because: 'its warm-up period is over' };
  if (!inWarmUp && (alarm.StateValue === 'OK' || alarm.StateValue === 'ALARM')) return over;
  const minutes = member(configuration, 'WarmUpPeriodDurationInMinutes');
  const updated = alarm.AlarmConfigurationUpdatedTimestamp;
  if (!inWarmUp && typeof minutes === 'number' && typeof updated === 'string') {
    const end = Date.parse(updated) + minutes * 60_000;
    if (end <= Date.parse(readAt)) return over;
  }
  const message = 'it may be in its warm-up period, during which it does nothing';
  return { ...base, passes: unknown({ code: 'warm-up', message }), because: message };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
