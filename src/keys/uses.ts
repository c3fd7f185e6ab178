import { compareText } from '../account/canonical.js';
import { actorOf } from '../detect/actor-of.js';
import { instantOf, isoOf } from '../detect/instant.js';
import { encryptionContextOf, isKeyUse, keysTouched, usesOf } from '../detect/key-use.js';
import { textAt } from '../detect/member.js';
import type { Json } from '../predicate/json.js';
import type { Predicate } from '../predicate/predicate.js';

/** What used a key, by logs: calls of one kind, for one encryption context, by one principal. */
export interface KeyUse {
  readonly name: string; // Decrypt, GenerateDataKey, …
  readonly encryptionContext: Readonly<Record<string, string>>;
  readonly principal: string | null;
  /** Records; an event that two files hold is counted in both. */
  readonly count: number;
  readonly last: string; // ISO 8601
}

export interface KeyUses {
  /** The events that it wants to see. */
  readonly predicate: Predicate;
  take(event: Json): void;
  /** The latest first. */
  of(arn: string): readonly KeyUse[];
}

/** Different uses that are kept of one key; the latest ones are. */
const MOST = 200;

/** Gathers the uses of these keys, in any order. A failed call is one, too: something wanted the key. */
export function createKeyUses(arns: readonly string[], most = MOST): KeyUses {
  const byKey = new Map(arns.map((arn) => [arn, new Map<string, KeyUse>()]));
  return {
    predicate: usesOf(arns),
    take(event) {
      const time = instantOf(textAt(event, 'eventTime'));
      if (time === null || !isKeyUse(event)) return;
      const uses = keysTouched(event).flatMap((arn) => byKey.get(arn) ?? []);
      if (uses.length === 0) return;
      const actor = actorOf(event);
      const one = {
        name: textAt(event, 'eventName') ?? '',
        encryptionContext: encryptionContextOf(event),
        principal: actor.principal ?? actor.invokedBy,
      };
      const kind = JSON.stringify([one.name, Object.entries(one.encryptionContext), one.principal]);
      for (const known of uses) add(known, kind, one, isoOf(time), most);
    },
    of: (arn) => sorted(byKey.get(arn) ?? []),
  };
}

function add(uses: Map<string, KeyUse>, kind: string, one: Omit<KeyUse, 'count' | 'last'>, time: string, most: number) {
  const known = uses.get(kind);
  const last = known && Date.parse(known.last) > Date.parse(time) ? known.last : time;
  uses.set(kind, { ...one, count: (known?.count ?? 0) + 1, last });
  if (uses.size <= most) return;
  // Which are kept must not depend on which came first.
  const [oldest] = [...uses].reduce((a, b) => {
    const later = Date.parse(b[1].last) - Date.parse(a[1].last);
    return later < 0 || (later === 0 && b[0] > a[0]) ? b : a;
  });
  uses.delete(oldest);
}

const sorted = (uses: Iterable<readonly [kind: string, use: KeyUse]>): readonly KeyUse[] =>
  [...uses]
    .sort(([a, first], [b, second]) => Date.parse(second.last) - Date.parse(first.last) || compareText(a, b))
    .map(([, use]) => use);
