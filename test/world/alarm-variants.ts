import type { AlarmSpec, FilterSpec, TopicSpec, World } from './specs.js';
import type { Tag } from './truth.js';
import { ago, metricAlarm, onlyFilter } from './world.js';

/** What may be done to an alarm on the metric of a filter; the filter's default value is part of it. */
export type AlarmVariant = (made: World, spec: AlarmSpec, filter: FilterSpec) => void;

function tag(spec: AlarmSpec, fault: string, more: Partial<Tag> = {}): void {
  spec.tags.push({ fault, link: 'alarm', passes: 'broken', ...more });
}

const set =
  (members: Partial<AlarmSpec['alarm']>): AlarmVariant =>
  (_, spec) => {
    Object.assign(spec.alarm, members);
  };

export const SOUND_ALARMS = {
  plain: () => {},
  'of one minute': set({ Period: 60 }),
  'of an hour': set({ Period: 3600 }),
  maximum: set({ Statistic: 'Maximum' }),
  'above zero': set({ ComparisonOperator: 'GreaterThanThreshold', Threshold: 0 }),
  'at least a half': set({ Threshold: 0.5 }),
  'one of three': set({ Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 1 }),
  'missing data missing': set({ TreatMissingData: 'missing' }),
  'no data so far': set({ StateValue: 'INSUFFICIENT_DATA' }),
  'average without a default': (_, spec, filter) => {
    if (!onlyFilter(filter)) return;
    delete filter.metric.defaultValue;
    spec.alarm.Statistic = 'Average';
  },
  'samples without a default': (_, spec, filter) => {
    if (!onlyFilter(filter) || filter.metric.metricValue === '0') return;
    delete filter.metric.defaultValue;
    spec.alarm.Statistic = 'SampleCount';
  },
  'metric math of the metric alone': (_, spec) => {
    const { MetricName, Namespace, Dimensions, Statistic, Period, Unit } = spec.alarm;
    spec.alarm.Metrics = [
      {
        Id: 'm1',
        ReturnData: true,
        MetricStat: {
          Metric: { Namespace: Namespace ?? '', MetricName: MetricName ?? '', Dimensions: Dimensions ?? [] },
          Stat: Statistic ?? '',
          Period: Period ?? 0,
          ...(Unit !== undefined && { Unit }),
        },
      },
    ];
    for (const member of ['MetricName', 'Namespace', 'Statistic', 'Period', 'Unit'] as const) delete spec.alarm[member];
    spec.alarm.Dimensions = [];
  },
  'one more action': (made, spec) => {
    spec.alarm.AlarmActions = [
      `arn:aws:lambda:${spec.region}:${made.id}:function:ticket`,
      ...(spec.alarm.AlarmActions ?? []),
    ];
  },
  'a mute rule that is over': (made, spec) => {
    mute(made, spec, 'EXPIRED', 'at(2026-01-10T08:00)', ago(made, 60 * 24 * 20));
  },
  'told by a composite alarm': (made, spec) => {
    composite(made, spec, `ALARM("${spec.alarm.AlarmName}")`);
  },
  'told by a composite alarm of either': (made, spec, filter) => {
    composite(made, spec, `ALARM("${spec.alarm.AlarmName}") OR ALARM("${stray(made, spec, filter)}")`);
  },
} satisfies Record<string, AlarmVariant>;

