import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { Key, KeyGrant } from '../keys/key.js';
import type { Clients } from './clients.js';

/** The calls of KMS about keys, each with all its pages. They reject with what the SDK throws. */

export async function listKeyIds({ kms }: Clients, region: string): Promise<readonly string[]> {
  const { sdk, client } = await kms(region);
  return pages(async (Marker) => {
    const page = await client.send(new sdk.ListKeysCommand({ Marker, Limit: 1000 }));
    return { items: (page.Keys ?? []).flatMap(({ KeyId }) => KeyId ?? []), next: next(page) };
  });
}

/** `key`: an id, an ARN or an alias; in its own Region. */
export async function describeKey({ kms }: Clients, region: string, key: string): Promise<KeyMetadata> {
  const { sdk, client } = await kms(region);
  const { KeyMetadata: metadata } = await client.send(new sdk.DescribeKeyCommand({ KeyId: key }));
  if (!metadata) throw new Error(`KMS described \`${key}\` with nothing`);
  return metadata;
}

/** The aliases of a Region by the ids of their keys, or of one key. */
export async function listAliases(
  { kms }: Clients,
  region: string,
  key?: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { sdk, client } = await kms(region);
  const aliases = await pages(async (Marker) => {
    const page = await client.send(new sdk.ListAliasesCommand({ KeyId: key, Marker, Limit: 100 }));
    return { items: page.Aliases ?? [], next: next(page) };
  });
  const byKey = new Map<string, string[]>();
  for (const { AliasName: name, TargetKeyId: id } of aliases)
    if (name !== undefined && id !== undefined) byKey.set(id, [...(byKey.get(id) ?? []), name].sort());
  return byKey;
}

export async function rotationOf({ kms }: Clients, region: string, key: string): Promise<NonNullable<Key['rotation']>> {
  const { sdk, client } = await kms(region);
  const answer = await client.send(new sdk.GetKeyRotationStatusCommand({ KeyId: key }));
  return { isEnabled: answer.KeyRotationEnabled ?? false, periodInDays: answer.RotationPeriodInDays ?? null };
}

export async function grantsOf({ kms }: Clients, region: string, key: string): Promise<readonly KeyGrant[]> {
  const { sdk, client } = await kms(region);
  return pages(async (Marker) => {
    const page = await client.send(new sdk.ListGrantsCommand({ KeyId: key, Marker, Limit: 100 }));
    const items = (page.Grants ?? []).map(
      ({ GranteePrincipal, GranteeServicePrincipal, Operations = [], Constraints }): KeyGrant => ({
        grantee: GranteeServicePrincipal ?? GranteePrincipal ?? '',
        operations: [...Operations].sort(),
        encryptionContext: Constraints?.EncryptionContextSubset ?? Constraints?.EncryptionContextEquals ?? {},
      }),
    );
    return { items, next: next(page) };
  });
}

export async function lastUseOf({ kms }: Clients, region: string, key: string): Promise<NonNullable<Key['lastUse']>> {
  const { sdk, client } = await kms(region);
  const { KeyLastUsage, TrackingStartDate } = await client.send(new sdk.GetKeyLastUsageCommand({ KeyId: key }));
  return {
    time: iso(KeyLastUsage?.Timestamp),
    operation: KeyLastUsage?.Operation ?? null,
    since: iso(TrackingStartDate),
  };
}

export const iso = (date: Date | undefined): string | null =>
  date === undefined || Number.isNaN(date.getTime()) ? null : date.toISOString();

const next = (page: { Truncated?: boolean | undefined; NextMarker?: string | undefined }): string | undefined =>
  page.Truncated ? page.NextMarker : undefined;

async function pages<T>(
  ask: (marker: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next: string | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  const seen = new Set<string>();
  for (let marker: string | undefined; ; ) {
    const { items, next: following } = await ask(marker);
    all.push(...items);
    if (following === undefined) return all;
    if (seen.has(following)) throw new Error('the listing named the same page twice, so its end was not reached');
    seen.add(following);
    marker = following;
  }
}
