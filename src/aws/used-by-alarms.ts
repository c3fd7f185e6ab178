import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { alarmsIn, parseAlarmRule } from '../chain/alarm/alarm-rule.js';
import type { Clients } from './clients.js';

/** The name of an alarm, not one of these, that looks at the metric. */
export async function alarmOnMetric(
  clients: Clients,
  region: string,
  metric: { readonly metricNamespace: string; readonly metricName: string },
  ours: ReadonlySet<string | undefined>,
): Promise<string | null> {
  const isIt = (one: { Namespace?: string | undefined; MetricName?: string | undefined } | undefined) =>
    one?.Namespace === metric.metricNamespace && one.MetricName === metric.metricName;
  const looks = (alarm: MetricAlarm) =>
    isIt(alarm) || (alarm.Metrics ?? []).some(({ MetricStat }) => isIt(MetricStat?.Metric));
  for await (const { metricAlarms } of pages(clients, region)) {
    const found = metricAlarms.find((alarm) => !ours.has(alarm.AlarmName) && looks(alarm));
    if (found) return found.AlarmName ?? '';
  }
  return null;
}

/** The name of a composite alarm whose rule, or whose suppressor, is one of these alarms. */
export async function alarmOver(
  clients: Clients,
  region: string,
  names: readonly string[],
): Promise<{ readonly over: string; readonly name: string } | null> {
  for await (const { compositeAlarms } of pages(clients, region))
    for (const composite of compositeAlarms) {
      const name = names.find((one) => isNamedBy(composite, one));
      if (name !== undefined) return { over: composite.AlarmName ?? '', name };
    }
  return null;
}

function isNamedBy({ AlarmRule = '', ActionsSuppressor }: CompositeAlarm, name: string): boolean {
  const rule = parseAlarmRule(AlarmRule);
  const named = [...(rule ? alarmsIn(rule) : []), ActionsSuppressor ?? ''];
  return named.some((one) => one === name || one.endsWith(`:alarm:${name}`));
}

async function* pages({ cloudwatch }: Clients, region: string) {
  const { sdk, client } = await cloudwatch(region);
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new sdk.DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], NextToken }),
    );
    yield { metricAlarms: page.MetricAlarms ?? [], compositeAlarms: page.CompositeAlarms ?? [] };
    NextToken = page.NextToken;
  } while (NextToken);
}
