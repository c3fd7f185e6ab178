import type { MetricAlarm, MetricTransformation } from '../../account/answers.js';
import type { Control } from '../../catalogue/control.js';
import { ALARM_SETTINGS } from '../alarm-settings.js';
import { add, type Bench, type Proposal, WEIGHT } from '../bench.js';
import { COST } from '../cost.js';
import { freeName } from '../free-name.js';
import { alarmNamesIn, isListed, metricAlarmsIn } from '../look.js';
import { step } from '../step.js';

/** As the benchmark writes them; quiet minutes are no data, and must bring the alarm back so that it can ring again. */
export const EVALUATION = {
  Statistic: 'Sum',
  Period: 300,
  EvaluationPeriods: 1,
  DatapointsToAlarm: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
} as const;

/** The most actions of a state (PutMetricAlarm). */
const MOST_ACTIONS = 5;

/** An alarm on the metric that a filter publishes, which notifies the topic. */
export function newAlarm(
  bench: Bench,
  region: string,
  control: Control,
  metric: MetricTransformation,
  topic: string,
): Bench | null {
  const { metricName, metricNamespace, dimensions } = metric;
  if (metricName === undefined || metricNamespace === undefined || Object.keys(dimensions ?? {}).length > 0)
    return null;
  if (!isListed(bench.account, region, 'cloudwatch:DescribeAlarms')) return null;
  const name = freeName(control.slug, alarmNamesIn(bench.account, region));
  return add(bench, WEIGHT.alarm, {
    step: step('cloudwatch:PutMetricAlarm', region, {
      AlarmName: name,
      AlarmDescription: control.title,
      ActionsEnabled: true,
      AlarmActions: [topic],
      MetricName: metricName,
      Namespace: metricNamespace,
      ...EVALUATION,
    }),
    title: `create the alarm \`${name}\` on the metric \`${metricNamespace}/${metricName}\`, which notifies ${topic}`,
    link: { kind: 'alarm', id: alarmArn(bench, region, name) },
    risk: 'adds',
    warning: null,
    cost: COST.alarm,
    notUndone: null,
  });
}

export function alarmArn({ account: { account, partition } }: Bench, region: string, name: string): string {
  return `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`;
}

type AlarmInput = Readonly<Record<string, unknown>> & { readonly AlarmName: string };

/** The alarm as PutMetricAlarm takes it: all that it has. */
export function alarmInput(alarm: MetricAlarm): AlarmInput {
  const input = Object.fromEntries(
    ALARM_SETTINGS.flatMap((name) => {
      const value: unknown = alarm[name];
      // PutMetricAlarm refuses an empty list of metrics beside a metric.
      const isNothing = value === undefined || value === null || (name === 'Metrics' && isEmpty(value));
      return isNothing ? [] : [[name, value]];
    }),
  );
  return { ...input, AlarmName: alarm.AlarmName ?? '' };
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

export function alarmNamed(bench: Bench, region: string, name: string): MetricAlarm | null {
  return metricAlarmsIn(bench.account, region).find(({ AlarmName }) => AlarmName === name) ?? null;
}

/** The whole alarm with some of its settings altered; those that are undefined are left out. */
export function alarmProposal(
  bench: Bench,
  region: string,
  alarm: MetricAlarm,
  altered: Readonly<Record<string, unknown>>,
  about: Pick<Proposal, 'title' | 'risk' | 'warning'>,
): Proposal {
  const all = Object.entries({ ...alarmInput(alarm), ...altered }).filter(([, value]) => value !== undefined);
  const input = { ...Object.fromEntries(all), AlarmName: alarm.AlarmName ?? '' };
  return {
    ...about,
    step: step('cloudwatch:PutMetricAlarm', region, input),
    link: { kind: 'alarm', id: alarm.AlarmArn ?? alarmArn(bench, region, alarm.AlarmName ?? '') },
    cost: COST.none,
    notUndone: null,
  };
}

/** Of an alarm that has no action when it rings. */
export const SILENT = 'somebody may have left it without an action on purpose, because it rings too often';

/** Lets the alarm notify the topic as well. */
export function withAction(bench: Bench, region: string, name: string, topic: string): Bench | null {
  const alarm = alarmNamed(bench, region, name);
  const actions = alarm?.AlarmActions ?? [];
  if (!alarm || actions.includes(topic)) return alarm && bench;
  if (actions.length >= MOST_ACTIONS) return null;
  const title = `let the alarm \`${name}\` notify ${topic}`;
  const isSilent = actions.length === 0;
  const about = isSilent
    ? { title, risk: 'changes' as const, warning: SILENT }
    : { title, risk: 'adds' as const, warning: null };
  return add(
    bench,
    isSilent ? WEIGHT.changes : WEIGHT.adds,
    alarmProposal(bench, region, alarm, { AlarmActions: [...actions, topic] }, about),
  );
}
