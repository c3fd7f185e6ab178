import type { Json } from '../predicate/json.js';
import { actorOf } from './actor-of.js';
import type { Alert, AlertContext } from './alert.js';
import { actorNames, type ContextNeed, type ContextNeeds } from './context-needs.js';
import { isoOf } from './instant.js';
import { isSuccess } from './key-of.js';
import { encryptionContextOf, isKeyUse, keysTouched } from './key-use.js';
import { textAt } from './member.js';
import { compareTexts } from './occurrence.js';
import { Taken } from './taken.js';
import { Tally } from './tally.js';

export interface ContextLimits {
  /** Different calls, and different uses, that are gathered for one alert. */
  readonly kinds: number;
  /** Of these, those that are told. */
  readonly told: number;
  /** Events that are told apart; above it the counts are estimates. */
  readonly counted: number;
}

export const CONTEXT_LIMITS: ContextLimits = { kinds: 500, told: 25, counted: 500_000 };

/** Gathers what surrounds alerts; in any order, the same event any number of times. */
export interface Context {
  take(event: Json): void;
  /** All the alerts, those that were asked for with their context. */
  finish(alerts: readonly Alert[]): readonly Alert[];
}

type KeyUse = AlertContext['keyUses'][number];

interface Gathering {
  readonly need: ContextNeed;
  readonly calls: Map<string, { readonly source: string; readonly name: string }>;
  readonly uses: Map<string, Omit<KeyUse, 'count' | 'last'> & { last: number }>;
}

export function createContext(needs: ContextNeeds, given: Partial<ContextLimits> = {}): Context {
  const limits = { ...CONTEXT_LIMITS, ...given };
  const gatherings = new Map(needs.alerts.map((need) => [need.alert.id, gatheringFor(need)] as const));
  const byActor = indexed([...gatherings.values()], ({ need }) => need.actor?.names ?? []);
  const byKey = indexed([...gatherings.values()], ({ need }) => (need.key ? [need.key.arn] : []));
  const tally = new Tally(limits.counted);

  const takeCall = (gathering: Gathering, event: Json, taken: Taken) => {
    if (isOwn(gathering, taken)) return;
    const { identity } = taken;
    const call = { source: textAt(event, 'eventSource') ?? '', name: textAt(event, 'eventName') ?? '' };
    const kind = JSON.stringify([call.source, call.name]);
    gathering.calls.set(kind, call);
    // Which are kept when there are too many must not depend on which came first.
    if (gathering.calls.size > limits.kinds)
      gathering.calls.delete([...gathering.calls.keys()].sort(compareTexts).at(-1)!);
    const { id } = gathering.need.alert;
    tally.add(`${id} call ${kind}`, identity);
    if (!isSuccess(event)) tally.add(`${id} failed ${kind}`, identity);
  };

  const takeUse = (gathering: Gathering, event: Json, taken: Taken) => {
    if (isOwn(gathering, taken)) return;
    const { identity, time } = taken;
    const use = {
      name: textAt(event, 'eventName') ?? '',
      encryptionContext: encryptionContextOf(event),
      principal: actorOf(event).principal ?? actorOf(event).invokedBy,
    };
    const kind = JSON.stringify([use.name, Object.entries(use.encryptionContext), use.principal]);
    const known = gathering.uses.get(kind);
    gathering.uses.set(kind, { ...use, last: Math.max(known?.last ?? Number.NEGATIVE_INFINITY, time!) });
    if (gathering.uses.size > limits.kinds) gathering.uses.delete(leastRecent(gathering.uses));
    tally.add(`${gathering.need.alert.id} use ${kind}`, identity);
  };

  return {
    take(event) {
      const taken = new Taken(event, 0);
      const { time } = taken;
      if (time === null) return;
      const callers = new Set(actorNames(event).flatMap((name) => byActor.get(name) ?? []));
      for (const gathering of callers) if (isWithin(gathering.need.actor!, time)) takeCall(gathering, event, taken);
      if (!isKeyUse(event)) return;
      const keys = new Set(keysTouched(event).flatMap((arn) => byKey.get(arn) ?? []));
      for (const gathering of keys) if (isWithin(gathering.need.key!, time)) takeUse(gathering, event, taken);
    },
    finish(alerts) {
      const counts = tally.counts();
      return alerts.map((alert) => {
        const gathering = gatherings.get(alert.id);
        return gathering ? { ...alert, context: contextOf(gathering, counts, limits.told) } : alert;
      });
    },
  };
}

function gatheringFor(need: ContextNeed): Gathering {
  return { need, calls: new Map(), uses: new Map() };
}

/** By its eventID alone it would not be told from others: anonymised logs give one to several events. */
const isOwn = ({ need }: Gathering, { own, identity }: Taken): boolean => need.own.has(own) || need.own.has(identity);

function contextOf({ need, calls, uses }: Gathering, counts: ReadonlyMap<string, number>, told: number): AlertContext {
  const count = (what: string, kind: string) => counts.get(`${need.alert.id} ${what} ${kind}`) ?? 0;
  const sameActor = [...calls]
    .map(([kind, call]) => ({ ...call, count: count('call', kind), failed: count('failed', kind) }))
    .sort((a, b) => b.count - a.count || compareTexts(a.source, b.source) || compareTexts(a.name, b.name));
  const keyUses = [...uses]
    .sort(([a, first], [b, second]) => second.last - first.last || compareTexts(a, b))
    .map(([kind, { last, ...use }]) => ({ ...use, count: Math.max(1, count('use', kind)), last: isoOf(last) }));
  return { sameActor: sameActor.slice(0, told), keyUses: keyUses.slice(0, told) };
}

const isWithin = ({ from, to }: { readonly from: number; readonly to: number }, time: number): boolean =>
  time >= from && time <= to;

function leastRecent(uses: Gathering['uses']): string {
  return [...uses].reduce((a, b) => (b[1].last < a[1].last || (b[1].last === a[1].last && b[0] > a[0]) ? b : a))[0];
}

function indexed(gatherings: readonly Gathering[], names: (gathering: Gathering) => readonly string[]) {
  const index = new Map<string, Gathering[]>();
  for (const gathering of gatherings)
    for (const name of names(gathering)) index.set(name, [...(index.get(name) ?? []), gathering]);
  return index;
}
