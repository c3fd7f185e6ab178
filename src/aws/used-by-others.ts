import { logGroupNameOf, parseArn } from '../account/arn.js';
import { samePolicy } from '../change/same-policy.js';
import type { Step, WriteOperation } from '../change/step.js';
import type { Clients } from './clients.js';
import { failureOf, kindOf } from './failure.js';
import { alarmOnMetric, alarmOver } from './used-by-alarms.js';
import type { Maker } from './what-is-there.js';

/**
 * Whether what the step takes away, which a plan of ours built, has meanwhile become of use to somebody else: in which way, in words;
 * null where nothing shows it. Rejects as the SDK does where it cannot be seen.
 */
export async function usedByOthers(clients: Clients, step: Step, maker: Maker): Promise<string | null> {
  try {
    return await useOf(clients, step, maker);
  } catch (thrown) {
    const failure = failureOf(thrown);
    // What is not there is of use to nobody.
    if (kindOf(failure) === 'not-found' || failure.code.startsWith('NoSuchBucket')) return null;
    throw thrown;
  }
}

async function useOf(clients: Clients, step: Step, maker: Maker): Promise<string | null> {
  const { own = [] } = maker;
  switch (step.operation) {
    case 'sns:DeleteTopic':
      return useOfTopic(clients, step.region, step.input.TopicArn, own);
    case 'logs:DeleteLogGroup':
      return useOfGroup(clients, step.region, step.input.logGroupName, own);
    case 'cloudtrail:StopLogging':
    case 'cloudtrail:DeleteTrail':
      return useOfTrail(clients, step.region, step.input.Name, own);
    case 'logs:DeleteMetricFilter':
      return useOfFilter(clients, step.region, step.input, own);
    case 'cloudwatch:DeleteAlarms':
      return useOfAlarms(clients, step.region, step.input.AlarmNames);
    case 's3:DeleteBucket':
      return useOfBucket(clients, step.region, step.input.Bucket, maker);
    case 'kms:ScheduleKeyDeletion':
      return typeof step.input.KeyId === 'string' ? useOfKey(clients, step.region, step.input.KeyId, maker) : null;
    default:
      return null;
  }
}

type Made<O extends WriteOperation> = Extract<Step, { readonly operation: O }>['input'];

function inputsOf<O extends WriteOperation>(own: readonly Step[], operation: O): readonly Made<O>[] {
  return own.flatMap((step) => (step.operation === operation ? [step.input as Made<O>] : []));
}

async function useOfTopic(clients: Clients, region: string, TopicArn: string, own: readonly Step[]) {
  const name = parseArn(TopicArn)?.resource ?? TopicArn;
  const ours = new Set(
    inputsOf(own, 'sns:Subscribe').flatMap((one) =>
      one.TopicArn === TopicArn ? [`${one.Protocol} ${one.Endpoint}`] : [],
    ),
  );
  const { sdk, client } = await clients.sns(region);
  let NextToken: string | undefined;
  do {
    const page = await client.send(new sdk.ListSubscriptionsByTopicCommand({ TopicArn, NextToken }));
    const other = page.Subscriptions?.find(
      (one) => !ours.has(`${one.Protocol} ${one.Endpoint}`) && one.SubscriptionArn !== 'Deleted',
    );
    if (other) return `somebody has subscribed ${other.Protocol} \`${other.Endpoint}\` to the topic \`${name}\``;
    NextToken = page.NextToken;
  } while (NextToken);
  const alarm = await alarmNotifying(clients, region, TopicArn, own);
  if (alarm !== null) return `the alarm \`${alarm}\` of somebody else notifies the topic \`${name}\``;
  const { sdk: bridge, client: events } = await clients.events(region);
  const { RuleNames = [] } = await events.send(new bridge.ListRuleNamesByTargetCommand({ TargetArn: TopicArn }));
  return RuleNames[0] === undefined ? null : `the rule \`${RuleNames[0]}\` sends to the topic \`${name}\``;
}

