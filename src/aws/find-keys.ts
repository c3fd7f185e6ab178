import type { Key } from '../keys/key.js';
import type { KeyName } from '../keys/key-name.js';
import { notDescribed } from '../keys/not-described.js';
import { deletedAt, NO_PAST } from '../keys/past.js';
import type { NotFound } from '../keys/record.js';
import { relatedTo } from '../keys/recovery.js';
import { refusalWords } from '../keys/refusal.js';
import { isPending } from '../keys/urgency.js';
import type { Failure } from './failure.js';
import { describeKey, listAliases, listKeyIds } from './key-calls.js';
import { readHistory } from './key-history.js';
import { keyOfMetadata, NOTHING_FURTHER } from './key-of-metadata.js';
import type { Answered, KeySession } from './key-session.js';

export interface FoundKeys {
  readonly keys: readonly Key[];
  readonly notFound: readonly NotFound[];
  /** What is to be said of a key, by its ARN. */
  readonly notes: ReadonlyMap<string, readonly string[]>;
}

interface Described {
  readonly region: string;
  readonly answer: Answered<{ readonly key: Key; readonly isCustomers: boolean }>;
}

/**
 * The keys that were named: an ARN in its Region, an id or an alias in those of `--region` or in every enabled one. Copies of a
 * multi-Region key that are pending as well are found with it, unless a Region was named.
 */
export async function findKeys(session: KeySession, names: readonly KeyName[]): Promise<FoundKeys> {
  const keys = new Map<string, Key>();
  const notFound: NotFound[] = [];
  const notes = new Map<string, string[]>();
  const isNarrow = (session.options.regions ?? []).length > 0;
  const note = (arn: string, text: string) => notes.set(arn, [...(notes.get(arn) ?? []), text]);
  const narrow = new Set<string>();
  for (const name of names) {
    const found = await findOne(session, name);
    if ('reason' in found) notFound.push(found);
    else
      for (const key of found.keys) {
        keys.set(key.arn, key);
        if (name.place || isNarrow) narrow.add(key.arn);
        else narrow.delete(key.arn);
      }
  }
  for (const key of [...keys.values()])
    for (const arn of relatedTo(key)) {
      if (keys.has(arn)) continue;
      const region = arn.split(':')[3] ?? '';
      const { answer } = await describe(session, region, arn.slice(arn.lastIndexOf('/') + 1));
      if (!answer.ok && answer.kind === 'not-found') continue;
      if (!answer.ok) {
        session.miss(region, 'kms:DescribeKey', arn, answer.failure);
        note(
          key.arn,
          `its copy in ${region} could not be looked at: ${answer.failure.code}: ${answer.failure.message}`,
        );
      } else if (isPending(answer.value.key)) {
        if (narrow.has(key.arn))
          note(key.arn, `its copy in ${region} is pending deletion as well: recover it, too: ${arn}`);
        else keys.set(arn, answer.value.key);
      }
    }
  return { keys: await Promise.all([...keys.values()].map((key) => withAliases(session, key))), notFound, notes };
}

async function findOne(session: KeySession, name: KeyName): Promise<NotFound | { readonly keys: readonly Key[] }> {
  const { account } = session.identity;
  const not = (reason: string): NotFound => ({ name: name.text, reason });
  if (name.place && name.place.account !== account)
    return not(`it belongs to account ${name.place.account}, and these credentials to ${account}: use that account's`);
  const regions = name.place ? [name.place.region] : await session.regions();
  const described = await Promise.all(regions.map((region) => describe(session, region, name.key)));
  const found = described.flatMap(({ answer }) => (answer.ok ? [answer.value] : []));
  const unread = described.flatMap(({ region, answer }) =>
    answer.ok || answer.kind === 'not-found' ? [] : [{ region, ...answer }],
  );
  if (found.length === 0) {
    const [first] = unread;
    const keys = await lookedUp(
      session,
      name,
      unread.filter(({ kind }) => kind === 'denied'),
      regions.length,
    );
    if (keys.length > 0) return oneKey(keys) ?? not(severalWords(keys));
    if (first) {
      const why = refusalWords('kms:DescribeKey', { ...first.failure, kind: first.kind }, first.region, NO_PAST);
      const others = unread.length > 1 ? `, and in ${unread.length - 1} more Regions` : '';
      return not(`it could not be looked for in ${first.region}${others}: ${why}`);
    }
    return not(await absentWords(session, name, regions));
  }
  const keys = found.map(({ key }) => key);
  if (found.some(({ isCustomers }) => !isCustomers))
    return not('AWS manages it: nobody can schedule its deletion, and nobody needs to cancel it');
  if (oneKey(keys) === null) return not(severalWords(keys));
  // A single-Region key has its id for itself, and an alias that was found elsewhere too would be another key.
  if (name.isAlias || keys.some(({ multiRegion }) => multiRegion !== null))
    for (const { region, failure } of unread) session.miss(region, 'kms:DescribeKey', null, failure);
  return { keys };
}

