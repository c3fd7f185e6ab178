import type { Account } from '../account/account.js';
import { unreadOf } from '../chain/unread.js';
import { type Key, type KeyInventory, type KeyUnread, NOT_DESCRIBED } from './key.js';
import { withDateOfHistory } from './not-described.js';
import { historyByKey, type KeyPast, NO_PAST, pastOf } from './past.js';
import type { Reported } from './reported.js';
import { byUrgency, type Danger, dangerOf, daysLeft, mayBePending } from './urgency.js';
import type { KeyUse } from './uses.js';

/** What `trailproof keys --format json` prints. Members are added, never renamed. Instants are ISO 8601. */
export interface KeysReport {
  readonly schema: 'trailproof/keys/1';
  readonly tool: { readonly name: string; readonly version: string };
  readonly generatedAt: string;
  readonly account: {
    readonly id: string;
    readonly alias: string | null;
    readonly caller: string;
    readonly partition: string;
    readonly regions: readonly string[];
    readonly narrowed: boolean;
  };
  /** The most urgent first. */
  readonly keys: readonly KeyReport[];
  readonly unread: readonly KeyUnread[];
  readonly unsupported: KeyInventory['unsupported'];
  /** The logs that were looked through for uses of the keys; null: none. */
  readonly logs: KeysLogs | null;
}

export interface KeyReport extends Key {
  /** `pending` deletion, by KMS or, of a key that is not described, by the event history; null: nothing is to be done for it. */
  readonly danger: Danger | null;
  /** Whole days until the waiting period ends; AWS may delete up to a day later. */
  readonly daysLeft: number | null;
  /** What event history tells of the last 90 days; null: it was not asked, because the key is well, or could not be read to its end. */
  readonly past: KeyPast | null;
  /** Calls that used the key, by the logs; null: no logs were given. */
  readonly uses: readonly KeyUse[] | null;
  /** Would its loss be reported? */
  readonly reported: Reported;
}

export interface KeysLogs {
  readonly paths: readonly string[];
  readonly files: number;
  readonly events: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly problems: readonly { readonly file: string; readonly offset: number; readonly reason: string }[];
  readonly notes: readonly string[];
}

export interface KeysReportInput {
  readonly tool: KeysReport['tool'];
  readonly inventory: KeyInventory;
  /** The account as an audit reads it: what says whether a loss would be reported. */
  readonly account: Account;
  readonly reported: (key: Key) => Reported;
  readonly usesOf: ((arn: string) => readonly KeyUse[]) | null;
  readonly logs: KeysLogs | null;
}

export function keysReport({ tool, inventory, account, reported, usesOf, logs }: KeysReportInput): KeysReport {
  const history = historyByKey(inventory.history);
  const past = (key: Key) => (pastIn(key, inventory) ? pastOf(key.arn, mayBePending(key), history(key.arn)) : null);
  const { partition, caller, readAt, regions } = inventory;
  return {
    schema: 'trailproof/keys/1',
    tool,
    generatedAt: readAt,
    account: { id: inventory.account, alias: account.alias, caller, partition, regions, narrowed: account.narrowed },
    keys: byUrgency(inventory.keys.map((key) => withDateOfHistory(key, past(key) ?? NO_PAST, history(key.arn)))).map(
      (key) => ({
        ...key,
        danger: key.state === NOT_DESCRIBED && past(key)?.scheduled ? 'pending' : dangerOf(key),
        daysLeft: daysLeft(key, readAt),
        past: past(key),
        uses: usesOf?.(key.arn) ?? null,
        reported: reported(key),
      }),
    ),
    unread: withoutDoubles([
      ...inventory.unread,
      ...unreadOf(account).map(({ region, operation, error, permission }) => ({
        region,
        operation,
        key: null,
        error,
        permission,
      })),
    ]),
    unsupported: inventory.unsupported,
    logs,
  };
}

const pastIn = (key: Key, { historyOf }: KeyInventory): boolean =>
  dangerOf(key) !== null && historyOf.includes(key.region);

/** Both the audit and the listing ask which Regions there are. */
function withoutDoubles(unread: readonly KeyUnread[]): readonly KeyUnread[] {
  return [...new Map(unread.map((one) => [JSON.stringify([one.region, one.operation, one.key]), one])).values()];
}

/** 0: no key is in danger. 1: some key is. 2: none is, as far as could be read, and not all could. */
export function keysStatus({ keys, unread, logs }: Pick<KeysReport, 'keys' | 'unread' | 'logs'>): number {
  if (keys.some(({ danger }) => danger === 'pending' || danger === 'unusable')) return 1;
  if (keys.some(({ danger }) => danger === 'unknown')) return 2;
  return unread.length > 0 || (logs !== null && logs.problems.length > 0) ? 2 : 0;
}
