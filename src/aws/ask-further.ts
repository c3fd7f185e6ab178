import type { Account, Read } from '../account/account.js';
import { clientsFor, closeClients } from './clients.js';
import type { CollectOptions } from './collect.js';
import type { Place } from './follow.js';
import { type Also, readChain } from './read-chain.js';
import { Reader } from './reader.js';
import { firstRegion, settingsOf } from './settings.js';

type Question = Pick<Read, 'region' | 'operation' | 'input'>;

/**
 * The account with the answers to further questions, and to those that these lead to: of a topic its subscriptions and key, of a log
 * group its filters, of a Region's alarms the topics that they notify, of a queue its key, of a function its policy, of a key its policy. Questions about other things are left out. What was asked
 * before is not asked again.
 */
export async function askFurther(
  account: Account,
  questions: readonly Question[],
  options: Omit<CollectOptions, 'now' | 'regions'>,
): Promise<Account> {
  if (questions.length === 0) return account;
  const settings = await settingsOf(options, await firstRegion({ ...options, regions: account.regions.slice(0, 1) }));
  const clients = clientsFor(settings);
  const reader = new Reader(clients, options.maxInFlight ?? 10, options.profile, account.reads);
  try {
    await readChain(reader, account.regions, account.account, options.progress, placesIn(questions));
    return { ...account, reads: await reader.reads() };
  } finally {
    reader.stop();
    await closeClients(clients);
  }
}

function placesIn(questions: readonly Question[]): Also {
  const named = (operation: Read['operation'], member: string): readonly Place[] =>
    questions
      .filter((question) => question.operation === operation)
      .map(({ region, input }) => ({ region, name: String(input[member]) }));
  return {
    alarmsOf: questions
      .filter(
        ({ operation }) => operation === 'cloudwatch:DescribeAlarms' || operation === 'cloudwatch:ListAlarmMuteRules',
      )
      .map(({ region }) => region),
    logGroups: named('logs:DescribeLogGroups', 'logGroupNamePrefix'),
    keys: named('kms:DescribeKey', 'KeyId'),
    functions: named('lambda:GetFunctionConfiguration', 'FunctionName'),
    queues: named('sqs:GetQueueAttributes', 'QueueUrl'),
    topics: [...named('sns:GetTopicAttributes', 'TopicArn'), ...named('sns:ListSubscriptionsByTopic', 'TopicArn')],
  };
}