/** Null: they are different keys. */
function oneKey(keys: readonly Key[]): { readonly keys: readonly Key[] } | null {
  return new Set(keys.map(({ keyId }) => keyId)).size === 1 ? { keys } : null;
}

function severalWords(keys: readonly Key[]): string {
  return `it names different keys in ${keys.map(({ region }) => region).join(', ')}: name the Region with \`--region\`, or give the ARN`;
}

/**
 * The key in the Regions in which it may not be described: its policy may have been changed by whoever scheduled its deletion. What
 * lists it tells where it is; an ARN says so itself, and so does a Region that is the only one of several in which it may not.
 */
async function lookedUp(
  session: KeySession,
  { key, isAlias, place }: KeyName,
  denied: readonly { readonly region: string; readonly failure: Failure }[],
  asked: number,
): Promise<readonly Key[]> {
  const { clients, identity } = session;
  const keys = await Promise.all(
    denied.map(async ({ region, failure }): Promise<readonly Key[]> => {
      const idOf = async () => {
        if (isAlias) {
          const answer = await session.try(() => listAliases(clients, region));
          return answer.ok ? [...answer.value].find(([, aliases]) => aliases.includes(key))?.[0] : undefined;
        }
        if (place || (denied.length === 1 && asked > 1)) return key;
        const answer = await session.try(() => listKeyIds(clients, region));
        return answer.ok && answer.value.includes(key) ? key : undefined;
      };
      const id = await idOf();
      if (id === undefined) return [];
      const found = notDescribed(identity, region, id);
      session.miss(region, 'kms:DescribeKey', found.arn, failure);
      return [found];
    }),
  );
  return keys.flat();
}

async function absentWords(
  session: KeySession,
  { key, isAlias }: KeyName,
  regions: readonly string[],
): Promise<string> {
  const where = regions.length <= 3 ? regions.join(', ') : `any of ${regions.length} Regions`;
  if (isAlias)
    return `there is no such alias in ${where}: KMS deletes aliases with their key; name the key by its ID or ARN`;
  const history = await readHistory(session, regions, ['DeleteKey']);
  const { partition, account } = session.identity;
  for (const region of regions) {
    const deleted = deletedAt(`arn:${partition}:kms:${region}:${account}:key/${key}`, history.records);
    if (deleted) return `KMS deleted it in ${region} on ${deleted.time}: what it encrypted cannot be read again`;
  }
  const silent = history.regions.length < regions.length ? ', and the event history could not be read everywhere' : '';
  return `there is no such key in ${where}: the name is wrong, or it was deleted already${silent}`;
}

async function describe(session: KeySession, region: string, key: string): Promise<Described> {
  const answer = await session.try(async () => {
    const metadata = await describeKey(session.clients, region, key);
    return {
      key: keyOfMetadata(metadata, region, NOTHING_FURTHER),
      isCustomers: metadata.KeyManager !== 'AWS',
    };
  });
  return { region, answer };
}

/** The names by which people know the key. Without them it is shown by its ARN, and recovered all the same. */
async function withAliases(session: KeySession, key: Key): Promise<Key> {
  const answer = await session.try(() => listAliases(session.clients, key.region, key.keyId));
  return answer.ok ? { ...key, aliases: answer.value.get(key.keyId) ?? [] } : key;
}
