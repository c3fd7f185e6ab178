import { errorOf, groupsOf, keyReads, type PlainRead, seen } from './reads.js';
import type { FunctionSpec, QueueSpec, TopicSpec, World } from './specs.js';

/** Every topic of the world, each once. */
export function topicsOf(world: World): readonly TopicSpec[] {
  const alarms = [
    ...groupsOf(world).flatMap(({ filters }) => filters.flatMap((one) => one.alarms)),
    ...world.strayAlarms,
  ];
  return [
    ...new Set([
      ...alarms.flatMap((one) => [...one.topics, ...one.parents.flatMap((parent) => parent.topics)]),
      ...world.rules.flatMap((rule) => rule.topics),
    ]),
  ];
}

/**
 * What is read of the topics that somebody names: attributes, data protection, subscriptions with theirs and the queues and
 * functions that they lead to, the key of an encrypted one.
 */
export function topicReads(world: World, named: ReadonlySet<string>): readonly PlainRead[] {
  const topics = topicsOf(world).filter(({ arn }) => named.has(arn));
  const known = new Set(topics.map(({ arn }) => arn));
  const gone = [...named].filter((arn) => arn.includes(':sns:') && !known.has(arn));
  return [
    ...topics.flatMap((topic) => readsOf(world, topic)),
    ...gone.flatMap((arn) => goneReads(arn, arn.split(':')[3] ?? '')),
  ];
}

function readsOf(world: World, topic: TopicSpec): readonly PlainRead[] {
  const { region, arn } = topic;
  if (!topic.exists) return goneReads(arn, region);
  const reads: PlainRead[] = [
    {
      region,
      operation: 'sns:GetTopicAttributes',
      input: { TopicArn: arn },
      pages: [{ Attributes: { ...topic.attributes } }],
    },
    {
      region,
      operation: 'sns:GetDataProtectionPolicy',
      input: { ResourceArn: arn },
      pages: [topic.protection ? { DataProtectionPolicy: JSON.stringify(topic.protection) } : {}],
    },
    {
      region,
      operation: 'sns:ListSubscriptionsByTopic',
      input: { TopicArn: arn },
      pages: [{ Subscriptions: topic.subscriptions.map((one) => one.subscription) }],
    },
  ];
  if (seen(world, 'sns:ListSubscriptionsByTopic', region)) {
    for (const { subscription, attributes, queue, lambda } of topic.subscriptions) {
      if (!subscription.SubscriptionArn?.startsWith('arn:')) continue;
      reads.push({
        region,
        operation: 'sns:GetSubscriptionAttributes',
        input: { SubscriptionArn: subscription.SubscriptionArn },
        pages: [{ Attributes: { ...attributes } }],
      });
      if (queue) reads.push(...queueReads(world, queue));
      if (lambda) reads.push(...functionReads(world, lambda));
    }
  }
  if (topic.key && seen(world, 'sns:GetTopicAttributes', region)) reads.push(...keyReads(topic.key));
  return reads;
}

function queueReads(world: World, { region, url, attributes, exists, key }: QueueSpec): readonly PlainRead[] {
  const asked = {
    region,
    operation: 'sqs:GetQueueAttributes' as const,
    input: { QueueUrl: url, AttributeNames: ['All'] },
  };
  if (!exists) return [{ ...asked, pages: [], error: errorOf('not-found', 'QueueDoesNotExist') }];
  const isKeyAsked = key !== null && seen(world, 'sqs:GetQueueAttributes', region);
  return [{ ...asked, pages: [{ Attributes: { ...attributes } }] }, ...(isKeyAsked ? keyReads(key) : [])];
}

function functionReads(world: World, spec: FunctionSpec): readonly PlainRead[] {
  const { region, arn, configuration, reserved, key, policy, exists } = spec;
  const isKeyAsked = exists && key !== null && seen(world, 'lambda:GetFunctionConfiguration', region);
  const input = { FunctionName: arn };
  const none = { pages: [], error: errorOf('not-found', 'ResourceNotFoundException') };
  const read = (operation: PlainRead['operation'], page: PlainRead['pages'][number] | null): PlainRead => ({
    ...{ region, operation, input },
    ...(page === null || !exists ? none : { pages: [page] }),
  });
  return [
    read('lambda:GetFunctionConfiguration', { FunctionArn: arn, ...configuration }),
    read('lambda:GetFunctionConcurrency', reserved === null ? {} : { ReservedConcurrentExecutions: reserved }),
    read('lambda:GetPolicy', policy && { Policy: JSON.stringify(policy) }),
    ...(isKeyAsked ? keyReads(key) : []),
  ];
}

function goneReads(arn: string, region: string): readonly PlainRead[] {
  const error = errorOf('not-found', 'NotFoundException');
  const input = { TopicArn: arn };
  return [
    { region, operation: 'sns:GetTopicAttributes', input, pages: [], error },
    { region, operation: 'sns:GetDataProtectionPolicy', input: { ResourceArn: arn }, pages: [], error },
    { region, operation: 'sns:ListSubscriptionsByTopic', input, pages: [], error },
  ];
}
