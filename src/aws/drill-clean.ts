import { drillName, keyDescription } from '../drill/marks.js';
import { type DrillThing, leftOf } from '../drill/record.js';
import { inOrderOfRemoval } from '../drill/things.js';
import { putBack } from './drill-alarm.js';
import type { DrillDesk, Reply } from './drill-desk.js';
import { onceKnown, scheduleDeletion } from './drill-key.js';
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
      return settled(desk, thing, await deleteQueue(desk, thing));
    case 'subscription':
      return settled(desk, thing, await unsubscribe(desk, thing));
    case 'log-stream':
      return settled(desk, thing, await deleteStream(desk, thing));
    case 'alarm-state':
      return alarmBack(desk, thing);
    case 'key':
      return keyAway(desk, thing);
  }
}

/** What is not there is removed. */
async function settled(desk: DrillDesk, thing: DrillThing, reply: Reply<unknown>): Promise<void> {
  const isGone = reply.ok || reply.kind === 'not-found' || GONE.has(reply.code);
  await desk.turn(thing, isGone ? { state: 'removed', reason: null } : { state: 'left', reason: reply.reason });
}

/** What was made so many milliseconds ago may not be known everywhere yet: that it is not found does not say that it is not there. */
const FRESH = 60_000;

function isFresh(desk: DrillDesk, { state, at }: DrillThing): boolean {
  return state === 'made' && desk.now() - Date.parse(at) < FRESH;
}

const GONE = new Set(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue', 'ResourceNotFoundException']);

async function deleteQueue(desk: DrillDesk, thing: DrillThing): Promise<Reply<unknown>> {
  const { region } = thing;
  const look = () =>
    desk.ask('sqs:GetQueueUrl', async () => {
      const { sdk, client } = await desk.session.clients.sqs(region);
      return (await client.send(new sdk.GetQueueUrlCommand({ QueueName: drillName(desk.id) }))).QueueUrl ?? '';
    });
  let found = await look();
  // A queue may be used a second after it was made (SQS API reference, CreateQueue).
  if (!found.ok && GONE.has(found.code) && isFresh(desk, thing)) {
    await desk.session.wait(2000);
    found = await look();
  }
  if (!found.ok) return found;
  return desk.ask('sqs:DeleteQueue', async () => {
    const { sdk, client } = await desk.session.clients.sqs(region);
    await client.send(new sdk.DeleteQueueCommand({ QueueUrl: found.value }));
  });
}

/** Found by its endpoint, which is the drill's queue; the ARN in a record is believed when its own endpoint is that queue. */
async function unsubscribe(desk: DrillDesk, { region, name: topic, of }: DrillThing): Promise<Reply<unknown>> {
  const endpoint = queueArn(desk, region);
  const known = of?.startsWith(`${topic}:`) && (await endpointOf(desk, region, of)) === endpoint ? [of] : [];
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
  for (const SubscriptionArn of new Set([...known, ...found.value])) {
    const done = await desk.ask('sns:Unsubscribe', async () => {
      const { sdk, client } = await desk.session.clients.sns(region);
      await client.send(new sdk.UnsubscribeCommand({ SubscriptionArn }));
    });
    if (!done.ok) return done;
  }
  return { ok: true, value: undefined };
}

async function endpointOf(desk: DrillDesk, region: string, SubscriptionArn: string): Promise<string | null> {
  const told = await desk.ask('sns:GetSubscriptionAttributes', async () => {
    const { sdk, client } = await desk.session.clients.sns(region);
    return (await client.send(new sdk.GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes?.Endpoint;
  });
  return told.ok ? (told.value ?? null) : null;
}

async function deleteStream(desk: DrillDesk, { region, name }: DrillThing): Promise<Reply<unknown>> {
  return desk.ask('logs:DeleteLogStream', async () => {
    const { sdk, client } = await desk.session.clients.logs(region);
    const input = { logGroupName: name, logStreamName: drillName(desk.id) };
    await client.send(new sdk.DeleteLogStreamCommand(input));
  });
}

async function alarmBack(desk: DrillDesk, thing: DrillThing): Promise<void> {
  const before = thing.of === 'INSUFFICIENT_DATA' ? 'INSUFFICIENT_DATA' : 'OK';
  return putBack(desk, thing, { how: thing.how ?? 'event', before, since: thing.due });
}

/** A run that was killed may not have learnt the key's id: then it is found by its description. */
async function keyAway(desk: DrillDesk, thing: DrillThing): Promise<void> {
  const found = thing.name === '' ? await findKey(desk, thing.region) : { ok: true as const, value: thing.name };
  if (!found.ok) return desk.turn(thing, { state: 'left', reason: found.reason });
  if (found.value === null) return desk.turn(thing, { state: 'removed', reason: null });
  const keyId = found.value;
  const named = { ...thing, name: keyId };
  if (thing.name === '') await desk.turn(thing, { name: keyId });
  const look = () => describeKey(desk, thing.region, keyId);
  const looked = isFresh(desk, thing) ? await onceKnown(desk, look, true) : await look();
  if (!looked.ok)
    return looked.kind === 'not-found'
      ? desk.turn(named, { state: 'removed', reason: null })
      : desk.turn(named, { state: 'left', reason: looked.reason });
  if (looked.value.description !== keyDescription(desk.id)) {
    const reason = `the key ${keyId} is none of the drill’s, by its description: it was not touched`;
    return desk.turn(named, { state: 'left', reason });
  }
  if (looked.value.state === 'PendingDeletion')
    return desk.turn(named, { state: 'removed', due: looked.value.deletion, reason: null });
  const done = await onceKnown(desk, () => scheduleDeletion(desk, thing.region, keyId), true);
  if (!done.ok) await desk.turn(named, { state: 'left', reason: done.reason });
}

async function describeKey(desk: DrillDesk, region: string, keyId: string) {
  return desk.ask('kms:DescribeKey', async () => {
    const { sdk, client } = await desk.session.clients.kms(region);
    const { KeyMetadata } = await client.send(new sdk.DescribeKeyCommand({ KeyId: keyId }));
    const { Description = '', KeyState = '', DeletionDate } = KeyMetadata ?? {};
    return { description: Description, state: KeyState, deletion: DeletionDate?.toISOString() ?? null };
  });
}

async function findKey(desk: DrillDesk, region: string): Promise<Reply<string | null>> {
  const wanted = keyDescription(desk.id);
  return desk.ask('kms:ListKeys', async () => {
    const { sdk, client } = await desk.session.clients.kms(region);
    let Marker: string | undefined;
    do {
      const page = await client.send(new sdk.ListKeysCommand({ Marker, Limit: 100 }));
      for (const { KeyId } of page.Keys ?? []) {
        const { KeyMetadata } = await client.send(new sdk.DescribeKeyCommand({ KeyId }));
        if (KeyMetadata?.Description === wanted) return KeyId ?? null;
      }
      Marker = page.Truncated && page.NextMarker !== Marker ? page.NextMarker : undefined;
    } while (Marker);
    return null;
  });
}
