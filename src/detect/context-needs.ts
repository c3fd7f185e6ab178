import { SEVERITIES } from '../catalogue/rule.js';
import type { Json } from '../predicate/json.js';
import { any, at, is, type Predicate } from '../predicate/predicate.js';
import type { Alert } from './alert.js';
import type { Identities } from './conclude.js';
import type { PlannedPredicate } from './engine-plan.js';
import { instantOf, isoOf } from './instant.js';
import { usesOf } from './key-use.js';
import { textAt } from './member.js';
import { compareTexts } from './occurrence.js';

/** Seconds before and after an alert in which its principal's other calls are told, and before it the uses of its key. */
export interface ContextReach {
  readonly actor: number;
  readonly key: number;
}

export const CONTEXT_REACH: ContextReach = { actor: 3_600, key: 86_400 };

/** What a second pass looks for. Its ids are the context's own; `since` and `until` (ISO 8601) are all that it needs to read. */
export interface ContextNeeds {
  readonly alerts: readonly ContextNeed[];
  readonly plan: {
    readonly rules: readonly PlannedPredicate[];
    readonly since: string;
    readonly until: string;
  } | null;
}

/** Of one alert, whose calls and which key's uses are told. Milliseconds; `to` is included. */
export interface ContextNeed {
  readonly alert: Alert;
  /** What its own events are known by. */
  readonly own: ReadonlySet<string>;
  readonly actor: { readonly names: readonly string[]; readonly from: number; readonly to: number } | null;
  readonly key: { readonly arn: string; readonly from: number; readonly to: number } | null;
}

/** The names that one session, user or service goes by: its access key and its ARN as recorded, else its principal id. */
export function actorNames(record: Json): readonly string[] {
  const names = [textAt(record, 'userIdentity', 'accessKeyId'), textAt(record, 'userIdentity', 'arn')];
  const known = names.filter((name) => name !== null);
  const id = textAt(record, 'userIdentity', 'principalId');
  return known.length > 0 || id === null ? known : [id];
}

/** For the `most` most severe alerts; of these the riskier, then the later. Alerts without a time have no hour around them. */
export function contextNeeds(
  alerts: readonly Alert[],
  identities: Identities,
  most: number,
  reach: ContextReach = CONTEXT_REACH,
): ContextNeeds {
  const needs = [...alerts]
    .sort(bySeverity)
    .slice(0, Math.max(0, most))
    .flatMap((alert) => needOf(alert, new Set(identities.get(alert.id) ?? []), reach));
  const names = new Set(needs.flatMap(({ actor }) => actor?.names ?? []));
  const keys = new Set(needs.flatMap(({ key }) => (key ? [key.arn] : [])));
  const rules: readonly PlannedPredicate[] = [
    ...(names.size === 0 ? [] : [{ id: 'context actor', predicate: calledBy([...names].sort()) }]),
    ...(keys.size === 0 ? [] : [{ id: 'context key', predicate: usesOf([...keys].sort()) }]),
  ];
  if (rules.length === 0) return { alerts: needs, plan: null };
  const windows = needs.flatMap(({ actor, key }) => [actor, key]).filter((window) => window !== null);
  const since = isoOf(windows.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY));
  const until = isoOf(windows.reduce((greatest, { to }) => Math.max(greatest, to), Number.NEGATIVE_INFINITY) + 1);
  return { alerts: needs, plan: { rules, since, until } };
}

function bySeverity(a: Alert, b: Alert): number {
  const severity = SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity);
  return severity || b.risk - a.risk || compareTexts(b.time ?? '', a.time ?? '') || compareTexts(a.id, b.id);
}

function needOf(alert: Alert, own: ReadonlySet<string>, reach: ContextReach): readonly ContextNeed[] {
  const time = instantOf(alert.time);
  if (time === null) return [];
  const names = actorNames(alert.record);
  const arn = alert.key?.arn ?? null;
  return [
    {
      alert,
      own,
      actor: names.length === 0 ? null : { names, from: time - reach.actor * 1000, to: time + reach.actor * 1000 },
      key: arn?.startsWith('arn:') ? { arn, from: time - reach.key * 1000, to: time } : null,
    },
  ];
}

function calledBy(names: readonly string[]): Predicate {
  return any(
    ...names.flatMap((name) =>
      ['accessKeyId', 'arn', 'principalId'].map((member) => at(['userIdentity', member], is(name))),
    ),
  );
}
