import { parseArn } from '../account/arn.js';
import { drillName } from '../drill/marks.js';
import { asksForConsent, type Received } from '../drill/message.js';
import type { DrillDesk, Reply } from './drill-desk.js';

/** Where a topic's messages are watched. */
export interface Mailbox {
  /** Why its messages cannot be watched; null: they can. */
  readonly cannot: string | null;
  /** Why the last look came to nothing; null: it did not. */
  readonly blind: string | null;
  /** All that came so far. */
  look(): Promise<readonly Received[]>;
}

/** After this a queue and its subscription are known everywhere (SQS API reference, CreateQueue: one second). */
const UNTIL_KNOWN = 5000;

/**
 * A queue of the drill's own in the Region of each topic, to which these topics alone may send, subscribed to each. Who owns the queue
 * needs to confirm nothing (SNS developer guide, "Fanout to Amazon SQS queues").
 */
export async function openMailboxes(desk: DrillDesk, topics: readonly string[]): Promise<ReadonlyMap<string, Mailbox>> {
  const boxes = new Map<string, Mailbox>();
  const regionOf = (topic: string) => parseArn(topic)?.region ?? '';
  for (const region of new Set(topics.map(regionOf))) {
    const there = topics.filter((topic) => regionOf(topic) === region);
    const opened = await openQueue(desk, region, there);
    const queue = new Queue(desk, region, opened.ok ? opened.value : '');
    for (const topic of there) {
      const cannot = opened.ok ? await subscribe(desk, region, topic) : opened.reason;
      boxes.set(topic, {
        get cannot() {
          return cannot ?? queue.cannot;
        },
        get blind() {
          return queue.blind;
        },
        look: () => queue.look(),
      });
    }
  }
  if ([...boxes.values()].some(({ cannot }) => cannot === null)) await desk.wait(UNTIL_KNOWN);
  return boxes;
}

/** Answers the queue's URL. */
async function openQueue(desk: DrillDesk, region: string, topics: readonly string[]): Promise<Reply<string>> {
  const name = drillName(desk.id);
  const at = { kind: 'queue', region, name } as const;
  await desk.begin({ ...at, of: null });
  const made = await desk.change('sqs:CreateQueue', region, async () => {
    const { sdk, client } = await desk.session.clients.sqs(region);
    const Policy = JSON.stringify(policyFor(queueArn(desk, region), topics));
    const Attributes = { MessageRetentionPeriod: '3600', VisibilityTimeout: '3600', Policy };
    return (await client.send(new sdk.CreateQueueCommand({ QueueName: name, Attributes }))).QueueUrl ?? '';
  });
  if (made.ok) await desk.turn(at, { state: 'made' });
  // What was refused was not made; of what was not answered nobody knows.
  else if (wasRefused(made.kind)) await desk.turn(at, { state: 'removed' });
  return made;
}

async function subscribe(desk: DrillDesk, region: string, topic: string): Promise<string | null> {
  const at = { kind: 'subscription', region, name: topic } as const;
  await desk.begin({ ...at, of: null });
  const made = await desk.change('sns:Subscribe', region, async () => {
    const { sdk, client } = await desk.session.clients.sns(region);
    const input = { TopicArn: topic, Protocol: 'sqs', Endpoint: queueArn(desk, region), ReturnSubscriptionArn: true };
    return (await client.send(new sdk.SubscribeCommand(input))).SubscriptionArn ?? '';
  });
  if (!made.ok) {
    if (wasRefused(made.kind)) await desk.turn(at, { state: 'removed' });
    const owner = parseArn(topic)?.account;
    const whose = owner === desk.session.identity.account ? '' : `, which belongs to account ${owner}`;
    return `the messages of the topic ${topic}${whose} could not be watched: ${made.reason}`;
  }
  await desk.turn(at, { state: 'made', of: made.value });
  return null;
}

export const wasRefused = (kind: string): boolean =>
  kind === 'denied' || kind === 'not-found' || kind === 'unsupported';

export function queueArn(desk: DrillDesk, region: string): string {
  const { partition, account } = desk.session.identity;
  return `arn:${partition}:sqs:${region}:${account}:${drillName(desk.id)}`;
}

function policyFor(queue: string, topics: readonly string[]): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queue,
        Condition: { ArnEquals: { 'aws:SourceArn': topics } },
      },
    ],
  };
}

/** Messages are kept, so that none is lost to whoever looks for another one. Nothing is deleted: the queue goes as a whole. */
class Queue {
  readonly #desk: DrillDesk;
  readonly #region: string;
  readonly #url: string;
  readonly #known = new Map<string, Received>();
  #cannot: string | null = null;
  #blind: string | null = null;

  constructor(desk: DrillDesk, region: string, url: string) {
    this.#desk = desk;
    this.#region = region;
    this.#url = url;
  }

  get cannot(): string | null {
    return this.#cannot;
  }

  get blind(): string | null {
    return this.#blind;
  }

  async look(): Promise<readonly Received[]> {
    const got = await this.#desk.ask('sqs:ReceiveMessage', async () => {
      const { sdk, client } = await this.#desk.session.clients.sqs(this.#region);
      const input = {
        QueueUrl: this.#url,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: [sdk.MessageSystemAttributeName.SentTimestamp],
      };
      return (await client.send(new sdk.ReceiveMessageCommand(input))).Messages ?? [];
    });
    this.#blind = got.ok ? null : `the messages could not be read: ${got.reason}`;
    // The rest passes by itself: a queue that is not known everywhere yet, too many calls.
    if (!got.ok && (got.kind === 'denied' || got.kind === 'unsupported' || got.kind === 'expired'))
      this.#cannot = this.#blind;
    for (const { MessageId = '', Body = '', Attributes } of got.ok ? got.value : []) {
      if (this.#known.has(MessageId)) continue;
      this.#known.set(MessageId, { body: Body, sentAt: Number(Attributes?.SentTimestamp ?? this.#desk.now()) });
      if (asksForConsent(Body))
        this.#cannot = 'the messages could not be watched: the topic’s account wants the subscription to be confirmed';
    }
    return [...this.#known.values()];
  }
}