/** The name of an alarm that is none of ours and names the topic. */
async function alarmNotifying({ cloudwatch }: Clients, region: string, topic: string, own: readonly Step[]) {
  const ours = new Set(inputsOf(own, 'cloudwatch:PutMetricAlarm').map(({ AlarmName }) => AlarmName));
  const { sdk, client } = await cloudwatch(region);
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new sdk.DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'], NextToken }),
    );
    const alarms = [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? []), ...(page.LogAlarms ?? [])];
    const found = alarms.find(
      ({ AlarmName, AlarmActions = [], OKActions = [], InsufficientDataActions = [] }) =>
        !ours.has(AlarmName ?? '') && [...AlarmActions, ...OKActions, ...InsufficientDataActions].includes(topic),
    );
    if (found) return found.AlarmName ?? '';
    NextToken = page.NextToken;
  } while (NextToken);
  return null;
}

/** Of a metric that came with it. Into one that was there, and at which somebody looked already, it only published as well. */
async function useOfFilter(
  clients: Clients,
  region: string,
  { logGroupName, filterName }: Made<'logs:DeleteMetricFilter'>,
  own: readonly Step[],
) {
  const put = inputsOf(own, 'logs:PutMetricFilter').find(
    (one) => one.logGroupName === logGroupName && one.filterName === filterName,
  );
  const metric = put?.metricTransformations.find(({ metricName }) => metricName === filterName);
  if (!metric) return null;
  const ours = new Set(inputsOf(own, 'cloudwatch:PutMetricAlarm').map(({ AlarmName }) => AlarmName));
  const alarm = await alarmOnMetric(clients, region, metric, ours);
  return alarm === null
    ? null
    : `the alarm \`${alarm}\` of somebody else looks at what the filter \`${filterName}\` counts`;
}

async function useOfAlarms(clients: Clients, region: string, names: readonly string[]) {
  const found = await alarmOver(clients, region, names);
  return found && `the composite alarm \`${found.over}\` of somebody else looks at the alarm \`${found.name}\``;
}

/** CloudTrail names its streams after the account or organization and the Region (CloudTrail user guide, "CloudWatch log group and stream naming"). */
const OF_CLOUDTRAIL = /^(?:\d{12}|o-[a-z0-9]+)(?:_\d{12})?_CloudTrail_/;

async function useOfGroup(clients: Clients, region: string, logGroupName: string, own: readonly Step[]) {
  const reader = await readerOfGroup(clients, region, logGroupName, own);
  if (reader !== null) return reader;
  const { sdk, client } = await clients.logs(region);
  let nextToken: string | undefined;
  do {
    const page = await client.send(new sdk.DescribeLogStreamsCommand({ logGroupName, nextToken }));
    const other = page.logStreams?.find((one) => !OF_CLOUDTRAIL.test(one.logStreamName ?? ''));
    if (other) return `the log group \`${logGroupName}\` has a log stream of somebody else, \`${other.logStreamName}\``;
    nextToken = page.nextToken;
  } while (nextToken);
  return null;
}

/** A metric filter or a subscription filter of somebody else's on the group. */
async function readerOfGroup({ logs }: Clients, region: string, logGroupName: string, own: readonly Step[]) {
  const ours = new Set(
    inputsOf(own, 'logs:PutMetricFilter').flatMap((one) => (one.logGroupName === logGroupName ? [one.filterName] : [])),
  );
  const { sdk, client } = await logs(region);
  let nextToken: string | undefined;
  do {
    const page = await client.send(new sdk.DescribeMetricFiltersCommand({ logGroupName, nextToken }));
    const other = page.metricFilters?.find((one) => !ours.has(one.filterName ?? ''));
    if (other) return `somebody has put the metric filter \`${other.filterName}\` on the log group \`${logGroupName}\``;
    nextToken = page.nextToken;
  } while (nextToken);
  const { subscriptionFilters = [] } = await client.send(new sdk.DescribeSubscriptionFiltersCommand({ logGroupName }));
  const [first] = subscriptionFilters;
  return first
    ? `somebody has put the subscription filter \`${first.filterName}\` on the log group \`${logGroupName}\``
    : null;
}

