import { drillName } from '../drill/marks.js';
import { type DrillThing, leftOf } from '../drill/record.js';
import { inOrderOfRemoval } from '../drill/things.js';
import { putBack } from './drill-alarm.js';
import type { DrillDesk, Reply } from './drill-desk.js';
import { keyAway } from './drill-key-away.js';
import { queueArn } from './drill-mailbox.js';

/**
 * Removes what the drill made and what is not removed yet; what one thing meets stops no other. Everything is looked for under the name
 * that the drill's id gives it, and a key is looked at before it is touched: nothing that is not the drill's is removed, whatever a
 * record says.
 */
export async function cleanUp(desk: DrillDesk): Promise<void> {
  for (const thing of inOrderOfRemoval(leftOf(desk))) {
    // An alarm that is waited for, or was given up, is not tried again by the same run.
    if (thing.kind === 'alarm-state' && thing.state === 'left' && thing.reason !== null) continue;
    await remove(desk, thing);
  }
}

/** For a run that comes later: alarms, too. */
export async function cleanUpLater(desk: DrillDesk): Promise<void> {
  for (const thing of inOrderOfRemoval(leftOf(desk))) await remove(desk, thing);
}

async function remove(desk: DrillDesk, thing: DrillThing): Promise<void> {
  desk.progress(`${thing.kind} in ${thing.region} to be removed`);
  switch (thing.kind) {
    case 'queue':
      return settled(desk, thing, () => deleteQueue(desk, thing));
    case 'subscription':
      return settled(desk, thing, () => unsubscribe(desk, thing));
    case 'log-stream':
      return settled(desk, thing, () => deleteStream(desk, thing));
    case 'alarm-state':
      return alarmBack(desk, thing);
    case 'key':
      return keyAway(desk, thing, isFresh(desk, thing));
  }
}

type Removal = () => Promise<Reply<'removed' | 'not-there'>>;

/** What is not there is removed; what may not be known everywhere yet is looked for again. */
async function settled(desk: DrillDesk, thing: DrillThing, remove: Removal): Promise<void> {
  let reply = await remove();
  for (const pause of isFresh(desk, thing) ? UNTIL_KNOWN : []) {
    if (!isNotThere(reply)) break;
    await desk.session.wait(pause);
    reply = await remove();
  }
  if (reply.ok || isNotThere(reply)) return desk.turn(thing, { state: 'removed', reason: null });
  return desk.turn(thing, { state: 'left', reason: reply.reason });
}

/** What was made so many milliseconds ago may not be known everywhere yet: that it is not found does not say that it is not there. */
const FRESH = 60_000;
const UNTIL_KNOWN: readonly number[] = [2000, 5000];

function isFresh(desk: DrillDesk, { at }: DrillThing): boolean {
  return desk.now() - Date.parse(at) < FRESH;
}

function isNotThere(reply: Reply<'removed' | 'not-there'>): boolean {
  return reply.ok ? reply.value === 'not-there' : reply.kind === 'not-found' || GONE.has(reply.code);
}

const GONE = new Set(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue', 'ResourceNotFoundException']);

async function deleteQueue(desk: DrillDesk, { region }: DrillThing): ReturnType<Removal> {
  const found = await desk.ask('sqs:GetQueueUrl', async () => {
    const { sdk, client } = await desk.session.clients.sqs(region);
    return (await client.send(new sdk.GetQueueUrlCommand({ QueueName: drillName(desk.id) }))).QueueUrl ?? '';
  });
  if (!found.ok) return found;
  return desk.change('sqs:DeleteQueue', region, async () => {
    const { sdk, client } = await desk.session.clients.sqs(region);
    await client.send(new sdk.DeleteQueueCommand({ QueueUrl: found.value }));
    return 'removed' as const;
  });
}

/**
 * The ARN in a record is believed when its own endpoint is the drill's queue. Else it is found by that endpoint; a topic of another
 * account may not let itself be listed.
 */
async function unsubscribe(desk: DrillDesk, { region, name: topic, of }: DrillThing): ReturnType<Removal> {
  const endpoint = queueArn(desk, region);
  if (of?.startsWith(`${topic}:`) && (await endpointOf(desk, region, of)) === endpoint)
    return endSubscription(desk, region, of);
  const found = await desk.ask('sns:ListSubscriptionsByTopic', async () => {
    const { sdk, client } = await desk.session.clients.sns(region);
    const arns: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new sdk.ListSubscriptionsByTopicCommand({ TopicArn: topic, NextToken }));
      for (const { Endpoint, SubscriptionArn } of page.Subscriptions ?? [])
        if (Endpoint === endpoint && SubscriptionArn?.startsWith('arn:')) arns.push(SubscriptionArn);
      NextToken = page.NextToken === NextToken ? undefined : page.NextToken;
    } while (NextToken);
    return arns;
  });
  if (!found.ok) return found;
  for (const arn of new Set(found.value)) {
    const done = await endSubscription(desk, region, arn);
    if (!done.ok) return done;
  }
  return { ok: true, value: found.value.length === 0 ? 'not-there' : 'removed' };
}

async function endSubscription(desk: DrillDesk, region: string, SubscriptionArn: string): ReturnType<Removal> {
  return desk.change('sns:Unsubscribe', region, async () => {
    const { sdk, client } = await desk.session.clients.sns(region);
    await client.send(new sdk.UnsubscribeCommand({ SubscriptionArn }));
    return 'removed' as const;
  });
}

async function endpointOf(desk: DrillDesk, region: string, SubscriptionArn: string): Promise<string | null> {
  const told = await desk.ask('sns:GetSubscriptionAttributes', async () => {
    const { sdk, client } = await desk.session.clients.sns(region);
    return (await client.send(new sdk.GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes?.Endpoint;
  });
  return told.ok ? (told.value ?? null) : null;
}

async function deleteStream(desk: DrillDesk, { region, name }: DrillThing): ReturnType<Removal> {
  return desk.change('logs:DeleteLogStream', region, async () => {
    const { sdk, client } = await desk.session.clients.logs(region);
    const input = { logGroupName: name, logStreamName: drillName(desk.id) };
    await client.send(new sdk.DeleteLogStreamCommand(input));
    return 'removed' as const;
  });
}

async function alarmBack(desk: DrillDesk, thing: DrillThing): Promise<void> {
  const before = thing.of === 'INSUFFICIENT_DATA' ? 'INSUFFICIENT_DATA' : 'OK';
  return putBack(desk, thing, { how: thing.how ?? 'event', before, since: thing.due, begun: thing.at });
}
