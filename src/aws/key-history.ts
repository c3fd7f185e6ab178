import type { Json } from '../predicate/json.js';
import type { KeySession } from './key-session.js';

/** CloudTrail answers two lookups a second, of one account in one Region (CloudTrail API reference, LookupEvents). */
const PAUSE = 550;

/** The calls that decide in which state a key is, and who may take them back. */
export const HISTORY_EVENTS = [
  'ScheduleKeyDeletion',
  'CancelKeyDeletion',
  'DisableKey',
  'EnableKey',
  'PutKeyPolicy',
] as const;

export interface History {
  readonly records: readonly Json[];
  /** Regions of which it was read to its end. */
  readonly regions: readonly string[];
}

/** The events of these names in the event history (90 days) of these Regions; a Region's own lookups go one after another. */
export async function readHistory(
  session: KeySession,
  regions: readonly string[],
  names: readonly string[] = HISTORY_EVENTS,
): Promise<History> {
  const each = await Promise.all(
    regions.map(async (region) => ({ region, ...(await ofRegion(session, region, names)) })),
  );
  return {
    records: each.flatMap(({ records }) => records),
    regions: each.filter(({ isWhole }) => isWhole).map(({ region }) => region),
  };
}

interface Part {
  readonly records: readonly Json[];
  readonly isWhole: boolean;
}

async function ofRegion(session: KeySession, region: string, names: readonly string[]): Promise<Part> {
  const records: Json[] = [];
  let isFirst = true;
  for (const name of names) {
    for (let token: string | undefined; ; ) {
      if (!isFirst) await session.wait(PAUSE);
      isFirst = false;
      const page = await session.read(region, 'cloudtrail:LookupEvents', null, () =>
        lookUp(session, region, name, token),
      );
      if (page === null) return { records, isWhole: false };
      records.push(...page.records);
      if (page.next === undefined) break;
      if (page.next === token) {
        const message = 'the event history named the same page twice, so its end was not reached';
        session.miss(region, 'cloudtrail:LookupEvents', null, { code: 'RepeatedToken', message });
        return { records, isWhole: false };
      }
      token = page.next;
    }
  }
  return { records, isWhole: true };
}

async function lookUp({ clients }: KeySession, region: string, name: string, token: string | undefined) {
  const { sdk, client } = await clients.cloudtrail(region);
  const page = await client.send(
    new sdk.LookupEventsCommand({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }],
      MaxResults: 50,
      NextToken: token,
    }),
  );
  const records = (page.Events ?? []).map(({ CloudTrailEvent = '' }): Json => JSON.parse(CloudTrailEvent));
  return { records, next: page.NextToken };
}
