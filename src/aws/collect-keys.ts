import { type Key, type KeyInventory, NOT_DESCRIBED } from '../keys/key.js';
import { notDescribed } from '../keys/not-described.js';
import { dangerOf, isPending } from '../keys/urgency.js';
import { describeKey, grantsOf, lastUseOf, listAliases, listKeyIds, rotationOf } from './key-calls.js';
import { type History, readHistory } from './key-history.js';
import { keyOfMetadata, NOTHING_FURTHER } from './key-of-metadata.js';
import { KeySession, type KeysOptions } from './key-session.js';

/**
 * The customer managed keys of the account, and the event history of the Regions in which one is not well. What could not be read is in
 * `unread`; rejects with an AwsError only where nothing can be read.
 */
export async function collectKeys(options: KeysOptions): Promise<KeyInventory> {
  const session = await KeySession.open(options);
  try {
    return await readInventory(session, 'all');
  } finally {
    await session.close();
  }
}

/** `depth`: `state` leaves out what only tells what depends on a key. */
export async function readInventory(session: KeySession, depth: 'all' | 'state'): Promise<KeyInventory> {
  const { options, identity } = session;
  const readAt = options.now().toISOString();
  const regions = await session.regions();
  const progress = options.progress ?? (() => {});
  progress(`account ${identity.account}: keys in ${regions.length === 1 ? regions[0] : `${regions.length} Regions`}`);
  const keys = (await Promise.all(regions.map((region) => keysOfRegion(session, region, depth)))).flat();
  const history = await historyOf(session, keys);
  return {
    ...identity,
    readAt,
    regions,
    keys,
    history: history.records,
    historyOf: history.regions,
    unread: session.unread,
    unsupported: session.unsupported,
  };
}

/** Of the Regions in which a key is not well. */
export function historyOf(session: KeySession, keys: readonly Key[]): Promise<History> {
  const regions = [...new Set(keys.filter((key) => dangerOf(key) !== null).map(({ region }) => region))];
  if (regions.length > 0)
    session.options.progress?.(`account ${session.identity.account}: event history of ${regions.join(', ')}`);
  return readHistory(session, regions.sort());
}

async function keysOfRegion(session: KeySession, region: string, depth: 'all' | 'state'): Promise<readonly Key[]> {
  const { clients } = session;
  const ids = await session.read(region, 'kms:ListKeys', null, () => listKeyIds(clients, region));
  if (ids === null || ids.length === 0) return [];
  const aliases = await session.read(region, 'kms:ListAliases', null, () => listAliases(clients, region));
  const keys = await Promise.all(ids.map((id) => customerKey(session, region, id, aliases?.get(id) ?? [])));
  return Promise.all(
    keys
      .filter((key) => key !== null)
      .map((key) => ({ ...key, aliases: aliases === null ? null : (aliases.get(key.keyId) ?? []) }))
      .map(async (key) =>
        depth === 'all' && key.state !== NOT_DESCRIBED ? { ...key, ...(await further(session, key)) } : key,
      ),
  );
}

/** Null: one that AWS manages, or one that was deleted since it was listed. */
async function customerKey(
  session: KeySession,
  region: string,
  id: string,
  aliases: readonly string[],
): Promise<Key | null> {
  const answer = await session.try(() => describeKey(session.clients, region, id));
  if (answer.ok)
    return answer.value.KeyManager === 'CUSTOMER' ? keyOfMetadata(answer.value, region, NOTHING_FURTHER) : null;
  // Nobody else may give such an alias (KMS API reference, CreateAlias).
  if (answer.kind === 'not-found' || aliases.some((alias) => alias.startsWith('alias/aws/'))) return null;
  const key = notDescribed(session.identity, region, id);
  session.miss(region, 'kms:DescribeKey', key.arn, answer.failure);
  return key;
}

async function further(session: KeySession, key: Key): Promise<Pick<Key, 'rotation' | 'grants' | 'lastUse'>> {
  const { clients } = session;
  const { region, keyId, arn } = key;
  const [rotation, grants, lastUse] = await Promise.all([
    canRotate(key)
      ? session.read(region, 'kms:GetKeyRotationStatus', arn, () => rotationOf(clients, region, keyId))
      : null,
    session.read(region, 'kms:ListGrants', arn, () => grantsOf(clients, region, keyId)),
    session.read(region, 'kms:GetKeyLastUsage', arn, () => lastUseOf(clients, region, keyId)),
  ]);
  return { rotation, grants, lastUse };
}

/** Only symmetric keys with material of KMS's own rotate by themselves (KMS API reference, GetKeyRotationStatus). */
const canRotate = (key: Key): boolean =>
  key.spec === 'SYMMETRIC_DEFAULT' && key.origin === 'AWS_KMS' && !isPending(key) && key.state !== 'Creating';
