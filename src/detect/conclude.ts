import { type Rule, SEVERITIES } from '../catalogue/rule.js';
import type { Alert, Suppressed } from './alert.js';
import { type AlertSetting, buildAlert, identitiesOf, lossesOf } from './build-alert.js';
import { type Execution, type Executions, isItsOwn, readTallyName } from './executions.js';
import type { Gathered } from './gathered.js';
import { isoOf } from './instant.js';
import { changesBySubject, type KeyChange, type KeyStates } from './key-states.js';
import type { Latest } from './latest.js';
import type { Bound, BoundHit, Limits } from './limits.js';
import { byTime, compareTexts } from './occurrence.js';
import { beginningOf, byPlace, type Excess, executionOf, type HeldBack, type Raised, raise } from './raise.js';
import type { Supersedes } from './supersede.js';
import type { Tally } from './tally.js';

/** All that the engine has kept. */
export interface Kept {
  readonly rules: readonly Rule[];
  readonly executions: Executions;
  readonly gathered: ReadonlyMap<string, Gathered>;
  readonly tally: Tally<number>;
  readonly supersedes: Supersedes;
  readonly changes: Latest<KeyChange>;
  readonly lostChanges: Tally;
  readonly limits: Limits;
  /** Milliseconds. */
  readonly now: number;
  readonly logsFrom: number | null;
}

/** By an alert's id, what its own events are known by. */
export type Identities = ReadonlyMap<string, readonly string[]>;

export interface Concluded {
  readonly alerts: readonly Alert[];
  readonly suppressed: readonly Suppressed[];
  readonly bounds: readonly BoundHit[];
  readonly identities: Identities;
  readonly keyStates: KeyStates;
}

export function conclude(kept: Kept, excepted: readonly Suppressed[]): Concluded {
  const alone = raisedAlone(kept);
  const together = [...kept.gathered.values()].map((own) => ({ own, ...raise(own.rule, own.candidates()) }));
  const raised = superseded([...alone.raised, ...together.flatMap((each) => each.raised)], kept.supersedes);
  const { fitting, dropped } = fit(raised, kept.limits.alerts);

  const heldBack = [...alone.heldBack, ...together.map(({ own, heldBack }) => [own.rule, heldBack] as const)];
  const bounds = [
    ...[...kept.gathered.values()].map((own) => own.bound()),
    ...alertBounds(kept, mergeCounts(alone.dropped, dropped)),
    changesBound(kept),
  ].filter((bound) => bound !== null);
  const setting: AlertSetting = {
    now: kept.now,
    logsFrom: kept.logsFrom,
    changes: changesBySubject(kept.changes),
  };
  const told = fitting.map((each) => ({ raised: each, alert: buildAlert(each, setting), losses: lossesOf(each) }));
  return {
    alerts: different(told.map(({ alert }) => alert)),
    suppressed: [...heldBack.flatMap(([rule, counts]) => heldBackOf(rule, counts, kept.tally.isExact)), ...excepted],
    bounds,
    identities: new Map(told.map(({ raised, alert }) => [alert.id, identitiesOf(raised)])),
    keyStates: {
      changes: kept.changes.all(),
      losses: new Map(told.filter(({ losses }) => losses.length > 0).map(({ alert, losses }) => [alert.id, losses])),
    },
  };
}

interface Dropped {
  readonly count: number;
  /** The end of the last execution of which something was dropped. */
  readonly before: number | null;
}

/** What rules of one event raised, and what their executions did not keep: above the maximum, or beyond the engine's bound. */
function raisedAlone({ rules, executions, tally, supersedes }: Kept): {
  readonly raised: readonly Raised[];
  readonly heldBack: readonly (readonly [Rule, HeldBack])[];
  readonly dropped: ReadonlyMap<string, Dropped>;
} {
  const all = executions.all(); // before the counts: what does not fit goes into them
  const counts = tally.counts();
  const countOf = tally.groupCounts(groupsOf(all));
  const fitting = new Map(all.map((execution) => [execution.name, execution]));
  const heldBack = new Map(rules.map((rule) => [rule.id, new Map<number | null, Excess>()]));
  const dropped = new Map<string, Dropped>();
  for (const [name, total] of counts) {
    const { place, execution } = readTallyName(name);
    const rule = rules[place]!;
    const own = fitting.get(name);
    const raised = own ? [...groupsOf([own])].reduce((sum, [, group]) => sum + countOf(name, group), 0) : 0;
    const count = total - raised;
    if (count <= 0) continue;
    if (own && own.kept.size >= rule.maxAlerts) heldBack.get(rule.id)!.set(execution, { count, keys: own.heldBack });
    else {
      const end = execution === null ? null : beginningOf(execution + 1, rule);
      dropped.set(rule.id, sum(dropped.get(rule.id), { count, before: end }));
    }
  }
  return {
    raised: oncePerRule(all.flatMap((execution) => raisedIn(execution, countOf, supersedes))),
    heldBack: rules.map((rule) => [rule, heldBack.get(rule.id)!]),
    dropped,
  };
}

type CountOf = (name: number, group: string) => number;

function* groupsOf(executions: readonly Execution[]): Generator<readonly [name: number, group: string]> {
  for (const { name, kept } of executions) for (const group of kept.keys()) if (!isItsOwn(group)) yield [name, group];
}

