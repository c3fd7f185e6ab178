import { CONTROLS, type WorldControl } from './controls.js';
import type {
  AlarmSpec,
  FilterSpec,
  GroupSpec,
  KeySpec,
  SubscriptionSpec,
  TopicSpec,
  TrailSpec,
  World,
} from './specs.js';
import type { Cell, Truth } from './truth.js';

const READ_AT = '2026-03-01T12:00:00.000Z';

export interface WorldOptions {
  readonly id?: string;
  readonly regions?: readonly string[];
  readonly home?: string;
  readonly controls?: readonly WorldControl[];
}

/**
 * A correct account: a multi-Region trail that logs all management events into a log group, for each control a metric filter
 * with the benchmark's pattern and an alarm (Sum of 300 seconds, at least 1), one topic with the policy that SNS gives, and one
 * confirmed email subscription.
 */
export function world(options: WorldOptions = {}): World {
  const id = options.id ?? '111122223333';
  const home = options.home ?? 'us-east-1';
  const made: World = {
    id,
    readAt: READ_AT,
    regions: [...(options.regions ?? ['eu-central-1', 'us-east-1', 'us-west-2'])],
    home,
    trails: [],
    rules: [],
    buses: [],
    strayAlarms: [],
    muteRules: [],
    keys: [],
    readFaults: [],
    unseenAlarms: new Set(),
    unseenRules: new Set(),
    unseenTrails: false,
  };
  const group = logGroup(made, home, 'CloudTrail/DefaultLogGroup');
  made.trails.push(trail(made, 'management-events', group));
  const topic = snsTopic(made, home, 'security-alerts');
  for (const control of options.controls ?? CONTROLS) {
    const filter = metricFilter(group, control);
    filter.alarms.push(metricAlarm(made, filter, home, `CIS-${control.cis}-${control.metric}`, topic));
    group.filters.push(filter);
  }
  return made;
}

export function ago(made: World, minutes: number): string {
  return new Date(Date.parse(made.readAt) - minutes * 60_000).toISOString();
}

export function trail(made: World, name: string, group: GroupSpec | null, home = made.home): TrailSpec {
  return {
    account: made.id,
    trail: {
      Name: name,
      TrailARN: `arn:aws:cloudtrail:${home}:${made.id}:trail/${name}`,
      HomeRegion: home,
      S3BucketName: `cloudtrail-logs-${made.id}`,
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: true,
      IsOrganizationTrail: false,
      LogFileValidationEnabled: true,
      HasCustomEventSelectors: false,
      ...(group && {
        CloudWatchLogsLogGroupArn: group.group.arn ?? '',
        CloudWatchLogsRoleArn: `arn:aws:iam::${made.id}:role/CloudTrail_CloudWatchLogs_Role`,
      }),
    },
    status: {
      IsLogging: true,
      LatestDeliveryTime: ago(made, 3),
      ...(group && { LatestCloudWatchLogsDeliveryTime: ago(made, 2) }),
      StartLoggingTime: ago(made, 400 * 24 * 60),
    },
    selectors: {
      TrailARN: `arn:aws:cloudtrail:${home}:${made.id}:trail/${name}`,
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, ExcludeManagementEventSources: [] }],
    },
    group,
    tags: [],
  };
}

export function logGroup(made: World, region: string, name: string): GroupSpec {
  const arn = `arn:aws:logs:${region}:${made.id}:log-group:${name}`;
  return {
    account: made.id,
    region,
    group: {
      logGroupName: name,
      arn: `${arn}:*`,
      logGroupArn: arn,
      logGroupClass: 'STANDARD',
      retentionInDays: 365,
    },
    filters: [],
    unseenFilters: false,
    neighbours: [],
    subscriptionFilters: [],
    tags: [],
  };
}

export function filterName(control: WorldControl): string {
  return `cis-${control.cis}-${control.slug}`;
}

export function metricFilter(group: GroupSpec, control: WorldControl, suffix = ''): FilterSpec {
  const metric = {
    metricName: `${control.metric}${suffix}`,
    metricNamespace: 'CISBenchmark',
    metricValue: '1',
    defaultValue: 0,
  };
  return {
    filter: {
      filterName: `${filterName(control)}${suffix}`,
      filterPattern: `{ ${control.core} }`,
      logGroupName: group.group.logGroupName ?? '',
      applyOnTransformedLogs: false,
    },
    metric,
    covers: coversOf(control),
    alarms: [],
    tags: [],
  };
}