export const FAULTY_ALARMS = {
  'threshold too high': (_, spec, filter) => {
    spec.alarm.Threshold = Number(filter.metric.metricValue) + 1;
    simple(spec);
    tag(spec, 'threshold too high');
  },
  'above what one event counts': (_, spec, filter) => {
    spec.alarm.Threshold = Math.max(1, Number(filter.metric.metricValue));
    spec.alarm.ComparisonOperator = 'GreaterThanThreshold';
    simple(spec);
    tag(spec, 'above what one event counts');
  },
  'rings when nothing happens': (_, spec) => {
    spec.alarm.Threshold = 1;
    spec.alarm.ComparisonOperator = 'LessThanThreshold';
    simple(spec);
    tag(spec, 'rings when nothing happens');
  },
  'average over the default': (_, spec, filter) => averaged(spec, filter, 'Average'),
  'minimum over the default': (_, spec, filter) => averaged(spec, filter, 'Minimum'),
  'samples of the default': (_, spec, filter) => averaged(spec, filter, 'SampleCount'),
  'three of three': (_, spec) => {
    simple(spec);
    Object.assign(spec.alarm, { EvaluationPeriods: 3, DatapointsToAlarm: 3, TreatMissingData: 'notBreaching' });
    tag(spec, 'three of three');
  },
  'missing data breaching': (_, spec, filter) => {
    if (!onlyFilter(filter)) return;
    delete filter.metric.defaultValue;
    simple(spec);
    spec.alarm.TreatMissingData = 'breaching';
    tag(spec, 'missing data breaching');
  },
  'missing data ignored': (_, spec, filter) => {
    if (!onlyFilter(filter)) return;
    delete filter.metric.defaultValue;
    simple(spec);
    spec.alarm.TreatMissingData = 'ignore';
    tag(spec, 'missing data ignored');
  },
  'actions off': (_, spec) => {
    spec.alarm.ActionsEnabled = false;
    tag(spec, 'actions off', { actions: true });
  },
  'OK actions only': (_, spec) => {
    spec.alarm.OKActions = spec.alarm.AlarmActions ?? [];
    spec.alarm.AlarmActions = [];
    tag(spec, 'OK actions only', { actions: true });
  },
  'no actions': (_, spec) => {
    spec.alarm.AlarmActions = [];
    tag(spec, 'no actions', { actions: true });
  },
  'a unit that the metric lacks': (_, spec) => {
    unmath(spec);
    spec.alarm.Unit = 'Bytes';
    tag(spec, 'a unit that the metric lacks', { link: 'metric' });
  },
  'a dimension that the metric lacks': (made, spec) => {
    unmath(spec);
    spec.alarm.Dimensions = [{ Name: 'AccountId', Value: made.id }];
    tag(spec, 'a dimension that the metric lacks', { link: 'metric' });
  },
  'in another Region': (made, spec) => {
    const region = spec.region === 'sa-east-1' ? 'eu-north-1' : 'sa-east-1';
    spec.region = region;
    spec.alarm.AlarmArn = `arn:aws:cloudwatch:${region}:${made.id}:alarm:${spec.alarm.AlarmName}`;
    spec.parents = [];
    tag(spec, 'in another Region', { link: 'metric' });
  },
  muted: (made, spec) => {
    mute(made, spec, 'ACTIVE', 'at(2026-03-01T11:00)', null);
    tag(spec, 'muted');
  },
  'a composite alarm that needs two': (made, spec, filter) => {
    composite(made, spec, `ALARM("${spec.alarm.AlarmName}") AND ALARM("${stray(made, spec, filter)}")`, {
      fault: 'a composite alarm that needs two',
      link: 'alarm',
      passes: 'broken',
    });
  },
  'anomaly detection': (_, spec) => {
    unmath(spec);
    spec.alarm.ComparisonOperator = 'GreaterThanUpperThreshold';
    spec.alarm.ThresholdMetricId = 'ad1';
    delete spec.alarm.Threshold;
    tag(spec, 'anomaly detection', { passes: 'open' });
  },
} satisfies Record<string, AlarmVariant>;

/** Back to the plain Sum, so that a fault of the threshold is one whatever else was chosen before. */
function simple(spec: AlarmSpec): void {
  unmath(spec);
  Object.assign(spec.alarm, { Statistic: 'Sum', EvaluationPeriods: 1, DatapointsToAlarm: 1 });
}

function unmath(spec: AlarmSpec): void {
  const [query] = spec.alarm.Metrics ?? [];
  if (!query?.MetricStat) return;
  const { Metric, Stat, Period, Unit } = query.MetricStat;
  delete spec.alarm.Metrics;
  Object.assign(spec.alarm, {
    MetricName: Metric?.MetricName,
    Namespace: Metric?.Namespace,
    Dimensions: Metric?.Dimensions,
    Statistic: Stat,
    Period,
    ...(Unit !== undefined && { Unit }),
  });
}

function averaged(spec: AlarmSpec, filter: FilterSpec, statistic: string): void {
  // A metric with dimensions cannot have a default value.
  if (filter.metric.dimensions || !onlyFilter(filter)) return;
  unmath(spec);
  filter.metric.defaultValue = 0;
  Object.assign(spec.alarm, {
    Statistic: statistic,
    Period: 300,
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    Threshold: statistic === 'SampleCount' ? 1 : Math.max(1, Number(filter.metric.metricValue)),
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  });
  tag(spec, `${statistic} over the default`);
}

/** The alarm has no action itself; a composite alarm above it has. */
function composite(made: World, spec: AlarmSpec, rule: string, fault?: Tag): void {
  const topics: TopicSpec[] = spec.topics;
  const name = `${spec.alarm.AlarmName}-composite`;
  spec.parents.push({
    region: spec.region,
    alarm: {
      AlarmName: name,
      AlarmArn: `arn:aws:cloudwatch:${spec.region}:${made.id}:alarm:${name}`,
      AlarmRule: rule,
      ActionsEnabled: true,
      AlarmActions: topics.map(({ arn }) => arn),
      StateValue: 'OK',
    },
    topics,
    tags: fault ? [fault] : [],
  });
  spec.topics = [];
  spec.alarm.AlarmActions = [];
}

/** An alarm on a metric that nothing feeds; it never leaves INSUFFICIENT_DATA. */
function stray(made: World, spec: AlarmSpec, filter: FilterSpec): string {
  const other = metricAlarm(made, filter, spec.region, `${spec.alarm.AlarmName}-other`, null);
  other.alarm.MetricName = 'Heartbeat';
  other.alarm.Namespace = 'Nothing';
  other.alarm.StateValue = 'INSUFFICIENT_DATA';
  other.alarm.TreatMissingData = 'missing';
  made.strayAlarms.push(other);
  return `${spec.alarm.AlarmName}-other`;
}

function mute(made: World, spec: AlarmSpec, status: string, expression: string, expireDate: string | null): void {
  const { region } = spec;
  const name = `maintenance-${made.muteRules.length + 1}`;
  const alarms = [spec, ...spec.parents].map(({ alarm }) => alarm.AlarmName ?? '');
  made.muteRules.push({ region, name, alarms, expression, duration: 'PT4H', status, expireDate });
}
