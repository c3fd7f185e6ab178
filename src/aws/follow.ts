import type { Read } from '../account/account.js';
import type {
  CompositeAlarm,
  EventBus,
  EventTarget,
  FunctionConfiguration,
  KeyMetadata,
  LogAlarm,
  LogGroup,
  MetricAlarm,
  MetricFilter,
  QueueAttributes,
  Subscription,
  TopicAttributes,
  Trail,
} from '../account/answers.js';
import { logGroupNameOf, parseArn } from '../account/arn.js';
import { queueUrlOf } from '../account/queue-url.js';
import { itemsOf } from '../account/view.js';

/** A thing that an answer names, where it is to be asked for. */
export interface Place {
  readonly region: string;
  readonly name: string;
}

/** The trails that the listings show, each once, under its ARN. */
export function trailsIn(reads: readonly Read[]): ReadonlyMap<string, Trail> {
  const trails = new Map<string, Trail>();
  for (const read of reads) {
    for (const trail of itemsOf<Trail>(read.pages, 'trailList')) {
      if (trail.TrailARN !== undefined && !trails.has(trail.TrailARN)) trails.set(trail.TrailARN, trail);
    }
  }
  return trails;
}

export function homeOf(trail: Trail): string | null {
  return trail.HomeRegion ?? parseArn(trail.TrailARN)?.region ?? null;
}

/** The log groups of this account into which trails deliver. Another account's cannot be asked for. */
export function logGroupsOf(trails: Iterable<Trail>, account: string): readonly Place[] {
  return unique(
    [...trails].flatMap((trail) => {
      const arn = parseArn(trail.CloudWatchLogsLogGroupArn);
      const name = arn && logGroupNameOf(arn);
      return arn && name && arn.account === account ? [{ region: arn.region, name }] : [];
    }),
  );
}

/**
 * The topics of a Region's alarms that one of these metric filters could ring: alarms on a metric of theirs, alarms that
 * compute over metrics not named one by one, and every composite and log alarm.
 */
export function alarmTopics(alarms: Read, filters: readonly Read[]): readonly Place[] {
  const metrics = new Set(
    filters
      .flatMap((read) => itemsOf<MetricFilter>(read.pages, 'metricFilters'))
      .flatMap((filter) => filter.metricTransformations ?? [])
      .map((transformation) => metricKey(transformation.metricNamespace, transformation.metricName)),
  );
  const ringing = [
    ...itemsOf<MetricAlarm>(alarms.pages, 'MetricAlarms').filter((alarm) => watches(alarm, metrics)),
    ...itemsOf<CompositeAlarm>(alarms.pages, 'CompositeAlarms'),
    ...itemsOf<LogAlarm>(alarms.pages, 'LogAlarms'),
  ];
  return topicsAmong(ringing.flatMap((alarm) => alarm.AlarmActions ?? []));
}

function watches(alarm: MetricAlarm, metrics: ReadonlySet<string>): boolean {
  if (alarm.MetricName !== undefined) return metrics.has(metricKey(alarm.Namespace, alarm.MetricName));
  const stats = (alarm.Metrics ?? []).map((query) => query.MetricStat?.Metric);
  const named = stats.filter((metric) => metric !== undefined);
  if (named.some((metric) => metrics.has(metricKey(metric.Namespace, metric.MetricName)))) return true;
  // A search, an insight rule or PromQL: the metrics are found when the alarm is evaluated.
  return named.length === 0;
}

function metricKey(namespace: string | undefined, name: string | undefined): string {
  return JSON.stringify([namespace, name]);
}

/** The topics among the targets of a rule. */
export function targetTopics(targets: Read): readonly Place[] {
  return topicsAmong(itemsOf<EventTarget>(targets.pages, 'Targets').flatMap((target) => target.Arn ?? []));
}

function topicsAmong(arns: readonly string[]): readonly Place[] {
  return unique(
    arns.flatMap((name) => {
      const arn = parseArn(name);
      return arn?.service === 'sns' && !arn.resource.includes(':') ? [{ region: arn.region, name }] : [];
    }),
  );
}

/** FIFO topics have no data protection policy, and SNS answers that it does not know the operation. Their names end like this. */
export function isFifo(topic: string): boolean {
  return topic.endsWith('.fifo');
}

/** ARNs of the subscriptions that were confirmed. A pending one has a word in the place of its ARN. */
export function confirmedSubscriptions(subscriptions: Read): readonly string[] {
  return itemsOf<Subscription>(subscriptions.pages, 'Subscriptions')
    .map((subscription) => subscription.SubscriptionArn)
    .filter((arn) => arn !== undefined && parseArn(arn) !== null) as readonly string[];
}