function raisedIn(
  { rule, number, name, kept }: Execution,
  countOf: CountOf,
  supersedes: Supersedes,
): readonly Raised[] {
  return [...kept].map(([group, { occurrence, parts }]) => ({
    rule,
    last: occurrence,
    events: [occurrence],
    further: [],
    grouped: isItsOwn(group) ? 0 : Math.max(0, countOf(name, group) - 1),
    groupName: isItsOwn(group) ? null : `${number ?? ''} ${group}`,
    unseenSince: null,
    supersedes: [...new Set(parts.flatMap(({ claims }) => claims.map(({ rule }) => rule.id)))]
      .filter((id) => supersedes(rule.id, id))
      .sort(compareTexts),
  }));
}

/** Of one call once: also where it was delivered with its sharedEventID and without. */
function oncePerRule(raised: readonly Raised[]): readonly Raised[] {
  const sorted = [...raised].sort(byPlace);
  const nameOf = ({ rule }: Raised, identity: string) => `${rule.id}\n${identity}`;
  const shared = new Set(
    sorted.flatMap((each) =>
      each.last.copies.filter(({ own }) => own !== each.last.identity).map(({ own }) => nameOf(each, own)),
    ),
  );
  const seen = new Set<string>();
  return sorted.filter((each) => {
    const name = nameOf(each, each.last.identity);
    return !shared.has(name) && !seen.has(name) && seen.add(name);
  });
}

/** Of rules that raised on the same event, those that others stand for fall away, and are named. */
function superseded(raised: readonly Raised[], supersedes: Supersedes): readonly Raised[] {
  const byEvent = new Map<string, Raised[]>();
  for (const each of raised) {
    const own = byEvent.get(each.last.identity);
    if (own) own.push(each);
    else byEvent.set(each.last.identity, [each]);
  }
  return raised.flatMap((each) => {
    const others = byEvent.get(each.last.identity)!;
    if (others.length === 1) return [each];
    if (others.some(({ rule }) => supersedes(rule.id, each.rule.id))) return [];
    const lesser = others.filter(({ rule }) => supersedes(each.rule.id, rule.id));
    const named = lesser.flatMap(({ rule, supersedes }) => [rule.id, ...supersedes]);
    return [{ ...each, supersedes: [...new Set([...each.supersedes, ...named])].sort(compareTexts) }];
  });
}

/** As many as there is room for: the most severe, of these the latest. In the order of time. */
function fit(raised: readonly Raised[], limit: number) {
  const severity = ({ rule }: Raised) => SEVERITIES.indexOf(rule.severity);
  const sorted = [...raised].sort((a, b) => severity(b) - severity(a) || byTime(b.last, a.last) || byPlace(b, a));
  const dropped = new Map<string, Dropped>();
  for (const { rule, last } of sorted.slice(Math.max(1, limit))) {
    const execution = executionOf(last.time, rule);
    const before = execution === null ? null : beginningOf(execution + 1, rule);
    dropped.set(rule.id, sum(dropped.get(rule.id), { count: 1, before }));
  }
  return { fitting: sorted.slice(0, Math.max(1, limit)).sort(byPlace), dropped };
}

function sum(a: Dropped | undefined, b: Dropped): Dropped {
  if (!a) return b;
  return {
    count: a.count + b.count,
    before: a.before === null || b.before === null ? null : Math.max(a.before, b.before),
  };
}

function mergeCounts(a: ReadonlyMap<string, Dropped>, b: ReadonlyMap<string, Dropped>): ReadonlyMap<string, Dropped> {
  const all = new Map(a);
  for (const [rule, dropped] of b) all.set(rule, sum(all.get(rule), dropped));
  return all;
}

function alertBounds({ rules, limits, tally }: Kept, dropped: ReadonlyMap<string, Dropped>): readonly BoundHit[] {
  return rules.flatMap(({ id }) => {
    const own = dropped.get(id);
    return own ? [boundHit(id, 'alerts', limits.alerts, own, tally.isExact)] : [];
  });
}

function changesBound({ changes, lostChanges, limits }: Kept): BoundHit | null {
  const count = lostChanges.counts().get('') ?? 0;
  if (count === 0) return null;
  return boundHit(
    null,
    'key-states',
    limits.keyStates,
    { count, before: changes.floor?.time ?? null },
    lostChanges.isExact,
  );
}

const boundHit = (
  rule: string | null,
  bound: Bound,
  limit: number,
  { count, before }: Dropped,
  isExact: boolean,
): BoundHit => ({ kind: 'bound', rule, bound, limit, count, isExact, before: before === null ? null : isoOf(before) });

function heldBackOf(rule: Rule, heldBack: HeldBack, isExact: boolean): readonly Suppressed[] {
  return [...heldBack]
    .sort(([a], [b]) => (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY))
    .map(([execution, { count, keys }]) => ({
      kind: 'held-back',
      rule: rule.id,
      execution: execution === null ? null : isoOf(beginningOf(execution, rule)),
      count,
      isExact,
      keys: keys.texts(),
    }));
}

/** The same rule and the same events are the same alert, however they agree. */
function different(alerts: readonly Alert[]): readonly Alert[] {
  return [...new Map(alerts.map((alert) => [alert.id, alert])).values()];
}
