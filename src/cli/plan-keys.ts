import { historyOf, readInventory } from '../aws/collect-keys.js';
import { findKeys } from '../aws/find-keys.js';
import type { KeySession } from '../aws/key-session.js';
import type { Key } from '../keys/key.js';
import type { KeyName } from '../keys/key-name.js';
import { historyByKey, type KeyPast, pastOf } from '../keys/past.js';
import type { NotFound } from '../keys/record.js';
import { isHalfRecovered, type KeyRecovery, planRecovery } from '../keys/recovery.js';
import { isPending } from '../keys/urgency.js';

export interface KeysPlan {
  readonly recoveries: readonly KeyRecovery[];
  readonly notFound: readonly NotFound[];
  readonly pastOf: (key: Key) => KeyPast;
}

/** What is to be done for these keys; `names` null: for every key that is pending, and those that a run left in the middle. */
export async function planKeys(
  session: KeySession,
  names: readonly KeyName[] | null,
  enable: boolean,
): Promise<KeysPlan> {
  const { keys, notFound, notes, history } = names === null ? await everyKey(session) : await namedKeys(session, names);
  const byKey = historyByKey(history.records);
  const past = (key: Key) => pastOf(key.arn, isPending(key), byKey(key.arn));
  const now = session.options.now().toISOString();
  const chosen = names === null ? keys.filter((key) => isPending(key) || isHalfRecovered(key, past(key), now)) : keys;
  const recoveries = planRecovery(chosen, {
    enable,
    now,
    isHistoryKnown: (region) => history.regions.includes(region),
    pastOf: past,
  });
  return {
    recoveries: recoveries.map((one) => ({ ...one, notes: [...one.notes, ...(notes.get(one.key.arn) ?? [])] })),
    notFound,
    pastOf: past,
  };
}

async function everyKey(session: KeySession) {
  const inventory = await readInventory(session, 'state');
  const { keys, history, historyOf: regions } = inventory;
  return { keys, notFound: [], notes: NO_NOTES, history: { records: history, regions } };
}

async function namedKeys(session: KeySession, names: readonly KeyName[]) {
  const found = await findKeys(session, names);
  return { ...found, history: await historyOf(session, found.keys) };
}

const NO_NOTES: ReadonlyMap<string, readonly string[]> = new Map();