/** A trail that we made, and one that was there and we started alone: of the latter nothing is said. */
async function useOfTrail(clients: Clients, region: string, arn: string, own: readonly Step[]): Promise<string | null> {
  const name = parseArn(arn)?.resource.replace(/^trail\//, '') ?? arn;
  const made = inputsOf(own, 'cloudtrail:CreateTrail').find(({ Name }) => Name === name);
  if (!made) return null;
  const { sdk, client } = await clients.cloudtrail(region);
  const { trailList = [] } = await client.send(
    new sdk.DescribeTrailsCommand({ trailNameList: [arn], includeShadowTrails: false }),
  );
  const trail = trailList.find(({ Name, HomeRegion }) => Name === name && HomeRegion === region);
  if (!trail) return null;
  const isAsMade =
    trail.S3BucketName === made.S3BucketName &&
    trail.CloudWatchLogsLogGroupArn === made.CloudWatchLogsLogGroupArn &&
    trail.IsMultiRegionTrail === made.IsMultiRegionTrail &&
    trail.IsOrganizationTrail !== true;
  if (!isAsMade) return `somebody has changed where the trail \`${name}\` delivers, or what it records`;
  if (!inputsOf(own, 'cloudtrail:PutEventSelectors').some(({ TrailName }) => TrailName === trail.TrailARN)) {
    const { EventSelectors = [], AdvancedEventSelectors = [] } = await client.send(
      new sdk.GetEventSelectorsCommand({ TrailName: arn }),
    );
    const isWidened = AdvancedEventSelectors.length > 0 || EventSelectors.some((one) => one.DataResources?.length);
    if (isWidened) return `somebody has given the trail \`${name}\` event selectors`;
  }
  const place = parseArn(made.CloudWatchLogsLogGroupArn);
  const group = place && logGroupNameOf(place);
  const reader = place && group ? await readerOfGroup(clients, place.region, group, own) : null;
  return reader === null ? null : `${reader}, to which the trail \`${name}\` delivers`;
}

/** What is in it AWS guards itself; a policy of somebody else's tells that something else is to come into it. */
async function useOfBucket({ s3 }: Clients, region: string, Bucket: string, { own = [], account }: Maker) {
  const made = inputsOf(own, 's3:PutBucketPolicy').find((one) => one.Bucket === Bucket);
  if (!made) return null;
  const { sdk, client } = await s3(region);
  const { Policy = '' } = await client.send(new sdk.GetBucketPolicyCommand({ Bucket, ExpectedBucketOwner: account }));
  return samePolicy(Policy, made.Policy) ? null : `somebody has changed the policy of the bucket \`${Bucket}\``;
}

/** Who else uses a key is not told; a policy that was changed, and another name, tell that somebody may. */
async function useOfKey({ kms }: Clients, region: string, KeyId: string, { own = [], seen }: Maker) {
  if (seen?.operation !== 'kms:CreateKey') return null;
  const { sdk, client } = await kms(region);
  const described = await client.send(new sdk.DescribeKeyCommand({ KeyId }));
  if (described.KeyMetadata?.KeyState === 'PendingDeletion') return null;
  if (described.KeyMetadata?.Description !== seen.input.Description)
    return `the key \`${KeyId}\` is not the one that was made, or somebody has described it otherwise`;
  const { Policy = '' } = await client.send(new sdk.GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
  if (!samePolicy(Policy, seen.input.Policy)) return `somebody has changed the policy of the key \`${KeyId}\``;
  const ours = new Set(inputsOf(own, 'kms:CreateAlias').map(({ AliasName }) => AliasName));
  const { Aliases = [] } = await client.send(new sdk.ListAliasesCommand({ KeyId }));
  const other = Aliases.find(({ AliasName = '' }) => !ours.has(AliasName));
  return other ? `somebody has named the key \`${KeyId}\` \`${other.AliasName}\`` : null;
}
