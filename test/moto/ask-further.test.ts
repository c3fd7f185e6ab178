import { describe, expect, inject, it } from 'vitest';
import { answerTo } from '../../src/account/view.js';
import { askFurther } from '../../src/aws/ask-further.js';
import { tally } from '../proxy/proxy.js';
import { reading } from './reading.js';
import { HOME } from './spec.js';

const moto = inject('moto');

describe.skipIf(moto.url === null)('further questions', () => {
  const here = reading();

  it('are asked beside what is known, with what they lead to, and nothing twice', async () => {
    const account = await here.read(here.full);
    const topic = (name: string) => `arn:aws:sns:${HOME}:${account.account}:${name}`;
    const queue = `https://sqs.${HOME}.amazonaws.com/${account.account}/not-there`;
    const questions = [
      { region: HOME, operation: 'sns:GetTopicAttributes', input: { TopicArn: topic('not-there') } },
      {
        region: HOME,
        operation: 'logs:DescribeLogGroups',
        input: { logGroupNamePrefix: 'cloudtrail-of-somebody-else' },
      },
      { region: 'eu-west-1', operation: 'cloudwatch:DescribeAlarms', input: {} },
      { region: HOME, operation: 'cloudwatch:DescribeAlarms', input: {} },
      { region: HOME, operation: 'sqs:GetQueueAttributes', input: { QueueUrl: queue } },
    ] as const;
    const calls = here.proxy.calls.length;
    const aws = { endpointUrl: here.proxy.url, credentials: here.full.credentials };
    const further = await askFurther(account, questions, aws);
    expect(tally(here.proxy.calls.slice(calls))).toEqual({
      'sns:GetTopicAttributes': 1,
      'sns:GetDataProtectionPolicy': 1,
      'sns:ListSubscriptionsByTopic': 1,
      'logs:DescribeLogGroups': 1,
      'logs:DescribeMetricFilters': 1,
      'logs:DescribeSubscriptionFilters': 1,
      'cloudwatch:DescribeAlarms': 1,
      'cloudwatch:ListAlarmMuteRules': 1,
      'sqs:GetQueueAttributes': 1,
    });
    expect(further.reads.slice(0, account.reads.length)).toEqual(account.reads);
    expect(further.reads).toHaveLength(account.reads.length + 9);
    expect(answerTo(further, HOME, 'sns:GetTopicAttributes', { TopicArn: topic('not-there') }).kind).toBe('not-found');
    expect(answerTo(further, HOME, 'sqs:GetQueueAttributes', { QueueUrl: queue }).kind).toBe('not-found');
    expect(answerTo(further, 'eu-west-1', 'cloudwatch:DescribeAlarms').kind).toBe('answered');
    expect(await askFurther(further, [], aws)).toBe(further);
  });
});
