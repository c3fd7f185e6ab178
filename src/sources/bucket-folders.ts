import type { LimitFunction } from 'p-limit';
import type { ObjectStore, StoredObject } from '../aws/object-store.js';
import { folderMayHold, type TimeRange } from '../cloudtrail/object-name.js';
import { isOtherServices } from './other-service.js';
import { type Skipped, skipOther } from './skipped.js';

/** A prefix all of whose objects are wanted, or objects that lay on the way to one. */
export type Leaf =
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'objects'; readonly objects: readonly StoredObject[] };

/**
 * The prefixes below this one that are worth listing. CloudTrail lays its files out as
 * `AWSLogs/[o-ORGANIZATION/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/`; other services' logs, digests and days that were not asked
 * for are left out there. Whatever else is in the bucket is taken as it lies.
 */
export async function leavesOf(
  store: ObjectStore,
  bucket: string,
  prefix: string,
  range: TimeRange,
  skipped: Skipped,
  limit: LimitFunction,
): Promise<readonly Leaf[]> {
  if (isLeaf(prefix, range)) return [{ kind: 'prefix', prefix }];
  const objects: StoredObject[] = [];
  const prefixes: string[] = [];
  await limit(async () => {
    for await (const page of store.list(bucket, prefix, '/')) {
      objects.push(...page.objects);
      prefixes.push(...page.prefixes);
    }
  });
  const below = await Promise.all(
    prefixes
      .filter((folder) => isWanted(bucket, folder, range, skipped))
      .map((folder) => leavesOf(store, bucket, folder, range, skipped, limit)),
  );
  return [...(objects.length > 0 ? [{ kind: 'objects' as const, objects }] : []), ...below.flat()];
}

const IN_TRAIL = /(?:^|\/)CloudTrail\/(?:[a-z]{2,}(?:-[a-z]+)+-\d+\/(\d{4}(?:\/\d{2}){0,2})?\/?)?$/;

/** Without a range there is nothing to choose below CloudTrail's folder; with one, not below a day. */
function isLeaf(prefix: string, range: TimeRange): boolean {
  if (range.since === null && range.until === null) return /(?:^|\/)CloudTrail\//.test(prefix);
  return /(?:^|\/)CloudTrail\/[^/]+\/\d{4}\/\d{2}\/\d{2}\//.test(prefix);
}

function isWanted(bucket: string, folder: string, range: TimeRange, skipped: Skipped): boolean {
  const name = folder.split('/').at(-2)!;
  if (name === 'CloudTrail-Digest') return skip(skipped, 'digests');
  if (name === 'CloudTrail-Insight') return skip(skipped, 'insights');
  if (isOtherServices(folder)) {
    skipOther(skipped, `s3://${bucket}/${folder}`);
    return false;
  }
  const date = IN_TRAIL.exec(folder)?.[1];
  return date === undefined || folderMayHold(date, range) || skip(skipped, 'outOfRange');
}

/** A folder counts as one: how many files are in it was not asked. */
function skip(skipped: Skipped, why: Exclude<keyof Skipped, 'otherNames'>): false {
  skipped[why]++;
  return false;
}
