import type { Operation, Read } from '../account/account.js';
import type { EventRule } from '../account/answers.js';
import { seesAwsEvents } from '../account/rule-relevance.js';
import { itemsOf } from '../account/view.js';
import {
  alarmTopics,
  confirmedSubscriptions,
  homeOf,
  isFifo,
  keyForPolicy,
  keysOf,
  logGroupsOf,
  muteRuleNames,
  type Place,
  subscribedFunctions,
  subscribedQueues,
  targetTopics,
  trailsIn,
} from './follow.js';
import type { Inputs } from './operations.js';

/** Asks one question; the answer is the same however often it is put. */
export interface Asking {
  read<O extends Operation>(region: string, operation: O, input: Inputs[O]): Promise<Read>;
}

/** What is read although nothing leads there: a plan is about to lead there, or wants to know that nothing is there. */
export interface Also {
  /** Regions whose alarms and mute rules are read. */
  readonly alarmsOf?: readonly string[];
  /** Log groups of the account. */
  readonly logGroups?: readonly Place[];
  /** Topics by their ARNs, each in its Region. */
  readonly topics?: readonly Place[];
  /** Queues by their URLs, each in its Region. */
  readonly queues?: readonly Place[];
  /** Functions by their ARNs, each in its Region. */
  readonly functions?: readonly Place[];
  /** Keys by their ids, ARNs or aliases, each in its Region. */
  readonly keys?: readonly Place[];
}

/** Asks for what an event of the account can pass through, link by link: each answer says what to ask next. */
export async function readChain(
  reader: Asking,
  regions: readonly string[],
  account: string,
  progress: (message: string) => void = () => {},
  also: Also = {},
): Promise<void> {
  const count = regions.length === 1 ? regions[0] : `${regions.length} Regions`;
  progress(`account ${account}: trails and rules in ${count}`);
  const [trails, buses] = await Promise.all([readTrails(reader, regions), readBuses(reader, regions)]);

  const groups = [...logGroupsOf(trails.values(), account), ...(also.logGroups ?? [])];
  progress(
    `account ${account}: filters and alarms of ${groups.length === 1 ? 'a log group' : `${groups.length} log groups`}`,
  );
  const [groupReads, filters, alarms] = await Promise.all([
    all(groups, ({ region, name }) => reader.read(region, 'logs:DescribeLogGroups', { logGroupNamePrefix: name })),
    all(groups, ({ region, name }) => reader.read(region, 'logs:DescribeMetricFilters', { logGroupName: name })),
    all(new Set([...groups.map((group) => group.region), ...(also.alarmsOf ?? [])]), (region) =>
      readAlarms(reader, region),
    ),
    all(groups, ({ region, name }) => reader.read(region, 'logs:DescribeSubscriptionFilters', { logGroupName: name })),
  ]);

  const topics = [
    ...alarms.flatMap((read) =>
      alarmTopics(
        read,
        filters.filter((filter) => filter.region === read.region),
      ),
    ),
    ...buses.flatMap(({ targets }) => targets).flatMap(targetTopics),
    ...(also.topics ?? []),
  ];
  progress(`account ${account}: topics, subscriptions and keys`);
  const topicsRead = await all(topics, (topic) => readTopic(reader, topic));
  const topicReads = topicsRead.map(({ attributes }) => attributes);
  const listed = topicsRead.map(({ subscriptions }) => subscriptions);
  const [queueReads, functionReads] = await Promise.all([
    all([...listed.flatMap(subscribedQueues), ...(also.queues ?? [])], ({ region, name }) =>
      reader.read(region, 'sqs:GetQueueAttributes', { QueueUrl: name, AttributeNames: ['All'] }),
    ),
    all([...listed.flatMap(subscribedFunctions), ...(also.functions ?? [])], (place) => readFunction(reader, place)),
  ]);
  const busReads = buses.flatMap(({ bus }) => bus ?? []);
  const keys = [
    ...keysOf(trails.values(), groupReads, topicReads, queueReads, functionReads, busReads),
    ...(also.keys ?? []),
  ];
  await all(keys, (key) => readKey(reader, key, account));
}

