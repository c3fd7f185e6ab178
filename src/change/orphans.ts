import type { Account } from '../account/account.js';
import type { MetricAlarm } from '../account/answers.js';
import type { Control } from '../catalogue/control.js';
import { isNamedAfter } from './is-meant.js';
import { compositeAlarmsIn, filtersIn, isOnMetricOf, metricAlarmsIn } from './look.js';

/**
 * Alarms that are named after the control and wait, alone, for a metric that no filter publishes: they were meant for it, and can be.
 * Programs may publish metrics too, which nothing tells but the alarm's own state.
 */
export function orphansOf(account: Account, region: string, control: Control): readonly MetricAlarm[] {
  const published = new Set(
    filtersIn(account, region).flatMap(({ metricTransformations = [] }) =>
      metricTransformations.map(({ metricNamespace, metricName }) => `${metricNamespace}\n${metricName}`),
    ),
  );
  const alarms = ownAlarms(account, region);
  return alarms.filter((alarm) => {
    const { AlarmName = '', MetricName = '', Namespace = '', Dimensions = [] } = alarm;
    return (
      MetricName !== '' &&
      Dimensions.length === 0 &&
      !published.has(`${Namespace}\n${MetricName}`) &&
      (isNamedAfter(AlarmName, control) || isNamedAfter(MetricName, control)) &&
      isWithoutData(alarm) &&
      alarms.every((other) => other === alarm || !isOnMetricOf(other, alarm))
    );
  });
}

/** As CloudWatch words it where there was nothing to look at when it last did; a new alarm is in no other state. */
function isWithoutData({ StateValue, StateReason = '' }: MetricAlarm): boolean {
  return StateValue === 'INSUFFICIENT_DATA' || /no datapoints were received|^Unchecked: /.test(StateReason);
}

/** Of metrics of the account's own: what AWS's services publish is about other things. */
function ownAlarms(account: Account, region: string): readonly MetricAlarm[] {
  return metricAlarmsIn(account, region).filter(
    ({ MetricName, Namespace = '' }) => MetricName !== undefined && !Namespace.startsWith('AWS/'),
  );
}

/** The topics that alarms of the Region name, of any metric and state; those of the account's own metrics first. */
export function topicsOfAlarms(account: Account, region: string): readonly string[] {
  const metricAlarms = [...ownAlarms(account, region), ...metricAlarmsIn(account, region)];
  const named = [
    ...metricAlarms.flatMap(({ AlarmActions = [], OKActions = [], InsufficientDataActions = [] }) => [
      ...AlarmActions,
      ...OKActions,
      ...InsufficientDataActions,
    ]),
    ...compositeAlarmsIn(account, region).flatMap(({ AlarmActions = [] }) => AlarmActions),
  ];
  return [...new Set(named)].filter((action) => /^arn:[^:]+:sns:/.test(action));
}
