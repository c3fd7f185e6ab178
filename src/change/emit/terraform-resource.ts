import { attributes, block, type Entry, Expression, type Hcl, type HclObject } from './hcl.js';
import { policyExpression, type Reference, referring } from './references.js';
import { type Names, resourceKind } from './terraform-names.js';
import { roleNameOf, type Thing, type ThingOf } from './thing.js';

/** The body of a thing's resource. */
export function resourceBody(thing: Thing, names: Names, things: readonly Thing[]): readonly Entry[] {
  const made = <K extends Thing['kind']>(kind: K, isIt: (other: ThingOf<K>) => boolean): string | null => {
    const found = things.find((other) => other.kind === kind && isIt(other as ThingOf<K>));
    return found ? `${resourceKind(found)}.${names.label(found)}` : null;
  };
  const bucket = (name: string): Hcl => {
    const address = made('bucket', (other) => other.name === name);
    return address === null ? name : new Expression(`${address}.id`);
  };
  const policy = (text: string) => policyExpression(text, names.references);
  switch (thing.kind) {
    case 'log-group':
      return attributes({
        name: variable(names.variable('log-group', thing.region, thing.name)),
        retention_in_days: thing.retention ?? undefined,
      });
    case 'role':
      return attributes({
        name: thing.name,
        description: thing.description,
        assume_role_policy: policyExpression(thing.trust, []),
      });
    case 'role-policy': {
      const role = made('role', ({ name }) => name === thing.role);
      return attributes({ name: thing.name, role: new Expression(`${role}.id`), policy: policy(thing.policy) });
    }
    case 'bucket':
      return attributes({ bucket: thing.name });
    case 'public-access-block':
      return attributes({
        bucket: bucket(thing.bucket),
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
    case 'bucket-policy':
      return attributes({ bucket: bucket(thing.bucket), policy: policy(thing.policy) });
    case 'trail':
      return trailBody(thing, bucket, names.references, [
        made('bucket-policy', (other) => other.bucket === thing.input.S3BucketName),
        made('role-policy', ({ role }) => role === roleNameOf(thing.input.CloudWatchLogsRoleArn)),
      ]);
    case 'filter': {
      const { filterName, filterPattern, logGroupName, metricTransformations } = thing.input;
      const group = made('log-group', ({ name, region }) => name === logGroupName && region === thing.region);
      const own = variable(names.variable('log-group', thing.region, logGroupName));
      return [
        ...attributes({
          name: filterName,
          log_group_name: group === null ? own : new Expression(`${group}.name`),
          pattern: filterPattern,
        }),
        ...metricTransformations.map((one) =>
          block(
            'metric_transformation',
            [],
            [
              ...attributes({
                name: one.metricName,
                namespace: one.metricNamespace,
                value: one.metricValue,
                default_value: one.defaultValue,
                unit: one.unit,
                dimensions: one.dimensions,
              }),
            ],
          ),
        ),
      ];
    }
    case 'alarm':
      return alarmBody(thing, names.references);
    case 'topic': {
      const alias = made('alias', ({ name, region }) => name === thing.key && region === thing.region);
      return attributes({
        name: variable(names.variable('topic', thing.region, thing.arn)),
        kms_master_key_id: alias === null ? (thing.key ?? undefined) : new Expression(`${alias}.name`),
      });
    }
    case 'topic-policy':
      return attributes({ arn: referring(thing.topic, names.references), policy: policy(thing.policy) });
    case 'subscription':
      return attributes({
        for_each: new Expression(
          `{ for one in var.${names.subscribers(thing.topic)} : "\${one.protocol} \${one.endpoint}" => one }`,
        ),
        topic_arn: referring(thing.topic, names.references),
        protocol: new Expression('each.value.protocol'),
        endpoint: new Expression('each.value.endpoint'),
      });
    case 'key':
      // Without references: the topic needs the key, and the key would need the topic.
      return attributes({ description: thing.description, policy: policyExpression(thing.policy, []) });
    case 'alias': {
      const { target } = thing;
      const key = typeof target === 'string' ? null : made('key', ({ id }) => id === target.of);
      return attributes({
        name: thing.name,
        target_key_id: key === null ? String(target) : new Expression(`${key}.key_id`),
      });
    }
  }
}

function variable(name: string): Expression {
  return new Expression(`var.${name}`);
}

function trailBody(
  { input, selectors }: ThingOf<'trail'>,
  bucket: (name: string) => Hcl,
  references: readonly Reference[],
  after: readonly (string | null)[],
): readonly Entry[] {
  const needed = after.flatMap((address) => (address === null ? [] : [new Expression(address)]));
  return [
    ...attributes({
      name: input.Name,
      s3_bucket_name: bucket(input.S3BucketName),
      include_global_service_events: input.IncludeGlobalServiceEvents,
      is_multi_region_trail: input.IsMultiRegionTrail,
      enable_log_file_validation: input.EnableLogFileValidation,
      cloud_watch_logs_group_arn: referring(input.CloudWatchLogsLogGroupArn, references),
      cloud_watch_logs_role_arn: referring(input.CloudWatchLogsRoleArn, references),
    }),
    ...(selectors?.EventSelectors ?? []).map((one) => nested('event_selector', one)),
    ...(selectors?.AdvancedEventSelectors ?? []).map((one) => nested('advanced_event_selector', one)),
    // CloudTrail looks at both policies when the trail is created.
    ...(needed.length > 0 ? attributes({ depends_on: needed }) : []),
  ];
}

/** Members that Terraform calls otherwise than AWS with underscores: lists of objects are blocks in the singular. */
const BLOCKS: Readonly<Record<string, string>> = { DataResources: 'data_resource', FieldSelectors: 'field_selector' };

function nested(name: string, members: Readonly<Record<string, unknown>>): Entry {
  const body = Object.entries(members).flatMap(([member, value]): readonly Entry[] => {
    const own = BLOCKS[member];
    if (own === undefined) return value === undefined ? [] : attributes({ [underscored(member)]: value as Hcl });
    return (value as readonly Readonly<Record<string, unknown>>[]).map((one) => nested(own, one));
  });
  return block(name, [], body);
}

function underscored(member: string): string {
  return member.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase();
}

interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** Of a metric alarm or of one query of metric math: what CloudWatch takes as a list, Terraform as a map. */
function dimensions(list: unknown): HclObject | undefined {
  if (!Array.isArray(list) || list.length === 0) return undefined;
  return Object.fromEntries((list as readonly Dimension[]).map(({ Name, Value }) => [Name, Value]));
}

interface MetricQuery {
  readonly Id: string;
  readonly Expression?: string;
  readonly Label?: string;
  readonly Period?: number;
  readonly ReturnData?: boolean;
  readonly AccountId?: string;
  readonly MetricStat?: {
    readonly Metric: { readonly Namespace?: string; readonly MetricName?: string; readonly Dimensions?: unknown };
    readonly Period: number;
    readonly Stat: string;
    readonly Unit?: string;
  };
}

function alarmBody({ input }: ThingOf<'alarm'>, references: readonly Reference[]): readonly Entry[] {
  const own = (member: string) => input[member] as Hcl | undefined;
  const actions = (member: string) => {
    const list = input[member] as readonly string[] | undefined;
    return list && list.length > 0 ? list.map((arn) => referring(arn, references)) : undefined;
  };
  return [
    ...attributes({
      alarm_name: input.AlarmName,
      alarm_description: own('AlarmDescription'),
      namespace: own('Namespace'),
      metric_name: own('MetricName'),
      dimensions: dimensions(input.Dimensions),
      statistic: own('Statistic'),
      extended_statistic: own('ExtendedStatistic'),
      period: own('Period'),
      unit: own('Unit'),
      evaluation_periods: own('EvaluationPeriods'),
      datapoints_to_alarm: own('DatapointsToAlarm'),
      threshold: own('Threshold'),
      threshold_metric_id: own('ThresholdMetricId'),
      comparison_operator: own('ComparisonOperator'),
      treat_missing_data: own('TreatMissingData'),
      evaluate_low_sample_count_percentiles: own('EvaluateLowSampleCountPercentile'),
      actions_enabled: own('ActionsEnabled'),
      alarm_actions: actions('AlarmActions'),
      ok_actions: actions('OKActions'),
      insufficient_data_actions: actions('InsufficientDataActions'),
    }),
    ...((input.Metrics ?? []) as readonly MetricQuery[]).map(metricQuery),
  ];
}

function metricQuery(query: MetricQuery): Entry {
  const { MetricStat: stat } = query;
  return block(
    'metric_query',
    [],
    [
      ...attributes({
        id: query.Id,
        expression: query.Expression,
        label: query.Label,
        period: query.Period,
        account_id: query.AccountId,
        return_data: query.ReturnData,
      }),
      ...(stat
        ? [
            block(
              'metric',
              [],
              [
                ...attributes({
                  namespace: stat.Metric.Namespace,
                  metric_name: stat.Metric.MetricName,
                  dimensions: dimensions(stat.Metric.Dimensions),
                  period: stat.Period,
                  stat: stat.Stat,
                  unit: stat.Unit,
                }),
              ],
            ),
          ]
        : []),
    ],
  );
}
