import { isArray, isObject, type Json, type JsonObject } from '../predicate/json.js';
import { partitionOf } from './place.js';

/**
 * What of the monitoring the call names, as ARNs: the alarms, the trail, the log group, the filter, the topic, the subscription, the
 * event rule. A name alone is completed with the event's Region and account; none where the call names nothing of the kind.
 * A metric filter has no ARN of its own: it is its log group's with `:metric-filter:NAME` after it.
 */
export function monitoringResources(record: JsonObject): readonly string[] {
  const read = typeof record.eventSource === 'string' ? READERS[record.eventSource] : undefined;
  const parameters = isObject(record.requestParameters) ? record.requestParameters : {};
  return read ? [...new Set(read(parameters, placeOf(record)))] : [];
}

interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

type Reader = (parameters: JsonObject, place: Place) => readonly string[];

const READERS: Readonly<Record<string, Reader>> = {
  'cloudtrail.amazonaws.com': (of, place) =>
    first(of, ['name', 'trailName']).map((name) => named(name, place, 'cloudtrail', 'trail/')),
  'monitoring.amazonaws.com': (of, place) => [
    ...first(of, ['alarmName']).map((name) => named(name, place, 'cloudwatch', 'alarm:')),
    ...[...textsOf(of.alarmNames), ...mutedOf(of)].map((name) => named(name, place, 'cloudwatch', 'alarm:')),
    ...(isMuteRule(of) ? first(of, ['name', 'alarmMuteRuleName']) : []).map((name) =>
      named(name, place, 'cloudwatch', 'alarm-mute-rule:'),
    ),
  ],
  'logs.amazonaws.com': (of, place) =>
    first(of, ['logGroupName', 'logGroupIdentifier']).map((name) => {
      const group = withoutStar(named(name, place, 'logs', 'log-group:'));
      const [filter] = first(of, ['filterName']);
      return filter === undefined ? group : `${group}:metric-filter:${filter}`;
    }),
  'sns.amazonaws.com': (of) => first(of, ['subscriptionArn', 'topicArn']),
  'events.amazonaws.com': (of, place) =>
    first(of, ['name', 'rule']).map((name) => {
      const bus = first(of, ['eventBusName'])[0]?.split('/').at(-1);
      return named(name, place, 'events', bus === undefined || bus === 'default' ? 'rule/' : `rule/${bus}/`);
    }),
};

/** PutAlarmMuteRule names its rule by `name`; other calls to CloudWatch name dashboards and metric streams so. */
const isMuteRule = (of: JsonObject): boolean =>
  Object.hasOwn(of, 'alarmMuteRuleName') || Object.hasOwn(of, 'muteTargets') || isObject(of.rule);

const mutedOf = (of: JsonObject): readonly string[] =>
  isObject(of.muteTargets) ? textsOf(of.muteTargets.alarmNames) : [];

const named = (name: string, { partition, region, account }: Place, service: string, kind: string): string =>
  name.startsWith('arn:') ? name : `arn:${partition}:${service}:${region}:${account}:${kind}${name}`;

/** DescribeLogGroups and some callers write the ARN of a log group with `:*` at its end. */
const withoutStar = (arn: string): string => (arn.endsWith(':*') ? arn.slice(0, -2) : arn);

function first(of: JsonObject, names: readonly string[]): readonly string[] {
  for (const name of names) {
    const value = of[name];
    if (typeof value === 'string' && value !== '') return [value];
  }
  return [];
}

const textsOf = (value: Json | undefined): readonly string[] =>
  isArray(value) ? value.filter((item) => typeof item === 'string') : [];

function placeOf(record: JsonObject): Place {
  const region = typeof record.awsRegion === 'string' ? record.awsRegion : '';
  const identity = isObject(record.userIdentity) ? record.userIdentity : {};
  const account = [record.recipientAccountId, identity.accountId].find((value) => typeof value === 'string') ?? '';
  return { partition: partitionOf(region), region, account: String(account) };
}