/** The queues that are subscribed, and have been confirmed to be: by their URLs, each in its Region. */
export function subscribedQueues(subscriptions: Read): readonly Place[] {
  return unique(
    itemsOf<Subscription>(subscriptions.pages, 'Subscriptions').flatMap((subscription) =>
      parseArn(subscription.SubscriptionArn) && subscription.Protocol === 'sqs'
        ? queuePlace(subscription.Endpoint)
        : [],
    ),
  );
}

/** The functions that are subscribed, and have been confirmed to be: by their ARNs, each in its Region. */
export function subscribedFunctions(subscriptions: Read): readonly Place[] {
  return unique(
    itemsOf<Subscription>(subscriptions.pages, 'Subscriptions').flatMap(
      ({ SubscriptionArn, Protocol: protocol, Endpoint: name = '' }) => {
        const arn = protocol === 'lambda' && parseArn(SubscriptionArn) ? parseArn(name) : null;
        return arn?.service === 'lambda' ? [{ region: arn.region, name }] : [];
      },
    ),
  );
}

/** Where SQS is asked about the queue of this ARN. */
export function queuePlace(queueArn: string | undefined): readonly Place[] {
  const arn = parseArn(queueArn);
  return arn?.service === 'sqs' ? [{ region: arn.region, name: queueUrlOf(arn) }] : [];
}

/** The keys on which trails, log groups, topics, queues, functions and event buses depend, spelled as their owners spell them. */
export function keysOf(
  trails: Iterable<Trail>,
  groups: readonly Read[],
  topics: readonly Read[],
  queues: readonly Read[],
  functions: readonly Read[],
  buses: readonly Read[],
): readonly Place[] {
  return unique([
    ...[...trails].flatMap((trail) => keyPlace(trail.KmsKeyId, homeOf(trail))),
    ...groups.flatMap((read) =>
      itemsOf<LogGroup>(read.pages, 'logGroups')
        .filter((group) => group.logGroupName === read.input.logGroupNamePrefix)
        .flatMap((group) => keyPlace(group.kmsKeyId, read.region)),
    ),
    ...topics.flatMap((read) =>
      read.pages.flatMap((page) =>
        keyPlace((page.Attributes as TopicAttributes | undefined)?.KmsMasterKeyId, read.region),
      ),
    ),
    ...queues.flatMap((read) =>
      read.pages.flatMap((page) =>
        keyPlace((page.Attributes as QueueAttributes | undefined)?.KmsMasterKeyId, read.region),
      ),
    ),
    ...functions.flatMap((read) =>
      read.pages.flatMap((page) => keyPlace((page as FunctionConfiguration).KMSKeyArn, read.region)),
    ),
    ...buses.flatMap((read) =>
      read.pages.flatMap((page) => keyPlace((page as EventBus).KmsKeyIdentifier, read.region)),
    ),
  ]);
}

function keyPlace(name: string | undefined, region: string | null): readonly Place[] {
  const where = parseArn(name)?.region || region;
  return name && where ? [{ region: where, name }] : [];
}

/**
 * What GetKeyPolicy is to be asked with: the key's ARN, because it takes no alias. Null where the key could not be described
 * or is another account's, whose policy cannot be asked for.
 */
export function keyForPolicy(described: Read, account: string): string | null {
  const metadata = described.pages[0]?.KeyMetadata as KeyMetadata | undefined;
  const spelled = String(described.input.KeyId);
  const key = metadata?.Arn ?? (spelled.includes('alias/') ? null : spelled);
  if (key === null) return null;
  const owner = parseArn(key)?.account;
  return owner === undefined || owner === account ? key : null;
}

/** Names of the mute rules that are not over. A summary holds the rule's ARN, and its name only there. */
export function muteRuleNames(rules: Read): readonly string[] {
  return itemsOf<{ readonly AlarmMuteRuleArn?: string; readonly Status?: string }>(
    rules.pages,
    'AlarmMuteRuleSummaries',
  ).flatMap((summary) => {
    const name = /^alarm-mute-rule[:/](.+)$/.exec(parseArn(summary.AlarmMuteRuleArn)?.resource ?? '')?.[1];
    return name === undefined || summary.Status === 'EXPIRED' ? [] : [name];
  });
}

function unique(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [`${place.region}\n${place.name}`, place])).values()];
}
