import type { Account } from '../account/account.js';
import type {
  CompositeAlarm,
  EventBus,
  EventRule,
  EventSelectors,
  EventTarget,
  KeyMetadata,
  LogGroup,
  MetricAlarm,
  MetricFilter,
  Subscription,
  SubscriptionAttributes,
  SubscriptionFilter,
  TopicAttributes,
  Trail,
  TrailStatus,
} from '../account/answers.js';
import { logGroupNameOf, parseArn } from '../account/arn.js';
import { answerTo, itemsOf } from '../account/view.js';

/** What stands in an account, as far as it was read: nothing where it was not. */
function items<T>(
  account: Account,
  region: string,
  operation: Parameters<typeof answerTo>[2],
  member: string,
  input = {},
) {
  const answer = answerTo(account, region, operation, input);
  return answer.kind === 'answered' ? itemsOf<T>(answer.pages, member) : [];
}

function page<T>(account: Account, region: string, operation: Parameters<typeof answerTo>[2], input: object): T | null {
  const answer = answerTo(account, region, operation, { ...input });
  return answer.kind === 'answered' ? ((answer.pages[0] as T | undefined) ?? null) : null;
}

/** Was the listing read to its end? Only then is it known which names are free. */
export function isListed(
  account: Account,
  region: string,
  operation: Parameters<typeof answerTo>[2],
  input = {},
): boolean {
  const answer = answerTo(account, region, operation, input);
  return (
    answer.kind === 'not-found' ||
    answer.kind === 'unsupported' ||
    (answer.kind === 'answered' && answer.incomplete === undefined)
  );
}

export function trailsIn(account: Account): readonly Trail[] {
  const regions = new Set(account.reads.map(({ region }) => region));
  return [...regions].flatMap((region) => items<Trail>(account, region, 'cloudtrail:DescribeTrails', 'trailList'));
}

export function trailOf(account: Account, arn: string): Trail | null {
  const home = parseArn(arn)?.region ?? '';
  const listed = items<Trail>(account, home, 'cloudtrail:DescribeTrails', 'trailList');
  return listed.find(({ TrailARN }) => TrailARN === arn) ?? null;
}

export function isLoggingIn(account: Account, arn: string): boolean {
  return trailStatusOf(account, arn).IsLogging === true;
}

export function trailStatusOf(account: Account, arn: string): TrailStatus {
  return page<TrailStatus>(account, parseArn(arn)?.region ?? '', 'cloudtrail:GetTrailStatus', { Name: arn }) ?? {};
}

export function selectorsOf(account: Account, arn: string): EventSelectors | null {
  return page(account, parseArn(arn)?.region ?? '', 'cloudtrail:GetEventSelectors', { TrailName: arn });
}

export function groupName(arn: string): string {
  const parsed = parseArn(arn);
  return (parsed && logGroupNameOf(parsed)) ?? '';
}

export function groupsIn(account: Account, region: string): readonly LogGroup[] {
  return account.reads
    .filter((read) => read.region === region && read.operation === 'logs:DescribeLogGroups')
    .flatMap((read) => itemsOf<LogGroup>(read.pages, 'logGroups'));
}

export function filtersOf(account: Account, region: string, logGroupName: string): readonly MetricFilter[] {
  return items(account, region, 'logs:DescribeMetricFilters', 'metricFilters', { logGroupName });
}

/** May subscription filters hand on what the log group gets? Where they were not read, they may. */
export function mayBeHandedOn(account: Account, region: string, logGroupName: string): boolean {
  const [operation, input] = ['logs:DescribeSubscriptionFilters', { logGroupName }] as const;
  if (!isListed(account, region, operation, input)) return true;
  return items(account, region, operation, 'subscriptionFilters', input).length > 0;
}

/** To whom its subscription filters hand it, as far as they were read. */
export function handedOnTo(account: Account, region: string, logGroupName: string): readonly string[] {
  return items<SubscriptionFilter>(account, region, 'logs:DescribeSubscriptionFilters', 'subscriptionFilters', {
    logGroupName,
  }).flatMap(({ destinationArn }) => destinationArn ?? []);
}