/** The trails seen in these Regions, with status and selectors, asked of the Region where each is at home. */
async function readTrails(reader: Asking, regions: readonly string[]) {
  const list = (region: string) => reader.read(region, 'cloudtrail:DescribeTrails', { includeShadowTrails: true });
  const listings = await all(regions, list);
  const homes = new Set([...trailsIn(listings).values()].flatMap((trail) => homeOf(trail) ?? []));
  const trails = trailsIn([
    ...listings,
    ...(await all(
      [...homes].filter((home) => !regions.includes(home)),
      list,
    )),
  ]);
  await all(trails, async ([arn, trail]) => {
    const home = homeOf(trail);
    if (home === null) return;
    await Promise.all([
      reader.read(home, 'cloudtrail:GetTrailStatus', { Name: arn }),
      reader.read(home, 'cloudtrail:GetEventSelectors', { TrailName: arn }),
    ]);
  });
  return trails;
}

interface BusReads {
  /** Null where no rule can see what CloudTrail or KMS sends: then nobody needs to know more of the bus. */
  readonly bus: Read | null;
  readonly targets: readonly Read[];
}

/** The default bus of each Region, and the targets of its rules that can see what CloudTrail or KMS sends. */
async function readBuses(reader: Asking, regions: Iterable<string>): Promise<readonly BusReads[]> {
  return all(regions, async (region) => {
    const rules = await reader.read(region, 'events:ListRules', {});
    const seeing = itemsOf<EventRule>(rules.pages, 'Rules').filter(seesAwsEvents);
    if (seeing.length === 0) return { bus: null, targets: [] };
    const [bus, targets] = await Promise.all([
      reader.read(region, 'events:DescribeEventBus', {}),
      all(
        seeing.flatMap((rule) => rule.Name ?? []),
        (name) => reader.read(region, 'events:ListTargetsByRule', { Rule: name }),
      ),
    ]);
    return { bus, targets };
  });
}

async function readAlarms(reader: Asking, region: string): Promise<Read> {
  const [alarms] = await Promise.all([
    reader.read(region, 'cloudwatch:DescribeAlarms', { AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] }),
    reader
      .read(region, 'cloudwatch:ListAlarmMuteRules', {})
      .then((rules) =>
        all(muteRuleNames(rules), (name) =>
          reader.read(region, 'cloudwatch:GetAlarmMuteRule', { AlarmMuteRuleName: name }),
        ),
      ),
  ]);
  return alarms;
}

/** Its configuration; the rest is asked for beside it. */
async function readFunction(reader: Asking, { region, name }: Place): Promise<Read> {
  const asked = { FunctionName: name };
  const [configuration] = await Promise.all([
    reader.read(region, 'lambda:GetFunctionConfiguration', asked),
    reader.read(region, 'lambda:GetFunctionConcurrency', asked),
    reader.read(region, 'lambda:GetPolicy', asked),
  ]);
  return configuration;
}

interface TopicReads {
  readonly attributes: Read;
  readonly subscriptions: Read;
}

async function readTopic(reader: Asking, { region, name }: Place): Promise<TopicReads> {
  const [attributes, subscriptions] = await Promise.all([
    reader.read(region, 'sns:GetTopicAttributes', { TopicArn: name }),
    reader.read(region, 'sns:ListSubscriptionsByTopic', { TopicArn: name }).then(async (read) => {
      await all(confirmedSubscriptions(read), (arn) =>
        reader.read(region, 'sns:GetSubscriptionAttributes', { SubscriptionArn: arn }),
      );
      return read;
    }),
    isFifo(name) ? null : reader.read(region, 'sns:GetDataProtectionPolicy', { ResourceArn: name }),
  ]);
  return { attributes, subscriptions };
}

async function readKey(reader: Asking, { region, name }: Place, account: string): Promise<void> {
  const described = await reader.read(region, 'kms:DescribeKey', { KeyId: name });
  const key = keyForPolicy(described, account);
  if (key !== null) await reader.read(region, 'kms:GetKeyPolicy', { KeyId: key, PolicyName: 'default' });
}

function all<T, R>(items: Iterable<T>, ask: (item: T) => Promise<R>): Promise<R[]> {
  return Promise.all(Array.from(items, ask));
}