/** The benchmark's pattern covers its own control; of another control's events only those of the same name may be told as well. */
export function coversOf(control: WorldControl): (cell: Cell) => Truth {
  const own = new Set(control.cells(['us-east-1']).map((cell) => `${cell.event}\n${cell.name}\n${cell.error}`));
  return (cell) => {
    if (own.has(`${cell.event}\n${cell.name}\n${cell.error}`)) return 'holds';
    return control.source === null || control.names.includes(cell.name) ? 'open' : 'broken';
  };
}

export function metricAlarm(
  made: World,
  filter: FilterSpec,
  region: string,
  name: string,
  topic: TopicSpec | null,
): AlarmSpec {
  return {
    region,
    alarm: {
      AlarmName: name,
      AlarmArn: `arn:aws:cloudwatch:${region}:${made.id}:alarm:${name}`,
      ActionsEnabled: true,
      OKActions: [],
      AlarmActions: topic ? [topic.arn] : [],
      InsufficientDataActions: [],
      StateValue: 'OK',
      StateReason: 'Threshold Crossed: no datapoints were received and missing data is treated as not breaching.',
      StateUpdatedTimestamp: ago(made, 60 * 24 * 30),
      StateTransitionedTimestamp: ago(made, 60 * 24 * 30),
      MetricName: filter.metric.metricName ?? '',
      Namespace: filter.metric.metricNamespace ?? '',
      Statistic: 'Sum',
      Dimensions: [],
      Period: 300,
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    },
    topics: topic ? [topic] : [],
    parents: [],
    tags: [],
  };
}

export function snsTopic(made: World, region: string, name: string): TopicSpec {
  const arn = `arn:aws:sns:${region}:${made.id}:${name}`;
  const topic: TopicSpec = {
    region,
    arn,
    attributes: {
      TopicArn: arn,
      Owner: made.id,
      DisplayName: '',
      Policy: JSON.stringify(defaultPolicy(arn, made.id)),
      SubscriptionsConfirmed: '1',
      SubscriptionsPending: '0',
      SubscriptionsDeleted: '0',
      EffectiveDeliveryPolicy: '{}',
    },
    exists: true,
    subscriptions: [],
    unseenSubscriptions: false,
    key: null,
    protection: null,
    tags: [],
    fromEvents: 'broken',
  };
  topic.subscriptions.push(subscription(topic, made.id, 'email', 'security@example.com'));
  return topic;
}

export function subscription(topic: TopicSpec, owner: string, protocol: string, endpoint: string): SubscriptionSpec {
  const arn = `${topic.arn}:6b1f3c1e-58a4-4c1e-9d0e-0d0f6a6c2b1${topic.subscriptions.length}`;
  return {
    subscription: { SubscriptionArn: arn, Owner: owner, Protocol: protocol, Endpoint: endpoint, TopicArn: topic.arn },
    attributes: {
      SubscriptionArn: arn,
      TopicArn: topic.arn,
      Owner: owner,
      Protocol: protocol,
      Endpoint: endpoint,
      PendingConfirmation: 'false',
      RawMessageDelivery: 'false',
      ConfirmationWasAuthenticated: 'false',
    },
    truth: 'holds',
    fault: null,
  };
}

/** A customer managed key that is enabled; the account administers it, and the statements say who else may use it. */
export function customerKey(
  made: World,
  region: string,
  statements: readonly Readonly<Record<string, unknown>>[],
): KeySpec {
  const arn = `arn:aws:kms:${region}:${made.id}:key/0a1b2c3d-0000-4000-8000-${String(made.keys.length).padStart(12, '0')}`;
  const key: KeySpec = {
    region,
    id: arn,
    metadata: { KeyId: arn.split('/')[1] ?? '', Arn: arn, KeyManager: 'CUSTOMER', KeyState: 'Enabled', Enabled: true },
    policy: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'administration',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${made.id}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
        ...statements,
      ],
    },
  };
  made.keys.push(key);
  return key;
}

/** The policy that SNS gives a new topic. */
export function defaultPolicy(topic: string, owner: string): Readonly<Record<string, unknown>> {
  return {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [
          'SNS:GetTopicAttributes',
          'SNS:SetTopicAttributes',
          'SNS:AddPermission',
          'SNS:RemovePermission',
          'SNS:DeleteTopic',
          'SNS:Subscribe',
          'SNS:ListSubscriptionsByTopic',
          'SNS:Publish',
        ],
        Resource: topic,
        Condition: { StringEquals: { 'AWS:SourceOwner': owner } },
      },
    ],
  };
}

/** One alarm watches the filter's metric, and the filter alone feeds it: only then may a variant of one change the other. */
export function onlyFilter(filter: FilterSpec): boolean {
  return filter.alarms.length === 1 && !filter.filter.filterName?.endsWith('-shared');
}
