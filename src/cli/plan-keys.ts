import { historyOf, readInventory } from '../aws/collect-keys.js';
import { findKeys } from '../aws/find-keys.js';
import type { KeySession } from '../aws/key-session.js';
import { type EarlierKey, type Half, halfRecovered } from '../keys/half-recovered.js';
import { type Key, NOT_DESCRIBED } from '../keys/key.js';
import { type KeyName, parseKeyName } from '../keys/key-name.js';
import { withDateOfHistory } from '../keys/not-described.js';
import { historyByKey, type KeyPast, pastOf } from '../keys/past.js';
import { isUnfinished, type NotFound, type RecoveryRecord } from '../keys/record.js';
import { type KeyRecovery, planRecovery } from '../keys/recovery.js';
import { mayBePending } from '../keys/urgency.js';

export interface KeysPlan {
  readonly recoveries: readonly KeyRecovery[];
  readonly notFound: readonly NotFound[];
  readonly pastOf: (key: Key) => KeyPast;
}

export interface PlanKeysOptions {
  readonly enable: boolean;
  /** The record of earlier runs, which is gone on with. */
  readonly earlier: RecoveryRecord | null;
}

/**
 * What is to be done for these keys; `names` null: for every key that is pending, and those that a run left in the middle. Those of
 * which nobody can tell are among the plan, and left as they are.
 */
export async function planKeys(
  session: KeySession,
  names: readonly KeyName[] | null,
  { enable, earlier }: PlanKeysOptions,
): Promise<KeysPlan> {
  const { keys, notFound, notes, history } =
    names === null ? await everyKey(session, earlier) : await namedKeys(session, names);
  const byKey = historyByKey(history.records);
  const past = (key: Key) => pastOf(key.arn, mayBePending(key), byKey(key.arn));
  const now = session.options.now().toISOString();
  const isHistoryKnown = (region: string) => history.regions.includes(region);
  const before = earlierKeys(earlier);
  const halfOf = (key: Key): Half | null =>
    halfRecovered(key, {
      past: past(key),
      isHistoryKnown: isHistoryKnown(key.region),
      now,
      caller: session.identity.caller,
      earlier: before.get(key.arn) ?? null,
    });
  const isBegun = ({ arn }: Key) => {
    const known = before.get(arn);
    return known !== undefined && isUnfinished(known.key);
  };
  const leaves = (key: Key): string | null => {
    const half = halfOf(key);
    if (half?.kind === 'unclear') return half.words;
    if (key.state !== NOT_DESCRIBED || past(key).scheduled || isBegun(key)) return null;
    return `KMS does not describe it to this caller, and the event history${isHistoryKnown(key.region) ? '' : ', which could not be read to its end,'} does not say that it is pending`;
  };
  const isChosen = (key: Key) => mayBePending(key) || halfOf(key) !== null || isBegun(key);
  const dated = keys.map((key) => withDateOfHistory(key, past(key), byKey(key.arn)));
  const recoveries = planRecovery(names === null ? dated.filter(isChosen) : dated, {
    enable,
    now,
    isHistoryKnown,
    pastOf: past,
    wasLeftDisabled: ({ arn }) => before.get(arn)?.key.staysDisabled ?? false,
    wasBegun: isBegun,
    ...(names === null && { leaves }),
  });
  const saidOf = (key: Key): readonly string[] => {
    const half = names === null ? halfOf(key) : null;
    return [...(half?.kind === 'ours' && isBegun(key) ? [half.words] : []), ...(notes.get(key.arn) ?? [])];
  };
  return {
    recoveries: recoveries.map((one) => ({ ...one, notes: [...one.notes, ...saidOf(one.key)] })),
    notFound,
    pastOf: past,
  };
}

/** Those that an earlier run did not get to the end with are looked for by their names where they are not listed. */
async function everyKey(session: KeySession, earlier: RecoveryRecord | null) {
  const inventory = await readInventory(session, 'state');
  const listed = new Set(inventory.keys.map(({ arn }) => arn));
  const names = (earlier?.keys ?? [])
    .filter((key) => isUnfinished(key) && !listed.has(key.arn))
    .flatMap(({ arn }) => parseKeyName(arn) ?? []);
  const records = { records: inventory.history, regions: inventory.historyOf };
  if (names.length === 0) return { keys: inventory.keys, notFound: [], notes: NO_NOTES, history: records };
  const { keys, notFound, notes } = await findKeys(session, names);
  const further = await historyOf(
    session,
    keys.filter(({ region }) => !records.regions.includes(region)),
  );
  return {
    keys: [...inventory.keys, ...keys.filter(({ arn }) => !listed.has(arn))],
    notFound,
    notes,
    history: {
      records: [...records.records, ...further.records],
      regions: [...records.regions, ...further.regions],
    },
  };
}

async function namedKeys(session: KeySession, names: readonly KeyName[]) {
  const found = await findKeys(session, names);
  return { ...found, history: await historyOf(session, found.keys) };
}

function earlierKeys(earlier: RecoveryRecord | null): ReadonlyMap<string, EarlierKey> {
  if (!earlier) return new Map();
  const callers = [earlier.caller, ...earlier.earlier.map(({ caller }) => caller)];
  const startedAt = [earlier.startedAt, ...earlier.earlier.map((run) => run.startedAt)].sort()[0] ?? earlier.startedAt;
  return new Map(earlier.keys.map((key) => [key.arn, { key, startedAt, callers }]));
}

const NO_NOTES: ReadonlyMap<string, readonly string[]> = new Map();
