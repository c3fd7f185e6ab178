import pLimit from 'p-limit';
import type { WriteInputs } from '../change/step.js';
import type { Clients } from './clients.js';
import { failureOf, kindOf } from './failure.js';
import { sameJson } from './same-json.js';

export type FoundKey =
  | { readonly kind: 'none' }
  | { readonly kind: 'same'; readonly id: string }
  /** The alias is taken. */
  | { readonly kind: 'other' };

type Kms = Awaited<ReturnType<Clients['kms']>>;

/** The most keys of a Region that are looked at: a key that was created just before is among them in all but the largest accounts. */
const LOOKED_AT = 2000;

/**
 * The key that an earlier run created, because a second one is paid for and cannot be deleted at once: the one that its alias names,
 * or, where that run ended before the alias, an enabled key with the same description and policy. One that has another alias was
 * finished, or is somebody else's: it is left alone.
 */
export async function findKey(kms: Kms, wanted: WriteInputs['kms:CreateKey'], alias: string | null): Promise<FoundKey> {
  if (alias !== null) {
    const named = await describe(kms, alias);
    if (named !== null) {
      const same = isOurs(named, wanted) && (await hasPolicy(kms, named.KeyId ?? '', wanted.Policy));
      return same ? { kind: 'same', id: named.KeyId ?? '' } : { kind: 'other' };
    }
  }
  const limit = pLimit(10);
  const candidates = await Promise.all(
    (await keyIds(kms)).map((id) => limit(async () => ((await isCandidate(kms, id, wanted)) ? [id] : []))),
  );
  for (const id of candidates.flat())
    if ((await hasPolicy(kms, id, wanted.Policy)) && !(await hasAlias(kms, id))) return { kind: 'same', id };
  return { kind: 'none' };
}

async function keyIds({ sdk, client }: Kms): Promise<readonly string[]> {
  const ids: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new sdk.ListKeysCommand({ Marker, Limit: 1000 }));
    ids.push(...(page.Keys ?? []).flatMap(({ KeyId }) => KeyId ?? []));
    Marker = page.Truncated ? page.NextMarker : undefined;
  } while (Marker !== undefined && ids.length < LOOKED_AT);
  return ids.slice(0, LOOKED_AT);
}

type Metadata = import('@aws-sdk/client-kms').KeyMetadata;

/** Null: there is no such key. */
async function describe({ sdk, client }: Kms, key: string): Promise<Metadata | null> {
  try {
    return (await client.send(new sdk.DescribeKeyCommand({ KeyId: key }))).KeyMetadata ?? null;
  } catch (thrown) {
    if (kindOf(failureOf(thrown)) === 'not-found') return null;
    throw thrown;
  }
}

/** A key that may not be described is not one that this caller created. */
async function isCandidate(kms: Kms, id: string, wanted: WriteInputs['kms:CreateKey']): Promise<boolean> {
  try {
    const found = await describe(kms, id);
    return found !== null && isOurs(found, wanted);
  } catch (thrown) {
    if (kindOf(failureOf(thrown)) === 'denied') return false;
    throw thrown;
  }
}

function isOurs(found: Metadata, wanted: WriteInputs['kms:CreateKey']): boolean {
  return found.KeyManager === 'CUSTOMER' && found.KeyState === 'Enabled' && found.Description === wanted.Description;
}

async function hasPolicy({ sdk, client }: Kms, id: string, wanted: string): Promise<boolean> {
  const { Policy } = await client.send(new sdk.GetKeyPolicyCommand({ KeyId: id, PolicyName: 'default' }));
  return sameJson(Policy ?? '', wanted);
}

async function hasAlias({ sdk, client }: Kms, id: string): Promise<boolean> {
  const { Aliases = [] } = await client.send(new sdk.ListAliasesCommand({ KeyId: id }));
  return Aliases.length > 0;
}
