import type { Account, Read } from '../account/account.js';
import { parseArn } from '../account/arn.js';
import { queueUrlOf } from '../account/queue-url.js';
import { answerTo } from '../account/view.js';
import { GROUP_NAME } from './build/log-group.js';
import { TOPIC_NAME } from './build/topic.js';
import type { Question } from './edit-reads.js';
import { trailsIn } from './look.js';
import { topicsOfAlarms } from './orphans.js';
import type { Subscriber } from './task.js';
import { topicKeyQuestions } from './topic-key.js';

/**
 * What a plan wants to know beyond what an audit asks for: what is in the way where a chain would be built, and the topic that was
 * named (`topic`, an ARN, or null), those that alarms notify already, the queues and functions among those who are to be told (`subscribe`), and
 * whether the name of a key that a topic would get is free. What
 * was asked before is not among it. Alarms that are read for it may name further topics, and a name that is taken leads to the next one:
 * it is asked again on the account with the answers, until nothing is left.
 */
export function questionsToPlan(
  account: Account,
  topic: string | null,
  subscribe: readonly Subscriber[] = [],
): readonly Question[] {
  const names = account.regions.length === 0 ? [] : buildRegions(account, topic);
  const named = parseArn(topic ?? undefined);
  const questions = [
    ...names.flatMap((region): readonly Question[] => [
      ...alarmQuestions(region),
      { region, operation: 'logs:DescribeLogGroups', input: { logGroupNamePrefix: GROUP_NAME } },
      { region, operation: 'logs:DescribeMetricFilters', input: { logGroupName: GROUP_NAME } },
      ...topicQuestions(region, `arn:${account.partition}:sns:${region}:${account.account}:${TOPIC_NAME}`),
    ]),
    ...names.flatMap((region) => topicsOfAlarms(account, region).flatMap((arn) => topicQuestions(region, arn))),
    ...(topic !== null && named ? topicQuestions(named.region, topic) : []),
    ...subscribe.flatMap(endpointQuestions),
    ...topicKeyQuestions(account),
  ];
  return questions.filter((question) => isUnasked(account, question));
}

function alarmQuestions(region: string): readonly Question[] {
  return [
    {
      region,
      operation: 'cloudwatch:DescribeAlarms',
      input: { AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] },
    },
    { region, operation: 'cloudwatch:ListAlarmMuteRules', input: {} },
  ];
}

function topicQuestions(region: string, arn: string): readonly Question[] {
  return (['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'] as const).map((operation) => ({
    region,
    operation,
    input: { TopicArn: arn },
  }));
}

function endpointQuestions({ protocol, endpoint }: Subscriber): readonly Question[] {
  const arn = parseArn(endpoint);
  if (!arn) return [];
  const { region } = arn;
  if (protocol === 'sqs')
    return [
      {
        region,
        operation: 'sqs:GetQueueAttributes',
        input: { QueueUrl: queueUrlOf(arn), AttributeNames: ['All'] },
      },
    ];
  if (protocol !== 'lambda') return [];
  return [{ region, operation: 'lambda:GetFunctionConfiguration', input: { FunctionName: endpoint } }];
}

/**
 * The account with no alarms and mute rules where nobody asked for them, because nothing led there: a chain can be planned where there
 * was none. A question that was refused stays refused. Whoever can ask should (`questionsToPlan`): an alarm that has the name of a new
 * one would be overwritten.
 */
export function prepared(account: Account, topic: string | null): Account {
  const empty = buildRegions(account, topic)
    .flatMap(alarmQuestions)
    .filter((question) => isUnasked(account, question))
    .map((question): Read => ({ ...question, pages: [EMPTY[question.operation] ?? {}] }));
  return empty.length === 0 ? account : { ...account, reads: [...account.reads, ...empty] };
}

const EMPTY: Readonly<Record<string, Read['pages'][number]>> = {
  'cloudwatch:DescribeAlarms': { MetricAlarms: [], CompositeAlarms: [], LogAlarms: [] },
  'cloudwatch:ListAlarmMuteRules': { AlarmMuteRuleSummaries: [] },
};

function isUnasked(account: Account, { region, operation, input }: Question): boolean {
  return answerTo(account, region, operation, input).kind === 'not-read';
}

/** Where log groups of trails are or would be, and with them filters, alarms and topics. */
function buildRegions(account: Account, topic: string | null): readonly string[] {
  const own = trailsIn(account).flatMap(({ TrailARN }) => {
    const arn = parseArn(TrailARN);
    return arn?.account === account.account ? [arn.region] : [];
  });
  const home = parseArn(topic ?? undefined)?.region ?? homeOf(account);
  return [...new Set([...own, ...(home === undefined ? [] : [home])])];
}

/** Where a new trail is at home: where global services record, if that was read. */
export function homeOf({ regions, partition }: Account): string | undefined {
  const usual = partition === 'aws-us-gov' ? 'us-gov-west-1' : partition === 'aws-cn' ? 'cn-north-1' : 'us-east-1';
  return regions.includes(usual) ? usual : regions[0];
}
