import { keyDescription } from '../drill/marks.js';
import type { DrillThing } from '../drill/record.js';
import type { DrillDesk, Reply } from './drill-desk.js';
import { onceKnown, scheduleDeletion } from './drill-key.js';

/** Schedules the deletion of the drill's key, once it was looked at; `isFresh`: KMS may not know it everywhere yet. */
export async function keyAway(desk: DrillDesk, thing: DrillThing, isFresh: boolean): Promise<void> {
  const { region } = thing;
  // A run that was killed, or got no answer, may not have learnt the key's id.
  const found = thing.name === '' ? await findKey(desk, region, isFresh) : { ok: true as const, value: thing.name };
  if (!found.ok) return desk.turn(thing, { state: 'left', reason: found.reason });
  const keyId = found.value;
  if (keyId === null && !isFresh) return desk.turn(thing, { state: 'removed', reason: null });
  if (keyId === null) {
    const reason = 'whether it was made is not known: KMS lists none of the drill’s description yet';
    return desk.turn(thing, { state: 'left', reason });
  }
  const named = { ...thing, name: keyId };
  if (thing.name === '') await desk.turn(thing, { name: keyId });
  const look = () => describeKey(desk, region, keyId);
  const looked = isFresh ? await onceKnown(desk, look, true) : await look();
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
  const done = await onceKnown(desk, () => scheduleDeletion(desk, region, keyId), true);
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

/** Between two looks for a key that was made just before, in milliseconds. */
const BETWEEN_LOOKS: readonly number[] = [2000, 5000, 10_000];

/** The key of the drill's description; null: there is none among those that are listed. */
async function findKey(desk: DrillDesk, region: string, isFresh: boolean): Promise<Reply<string | null>> {
  let found = await lookForKey(desk, region);
  for (const pause of isFresh ? BETWEEN_LOOKS : []) {
    if (!found.ok || found.value !== null) break;
    await desk.session.wait(pause);
    found = await lookForKey(desk, region);
  }
  return found;
}

async function lookForKey(desk: DrillDesk, region: string): Promise<Reply<string | null>> {
  const listed = await desk.ask('kms:ListKeys', async () => {
    const { sdk, client } = await desk.session.clients.kms(region);
    const ids: string[] = [];
    let Marker: string | undefined;
    do {
      const page = await client.send(new sdk.ListKeysCommand({ Marker, Limit: 1000 }));
      ids.push(...(page.Keys ?? []).flatMap(({ KeyId }) => KeyId ?? []));
      Marker = page.Truncated && page.NextMarker !== Marker ? page.NextMarker : undefined;
    } while (Marker);
    return ids;
  });
  if (!listed.ok) return listed;
  let unseen: Reply<never> | null = null;
  for (const id of listed.value) {
    const key = await describeKey(desk, region, id);
    if (key.ok && key.value.description === keyDescription(desk.id)) return { ok: true, value: id };
    // The drill's own key lets its maker describe it: one that does not is somebody's.
    const isOther = !key.ok && (key.kind === 'not-found' || (key.kind === 'denied' && desk.isMaker));
    if (!key.ok && !isOther) unseen = key;
  }
  return unseen ?? { ok: true, value: null };
}