/** Of every log group of the Region that was read. */
export function filtersIn(account: Account, region: string): readonly MetricFilter[] {
  return account.reads
    .filter((read) => read.region === region && read.operation === 'logs:DescribeMetricFilters')
    .flatMap((read) => itemsOf<MetricFilter>(read.pages, 'metricFilters'));
}

export function metricAlarmsIn(account: Account, region: string): readonly MetricAlarm[] {
  return items(account, region, 'cloudwatch:DescribeAlarms', 'MetricAlarms');
}

/** Whatever their dimensions are. */
export const isOnMetricOf = (one: MetricAlarm, other: MetricAlarm): boolean =>
  one.Namespace === other.Namespace && one.MetricName === other.MetricName;

export function compositeAlarmsIn(account: Account, region: string): readonly CompositeAlarm[] {
  return items(account, region, 'cloudwatch:DescribeAlarms', 'CompositeAlarms');
}

export function alarmNamesIn(account: Account, region: string): readonly string[] {
  return ['MetricAlarms', 'CompositeAlarms', 'LogAlarms'].flatMap((member) =>
    items<CompositeAlarm>(account, region, 'cloudwatch:DescribeAlarms', member).flatMap(
      ({ AlarmName }) => AlarmName ?? [],
    ),
  );
}

export function rulesIn(account: Account, region: string): readonly EventRule[] {
  return items(account, region, 'events:ListRules', 'Rules');
}

/** ARNs of what a rule gives its events to. */
export function targetsOf(account: Account, region: string, rule: string): readonly string[] {
  return items<EventTarget>(account, region, 'events:ListTargetsByRule', 'Targets', { Rule: rule }).flatMap(
    ({ Arn }) => Arn ?? [],
  );
}

export function topicOf(account: Account, arn: string): TopicAttributes | null {
  const region = parseArn(arn)?.region ?? '';
  return (
    page<{ Attributes?: TopicAttributes }>(account, region, 'sns:GetTopicAttributes', { TopicArn: arn })?.Attributes ??
    null
  );
}

/** Was it asked for, and is it not there? What was not read may be there. */
export function isMissingTopic(account: Account, arn: string): boolean {
  const region = parseArn(arn)?.region ?? '';
  return answerTo(account, region, 'sns:GetTopicAttributes', { TopicArn: arn }).kind === 'not-found';
}

/** The ARNs of all topics that were asked for, but for those that are not there. */
export function topicsIn(account: Account): readonly string[] {
  return account.reads.flatMap(({ operation, input, error }) =>
    operation === 'sns:GetTopicAttributes' && typeof input.TopicArn === 'string' && error?.kind !== 'not-found'
      ? [input.TopicArn]
      : [],
  );
}

export function subscriptionsOf(account: Account, topic: string): readonly Subscription[] {
  const region = parseArn(topic)?.region ?? '';
  return items(account, region, 'sns:ListSubscriptionsByTopic', 'Subscriptions', { TopicArn: topic });
}

/** Has somebody confirmed? Those who have not have no ARN yet. */
export function hasSubscriber(account: Account, topic: string): boolean {
  return subscriptionsOf(account, topic).some(({ SubscriptionArn: arn }) => parseArn(arn) !== null);
}

export function subscriptionAttributes(account: Account, arn: string): SubscriptionAttributes | null {
  const region = parseArn(arn)?.region ?? '';
  const found = page<{ Attributes?: SubscriptionAttributes }>(account, region, 'sns:GetSubscriptionAttributes', {
    SubscriptionArn: arn,
  });
  return found?.Attributes ?? null;
}

/** The default bus. */
export function busIn(account: Account, region: string): EventBus | null {
  return page(account, region, 'events:DescribeEventBus', {});
}

/** `spelled`: as the topic names it, an ID, an ARN or an alias. */
export function keyOf(account: Account, region: string, spelled: string): KeyMetadata | null {
  return (
    page<{ KeyMetadata?: KeyMetadata }>(account, region, 'kms:DescribeKey', { KeyId: spelled })?.KeyMetadata ?? null
  );
}

export function keyPolicyOf(account: Account, region: string, arn: string): string | null {
  const found = page<{ Policy?: string }>(account, region, 'kms:GetKeyPolicy', { KeyId: arn, PolicyName: 'default' });
  return found?.Policy ?? null;
}
